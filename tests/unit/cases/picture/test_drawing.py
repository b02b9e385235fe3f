"""The figure: marks of each method, calls joined to arrivals, panels that hold everything."""

from typing import Any

import pytest

from cases.picture.drawing import figure
from cases.screening.facts import CaseFacts
from tests.unit.cases.picture.makers import at, full, small


def drawn(facts: CaseFacts, **more: Any) -> dict[str, Any]:
    return figure(facts, language="nl", **more)


def trace(found: dict[str, Any], name: str, width: int = -1) -> dict[str, Any]:
    every = [*found["data"], *found["widths"][width]["data"]]
    return next(each for each in every if each.get("name") == name)


def test_each_method_has_a_shape_of_its_own() -> None:
    methods = ["weighed", "collector", "estimated"]
    rows = [{"time": at(10 * n), "cumulative_ml": 100 * n, "method": m} for n, m in enumerate(methods, 1)]
    rows.append({"time": at(40), "cumulative_ml": 400})
    loss = trace(drawn(small(blood_loss=rows)), "blood_loss")
    assert loss["marker"]["symbol"][1:] == ["circle", "square", "circle-open", "diamond-open"]
    assert loss["customdata"][1] == ["23:50 · 100 ml · gewogen", "blood_loss:0"]
    assert loss["customdata"][0] == ["23:40 · geboorte", "birth"]


def test_marks_keep_the_place_of_their_entry_in_the_file() -> None:
    loss = trace(drawn(full()), "blood_loss")
    assert [entry for _words, entry in loss["customdata"]] == [
        "birth", "blood_loss:1", "blood_loss:0", "blood_loss:2",
    ]  # fmt: skip


def test_shock_index_is_filled_from_nine_tenths_on() -> None:
    signs = [
        {"time": at(5), "heart_rate": 89, "systolic": 100},
        {"time": at(9), "heart_rate": 90, "systolic": 100},
        {"time": at(12), "heart_rate": 90},
    ]
    found = drawn(small(vitals=signs))
    assert trace(found, "shock_index")["marker"]["symbol"] == ["diamond-open", "diamond"]
    assert trace(found, "heart_rate")["customdata"][2] == ["23:52 · pols 90", "vitals:2"]
    assert found["widths"][0]["layout"]["yaxis3"]["ticktext"] == ["0,9"]
    without = drawn(small())
    assert "yaxis2" not in without["widths"][0]["layout"]


def test_an_arrival_is_joined_to_its_call() -> None:
    calls = [
        {"role": "gynaecologist", "called": at(10), "arrived": at(25), "mode": "in_person"},
        {"role": "theatre_team", "called": at(12), "mode": "phone"},
    ]
    found = drawn(small(calls=calls))
    marks = trace(found, "marks")
    pairs = zip(marks["marker"]["symbol"], marks["customdata"], strict=True)
    shapes = [shape for shape, (_words, entry) in pairs if "calls" in entry]
    assert shapes == ["line-ns-open", "triangle-right", "circle-open"]
    line = found["widths"][-1]["data"][1]
    assert line["x"][:3] == [10, 25, None]
    texts = [note["text"] for note in found["widths"][-1]["layout"]["annotations"]]
    assert "gyn" in texts and "OK-team" in texts


def test_people_present_the_same_time_share_a_bar() -> None:
    staff = [{"role": role, "present_from": at(0)} for role in ("midwife", "maternity_assistant")]
    found = drawn(small(staff=staff))
    assert trace(found, "marks")["customdata"][0] == [
        "23:40 · eerstelijns verloskundige, kraamverzorgende · aanwezig · bleef", "staff:0 staff:1",
    ]  # fmt: skip
    assert found["widths"][-1]["data"][0]["x"] == [0, 40, None]


def test_what_was_done_long_before_is_not_drawn_at_the_edge() -> None:
    early = [{"time": at(-200), "drug": "oxytocin", "purpose": "prophylaxis"}]
    assert trace(drawn(small(medication=early)), "marks")["x"] == []


def test_the_moments_of_the_course() -> None:
    found = drawn(full())
    entries = {entry for _words, entry in trace(found, "marks")["customdata"]}
    assert {"moment:takeover", "moment:bleeding_controlled", "moment:placenta_delivered"} <= entries
    lines = [s for s in found["widths"][0]["layout"]["shapes"] if s["line"].get("dash") == "dot"]
    assert [line["x0"] for line in lines] == [90, 40]


@pytest.mark.parametrize(("look", "most"), [("findings", 900), ("entry", 620), ("paper", 520)])
@pytest.mark.parametrize("width", [0, -1])
def test_panels_fill_the_height_without_touching(look: str, most: int, width: int) -> None:
    part = drawn(full(), look=look)["widths"][width]
    domains = [axis["domain"] for name, axis in part["layout"].items() if name.startswith("yaxis")]
    assert len(domains) == 4
    edges = sorted(domains)
    assert all(low[1] < high[0] for low, high in zip(edges, edges[1:], strict=False))
    assert edges[0][0] >= 0
    assert edges[-1][1] <= 1
    assert part["height"] < most


def test_a_tick_is_a_time_on_the_clock() -> None:
    axis = drawn(full())["widths"][-1]["layout"]["xaxis"]
    assert "23:10" in axis["ticktext"]
    assert len(axis["tickvals"]) <= 14


def test_phones_get_fewer_ticks_than_desks() -> None:
    phone, *_rest, desk = drawn(full())["widths"]
    assert len(phone["layout"]["xaxis"]["tickvals"]) < len(desk["layout"]["xaxis"]["tickvals"])


def test_a_case_of_a_day_stays_legible() -> None:
    rows = [{"time": at(n), "cumulative_ml": n} for n in (10, 40, 1200)]
    found = drawn(small(blood_loss=rows))
    notes = [note["text"] for note in found["widths"][-1]["layout"]["annotations"]]
    assert "1150 min zonder regels" in notes
    first, second = trace(found, "blood_loss")["x"][1:3]
    low, high = found["widths"][-1]["layout"]["xaxis"]["range"]
    assert (second - first) / (high - low) > 0.25


def test_everything_can_be_written_as_json() -> None:
    import json

    assert json.loads(json.dumps(drawn(full())))["widths"][0]["from"] == 0


@pytest.mark.parametrize(
    ("volume", "lines"),
    [
        (900, [500, 1000]),
        (2100, [500, 1000, 1500, 2000]),
        (4200, [500, 1000, 1500, 2000, 3000, 4000]),
        (15000, [1000, 2000, 3000, 4000, 5000, 7500, 10000, 15000]),
    ],
)
def test_volume_lines_keep_apart(volume: int, lines: list[int]) -> None:
    rows = [{"time": at(20), "cumulative_ml": volume}]
    axis = drawn(small(blood_loss=rows), look="findings")["widths"][-1]["layout"]["yaxis"]
    assert axis["tickvals"] == lines
    assert axis["range"][1] >= volume
