"""Words beside marks: never over each other, never cut off."""

from hypothesis import given
from hypothesis import strategies as st

from cases.picture.packing import HALF_MARK, Box, Place, _extent, packed, rows_used

BOXES = st.lists(
    st.tuples(st.floats(0, 300), st.floats(0, 60), st.floats(5, 120), st.booleans()), max_size=25
)


def test_a_word_without_room_on_the_right_stands_on_the_left() -> None:
    assert packed([Box(290, 290, (40,))], 300, 3) == [Place(0, 0, left=True)]


def test_words_that_collide_go_to_the_next_row_then_shorter_then_away() -> None:
    boxes = [Box(100 + n, 100 + n, (60, 20)) for n in range(5)]
    places = packed(boxes, 175, 2)
    assert [place.row for place in places[:2]] == [0, 1]
    assert places[-1].word is None
    assert rows_used(places) == 2


def test_a_bar_carries_its_words() -> None:
    assert packed([Box(0, 300, (40,), inside=True)], 300, 1) == [Place(0, 0)]
    assert rows_used([]) == 0


@given(BOXES, st.integers(1, 4))
def test_no_words_are_cut_and_none_overlap(raw: list[tuple[float, float, float, bool]], most: int) -> None:
    boxes = sorted((Box(a, min(a + b, 300), (c, c / 2), d) for a, b, c, d in raw), key=lambda box: box.start)
    places = packed(boxes, 300, most)
    told = [
        (place.row, _extent(box, box.words[place.word], left=place.left))
        for box, place in zip(boxes, places, strict=True)
        if place.word is not None
    ]
    assert all(extent[0] >= -HALF_MARK and extent[1] <= 300 for _row, extent in told)
    for index, (row, mine) in enumerate(told):
        for other_row, other in told[:index]:
            assert row != other_row or mine[1] < other[0] or other[1] < mine[0]
    assert all(0 <= place.row < most for place in places)
