"""A running application with demo data, and the system's Chromium that looks at it.

Without Chromium these tests are skipped, loudly; with FLUXUS_REQUIRE_BROWSER=1 they fail instead.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Waits end as soon as what they wait for is there; a busy machine may take long to show it.
SLOWEST_EXPECTATION, SLOWEST_STEP = 15_000, 60_000
BIRTHS = os.environ.get("FLUXUS_BROWSER_BIRTHS", "6000")
PASSWORD = "a long password for the browser"
# Collects what the Content-Security-Policy refused, which the console alone may not show.
WATCH_POLICY = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(event.violatedDirective + " " + event.blockedURI + " " + event.sourceFile));
"""


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    items.sort(
        key=lambda item: item.path.name != "test_walk.py"
    )  # the longest first, so that workers end together
    for item in [item for item in items if here in item.path.parents]:
        item.add_marker(pytest.mark.browser)
        if CHROMIUM is None and os.environ.get("FLUXUS_REQUIRE_BROWSER") != "1":
            item.add_marker(pytest.mark.skip(reason="BROWSER TESTS NOT RUN: there is no Chromium here"))


def free_port():
    """Return a port of this machine on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_demo(database):
    """Fill a database (a path) with the demo."""
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{database}"}
    demo = ["demo", "--births", BIRTHS, "--password", PASSWORD]
    for arguments in (["translations", "compile"], ["migrate", "-v0"], demo):
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True)


@contextmanager
def start_server(database, port):
    """Run the application on a database (a path) until the block ends; yield its address."""
    with database.with_suffix(".log").open("a") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": f"sqlite:///{database}"},
            stdout=log,
            stderr=log,
        )
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_for(f"{address}/accounts/login/", process)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=10)


@pytest.fixture(scope="session")
def database(tmp_path_factory):
    """Return the path of a database with the demo."""
    path = tmp_path_factory.mktemp("server") / "browser.sqlite3"
    make_demo(path)
    return path


@pytest.fixture(scope="session")
def server(database):
    """Return the address of a running demo on a database of its own."""
    with start_server(database, free_port()) as address:
        yield address


def _wait_for(url, process):
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not answer within 90 s")


@pytest.fixture(scope="session")
def chromium():
    """Return one browser for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        expect.set_options(timeout=SLOWEST_EXPECTATION)
        yield browser
        browser.close()


def new_context(chromium, address, **options):
    """Return a browser context of a Dutch visitor of the application at an address, with patience."""
    context = chromium.new_context(base_url=address, locale="nl-NL", **options)
    context.set_default_timeout(SLOWEST_STEP)
    return context


@pytest.fixture
def open_page(chromium, server):
    """Return ``open_page(email, width=1280)``: a page of somebody who is logged in, with ``page.errors``."""
    contexts = []

    def make(email=None, width=1280, height=900, address=server):
        context = new_context(chromium, address, viewport={"width": width, "height": height})
        contexts.append(context)
        context.add_init_script(WATCH_POLICY)
        page = watched(context)
        if email is not None:
            log_in(page, email)
        return page

    yield make
    for context in contexts:
        context.close()


def wait_until(page, condition, what, longest=SLOWEST_EXPECTATION):
    """Wait until something is so that no element of the page shows; fail after ``longest`` milliseconds."""
    deadline = time.monotonic() + longest / 1000
    while not condition():
        assert time.monotonic() < deadline, f"not within {longest / 1000:g} s: {what}"
        page.wait_for_timeout(50)


def watched(context):
    """Return a new page of a browser context that collects what went wrong in ``page.errors``."""
    page = context.new_page()
    page.errors = []
    page.on("console", lambda m: page.errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    return page


def log_in(page, email):
    """Log in on a page."""
    page.goto("/accounts/login/")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    page.wait_for_url("**/")
