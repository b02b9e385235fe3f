"""An upload beside what was there, its problems, its progress, its history; withdraw and put back."""

import json
from datetime import date

import pytest
from django.urls import reverse

from fluxus.organisations.models import Vsv
from perined_import import history, previewing, problem_list
from perined_import.models import Delivery, FoundProblem, ImportJob, Upload
from perined_import.presenters import going, parts_of_sum
from perined_import.previewing import Cell, Figures, jumps_between
from tests.integration.perined_import.helpers import organisation
from tests.integration.perined_import.page_helpers import HEAD, deed, page, post, rejected_upload
from tests.kernset_messages import bsn, hl7, values

pytestmark = pytest.mark.django_db
M = 1_000_000


@pytest.fixture(autouse=True)
def _table(vsv):
    organisation("0010", "hospital", (vsv, 1))


def table(count, loss=lambda number: 500, month=8):
    rows = "".join(f"2021-{month:02}-{n % 28 + 1:02};0010;{loss(n)};M{month}-{n};\n" for n in range(count))
    return HEAD + rows


def stored(manager, name, content):
    post(manager, (name, content))
    return deed(manager, "commit", Upload.objects.first())


def test_beside_a_table_stands_the_previous_delivery_of_its_source(manager, vsv):
    first = stored(manager, "a.csv", table(30) + table(4, month=9)[len(HEAD) :])
    post(manager, ("b.csv", table(33, lambda n: 1200 if n == 0 else "") + table(1, month=9)[len(HEAD) :]))
    waiting = Upload.objects.first()
    found = previewing.compare(waiting)
    assert found.previous == first
    august, september = found.per_month(vsv.pk)
    assert (august.new, august.old) == (Figures(33, 1, 1, 32), Figures(30, 30, 0, 0))
    assert (september.new.deliveries, september.difference.deliveries) == (1, -3)
    shown = page(manager, "detail", waiting.pk).content.decode()
    assert "2021-08" in shown and f"levering {first.pk}" in shown and "34 bevallingen" in shown


def test_a_month_that_the_new_table_leaves_out_is_shown(manager, vsv):
    stored(manager, "a.csv", table(30) + table(5, month=9)[len(HEAD) :] + table(5, month=10)[len(HEAD) :])
    post(manager, ("b.csv", table(30) + table(5, month=10)[len(HEAD) :] + "2021-08-09;0010;600;NEW;\n"))
    lines = previewing.compare(Upload.objects.first()).per_month(vsv.pk)
    assert [(line.month, line.new.deliveries, line.old.deliveries) for line in lines] == [
        (8, 31, 30),
        (9, 0, 5),
        (10, 5, 5),
    ]
    assert [line.changed for line in lines] == [True, True, False]


def test_beside_messages_stands_what_counts_now(manager, vsv):
    stored(manager, "a.csv", table(3))
    post(manager, ("a.xml", hl7(values(loss="1200"))))
    found = previewing.compare(Upload.objects.first())
    [line] = found.per_month(vsv.pk)
    assert found.previous is None
    assert (line.new, line.old) == (Figures(1, 1, 1, 0), Figures(3, 3, 0, 0))


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (Figures(200, 200, 12, 0), Figures(200, 200, 13, 0), set()),
        (Figures(200, 200, 12, 0), Figures(200, 200, 40, 0), {"rate"}),
        (Figures(200, 200, 12, 0), Figures(220, 200, 12, 20), {"unknown"}),
        (Figures(99, 99, 0, 0), Figures(99, 99, 99, 0), set()),  # too few to tell
        (Figures(200, 200, 0, 0), Figures(200, 200, 0, 0), set()),
        (Figures(), Figures(200, 200, 40, 0), set()),
    ],
)
def test_a_jump_needs_enough_births_and_a_real_difference(old, new, found):
    assert jumps_between(old, new) == found == jumps_between(new, old)


