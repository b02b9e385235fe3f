"""Arrivals that follow from a presence, and what is said about the order of times."""

from typing import Any

import pytest

from cases.quick import arrivals, order_notes, read_line
from tests.unit.cases.quick.lines import BIRTH, at

CALL = {"role": "gynaecologist", "called": at("00:12"), "mode": "in_person"}


def items(*lines: str) -> list[Any]:
    return [item for line in lines for item in read_line(line, BIRTH).items]


def test_a_presence_completes_the_open_call() -> None:
    (found,) = arrivals({"calls": [CALL]}, items("0020 gyn aanwezig"))
    assert (found.index, dict(found.row)) == (0, {**CALL, "arrived": at("00:20")})
    assert found.text.nl == "gynaecoloog: de oproep van 00:12 krijgt als aankomst 00:20"
    assert "00:20" in found.text.en


@pytest.mark.parametrize(
    "call",
    [
        {**CALL, "role": "resident"},
        {**CALL, "mode": "phone"},
        {"role": "gynaecologist", "called": at("00:12")},
        {**CALL, "arrived": at("00:15")},
        {**CALL, "called": at("00:21")},
        {"role": "gynaecologist", "mode": "in_person"},
    ],
)
def test_other_calls_stay_as_they_are(call: dict[str, Any]) -> None:
    assert arrivals({"calls": [call]}, items("0020 gyn aanwezig")) == ()


def test_without_calls_or_time_nothing_arrives() -> None:
    assert arrivals({}, items("0020 gyn aanwezig")) == ()
    assert arrivals({"calls": [CALL]}, items("? gyn aanwezig", "0020 massage", "0020 overname")) == ()


def test_the_last_open_call_arrives_and_each_call_once() -> None:
    data = {"calls": [CALL, {**CALL, "called": at("00:15")}]}
    found = arrivals(data, items("0020 gyn aanwezig", "0025 gyn aanwezig", "0030 gyn aanwezig"))
    assert [(each.index, each.row["arrived"]) for each in found] == [(1, at("00:20")), (0, at("00:25"))]


def words(data: dict[str, Any], *lines: str, previous: str | None = None) -> list[str]:
    return [note.nl for note in order_notes(data, items(*lines), BIRTH, previous)]


def test_lines_in_order_need_no_remark() -> None:
    data = {"blood_loss": [{"time": at("23:50"), "cumulative_ml": 400}], "calls": [CALL]}
    assert words(data, "0010 500 w", "? massage", "0010 p 110", "0020 gyn aanwezig") == []
    assert words({}, "0010 500 w", previous=at("00:10")) == []


def test_a_line_before_the_one_above_it() -> None:
    assert words({}, "0010 massage", "2355 cad") == [
        "23:55 ligt vóór 00:10, de tijd van de regel erboven; klopt dat?"
    ]
    assert len(words({}, "2355 cad", previous=at("00:10"))) == 1
    assert len(words({}, "0100 overname", "0050 onder controle")) == 1
    assert words({}, "0010 massage", "? helder vocht 1500", "0011 cad") == []


def test_loss_that_falls() -> None:
    data = {"blood_loss": [{"time": at("00:30"), "cumulative_ml": 800}]}
    (text,) = words(data, "0040 700 w")
    assert text.startswith("het bloedverlies daalt van 800 ml (00:30) naar 700 ml (00:40)")
    assert len(words(data, "0010 900 w")) == 1
    old = {"blood_loss": [*data["blood_loss"], {"time": at("00:40"), "cumulative_ml": 700}]}
    assert words(old, "0050 900 w") == []
    assert words({"blood_loss": [{"time": None, "cumulative_ml": 900}]}, "0050 800 w") == []


def test_someone_there_before_the_call() -> None:
    (text,) = words({"calls": [CALL]}, "0010 gyn aanwezig")
    assert text == "gynaecoloog is er om 00:10, vóór de oproep van 00:12; klopt dat?"
    staff = {"staff": [{"role": "gynaecologist", "present_from": at("00:10")}]}
    assert len(words(staff, "0012 gyn gebeld")) == 1
    assert words({**staff, "calls": [CALL]}, "0013 massage") == []
    assert words(staff, "0012 gyn overleg") == []
    assert words({"calls": [CALL]}, "? gyn aanwezig") == []
