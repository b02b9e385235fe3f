"""The problem file: what was not taken goes out, is mended and comes back; no cell is ever a formula."""

import csv
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perined_import import problem_file
from perined_import.models import Delivery, FoundProblem, RejectedUnit, Upload
from perined_import.readers.cells import cleaned
from tests.integration.perined_import.helpers import organisation
from tests.integration.perined_import.page_helpers import (
    HEAD,
    content,
    deed,
    good_rows,
    page,
    post,
    rejected_upload,
)
from tests.kernset_messages import bsn, hl7, values

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _table(vsv):
    organisation("0010", "hospital", (vsv, 1))


def as_rows(response, extension):
    data = content(response)
    if extension == "csv":
        assert data.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    return [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]


def as_file(rows, extension):
    if extension == "csv":
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=";").writerows(rows)
        return "verbeterd.csv", out.getvalue().encode("utf-8-sig")
    book, raw = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(raw)
    return "verbeterd.xlsx", raw.getvalue()


def download(client, upload, extension, **query):
    name = "problem_file" if extension == "csv" else "problem_file_xlsx"
    return as_rows(page(client, name, upload.pk, **query), extension)


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_a_mended_problem_file_completes_its_upload(manager, extension):
    upload = rejected_upload(manager)
    assert (upload.status, upload.rejected_units, Delivery.objects.count()) == ("committed", 1, 29)
    heading, row = download(manager, upload, extension)
    assert heading == [*HEAD.split(";")[:4], f"probleem (levering {upload.pk})"]
    assert row[:3] == ["2021-08-05", "0010", "1.000"]  # as it came in, zeros and point included
    assert row[3].startswith("#") and "P99" not in row[3] and "1.000" in row[4]
    row[2] = "1100"
    post(manager, as_file([heading, row], extension))
    supplement = Upload.objects.first()
    assert (supplement.status, supplement.supplement_of) == ("pending", upload)
    assert b"vullen die aan" in page(manager, "detail", supplement.pk).content
    deed(manager, "commit", supplement)
    assert Delivery.objects.count() == 30 and Delivery.objects.filter(pph=True).count() == 1


AWKWARD = "geboortedatum;lvr;bloedverlies;plaats;bmi;partus;pseudoniem\n"


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_awkward_cells_come_back_as_they_were(manager, extension):
    good = "".join(f"2021-08-{n % 28 + 1:02};0010;500;thuis;21,5;spontaan;Q{n}\n" for n in range(40))
    bad = '2021-08-05;0010;-5;"zie ""dossier""\nblz. 2; rechts";23,45;=2+2;=P7\n'
    post(manager, ("t.csv", AWKWARD + good + bad))
    upload = deed(manager, "commit", Upload.objects.get())
    heading, row = download(manager, upload, extension)
    cells = dict(zip(heading, row, strict=True))
    assert cells["bloedverlies"] == "'-5" and cells["partus"] == "'=2+2"
    assert cells["plaats"] == 'zie "dossier"\nblz. 2; rechts' and cells["bmi"] == "23,45"
    # Sent back unmended it is refused for the same reason, quoting what was there before.
    post(manager, as_file([heading, row], extension))
    again = Upload.objects.first()
    assert again.status == "refused"
    problem = again.problems.get(severity=FoundProblem.Severity.REJECTED)
    assert problem.value == "-5"
    cells |= {"bloedverlies": "1200", "plaats": "thuis"}
    post(manager, as_file([list(cells), list(cells.values())], extension))
    supplement = deed(manager, "commit", Upload.objects.first())
    assert supplement.supplement_of == upload
    assert [one[1] for one in supplement.codes if one[0] == "mode"] == ["=2+2"]
    mended = Delivery.objects.get(blood_loss_ml=1200)
    assert (mended.bmi, mended.place, mended.mode) == (23.45, "home", None)


def test_the_same_woman_links_again_by_her_hash(manager):
    upload = rejected_upload(manager, bad="2021-08-05;0010;veel;P3;\n")
    before = Delivery.objects.count()
    heading, row = download(manager, upload, "csv")
    row[0], row[2] = "2021-08-04", "700"  # P3 gave birth on that day: the same delivery
    post(manager, as_file([heading, row], "csv"))
    deed(manager, "commit", Upload.objects.first())
    assert Delivery.objects.count() == before and Delivery.objects.filter(blood_loss_ml=700).count() == 1


def test_every_rejected_row_is_in_it(manager):
    bad = "".join(f"2021-08-05;0010;veel{n};B{n};\n" for n in range(60))
    post(manager, ("t.csv", HEAD + good_rows(1500) + bad))
    upload = Upload.objects.get()
    assert (upload.status, upload.rejected_units) == ("pending", 60)
    rows = download(manager, upload, "csv")
    assert [row[2] for row in rows[1:]] == [f"veel{n}" for n in range(60)]


def test_many_units_are_written_in_pieces(manager, django_assert_max_num_queries):
    upload = rejected_upload(manager)
    file = upload.files.get()
    RejectedUnit.objects.bulk_create(
        RejectedUnit(upload=upload, file=file, position=100 + n, cells=[["lvr", f"{n:04}"]])
        for n in range(2500)
    )
    part = problem_file.Part(("lvr",), (file,))
    with django_assert_max_num_queries(8):
        written = list(problem_file.rows(upload, part, "nl"))
    assert len(written) == 1 + 1 + 2500 and written[-1][0] == "2499"


def test_files_with_other_headings_are_parts_of_their_own(manager):
    other = "jaar;vsv;fluxus\n2021;NIET;1\n"
    post(manager, ("a.csv", HEAD + good_rows(60) + "2021-08-05;0010;x;P99;\n"), ("b.csv", other))
    upload = Upload.objects.get()
    assert upload.status == "pending"
    assert download(manager, upload, "csv", deel=1)[0][:2] == ["geboortedatum", "lvr"]
    assert download(manager, upload, "csv", deel=2)[0][:3] == ["jaar", "vsv", "fluxus"]
    for wrong in ("0", "3", "x"):
        assert page(manager, "problem_file", upload.pk, deel=wrong).status_code == 404
    listed = page(manager, "detail", upload.pk).content.decode()
    assert "deel=2" in listed and "b.csv" in listed


def test_messages_are_listed_with_what_to_do(manager):
    good = [values(bsn=bsn(n)) for n in range(30)]
    post(manager, ("a.xml", hl7(*good, values(loss="12000"))))
    heading, row = download(manager, Upload.objects.get(), "csv")
    assert heading == ["bestand", "bericht", "probleem", "oplossing"]
    assert row[:2] == ["a.xml", "31"] and "12000" in row[2] and row[3]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\xa0"), max_size=20))
def test_no_cell_is_a_formula_and_each_is_read_back(text):
    safe = problem_file.safe_cell(text)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    if not text.startswith("'"):  # what a file holds was cleaned before it was stored
        stored = cleaned(text)
        assert cleaned(problem_file.safe_cell(stored)) == stored