def national(manager_of, vsvs=12, months=24):
    """Make a national upload of that many VSVs and months that waits for confirmation."""
    made = [Vsv.objects.create(code=f"N{n:02}", name=f"VSV Nummer {n:02}") for n in range(vsvs)]
    rows = [
        {
            "vsv": one.pk,
            "year": 2020 + month // 12,
            "month": month % 12 + 1,
            "deliveries": (100 + number) * M,
            "pph": 6 * M,
            "unknown": 2 * M,
        }
        for number, one in enumerate(made)
        for month in range(months)
    ]
    upload = Upload.objects.create(by_month=rows, deliveries=vsvs * months * 100, rows=1)
    return manager_of(None), upload, made


def test_a_national_upload_is_folded_per_vsv(manager_of, django_assert_max_num_queries):
    client, upload, made = national(manager_of)
    with django_assert_max_num_queries(45):
        response = page(client, "detail", upload.pk)
    shown = response.content.decode()
    assert shown.count("<td") < 12 * 10 and "2020-01" not in shown
    assert [line.name for line in response.context["lines"]] == [one.name for one in made]
    by_births = page(client, "detail", upload.pk, order="births").context["lines"]
    assert by_births[0].name == "VSV Nummer 11"
    opened = client.get(
        reverse("perined_import:vsv_months", args=[upload.pk, made[3].pk]), headers={"HX-Request": "true"}
    ).content.decode()
    assert opened.count('<th scope="row">') == 24 and "<html" not in opened and "103" in opened
    assert "<html" in page(client, "vsv_months", upload.pk, made[3].pk).content.decode()
    assert page(client, "vsv_months", upload.pk, 999_999).status_code == 404


def test_what_did_not_change_can_be_left_out(manager, vsv):
    stored(manager, "a.csv", table(30))
    post(manager, ("b.csv", table(30).replace("500", "501")))
    waiting = Upload.objects.first()
    assert page(manager, "detail", waiting.pk, changed="on").context["lines"] == []
    assert len(page(manager, "detail", waiting.pk).context["lines"]) == 1


def test_the_parts_make_up_what_was_read(manager):
    upload = rejected_upload(manager)
    parts = parts_of_sum(upload)
    assert [part.count for part in parts] == [29, 0, 0, 1] and sum(
        part.count for part in parts
    ) == upload.read
    for before, after in zip(parts, parts[1:], strict=False):
        assert after.start == before.start + before.width
    assert parts[3].width >= 4


def test_what_the_codes_were_taken_for_is_shown(manager):
    head = "geboortedatum;lvr;bloedverlies;partus\n"
    good = "".join(f"2021-08-{n + 1:02};0010;500;177184002\n" for n in range(25))
    post(manager, ("t.csv", head + good + "2021-08-09;0010;500;zwemmend\n"))
    groups = dict(page(manager, "detail", Upload.objects.get().pk).context["codes"])
    lines = {line.text: (line.meaning, line.known, line.rows) for line in groups["wijze van bevallen"]}
    assert lines == {"177184002": ("spontaan", True, 25), "zwemmend": ("onbekend", False, 1)}


def test_an_experimental_reading_is_marked(manager, vsv):
    upload = Upload.objects.create(vsv=vsv, experimental=True)
    assert "experimenteel" in page(manager, "detail", upload.pk).content.decode()


# --- problems ----------------------------------------------------------------------------------------------
@pytest.fixture
def with_problems(vsv):
    """An upload with 120 problems of four kinds in two files."""
    upload = Upload.objects.create(vsv=vsv, rows=500)
    kinds = [
        ("rejected", "not_a_number", "a.csv", "bloedverlies"),
        ("rejected", "not_a_date", "a.csv", "geboortedatum"),
        ("warning", "unknown_code", "b.csv", "partus"),
        ("warning", "unlikely", "b.csv", "bloedverlies"),
    ]
    FoundProblem.objects.bulk_create(
        FoundProblem(
            upload=upload,
            severity=severity,
            code=code,
            file=file,
            row=number,
            column=column,
            value=f"w{number}",
        )
        for share, (severity, code, file, column) in enumerate(kinds, start=1)
        for number in range(2, 2 + share * 12)
    )
    return upload


