# Two commands on a bare machine with Python >= 3.11 and make:
#   make demo   the running application with fictitious data
#   make test   everything that is checked
PY ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Byte code is made when a module is first used: compiling everything now would take longer than the install.
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --no-compile --require-hashes
DEMO_DB := $(CURDIR)/db.sqlite3
PORT ?= 8000
HOST ?= 127.0.0.1
BIRTHS ?=
SIZES ?= 20000,200000

.DEFAULT_GOAL := help
.PHONY: help demo test install install-dev lint bench requirements clean

help:
	@echo "make demo    run the application with fictitious data on http://$(HOST):$(PORT)/"
	@echo "make test    run the tests and checks"
	@echo "make bench   measure speed, into docs/performance.md"
	@echo "make clean   remove the virtual environment and the demo database"

$(VENV)/.python:
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Fluxus needs Python 3.11 or newer; $(PY) is older. Try: make PY=python3.12"; exit 1; }
	@$(PY) -c 'import ensurepip' 2>/dev/null || \
	  { echo "Python's ensurepip is missing. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@$(PY) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.python requirements.txt
	@echo "Installing the pinned packages ..."
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.python requirements-dev.txt
	@echo "Installing the pinned packages for tests ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-lint: $(VENV)/.python requirements-lint.txt
	@echo "Installing the pinned packages for style and types ..."
	@$(PIP) -r requirements-lint.txt
	@touch $@ $(VENV)/.installed-dev $(VENV)/.installed

install: $(VENV)/.installed
install-dev: $(VENV)/.installed-dev

demo: $(VENV)/.installed
	@$(BIN)/python manage.py translations compile
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py demo $(if $(BIRTHS),--births $(BIRTHS)) --address http://$(HOST):$(PORT)/
	@$(BIN)/python manage.py runserver --noreload $(HOST):$(PORT)

test: $(VENV)/.installed-dev
	@$(BIN)/python manage.py translations compile
	@$(BIN)/python manage.py translations check
	@$(BIN)/python manage.py makemigrations --check --dry-run --verbosity 0
	@$(BIN)/python -m pytest -n auto -q -rs tests/unit tests/integration tests/acceptance
	@$(BIN)/python -m pytest -n auto -q -rs tests/browser

lint: $(VENV)/.installed-lint
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: $(VENV)/.installed-dev
	@$(BIN)/python manage.py bench --sizes $(SIZES) --write docs/performance.md

requirements:
	@for name in requirements requirements-dev requirements-lint; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    --no-emit-index-url --no-emit-find-links $$name.in -o $$name.txt; done

clean:
	@rm -rf $(VENV) $(DEMO_DB) $(DEMO_DB)-wal $(DEMO_DB)-shm staticfiles
