"""What a person can say about a file (sheet, headings), what is told while reading, and what is kept."""

import io

import openpyxl
import pytest

from perined_import.intake import Intake
from perined_import.kernset import heading_key
from perined_import.problems import CATALOGUE
from perined_import.progress import Cancelled
from perined_import.readers.detect import layout_of
from perined_import.readers.headings import MAPPABLE
from perined_import.readers.source import FileRefused, Question
from tests.kernset_intake import batch, codes, context, one_row, rows, small, source

HEAD = "geboortedatum;lvr;bloedverlies"


def table(*lines, head=HEAD, name="levering.csv"):
    return (name, "\n".join([head, *lines, ""]))


def workbook(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    buffer = io.BytesIO()
    book.save(buffer)
    return ("levering.xlsx", buffer.getvalue())


def asked(file, **changes):
    with pytest.raises(Question) as raised:
        batch(file, asks=True, **changes)
    return raised.value.as_json()


# --- headings that a person explains ------------------------------------------------------------------
def test_what_a_person_says_about_a_heading_beats_what_is_known():
    head = "geboortedatum;lvr;Totaal ML;bloedverlies"
    line = "2021-08-04;0010;1500;3"
    said = {heading_key("Totaal ML"): "blood_loss_ml", "bloedverlies": ""}
    found = batch(table(line, head=head), mapping=said)
    assert rows(found)[0]["blood_loss_ml"] == 1500
    assert [(one.code, one.value) for one in found.warnings] == [("ignored_columns", "bloedverlies")]
    moved = batch(table(line, head=head), mapping={"totaal_ml": "blood_loss_ml", "bloedverlies": "parity"})
    assert (rows(moved)[0]["blood_loss_ml"], rows(moved)[0]["parity"]) == (1500, 3)


def test_two_headings_for_one_field_stay_refused_however_they_were_recognised():
    head = "geboortedatum;lvr;Totaal ML;bloedverlies"
    found = batch(table("2021-08-04;0010;1500;3", head=head), mapping={"totaal_ml": "blood_loss_ml"})
    assert codes(found) == ["two_headings"]


def test_a_column_that_no_longer_exists_is_as_if_nothing_was_said():
    found = batch(table("2021-08-04;0010;5;x", head=HEAD + ";kleur"), mapping={"kleur": "hair_colour"})
    assert found.problems == [] and [one.value for one in found.warnings] == ["kleur"]


@pytest.mark.parametrize("column", MAPPABLE)
def test_every_column_that_may_be_chosen_can_be_read(column):
    if column in ("birth_date", "reporting_lvr_id", "blood_loss_ml"):
        return
    found = batch(table("2021-08-04;0010;5;", head=HEAD + ";eigen kop"), mapping={"eigen_kop": column})
    assert found.problems == [] and len(found.frame) == 1


def test_missing_columns_are_asked_for_when_another_heading_may_hold_them():
    file = table("2021-08-04;0010;500;1", head="Dag partus;lvr;ml;pariteit")
    question = asked(file)
    assert question["missing"] == ["date", "loss"] and question["file"] == "levering.csv"
    assert question["headings"] == [
        {"key": "dag_partus", "name": "Dag partus", "column": ""},
        {"key": "lvr", "name": "lvr", "column": "reporting_lvr_id"},
        {"key": "ml", "name": "ml", "column": ""},
        {"key": "pariteit", "name": "pariteit", "column": "parity"},
    ]
    assert codes(batch(file)) == ["missing_date_column", "missing_loss_column"]
    answered = batch(file, asks=True, mapping={"dag_partus": "birth_date", "ml": "blood_loss_ml"})
    assert answered.problems == [] and rows(answered)[0]["blood_loss_ml"] == 500


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("lvr;bloedverlies", "0010;500"),
        ("lvr;lvr_id;dag;ml", "0010;0010;2021-08-04;5"),
        ("Beste collega, hierbij de cijfers.", "Groet"),
    ],
)
def test_what_no_answer_can_mend_is_refused_without_asking(head, line):
    assert codes(batch(table(line, head=head), asks=True)) != []


# --- sheets -------------------------------------------------------------------------------------------
HEADING = ["geboortedatum", "lvr", "bloedverlies"]


def test_the_only_sheet_with_data_is_read_without_asking():
    file = workbook(Leeg=[], Voorblad=[[], [None]], Data=[HEADING, ["2021-08-04", "0010", 700]])
    assert one_row(file, asks=True)["blood_loss_ml"] == 700


def test_several_sheets_with_data_are_asked_for():
    one, two = [HEADING, ["2021-08-04", "0010", 700]], [HEADING, ["2021-08-04", "0010", 800]]
    file = workbook(Januari=one, Leeg=[], Februari=two)
    assert asked(file) == {"sheets": ["Januari", "Februari"], "file": "levering.xlsx"}
    assert codes(batch(file)) == ["several_sheets"]
    assert one_row(file, sheet="Februari")["blood_loss_ml"] == 800
    assert asked(file, sheet="Maart")["sheets"] == ["Januari", "Februari"]


