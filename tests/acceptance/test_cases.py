"""The five published cases: every one of the 45 results and every derived value, through the command."""

import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

SHARED = Path(os.environ.get("FLUXUS_SHARED", Path(settings.BASE_DIR).parent / "shared"))
CASES = SHARED / "acceptance" / "cases"
EXPECTED = json.loads((CASES / "expected.json").read_text()) if (CASES / "expected.json").exists() else {}

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(not EXPECTED, reason="the shared acceptance folder is not here"),
]


def screened(name: str) -> dict:
    out = StringIO()
    call_command("screen_case", str(CASES / f"{name}.json"), "--format", "json", stdout=out)
    (line,) = out.getvalue().splitlines()
    return json.loads(line)


@pytest.mark.parametrize("name", EXPECTED)
def test_results(name: str) -> None:
    results = {finding["check"]: finding["result"] for finding in screened(name)["findings"]}
    assert len(results) == 45
    assert results == EXPECTED[name]["results"]


@pytest.mark.parametrize("name", EXPECTED)
def test_derived(name: str) -> None:
    derived = screened(name)["derived"]
    assert {key: derived.get(key) for key in EXPECTED[name]["derived"]} == EXPECTED[name]["derived"]
