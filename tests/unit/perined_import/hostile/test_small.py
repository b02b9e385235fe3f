"""Hostile and broken files of every kind: clear sentences, and good rows beside bad ones stay."""

from datetime import datetime

import openpyxl
import pytest

from tests.kernset_intake import batch, codes, rows
from tests.kernset_messages import bsn, child, hl7, values
from tests.unit.perined_import.hostile.small import CSV, FHIR_JSON, HEAD, LINE, SMALL
from tests.unit.perined_import.hostile.workbooks import row, saved, sheet, workbook, zipped


def clear(problem):
    """Assert that a problem can be told to a person, in both languages."""
    for told in (*problem.problem, *problem.remedy):
        assert told and told[0] != "?" and "{" not in told and len(told) < 700
        assert not any(word in told for word in ("Error", "Exception", "Traceback", "0x7f"))
    assert problem.problem.nl != problem.problem.en
    assert problem.remedy.nl != problem.remedy.en


@pytest.mark.parametrize("name", SMALL)
def test_each_file_gets_its_own_sentence(name):
    content, file_name, code, named = SMALL[name]
    found = batch((file_name, content))
    assert code in {one.code for one in found.refusals}
    problem = next(one for one in found.refusals if one.code == code)
    assert problem.file == file_name or code == "nothing_left"
    assert [getattr(problem, attribute) for attribute, _ in named] == [value for _, value in named]
    for one in found.problems:
        clear(one)
    assert not any("root:" in one.value for one in found.problems)


NUMBERS = {
    "1e309": "not_a_number",
    "NaN": "not_a_number",
    "inf": "not_a_number",
    "１２３": "not_a_number",
    "1.000": "ambiguous_number",
    "1,000": "ambiguous_number",
    "-0": None,
    "-1": "out_of_range",
    "0x10": "not_a_number",
    "1_000": "not_a_number",
    "+5": "not_a_number",
    "1 000": "not_a_number",
    "½": "not_a_number",
    "²": "not_a_number",
    "٣": "not_a_number",
    "850,5": "not_a_number",
    "99999999999999999999": "not_a_number",
    "10000": "out_of_range",
    "=1+1": "not_a_number",
}


@pytest.mark.parametrize("text", NUMBERS)
def test_a_bad_number_costs_its_own_row_only(text):
    cell = f'"{text}"' if "," in text else text
    found = batch(("a.csv", f"{CSV}2021-08-05;0010;{cell}\n"))
    assert found.refusals == []
    if NUMBERS[text] is None:
        assert [one["blood_loss_ml"] for one in rows(found)] == [500, 0]
        return
    assert [one["blood_loss_ml"] for one in rows(found)] == [500]
    ((unit,), problem) = found.rejected, found.problems[0]
    assert (problem.code, problem.file, problem.row, problem.column, problem.value) == (
        NUMBERS[text],
        "a.csv",
        3,
        "bloedverlies",
        text,
    )
    assert unit.cells["bloedverlies"] == text
    assert text in problem.problem.nl and text in problem.problem.en
    clear(problem)


@pytest.mark.parametrize("text", ["1e309", "NaN", "１２３", "0x10", "99999999999999999999", "-5"])
def test_a_bad_number_costs_its_own_message_only(text):
    bad = values(bsn=bsn(9), loss=text, children=(child(bsn=bsn(509)),))
    found = batch(("a.xml", hl7(values(), bad)))
    assert (found.refusals, len(found.frame), found.rejected_units) == ([], 1, 1)
    assert (found.problems[0].message, found.problems[0].value[:20]) == (2, text)
    clear(found.problems[0])


@pytest.mark.parametrize("text", ["1e309", "9" * 400, "-1"])
def test_a_huge_number_in_json_is_told(text):
    found = batch(("a.json", FHIR_JSON.replace(b'"value": 400', f'"value": {text}'.encode(), 1)))
    assert codes(found)[0] == "nothing_left" and found.rejected_units == 1
    assert found.rejected[0].problems[0].value.rstrip("…") in text
    for one in found.problems:
        clear(one)


LVR_IDS = {"too long": "1" * 11, "invisible": "00\x0110", "a page": "x" * 60_000, "escape": "0010\x1b[2J"}


@pytest.mark.parametrize("kind", LVR_IDS)
@pytest.mark.parametrize("heading", ["lvr", "ziekenhuis_lvr"])
def test_what_no_lvr_id_can_be_is_not_stored_as_one(kind, heading):
    found = batch(("a.csv", f"geboortedatum;{heading};bloedverlies\n{LINE}\n2021-08-05;{LVR_IDS[kind]};5\n"))
    assert (found.refusals, codes(found), len(found.frame)) == ([], ["bad_lvr_id"], 1)
    assert found.problems[0].row == 3
    clear(found.problems[0])


