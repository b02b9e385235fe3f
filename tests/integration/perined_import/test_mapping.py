"""Sheets and headings that nobody knew: asked once, remembered, forgotten; the template asks nothing."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from fluxus.organisations.models import AuditEvent
from perined_import import mapping, spool, template_file
from perined_import.models import ColumnMapping, Delivery, Upload
from tests.integration.perined_import.helpers import organisation
from tests.integration.perined_import.page_helpers import content, deed, page, post

pytestmark = pytest.mark.django_db
STRANGE = "sleutel;dag;instelling;totaal;P\n" + "".join(
    f"S{n};2021-08-{n + 1:02};0010;{300 + n};{n % 3}\n" for n in range(25)
)
ANSWER = ["pseudonym", "birth_date", "reporting_lvr_id", "blood_loss_ml", "parity"]


@pytest.fixture(autouse=True)
def _table(vsv):
    organisation("0010", "hospital", (vsv, 1))


def chosen(columns):
    return {f"heading-{number}": column for number, column in enumerate(columns)}


def answered(client, upload, data):
    return client.post(reverse("perined_import:answer", args=[upload.pk]), data)


def asked(manager, name="vreemd.csv", text=STRANGE):
    post(manager, (name, text))
    return Upload.objects.first()


def test_unknown_headings_are_asked_with_examples_that_are_not_kept(manager):
    upload = asked(manager)
    assert upload.status == "question"
    shown = page(manager, "detail", upload.pk)
    fields = {field.label: values for field, values in shown.context["form"].unknown()}
    assert fields["totaal"] == ["300", "301", "302"] and list(fields) == [
        "sleutel",
        "dag",
        "instelling",
        "totaal",
        "P",
    ]
    assert len(shown.context["missing"]) == 3
    assert "S1" in shown.content.decode() and "S1" not in str(list(Upload.objects.values()))


def test_an_answer_is_used_and_remembered(manager, vsv):
    upload = asked(manager)
    answered(manager, upload, chosen(ANSWER))
    upload.refresh_from_db()
    assert (upload.status, upload.accepted) == ("pending", 25) and not spool.exists(upload.pk)
    deed(manager, "commit", upload)
    assert Delivery.objects.filter(blood_loss_ml=300, parity=0).count() == 1
    kept = dict(ColumnMapping.objects.filter(vsv=vsv).values_list("heading", "column"))
    assert kept == dict(zip(["sleutel", "dag", "instelling", "totaal", "p"], ANSWER, strict=True))
    again = asked(manager, text=STRANGE.replace(";300;", ";350;"))
    assert again.status == "pending"  # nothing is asked twice


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (["", "birth_date", "reporting_lvr_id", "", ""], "hoeveel bloedverlies"),
        (["", "", "", "", ""], "wanneer de bevalling was"),
        (["", "birth_date", "vsv", "blood_loss_ml", "blood_loss_ml"], "Twee koppen"),
        (["pseudonym", "birth_date", "vsv", "blood_loss_ml", "record_number"], "Meer dan één kolom"),
        (["", "birth_date", "vsv", "no_such_column", ""], "no_such_column"),
    ],
)
def test_an_answer_that_cannot_be_used_is_said_at_once(manager, columns, said):
    upload = asked(manager)
    response = answered(manager, upload, chosen(columns))
    assert response.status_code == 422 and said in response.content.decode()
    upload.refresh_from_db()
    assert upload.status == "question" and not ColumnMapping.objects.exists()


def test_headings_that_were_recognised_can_be_changed_too(manager):
    upload = asked(manager, text=STRANGE.replace("totaal;P", "pariteit;bloed"))
    form = page(manager, "detail", upload.pk).context["form"]
    assert [field.label for field, _values in form.recognised()] == ["pariteit"]
    answered(manager, upload, chosen([*ANSWER[:3], "blood_loss_ml", ""]))
    assert ColumnMapping.objects.get(heading="pariteit").column == "blood_loss_ml"
    upload.refresh_from_db()
    assert upload.status == "pending" and upload.accepted == 25


def workbook(**sheets):
    book, raw = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(raw)
    return raw.getvalue()


def test_a_sheet_is_chosen(manager):
    rows = [
        ["geboortedatum", "lvr", "bloedverlies"],
        *([f"2021-08-{n + 1:02}", "0010", "450"] for n in range(9)),
    ]
    upload = asked(manager, "twee.xlsx", workbook(Uitleg=[["zie het andere blad"]], Cijfers=rows))
    assert "Cijfers" in page(manager, "detail", upload.pk).content.decode()
    assert answered(manager, upload, {}).status_code == 422
    assert answered(manager, upload, {"sheet": "Nergens"}).status_code == 422
    answered(manager, upload, {"sheet": "Cijfers"})
    upload.refresh_from_db()
    assert (upload.status, upload.accepted) == ("pending", 9)


def test_a_question_can_be_thrown_away_and_is_answered_once(manager):
    upload = asked(manager)
    answered(manager, upload, chosen(ANSWER))
    assert answered(manager, upload, chosen(ANSWER)).status_code == 302
    other = asked(manager, text=STRANGE.replace("totaal", "anders"))
    assert deed(manager, "discard", other) is None and not spool.exists(other.pk)


def test_no_examples_when_the_files_are_gone(manager):
    upload = asked(manager)
    spool.remove(upload.pk)
    assert mapping.examples(upload) == {}
    assert page(manager, "detail", upload.pk).status_code == 200


def test_remembered_headings_can_be_added_and_forgotten(manager, manager_of, vsv, other_vsv):
    url = reverse("perined_import:mappings")
    assert manager.post(url, {"heading": " Totaal-ML ", "column": "blood_loss_ml"}).status_code == 302
    kept = ColumnMapping.objects.get()
    assert (kept.vsv, kept.heading, kept.column) == (vsv, "totaal_ml", "blood_loss_ml")
    assert "totaal_ml" in manager.get(url).content.decode()
    assert manager.post(url, {"heading": " ", "column": "parity"}).status_code == 422
    assert manager.post(url, {"heading": "x", "column": "onset"}).status_code == 422
    stranger = manager_of(other_vsv)
    assert "totaal_ml" not in stranger.get(url).content.decode()
    forget = reverse("perined_import:forget_mapping", args=[kept.pk])
    assert stranger.post(forget).status_code == 404 and ColumnMapping.objects.exists()
    assert manager.post(forget).status_code == 302 and not ColumnMapping.objects.exists()
    assert set(AuditEvent.objects.values_list("event", flat=True)) >= {
        "column_mapping_kept",
        "column_mapping_forgotten",
    }


def test_unused_columns_can_be_explained_from_the_preview(manager):
    text = "geboortedatum;lvr;bloedverlies;gewichtje\n" + "2021-08-05;0010;400;3000\n"
    shown = page(manager, "detail", asked(manager, text=text).pk).content.decode()
    assert "?kop=gewichtje" in shown
    assert 'value="gewichtje"' in page(manager, "mappings", kop="gewichtje").content.decode()


# --- the template ------------------------------------------------------------------------------------------
def downloaded(manager, extension):
    data = content(page(manager, "template" if extension == "csv" else "template_xlsx"))
    if extension == "csv":
        [heading] = csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";")
        return heading, data
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["levering", "uitleg"]
    return [cell.value for cell in book["levering"][1]], data


def filled(extension, data, heading):
    example = {one.heading: one.example for one in template_file.explained("nl")}
    row = [example[name] for name in heading]
    if extension == "csv":
        return data + (";".join(row) + "\r\n").encode()
    book, raw = openpyxl.load_workbook(io.BytesIO(data)), io.BytesIO()
    book["levering"].append(row)
    book.save(raw)
    return raw.getvalue()


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_a_filled_template_is_taken_without_a_question(manager, vsv, extension):
    organisation("0123", "hospital", (vsv, 1))
    heading, data = downloaded(manager, extension)
    text = filled(extension, data, heading)
    upload = asked(manager, f"sjabloon.{extension}", text)
    upload.refresh_from_db()
    problems = [(one.code, one.column, one.value) for one in upload.problems.all()]
    assert (upload.status, upload.accepted, problems) == ("pending", 1, [])
    deed(manager, "commit", upload)
    assert Delivery.objects.filter(
        blood_loss_ml=450,
        gestation_days=275,
        bmi=23.4,
        mode="spontaneous",
        perineum="intact",
        place="hospital",
    ).exists()


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_an_empty_template_is_recognised_and_only_lacks_rows(manager, extension):
    _heading, data = downloaded(manager, extension)
    upload = asked(manager, f"sjabloon.{extension}", data)
    assert upload.status == "refused"
    assert [one.code for one in upload.problems.all()] == ["no_rows"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_column_of_the_template_is_explained(language):
    lines = template_file.explained(language)
    assert [line.heading for line in lines] == template_file.headings()
    codes = next(line for line in lines if line.heading == "perineum")
    assert "3a" in codes.cells[3] and all(line.cells[0] and line.cells[2] for line in lines)
