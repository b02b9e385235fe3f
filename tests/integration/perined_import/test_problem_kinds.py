"""The kinds of problems of an upload, each shown by the first that was found."""

import pytest

from perined_import import history, presenters, problem_list
from perined_import.models import FoundProblem, Upload
from tests.integration.perined_import.page_helpers import HEAD, page, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def upload(vsv):
    """An upload with three numbers that could be read in two ways, in two columns, and one bare warning."""
    upload = Upload.objects.create(vsv=vsv, rows=50)
    found = [("bloedverlies", "1.200", 7), ("gewicht", "3.450", 9), ("bloedverlies", "1.300", 8)]
    FoundProblem.objects.bulk_create(
        FoundProblem(
            upload=upload, severity="rejected", code="ambiguous_number", column=column, value=value, row=row
        )
        for column, value, row in found
    )
    FoundProblem.objects.create(
        upload=upload,
        severity="rejected",
        code="out_of_range",
        column="bmi",
        value="900",
        row=3,
        params={"low": "10", "high": "80"},
    )
    return upload


def test_a_kind_names_its_columns_and_its_first_problem(upload, django_assert_num_queries):
    with django_assert_num_queries(2):
        first, second = problem_list.kinds(upload)
    assert (first.code, first.count, first.columns) == ("ambiguous_number", 3, ("bloedverlies", "gewicht"))
    assert (first.example.value, first.example.row) == ("1.200", 7)
    assert (second.code, second.count, second.columns) == ("out_of_range", 1, ("bmi",))


def test_a_kind_is_shown_by_a_real_example(upload):
    first, second = presenters.kind_lines(problem_list.kinds(upload))
    assert (first.columns, first.place) == ("bloedverlies, gewicht", "regel 7")
    assert first.words == "'1.200' kan een duizendtal of een decimaal getal zijn."
    assert second.words == "'900' kan niet: bmi ligt tussen 10 en 80."
    assert second.short == "bmi: '900' kan niet: bmi ligt tussen 10 en 80. (1)"


def test_of_many_columns_the_first_three_are_named(upload):
    FoundProblem.objects.bulk_create(
        FoundProblem(
            upload=upload, severity="rejected", code="ambiguous_number", column=f"k{n}", value="1.000"
        )
        for n in range(3)
    )
    [first, _second] = presenters.kind_lines(problem_list.kinds(upload))
    assert first.columns == "bloedverlies, gewicht, k0 en nog 2" and first.count == 6


@pytest.mark.parametrize("name", ["detail", "problems"])
def test_both_pages_show_the_example_and_its_row(manager, upload, name):
    shown = page(manager, name, upload.pk).content.decode()
    assert "&#x27;900&#x27; kan niet: bmi ligt tussen 10 en 80." in shown
    assert "(bijvoorbeeld regel 7)" in shown and "(regel 3)" in shown and "…" not in shown.split("<main")[1]


def test_a_refused_upload_says_what_to_do_and_repeats_no_refusal(manager, upload):
    refusal = FoundProblem(upload=upload, severity="refusal", code="too_many_rejected", value="4")
    refusal.params = {"total": "50", "limit": "5"}
    refusal.save()
    Upload.objects.filter(pk=upload.pk).update(status="refused")
    response = page(manager, "detail", upload.pk)
    assert [kind.code for kind in response.context["kinds"]] == ["ambiguous_number", "out_of_range"]
    shown = response.content.decode()
    assert "Er is geen probleembestand" in shown and shown.count("4 van de 50 zijn afgekeurd") == 1


def test_the_history_says_once_that_a_check_was_refused(manager):
    post(manager, ("t.csv", HEAD + "2021-08-05;0010;veel;P1;-\n" * 3))
    upload = Upload.objects.get()
    assert upload.status == "refused"
    assert [one.what for one in history.history(upload)] == ["ontvangen", "geweigerd"]