def test_a_nul_in_json_is_not_stored():
    found = batch(("a.json", FHIR_JSON.replace(b'"value": "0010"', b'"value": "00\\u000010"')))
    assert found.rejected_units == 1 and "bad_lvr_id" in codes(found)


@pytest.mark.parametrize(
    "content",
    [
        CSV.replace("\n", "\r"),
        CSV.replace("\n", "\r\n"),
        "\ufeff" + CSV,
        CSV.replace(";", "\t"),
        CSV.replace(";", ","),
        HEAD + ";;\n" + LINE + "\n",
        "\n\n" + CSV,
        HEAD + ";k" * 10_000 + "\n" + LINE + ";1" * 10_000 + "\n",
        HEAD + ";naam\r" + LINE + ";a\x0bb\x0cc\u2028d\r",
        HEAD + ";naam\n" + LINE + ';zei "au"\n',
    ],
    ids=lambda content: repr(content[:40]),
)
def test_what_is_only_unusual_is_read(content):
    found = batch(("a.csv", content))
    assert (codes(found), [one["blood_loss_ml"] for one in rows(found)]) == ([], [500])
    assert all(len(one.value) < 4000 for one in found.warnings)


def test_a_byte_order_mark_inside_costs_its_own_row_only():
    found = batch(("a.csv", f"{HEAD}\n{LINE}\n\ufeff{LINE}\n"))
    assert (codes(found), found.problems[0].row, len(found.frame)) == (["not_a_date"], 3, 1)


def test_an_error_in_a_cell_is_told_and_not_taken_for_unknown():
    content = workbook(sheet(row(2), row(3, loss="<v>#N/A</v>", kind=' t="e"')))
    found = batch(("a.xlsx", content))
    assert [(one.row, one.column, one.value) for one in found.problems] == [(3, "bloedverlies", "#N/A")]
    assert len(found.frame) == 1


def test_a_workbook_as_people_make_them():
    """Formulas with their values, merged cells, booleans, real dates and texts, and a hidden sheet."""

    def prepare(book):
        book.active.merge_cells("A5:D6")
        hidden = book.create_sheet("Verborgen")
        hidden.sheet_state = "hidden"

    content = saved(
        ["geboortedatum", "lvr", "bloedverlies", "fluxus"],
        [datetime(2021, 8, 4), "0010", 1200, True],
        ["2021-08-05", "0010", 300, False],
        ["06-08-2021", "0010", "400", "nee"],
        prepare=prepare,
    )
    found = batch(("a.xlsx", content))
    assert codes(found) == []
    assert [(one["blood_loss_ml"], one["pph_flag"]) for one in rows(found)] == [
        (1200, True),
        (300, False),
        (400, False),
    ]


def test_a_formula_counts_by_the_value_that_was_saved():
    found = batch(("a.xlsx", workbook(sheet(row(2, loss="<f>1/0</f><v>750</v>")))))
    assert [one["blood_loss_ml"] for one in rows(found)] == [750]


def test_the_workbook_on_disk_is_left_as_it_was(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(saved(HEAD.split(";"), LINE.split(";")))
    before = path.read_bytes()
    assert codes(batch(("a.xlsx", before))) == []
    assert path.read_bytes() == before and openpyxl.load_workbook(path).sheetnames == ["Sheet"]


def test_every_bad_member_of_a_zip_is_named():
    found = batch(
        ("a.zip", zipped(("a.csv", CSV), ("b.csv", b"\0"), ("c.xml", hl7(values())[:-9]), ("d.pdf", b"%PDF")))
    )
    assert [(one.member, one.code) for one in found.refusals] == [
        ("b.csv", "nul_bytes"),
        ("c.xml", "malformed_xml"),
        ("d.pdf", "not_a_table"),
    ]


def test_a_message_with_faults_without_end_tells_the_first_of_them():
    children = tuple(child(birth="x", order=str(n)) for n in range(1, 301))
    found = batch(("a.xml", hl7(values(children=children))))
    assert (found.rejected_units, len(found.rejected[0].problems)) == (1, 200)


def test_a_heading_without_end_is_named_in_brief():
    head = HEAD + ";" + "x" * 5000 + ";" + ";".join(f"kolom {n}" for n in range(500))
    found = batch(("a.csv", f"{head}\n{LINE}{';1' * 501}\n"))
    (warning,) = found.warnings
    assert (codes(found), warning.code) == ([], "ignored_columns")
    assert warning.value.startswith("x" * 60 + "…, kolom 0, ") and warning.value.endswith(", …")
    assert len(warning.value) < 2000
