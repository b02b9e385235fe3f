"""Placing many rows at once says of each what the one rule of attribution says of it alone."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from perined_import import frames
from perined_import.attribution import WHOLE, Membership, Organisations, attribute, day_of
from perined_import.kernset import PLACES, REPORT_COLUMNS
from perined_import.placing import place

IDS = ["0003", "0010", "1410", "1420", "9999"]
VSVS = {"A": 1, "B": 2}
DAYS = st.dates(date(2020, 12, 28), date(2021, 1, 6))


@st.composite
def tables(draw):
    memberships = {}
    for lvr_id in draw(st.sets(st.sampled_from(IDS[:4]))):
        starts = sorted(draw(st.sets(DAYS, min_size=1, max_size=3)))
        ends = [following - timedelta(1) for following in starts[1:]]
        ends.append(draw(st.sampled_from([None, date.max, starts[-1]])))
        shares = draw(st.sampled_from([(WHOLE,), (WHOLE // 2,), (WHOLE // 2, WHOLE // 4)]))
        memberships[lvr_id] = [
            Membership(number + 1, share, start, end)
            for start, end in zip(starts, ends, strict=True)
            for number, share in enumerate(shares)
        ]
    kinds = {"0003": "hospital", "0010": "hospital", "1410": "practice", "1420": "practice"}
    return Organisations(kinds, memberships)


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "place": st.sampled_from([None, *PLACES]),
            "hospital_lvr_id": st.sampled_from([None, *IDS]),
            "reporting_lvr_id": st.sampled_from([None, *IDS]),
            "vsv_code": st.sampled_from([None, None, "A", "B", "unknown"]),
            "birth_date": st.none() | DAYS,
            "birth_year": st.sampled_from([None, 2020, 2021]),
        }
    ),
    max_size=40,
)


@given(ROWS, tables(), st.sampled_from([None, None, 7]))
@settings(max_examples=200, deadline=None)
def test_many_rows_at_once_are_placed_as_each_alone(rows, table, given_vsv):
    frame = frames.from_rows([dict.fromkeys(REPORT_COLUMNS) | row for row in rows])
    found = place(frame, table, VSVS, given_vsv)
    for number, row in enumerate(rows):
        alone = attribute(
            table,
            day=day_of(row["birth_date"], row["birth_year"]),
            place=row["place"],
            hospital_lvr_id=row["hospital_lvr_id"],
            reporters=[row["reporting_lvr_id"]],
            vsv_id=VSVS.get(row["vsv_code"]) or given_vsv,
        )
        whole = len(alone.shares) == 1 and alone.shares[0].share == WHOLE
        assert found.lvr_ids[number] == alone.lvr_id
        assert found.shares.get(number, alone.shares) == alone.shares
        assert (number in found.shares) is not whole
        assert found.vsv_ids[number] == (alone.shares[0].vsv_id if len(alone.shares) == 1 else None)
        assert found.named[number] is (given_vsv is not None or row["vsv_code"] in VSVS)
    assert len(found.vsv_ids) == len(found.lvr_ids) == len(found.named) == len(rows)
