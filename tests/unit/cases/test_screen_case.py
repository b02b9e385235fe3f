"""The command that screens files: table and JSON, exit status, problems on standard error; no database."""

import io
import json
import sys
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from tests.unit.cases.example_case import full_case, small_case

BROKEN = {
    "empty": b"",
    "cut": b'{"format": "fluxus-case/1", "birth": {',
    "no object": b"[1, 2, 3]",
    "not utf-8": b'{"label": "\xff"}',
    "binary": bytes(range(256)),
    "deep": b"[" * 100_000,
    "double key": b'{"format": "fluxus-case/1", "format": "fluxus-case/1"}',
    "huge number": b'{"clear_fluids_before_blood_ml": ' + b"9" * 6000 + b"}",
    "other format": b'{"format": "fluxus-case/9"}',
    "nan": json.dumps(small_case(mother={"parity": float("nan")})).encode(),
    "infinite": json.dumps(small_case()).replace("600", "1e999").encode(),
    "boolean": json.dumps(small_case(mother={"parity": True})).encode(),
    "no offset": json.dumps(small_case()).replace("23:50+01:00", "23:50").encode(),
    "falling": json.dumps(
        small_case(
            blood_loss=[
                {"time": "2025-03-09T23:50+01:00", "cumulative_ml": 600},
                {"time": "2025-03-09T23:55+01:00", "cumulative_ml": 500},
            ]
        )
    ).encode(),
}


def run(*arguments, given=b"", monkeypatch=None):
    """Return (standard output, standard error, exit status)."""
    out, err, status = io.StringIO(), io.StringIO(), 0
    if monkeypatch is not None:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(given)))
    try:
        call_command("screen_case", *arguments, stdout=out, stderr=err)
    except SystemExit as stop:
        status = stop.code
    return out.getvalue(), err.getvalue(), status


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "good.json"
    path.write_text(json.dumps(full_case()))
    return path


def test_json(good):
    out, err, status = run(str(good), "--format", "json")
    (line,) = out.splitlines()
    report = json.loads(line)
    assert (err, status) == ("", 0)
    assert report["format"] == "fluxus-screening/1"
    assert report["label"] == "Oefencasus poliklinisch"
    assert report["rule_set"]["profile"] == "nl"
    assert report["derived"]["t1000"] == 70
    assert [finding["check"] for finding in report["findings"]] == [
        *(f"D{n:02}" for n in range(1, 14)),
        *(f"P{n:02}" for n in range(1, 24)),
        *(f"E{n:02}" for n in range(1, 10)),
    ]
    assert set(report["findings"][0]) == {
        "check",
        "category",
        "result",
        "severity",
        "value",
        "limit",
        "unit",
        "mark",
        "explanation",
        "evidence",
    }


def test_table_in_both_languages(good):
    out, err, status = run(str(good))
    assert (err, status) == ("", 0)
    assert "Oefencasus poliklinisch (nl " in out
    assert "volgens afspraak" in out and len(out.splitlines()) == 3 + 45
    assert "as agreed" in run(str(good), "--language", "en")[0]


def test_profile(good):
    report = json.loads(run(str(good), "--format", "json", "--profile", "who2025")[0])
    assert report["rule_set"]["profile"] == "who2025"
    with pytest.raises(CommandError, match="Profile 'moon' does not exist: give nl or who2025"):
        run(str(good), "--profile", "moon")


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_and_the_others_are_still_screened(tmp_path, good, name):
    broken = tmp_path / "broken.json"
    broken.write_bytes(BROKEN[name])
    out, err, status = run(str(broken), str(good), "--format", "json")
    assert status == 2
    assert len(out.splitlines()) == 1
    assert f"{broken}: " in err
    assert "Traceback" not in err


@pytest.mark.parametrize("name", ["missing.json", ".", "null\x00byte"])
def test_a_file_that_cannot_be_read(tmp_path, name):
    out, err, status = run(str(tmp_path / name))
    assert (out, status) == ("", 2)
    assert "kan niet gelezen worden" in err


def test_lines_from_standard_input(monkeypatch):
    lines = [json.dumps(small_case(label=f"casus {n}")) for n in range(3)]
    given = "\n".join([lines[0], "", "{broken", lines[1], lines[2]]).encode()
    out, err, status = run("-", "--format", "json", given=given, monkeypatch=monkeypatch)
    assert [json.loads(line)["label"] for line in out.splitlines()] == ["casus 0", "casus 1", "casus 2"]
    assert status == 2
    assert err.startswith("-:3: ")


def test_problems_by_path_and_warnings(tmp_path):
    data = small_case(labs=[{"inr": 99}])
    path = tmp_path / "case.json"
    path.write_text(json.dumps(data))
    _out, err, status = run(str(path), "--language", "en")
    assert status == 2
    assert err.strip() == (
        f"{path}: labs[0].inr: 99 is not possible; a possible value lies from 0.8 up to and including 10. "
        "Mend it, or leave it out if it is unknown"
    )
    data = small_case(medication=[{"drug": "oxytocin", "dose": 60, "unit": "IU"}])
    path.write_text(json.dumps(data))
    _out, err, status = run(str(path), "--language", "en")
    assert status == 0
    assert (
        err.strip()
        == f"? {path}: medication[0].dose: 60 IU oxytocin at once is unusually much; is that right?"
    )
