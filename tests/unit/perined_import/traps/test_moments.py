"""Times in zones, in the hour that comes twice, and stamps of messages."""

import pytest

from perined_import.readers.moments import NotAMomentError, hl7_moment, hl7_stamp, minutes_between
from tests.kernset_intake import one_row
from tests.kernset_messages import child, hl7, values


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("202110310250+0200", "202110310210+0100", 20),  # each says which of both hours it is in
        ("202110310210+0200", "202110310250+0200", 40),
        ("202110310230+0200", "202110310230+0100", 60),
        ("202110310250", "202110310210", 20),  # nothing says it, and 40 minutes back cannot be
        ("202110310230", "202110310230", 0),
        ("202110310130", "202110310230", 60),
        ("202103280155", "202103280305", 10),
        ("202108042350Z", "202108050200+0200", 10),
    ],
)
def test_minutes_on_the_night_of_a_clock_change(start, end, minutes):
    moments = [hl7_moment(text.replace("Z", "+0000")) for text in (start, end)]
    assert minutes_between(*moments) == minutes


def test_an_hour_without_minutes_is_a_date():
    row = one_row(("b.xml", hl7(values(children=(child(birth="2021080423"),)))))
    assert (row["birth_date"].isoformat(), row["birth_time"], row["second_stage_min"]) == (
        "2021-08-04",
        None,
        None,
    )


def test_a_time_in_another_zone_may_be_another_day():
    row = one_row(("b.xml", hl7(values(children=(child(birth="202108042235+0000", pushing=None),)))))
    assert (row["birth_date"].isoformat(), row["birth_time"]) == ("2021-08-05", 35)


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        ("20210901120000", 20210901120000),
        ("202109011200", 20210901120000),
        ("20210901", 20210901000000),
        ("20210901120000.123+0200", 20210901120000),
        ("20210901100000+0000", 20210901120000),
        ("20210901233000-0100", 20210902023000),
        ("", None),
        (None, None),
    ],
)
def test_the_stamp_of_a_message(text, stamp):
    assert hl7_stamp(text) == stamp


@pytest.mark.parametrize("text", ["2021", "202109", "gisteren", "20211301120000", "20210901250000"])
def test_what_is_no_stamp(text):
    with pytest.raises(NotAMomentError):
        hl7_stamp(text)
    assert one_row(("b.xml", hl7(values(sent=text))))["sent_at"] is None
