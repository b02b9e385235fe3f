"""The table per VSV of a preview: of many VSVs only those that need a look, until all are asked for."""

import pytest

from perined_import.models import Upload
from perined_import.previewing import NOT_ATTRIBUTED, Figures, Line
from perined_import.views.comparing import FEW_VSVS, MOST_TO_LOOK_AT, to_look_at
from tests.integration.perined_import.page_helpers import page
from tests.integration.perined_import.test_preview import M, national


def line(vsv, new, old=0, jumps=()):
    return Line(vsv, f"VSV {vsv:02}", 0, 0, Figures(new), Figures(old), frozenset(jumps))


@pytest.mark.parametrize(
    ("new", "old", "wanted"),
    [
        (110, 100, True),
        (90, 100, True),
        (109, 100, False),  # not ten deliveries
        (1010, 1000, False),  # not ten per cent
        (1100, 1000, True),
        (9, 0, False),
        (10, 0, True),
        (0, 10, True),
    ],
)
def test_a_difference_needs_a_look_when_it_is_large_in_number_and_in_share(new, old, wanted):
    assert bool(to_look_at([line(1, new, old)])) is wanted


def test_a_mark_always_needs_a_look_and_comes_before_large_differences():
    many = [line(number, 100 + number) for number in range(1, 30)]
    marked = line(40, 500, 500, {"rate"})
    found = to_look_at([*many, marked])
    assert len(found) == MOST_TO_LOOK_AT and found[0] == marked
    assert [one.vsv for one in found[1:]] == list(range(29, 20, -1))


def test_what_is_not_attributed_is_always_shown():
    loose = line(NOT_ATTRIBUTED, 1, 1)
    assert to_look_at([line(1, 500, 500), loose]) == [loose]


@pytest.mark.django_db
def test_many_vsvs_are_folded_until_all_are_asked_for(manager_of):
    client, upload, made = national(manager_of, vsvs=FEW_VSVS + 3, months=1)
    folded = page(client, "detail", upload.pk)
    shown = folded.content.decode()
    assert folded.context["folded"] and len(folded.context["lines"]) == MOST_TO_LOOK_AT
    assert (
        "10 van de 15 VSV’s" in shown and 'href="?whole=1#per-vsv"' in shown and 'name="order"' not in shown
    )
    assert folded.context["total"].new.deliveries == sum(100 + number for number in range(15))
    whole = page(client, "detail", upload.pk, whole=1)
    assert [one.name for one in whole.context["lines"]] == [one.name for one in made]
    assert 'name="order"' in whole.content.decode() and 'name="whole" value="1"' in whole.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("asked", [{"order": "births"}, {"changed": "on"}])
def test_an_order_or_what_changes_is_asked_of_all_vsvs(manager_of, asked):
    client, upload, made = national(manager_of, vsvs=FEW_VSVS + 1, months=1)
    assert len(page(client, "detail", upload.pk, **asked).context["lines"]) == len(made)


@pytest.mark.django_db
def test_when_nothing_needs_a_look_the_page_says_so(manager_of):
    client, upload, made = national(manager_of, vsvs=FEW_VSVS + 1, months=1)
    small = [row | {"deliveries": 5 * M, "pph": 0, "unknown": 0} for row in upload.by_month]
    Upload.objects.filter(pk=upload.pk).update(by_month=small)
    response = page(client, "detail", upload.pk)
    assert response.context["lines"] == []
    shown = response.content.decode()
    assert f"Geen van de {len(made)} VSV’s heeft een teken" in shown and "<tfoot>" in shown
