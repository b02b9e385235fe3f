"""Production mode starts only with its secrets, and passes the deployment check without a warning."""

import base64
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import plotly
from cryptography.fernet import Fernet
from django.conf import settings

ROOT = Path(__file__).resolve().parents[3]
SECRETS = {
    "SECRET_KEY": "k7#pQ2!vX9@wZ4$rT6%yU8^iO0&aS1*dF3(gH5)jK-lM+nB_cV=e",
    "ALLOWED_HOSTS": "fluxus.example",
    "CSRF_TRUSTED_ORIGINS": "https://fluxus.example",
    "KERNSET_HMAC_KEY": "a key of this installation",
    "MFA_KEYS": Fernet.generate_key().decode(),
    "DATABASE_URL": "sqlite:///:memory:",
}


def run(*arguments, **environment):
    clean = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG"}}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=clean | {"FLUXUS_ENV": "production"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_names_every_missing_secret_at_once():
    result = run("check")
    assert result.returncode != 0
    for name in SECRETS:
        assert name in result.stderr


def test_production_refuses_debug():
    assert "DEBUG must be off" in run("check", DEBUG="1", **SECRETS).stderr


def test_a_number_that_is_none_is_named():
    assert "SESSION_HOURS is 'eight'" in run("check", SESSION_HOURS="eight", **SECRETS).stderr


def test_production_passes_the_deployment_check():
    result = run("check", "--deploy", "--fail-level", "WARNING", **SECRETS)
    assert result.returncode == 0, result.stderr
    assert "no issues (0 silenced)" in result.stdout + result.stderr


def test_the_policy_knows_the_style_sheets_of_the_installed_plotly():
    script = (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_text(encoding="utf-8")
    sheets = re.findall(r"textContent='((?:\\.|[^'\\])*)'", script)
    assert sheets
    for sheet in ["", *sheets]:
        digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in settings.PLOTLY_STYLE_HASHES
