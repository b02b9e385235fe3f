"""The slow reference agrees with the five acceptance cases: all 45 results and the derived values."""

import json
import os
from pathlib import Path

import pytest

from tests.reference.case_loader import read
from tests.reference.slow_screening import slow_derived, slow_results

PROJECT = Path(__file__).resolve().parents[2]
CASES = Path(os.environ.get("FLUXUS_SHARED", PROJECT.parent / "shared")) / "acceptance" / "cases"

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(not CASES.is_dir(), reason="the shared acceptance folder is absent"),
]


@pytest.mark.parametrize("name", ["C1", "C2", "C4", "C6", "C7"])
def test_the_slow_reference_gives_the_expected_results(name):
    facts = read(json.loads((CASES / f"{name}.json").read_text()))
    expected = json.loads((CASES / "expected.json").read_text())[name]
    assert slow_results(facts) == expected["results"]
    assert slow_derived(facts) == expected["derived"]