# --- what a batch tells -------------------------------------------------------------------------------
def test_what_each_word_was_taken_to_mean():
    head = HEAD + ";type_partus;plaats"
    lines = ["2021-08-04;0010;5;Spontaan;thuis", "2021-08-04;0010;5;spontaan;mars", "2021-08-04;0010;5;TOP;"]
    found = batch(table(*lines, lines[0], head=head))
    assert found.codes == [
        ["mode", "Spontaan", "spontaneous", 2],
        ["mode", "TOP", "termination", 1],
        ["mode", "spontaan", "spontaneous", 1],
        ["place", "mars", None, 1],
        ["place", "thuis", "home", 2],
    ]


def test_at_most_forty_words_a_column_and_what_is_not_understood_first():
    lines = [f"2021-08-04;0010;5;woord {n}" for n in range(60)] + ["2021-08-04;0010;5;thuis"] * 9
    found = batch(table(*lines, head=HEAD + ";plaats"))
    assert len(found.codes) == 40 and {value for _, _, value, _ in found.codes} == {None}


def test_every_rejected_row_is_kept_as_far_as_the_limit_goes():
    lines = [f"2021-08-04;0010;x{n}" for n in range(1500)]
    found = batch(table(*lines))
    assert len(found.rejected) == found.rejected_units == 1500
    assert found.rejected[1499].cells == {
        "geboortedatum": "2021-08-04",
        "lvr": "0010",
        "bloedverlies": "x1499",
    }
    fewer = batch(table(*lines), limits=small(rejected_kept=7))
    assert (len(fewer.rejected), fewer.rejected_units) == (7, 1500)


def test_warnings_are_kept_per_kind_and_the_rest_is_counted():
    head = HEAD + ";plaats;leeftijd"
    lines = [f"2021-08-04;0010;6000;mars;{7 if n % 2 else 30}" for n in range(10)]
    found = batch(table(*lines, head=head), limits=small(problems=4))
    assert [(one.code, one.column, one.value) for one in found.warnings if "more" in one.code] == [
        ("more_of_this_kind", "plaats", "6"),
        ("more_of_this_kind", "bloedverlies", "6"),
        ("more_of_this_kind", "leeftijd", "1"),
    ]
    kinds = [one.code for one in found.warnings]
    assert kinds == [
        *["unknown_code"] * 4,
        "more_of_this_kind",
        *["unlikely"] * 4,
        "more_of_this_kind",
        *["dropped"] * 4,
        "more_of_this_kind",
    ]


class Listener:
    def __init__(self, patience=10**9):
        self.heard, self.patience = [], patience

    def begin(self, phase, total):
        self.heard.append((phase, total))

    def at(self, done):
        self.heard.append(done)
        if len(self.heard) > self.patience:
            raise Cancelled


def test_progress_is_told_in_bytes_and_reaches_the_end():
    listener = Listener()
    _, text = table(*["2021-08-04;0010;500"] * 50)
    intake = Intake(context(), progress=listener, total=2 * len(text) + 10)
    for name in ("a.csv", "b.csv"):
        intake.add(source(text + ("\n" if name == "b.csv" else ""), name), len(text) + (name == "b.csv"))
    intake.finish()
    assert listener.heard[0] == ("read", 2 * len(text) + 10)
    assert listener.heard[-2:] == [("judge", 100), 100]
    told = [one for one in listener.heard[:-1] if isinstance(one, int)]
    assert told == sorted(told) and told[-1] == 2 * len(text) + 1


def test_who_listens_can_stop_the_work():
    _, text = table("2021-08-04;0010;500")
    with pytest.raises(Cancelled):
        Intake(context(), progress=Listener(patience=2)).add(source(text), len(text))


# --- FHIR ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0"?><Bundle xmlns="http://hl7.org/fhir"><type value="document"/></Bundle>',
        b'{"resourceType": "Bundle", "entry": []}',
        b'\xef\xbb\xbf\n {"id": "x",\n "resourceType": "Bundle"}',
    ],
)
def test_fhir_is_recognised_by_what_is_in_it(content):
    assert layout_of(source(content, "bestand")) == "fhir"


def test_other_json_is_no_table():
    with pytest.raises(FileRefused) as refused:
        layout_of(source(b'{"rows": [1, 2]}', "a.json"))
    assert [(one.code, one.value) for one in refused.value.problems] == [("not_a_table", "JSON")]


# --- small research extracts --------------------------------------------------------------------------
def test_an_extract_with_only_a_flag_and_a_row_per_delivery():
    found = batch(table("2021;0010;1", "2021;0010;0", "2021;0010;9", head="jaar;lvr;fluxus"))
    assert [row["pph_flag"] for row in rows(found)] == [True, False, None]
    assert found.problems == found.warnings == []


def test_an_extract_with_only_a_flag_and_a_row_per_child():
    lines = ["2021-08-04;0010;0;1;0;31", "2021-08-04;0010;1;2;0;31", "2021-08-04;0010;0;1;2;40"]
    found = batch(table(*lines, head="geboortedatum;lvr;fluxus;rangnummer;pariteit;leeftijd"))
    assert sorted((row["pph_flag"], row["children"]) for row in rows(found)) == [(False, 1), (True, 2)]
    assert (found.merged, found.read) == (1, 3)


def test_every_code_used_here_is_in_the_catalogue():
    assert {"more_of_this_kind", "several_sheets"} <= CATALOGUE.keys()