def test_problems_are_counted_per_kind_gravest_first(with_problems):
    found = [(kind.severity, kind.code, kind.count) for kind in problem_list.kinds(with_problems)]
    assert found == [
        ("rejected", "not_a_date", 24),
        ("rejected", "not_a_number", 12),
        ("warning", "unlikely", 48),
        ("warning", "unknown_code", 36),
    ]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 120),
        ({"severity": "rejected"}, 36),
        ({"code": "unlikely"}, 48),
        ({"file": "b.csv"}, 84),
        ({"column": "bloedverlies"}, 60),
        ({"column": "bloedverlies", "severity": "warning"}, 48),
        ({"file": "a.csv", "code": "unlikely"}, 0),
        ({"code": "no such kind"}, 120),
    ],
)
def test_problems_can_be_filtered(manager, with_problems, query, count):
    response = page(manager, "problems", with_problems.pk, **query)
    assert response.status_code == 200 and response.context["page"].paginator.count == count
    assert all(line.problem and line.remedy for line in response.context["lines"])


def test_problems_come_page_by_page_in_the_order_that_was_asked(manager, with_problems):
    first = page(manager, "problems", with_problems.pk, order="kind")
    assert len(first.context["lines"]) == 50 and first.context["lines"][0].column == "geboortedatum"
    last = page(manager, "problems", with_problems.pk, order="kind", page=3)
    assert len(last.context["lines"]) == 20 and last.context["lines"][-1].severity == "warning"
    by_row = page(manager, "problems", with_problems.pk).context["lines"]
    assert [line.file for line in by_row[:36]] == ["a.csv"] * 36 and by_row[0].place == "regel 2"


# --- work and history --------------------------------------------------------------------------------------
@pytest.fixture
def at_work(vsv):
    """An upload of 200,000 rows that is being checked."""
    upload = Upload.objects.create(vsv=vsv, status="checking")
    job = ImportJob.objects.create(
        upload=upload, kind="check", state="running", phase="judge", done=120_000, total=200_000
    )
    return upload, job


def ask(client, upload):
    return client.get(reverse("perined_import:progress", args=[upload.pk]), headers={"HX-Request": "true"})


def test_progress_says_the_phase_and_how_far(manager, at_work):
    upload, job = at_work
    answer = ask(manager, upload)
    assert "regel 120.000 van 200.000" in answer.content.decode() and b'value="60"' in answer.content
    assert "regel 120.000 van 200.000" in page(manager, "detail", upload.pk).content.decode()
    assert "regel 120.000 van 200.000" in manager.get("/import/").content.decode()
    job.phase, job.done, job.total = "read", 3 * 1024 * 1024, 12 * 1024 * 1024
    assert (going(upload, job).percent, going(upload, job).amount) == (25, "3,0\xa0MB van 12,0\xa0MB")
    job.total = 0
    assert going(upload, job).percent is None
    job.state = "queued"
    assert going(upload, job).waiting


def test_progress_sends_on_to_the_result(manager, at_work):
    upload, job = at_work
    ImportJob.objects.update(state="done")
    Upload.objects.update(status="pending")
    assert ask(manager, upload)["HX-Redirect"] == f"/import/{upload.pk}/?klaar=1"
    plain = manager.get(reverse("perined_import:progress", args=[upload.pk]))
    assert plain.status_code == 302 and plain.url == f"/import/{upload.pk}/"
    assert b"data-focus" in manager.get(f"/import/{upload.pk}/?klaar=1").content


def test_work_on_an_upload_in_use_is_shown_too(manager, vsv):
    upload = Upload.objects.create(vsv=vsv, status="committed")
    ImportJob.objects.create(upload=upload, kind="withdraw", state="running", phase="settle")
    shown = page(manager, "detail", upload.pk).content.decode()
    assert "Wordt ingetrokken" in shown and reverse("perined_import:cancel", args=[upload.pk]) not in shown
    assert "HX-Redirect" not in ask(manager, upload)


def test_a_check_can_be_stopped(manager, at_work):
    upload, job = at_work
    assert (
        reverse("perined_import:cancel", args=[upload.pk])
        in page(manager, "detail", upload.pk).content.decode()
    )
    deed(manager, "cancel", upload)
    job.refresh_from_db()
    assert job.cancel_asked
    assert "Stopt zoals gevraagd" in page(manager, "detail", upload.pk).content.decode()


@pytest.mark.parametrize("status", ["cancelled", "failed", "refused"])
def test_what_stopped_says_why_and_what_can_be_done(manager, vsv, status):
    upload = Upload.objects.create(vsv=vsv, status=status)
    why = ["Het werk brak af.", "The work was cut off."]
    ImportJob.objects.create(upload=upload, kind="check", state=status, sentence=why)
    shown = page(manager, "detail", upload.pk).content.decode()
    assert "Het werk brak af." in shown and reverse("perined_import:discard", args=[upload.pk]) in shown
    assert reverse("perined_import:retry", args=[upload.pk]) not in shown  # its files are gone
    assert deed(manager, "discard", upload) is None


def test_the_history_can_be_narrowed_to_a_status(manager, vsv):
    for status in ("pending", "failed", "failed"):
        Upload.objects.create(vsv=vsv, status=status)
    assert len(manager.get("/import/", {"status": "failed"}).context["rows"]) == 2
    assert len(manager.get("/import/", {"status": "nothing"}).context["rows"]) == 3
    empty = manager.get("/import/", {"status": "withdrawn"})
    assert empty.context["rows"] == [] and "Geen levering heeft deze status" in empty.content.decode()


def test_history_tells_what_happened_and_who_did_it(manager):
    upload = rejected_upload(manager)
    deed(manager, "withdraw", upload)
    deed(manager, "put_back", upload)
    happened = history.history(upload)
    assert [one.what for one in happened] == [
        "ontvangen",
        "nagekeken",
        "opgeslagen",
        "ingetrokken",
        "teruggezet",
    ]
    assert {one.by for one in happened} == {upload.created_by.username}
    assert sorted(one.at for one in happened) == [one.at for one in happened]


def test_withdrawing_is_shown_before_it_is_done_and_comes_true(manager, vsv):
    stored(manager, "a.csv", table(30))
    second = stored(manager, "b.csv", table(33, lambda n: 1200 if n < 3 else 500))
    told = page(manager, "withdraw", second.pk)
    total = told.context["total"]
    assert (total.old, total.new) == (Figures(33, 33, 3, 0), Figures(30, 30, 0, 0))
    assert Delivery.objects.count() == 33  # looking changes nothing
    deed(manager, "withdraw", second)
    assert Delivery.objects.count() == 30 and not Delivery.objects.filter(pph=True).exists()
    back = page(manager, "put_back", second.pk).context["total"]
    assert (back.old, back.new) == (total.new, total.old)
    deed(manager, "put_back", second)
    assert previewing.counting_now([Cell(vsv.pk, 2021, 8)])[Cell(vsv.pk, 2021, 8)] == total.old


def test_a_confirmation_for_another_state_leads_back(manager, vsv):
    upload = Upload.objects.create(vsv=vsv, status="pending", period_start=date(2021, 8, 1))
    for name in ("withdraw", "put_back"):
        assert page(manager, name, upload.pk).url == f"/import/{upload.pk}/"
    assert deed(manager, "withdraw", upload).status == "pending"


def test_the_pages_are_there_in_english(manager, with_problems):
    manager.post(reverse("set_language"), {"language": "en"})
    assert "Check before it counts" in page(manager, "detail", with_problems.pk).content.decode()
    lines = page(manager, "problems", with_problems.pk).context["lines"]
    assert lines[0].place == "row 2" and "is not" in lines[0].problem


def test_no_figure_of_a_preview_is_kept_with_a_name(manager):
    post(manager, ("a.xml", hl7(values(bsn=bsn(5), record="dossier-9"))))
    kept = json.dumps(list(Upload.objects.values("by_month", "codes", "question")))
    assert bsn(5) not in kept and "dossier-9" not in kept
