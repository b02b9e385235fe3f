"""Tables: headings, numbers, dates, flags and words by exact rules; rows that become deliveries."""

import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perined_import.kernset import GESTATION_COARSE
from perined_import.problems import CATALOGUE
from perined_import.readers.cells import CellError, decimal, moment, whole
from tests.kernset_intake import batch, codes, one_row, rows, small

HEAD = "geboortedatum;lvr;bloedverlies"


def table(*lines, head=HEAD):
    return ("levering.csv", "\n".join([head, *lines, ""]))


def test_a_plain_table():
    row = one_row(table("04-08-2021;0010;1120"))
    assert (row["birth_date"].isoformat(), row["reporting_lvr_id"], row["blood_loss_ml"]) == (
        "2021-08-04",
        "0010",
        1120,
    )
    assert (row["position"], row["children"], row["is_birth"], row["link_key"]) == (2, 1, True, None)


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_separators_encodings_and_line_ends(mark, encoding, end):
    text = end.join([HEAD + ";Coördinator", "2021-08-04;0010;1120;Zoë", ""]).replace(";", mark)
    assert one_row(("a.csv", text.encode(encoding)))["blood_loss_ml"] == 1120


def test_headings_ignore_case_spaces_quotes_and_non_breaking_spaces():
    row = one_row(table("2021-08-04;0010;1120", head='"Geboortedatum"; LVR\xa0;"Hoeveelheid bloedverlies"'))
    assert row["blood_loss_ml"] == 1120


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1250", 1250),
        ("1000,0", 1000),
        ("0", 0),
        ("1250.0", 1250),
        (" 900 ", 900),
        ("900\xa0", 900),
        ("", None),
        ("onbekend", None),
    ],
)
def test_whole_numbers(text, value):
    assert one_row(table(f"2021-08-04;0010;{text}"))["blood_loss_ml"] == value


@pytest.mark.parametrize(
    "text",
    [
        "850,5",
        "±800",
        ">1000",
        "1200 ml",
        "1e3",
        "1e309",
        "NaN",
        "inf",
        "１２３",
        "1 000",
        "0x10",
        "1_000",
        "--5",
        "1,2,3",
        "9" * 400,
    ],
)
def test_what_is_no_whole_number_is_rejected(text):
    found = batch(table(f"2021-08-04;0010;{text}", "2021-08-05;0010;500"))
    assert found.rejected_units == 1 and found.rejected[0].problems[0].code == "not_a_number"
    assert found.rejected[0].problems[0].column == "bloedverlies"


def test_a_thousand_or_one():
    found = batch(table("2021-08-04;0010;1.000", "2021-08-05;0010;900", head=HEAD))
    assert [unit.problems[0].code for unit in found.rejected] == ["ambiguous_number"]
    settled = batch(table("2021-08-04;0010;1.000", "2021-08-05;0010;1.250,0", "2021-08-05;0010;900"))
    assert [row["blood_loss_ml"] for row in rows(settled)] == [1000, 1250, 900]


@pytest.mark.parametrize(
    ("text", "day", "minute"),
    [
        ("4-8-2021", "2021-08-04", None),
        ("04/08/2021", "2021-08-04", None),
        ("2021-08-04", "2021-08-04", None),
        ("20210804", "2021-08-04", None),
        ("2021-08-04 23:35", "2021-08-04", 1415),
        ("2021-08-04T00:00:00", "2021-08-04", 0),
        ("29-02-2024", "2024-02-29", None),
    ],
)
def test_dates(text, day, minute):
    row = one_row(table(f"{text};0010;500"))
    assert (row["birth_date"].isoformat(), row["birth_time"]) == (day, minute)


@pytest.mark.parametrize(
    "text",
    [
        "29-02-2023",
        "31-04-2021",
        "4 aug 2021",
        "04-08-21",
        "2021-13-01",
        "44412",
        "2021-08-04 25:00",
        "٢٠٢١-٠٨-٠٤",
    ],
)
def test_what_is_no_date_is_rejected(text):
    found = batch(table(f"{text};0010;500", "2021-08-05;0010;500"))
    assert found.rejected[0].problems[0].code == "not_a_date"


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("1", True),
        ("0", False),
        ("ja", True),
        ("Nee", False),
        ("J", True),
        ("n", False),
        ("TRUE", True),
        ("9", None),
        ("onbekend", None),
        ("", None),
    ],
)
def test_flags(text, flag):
    assert one_row(table(f"2021;0010;{text}", head="jaar;lvr;fluxus"))["pph_flag"] is flag


def test_what_is_no_flag_is_rejected():
    assert (
        batch(table("2021;0010;2", "2021;0010;1", head="jaar;lvr;fluxus")).rejected[0].problems[0].code
        == "not_a_flag"
    )


@pytest.mark.parametrize(
    ("heading", "text", "days", "coarse"),
    [
        ("amddd", "273", 273, 0),
        ("amddd", "39+0", 273, 0),
        ("amww", "39", 273, GESTATION_COARSE),
        ("zwangerschapsduur_dagen", "", None, None),
    ],
)
def test_gestation(heading, text, days, coarse):
    row = one_row(table(f"2021-08-04;0010;500;{text}", head=f"{HEAD};{heading}"))
    assert row["gestation_days"] == days and (row["coarse"] or 0) == (coarse or 0)


def test_coarse_stand_ins_only_where_nothing_better_is_there():
    head = f"{HEAD};amddd;amww;leeftijd;lft_concep"
    first, second = rows(
        batch(table("2021-08-04;0010;500;273;38;31;30", "2021-08-04;0010;500;;38;;30", head=head))
    )
    assert (first["gestation_days"], first["maternal_age"], first["coarse"]) == (273, 31, 0)
    assert (second["gestation_days"], second["maternal_age"], second["coarse"]) == (266, 30, 3)


@pytest.mark.parametrize(
    ("heading", "text", "column", "value"),
    [
        ("type_partus", "Primaire sectio", "mode", "planned_caesarean"),
        ("type_partus", "200149009", "mode", "emergency_caesarean"),
        ("partus", "TOP", "mode", "other"),
        ("wijze_partus", "9", "mode", None),
        ("plaats", "Thuis", "place", "home"),
        ("gebplaats", "32", "place", "hospital"),
        ("lijn", "1e lijn", "line", "primary"),
        ("verantw_eb", "01.046", "line", "secondary"),
        ("placenta", "MPV", "placenta", "manual"),
        ("ruptuur", "3b", "perineum", "third"),
    ],
)
def test_words_and_codes(heading, text, column, value):
    assert one_row(table(f"2021-08-04;0010;500;{text}", head=f"{HEAD};{heading}"))[column] == value


def test_a_termination_in_words():
    row = one_row(table("2021-08-04;0010;500;top", head=f"{HEAD};partus"))
    assert (row["mode"], row["termination"]) == ("other", True)


def test_an_unknown_word_is_a_warning_and_unknown():
    found = batch(table("2021-08-04;0010;500;waterballet", head=f"{HEAD};plaats"))
    assert rows(found)[0]["place"] is None and found.problems == []
    assert [(one.code, one.value, one.row) for one in found.warnings] == [("unknown_code", "waterballet", 2)]


def test_columns_that_are_not_known_are_named():
    found = batch(table("2021-08-04;0010;500;x", head=f"{HEAD};haarkleur"))
    assert [(one.code, one.value) for one in found.warnings] == [("ignored_columns", "haarkleur")]


def test_lvr_ids_are_text_and_padded_only_when_that_is_certain():
    found = batch(table("2021-08-04;0010;500", "2021-08-04;10;500", "2021-08-04;7;500"))
    assert [row["reporting_lvr_id"] for row in rows(found)] == ["0010", "0010", "7"]
    assert [(one.code, one.value, one.params["chosen"]) for one in found.warnings] == [
        ("padded_lvr", "10", "0010")
    ]
    both = batch(table("2021-08-04;10;500"), kinds={"0010": "hospital", "10": "practice"})
    assert rows(both)[0]["reporting_lvr_id"] == "10"


def test_rows_are_numbered_as_the_spreadsheet_shows_them():
    found = batch(table("2021-08-04;0010;500", "", ";;", "2021-08-04;0010;x"))
    assert [unit.position for unit in found.rejected] == [5]
    assert found.read == 2


def test_a_line_break_in_a_cell_is_no_new_row():
    found = batch(
        table('2021-08-04;0010;500;"twee\nregels"', "2021-08-04;0010;x;y", head=f"{HEAD};opmerking")
    )
    assert [unit.position for unit in found.rejected] == [3]


@pytest.mark.parametrize(
    ("column", "low", "high", "unit"),
    [
        ("bloedverlies", 0, 9999, "ml"),
        ("pariteit", 0, 30, ""),
        ("amddd", 112, 315, "d"),
        ("geboortegewicht", 200, 7000, "g"),
        ("omv", 1, 9, ""),
    ],
)
def test_ranges(column, low, high, unit):
    head = "geboortedatum;lvr;fluxus;" + column
    for value, fits in ((low, True), (high, True), (low - 1, False), (high + 1, False)):
        found = batch(table(f"2021-08-04;0010;;{value}", head=head))
        assert (found.rejected_units == 0) is fits, value
        if not fits:
            problem = found.rejected[0].problems[0]
            assert (problem.code, problem.value) == ("out_of_range", str(value))
            assert str(high) in problem.problem.nl


def test_an_impossible_age_is_dropped_not_rejected():
    found = batch(table("2021-08-04;0010;500;7", head=f"{HEAD};leeftijd"))
    assert rows(found)[0]["maternal_age"] is None and [one.code for one in found.warnings] == ["dropped"]


def test_all_problems_of_a_row_are_listed():
    found = batch(table("2021-02-30;0010;x;99", "2021-08-05;0010;500;1", head=f"{HEAD};pariteit"))
    assert found.rejected_units == 1
    assert {problem.code for problem in found.rejected[0].problems} == {
        "not_a_date",
        "not_a_number",
        "out_of_range",
    }
    assert len(found.rejected[0].problems) == 3  # a date that cannot be read is not missing as well


# --- columns --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("head", "line", "expected"),
    [
        ("naam;kleur", "a;b", ["no_headings"]),
        ("lvr;bloedverlies", "0010;500", ["missing_date_column"]),
        ("jaar;lvr", "2021;0010", ["missing_loss_column"]),
        ("jaar;bloedverlies", "2021;500", ["missing_place_column"]),
        ("pariteit", "1", ["missing_date_column", "missing_loss_column", "missing_place_column"]),
        (f"{HEAD};bloedverlies_ml", "2021-08-04;0010;500;500", ["two_headings"]),
        (f"{HEAD};pseudoniem;partusnummer", "2021-08-04;0010;500;a;1", ["two_headings"]),
        (
            f"{HEAD};par;pariteit;omv;aantal_kinderen",
            "2021-08-04;0010;500;1;1;1;1",
            ["two_headings", "two_headings"],
        ),
    ],
)
def test_headings_that_do_not_do_are_refused_all_at_once(head, line, expected):
    found = batch(table(line, head=head))
    assert codes(found) == expected and found.rejected_files == 1
    if expected == ["two_headings"]:
        assert all(name in found.problems[0].problem.nl for name in found.problems[0].value.split(", "))


def test_a_given_vsv_stands_in_for_the_column():
    assert batch(table("2021;500", head="jaar;bloedverlies"), vsv_given=True).problems == []


def test_the_mothers_birth_date_is_refused():
    old = batch(table("1990-05-01;0010;500", "1988-05-01;0010;500"))
    assert codes(old) == ["mothers_birth_date"] and "geboortedatum" in old.problems[0].problem.nl
    apart = batch(table("2000-05-01;2021;0010;500", head="geboortedatum;jaar;lvr;bloedverlies"))
    assert codes(apart) == ["mothers_birth_date"]


def test_a_single_odd_date_rejects_its_row_only():
    lines = [f"2021-08-{day:02};2021;0010;500" for day in range(1, 25)]
    found = batch(table("1999-08-01;2021;0010;500", *lines, head="geboortedatum;jaar;lvr;bloedverlies"))
    assert [unit.problems[0].code for unit in found.rejected] == ["implausible_date"] and found.refusals == []


def test_dates_outside_the_period_and_in_the_future_are_rejected():
    from fluxus.periods import parse

    found = batch(table("2021-08-04;0010;500", "2022-01-01;0010;500"), period=parse("2021"))
    assert [unit.problems[0].code for unit in found.rejected] == ["outside_period"]
    later = batch(table("2026-01-02;0010;500", "2025-01-02;0010;500"))
    assert [unit.problems[0].code for unit in later.rejected] == ["future_date"]


def test_unknown_vsv_codes_are_rejected():
    found = batch(table("2021;V1;1", "2021;V9;1", head="jaar;vsv;fluxus"), vsv_codes=frozenset({"V1"}))
    assert [(unit.problems[0].code, unit.problems[0].value) for unit in found.rejected] == [
        ("unknown_vsv", "V9")
    ]


# --- how much may be wrong --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("good", "bad", "refused"),
    [
        (19, 1, []),
        (18, 1, []),
        (95, 5, []),
        (94, 6, ["too_many_rejected"]),
        (18, 2, ["too_many_rejected"]),
        (10, 9, []),
        (0, 3, ["nothing_left"]),
    ],
)
def test_some_rejected_rows_do_not_block_the_rest(good, bad, refused):
    found = batch(table(*["2021-08-04;0010;500"] * good, *["2021-08-04;0010;x"] * bad))
    assert [problem.code for problem in found.refusals] == refused
    assert found.read == good + bad == len(found.frame) + found.rejected_units


# --- rows become deliveries -------------------------------------------------------------------------
TWINS = f"{HEAD};pseudoniem;rangnummer;geboortegewicht;type_partus"


def test_twins_count_once_with_a_key():
    found = batch(
        table(
            "2021-08-04;0010;1700;P1;1;2500;spontaan",
            "2021-08-05;0010;1700;P1;2;2700;secundaire sectio",
            "2021-08-04;0010;300;P2;1;3500;spontaan",
            "2022-09-01;0010;400;P1;1;3500;spontaan",
            head=TWINS,
        )
    )
    deliveries = rows(found)
    assert (found.read, len(deliveries), found.merged) == (4, 3, 1)
    twins = next(row for row in deliveries if row["blood_loss_ml"] == 1700)
    assert (twins["children"], twins["birth_weight_g"], twins["mode"]) == (2, 2700, "emergency_caesarean")
    assert twins["birth_date"].isoformat() == "2021-08-04"
    assert len({row["link_key"] for row in deliveries}) == 2


def test_the_same_woman_reported_by_two_organisations_is_two_reports_with_one_link_key():
    found = batch(table("2021-08-04;0010;1700;P1;1;;", "2021-08-04;1410;800;P1;1;;", head=TWINS))
    first, second = rows(found)
    assert first["link_key"] == second["link_key"] and first["record_key"] != second["record_key"]
    assert found.merged == 0


def test_a_pseudonym_without_a_day_links_children_of_one_birth_only():
    head = "jaar;lvr;bloedverlies;pseudoniem;rangnummer"
    found = batch(table("2021;0010;1700;P1;1", "2021;0010;1700;P1;2", "2021;0010;300;P1;1", head=head))
    assert [(row["children"], row["link_key"]) for row in rows(found)] in (
        [(1, None), (2, None)],
        [(2, None), (1, None)],
    )


@pytest.mark.parametrize("number", ["0", "", "*", "000"])
def test_an_empty_identifier_is_none(number):
    head = f"{HEAD};pseudoniem"
    found = batch(table(f"2021-08-04;0010;500;{number}", f"2021-08-04;0010;500;{number}", head=head))
    assert len(found.frame) == 2 and {row["link_key"] for row in rows(found)} == {None}


@pytest.mark.parametrize(
    ("heading", "lines", "deliveries"),
    [
        ("partusnummer", ("2021-08-04;0010;1;7", "2022-08-04;0010;1;7"), 2),
        ("partusnummer", ("2021-08-04;0010;1;7", "2021-12-31;0010;1;7"), 1),
        ("partusnummer", ("2021-08-04;0010;1;7", "2021-08-04;1410;1;7"), 2),
        ("dossiernummer", ("2021-08-04;0010;1;7", "2021-08-05;0010;1;7"), 1),
        ("dossiernummer", ("2021-08-04;0010;1;7", "2021-08-04;1410;1;7"), 2),
        ("bevalling_id", ("2021-08-04;0010;1;7", "2021-08-04;0010;1;7"), 1),
    ],
)
def test_what_identifies_a_delivery(heading, lines, deliveries):
    assert len(batch(table(*lines, head=f"{HEAD};{heading}")).frame) == deliveries


def test_without_a_key_consecutive_birth_order_joins():
    head = f"{HEAD};rangnummer;pariteit;leeftijd"
    found = batch(
        table(
            "2021-08-04;0010;1700;1;0;31",
            "2021-08-05;0010;1700;2;0;31",
            "2021-08-04;0010;300;1;1;31",
            "2021-08-04;0010;900;2;1;40",
            "2021-08-09;0010;900;2;0;31",
            head=head,
        )
    )
    assert (len(found.frame), found.merged) == (4, 1)
    assert sorted(row["children"] for row in rows(found)) == [1, 1, 1, 2]
    assert [one.code for one in found.warnings] == ["order_without_first"] * 2
    assert {one.value for one in found.warnings} == {"2"}


def test_triplets_without_a_key():
    head = f"{HEAD};rangnummer;pariteit;leeftijd"
    lines = [f"2021-08-04;0010;1700;{n};0;31" for n in (3, 1, 2)]
    (row,) = rows(batch(table(*lines, head=head)))
    assert row["children"] == 3


def test_identical_rows_of_children_are_duplicates():
    head = f"{HEAD};rangnummer;pariteit;leeftijd;geboortegewicht"
    found = batch(table(*["2021-08-04;0010;1700;1;0;31;3400"] * 2, head=head))
    assert (len(found.frame), found.merged) == (1, 1)
    assert [(one.code, one.row, one.value) for one in found.warnings] == [("duplicate_row", 3, "2")]


def test_identical_rows_of_deliveries_are_deliveries():
    assert len(batch(table(*["2021;0010;1"] * 5, head="jaar;lvr;fluxus")).frame) == 5


def test_unchanged_rows_keep_their_record_key_when_sent_again():
    lines = ["2021-08-04;0010;500", "2021-08-04;0010;500", "2021-08-05;0010;600"]
    first = [row["record_key"] for row in rows(batch(table(*lines)))]
    again = [row["record_key"] for row in rows(batch(table(*lines[::-1])))]
    assert len(set(first)) == 3 and set(first) == set(again)


def test_the_record_key_of_a_row_without_identifier_stays_what_it_was():
    """Stored deliveries are recognised by it, so no version of anything may change it."""
    assert one_row(table("2021-08-04;0010;500"))["record_key"] == 8085742872723692947


def test_identical_children_of_identical_first_children_all_go_together():
    head = f"{HEAD};rangnummer;pariteit;leeftijd"
    first, second = "2021-08-04;0010;1700;1;0;31", "2021-08-04;0010;1700;2;0;31"
    found = batch(table(first, second, first, second, first, head=head))
    assert [row["children"] for row in rows(found)] == [2] and found.merged == 4


def test_a_sibling_born_more_than_a_day_away_or_undated_is_none():
    head = f"{HEAD};rangnummer;pariteit;leeftijd"
    lines = ["2021-08-04;0010;5;1;0;31", "2021-08-06;0010;5;2;0;31"]
    assert len(batch(table(*lines, head=head)).frame) == 2
    undated = ["2021-08-04;2021;0010;5;1;0;31", ";2021;0010;5;2;0;31"]
    assert len(batch(table(*undated, head=head.replace("lvr", "jaar;lvr"))).frame) == 2


# --- spreadsheets -----------------------------------------------------------------------------------
def spreadsheet(*lines):
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_spreadsheet_with_real_dates_and_numbers():
    from datetime import datetime

    content = spreadsheet(
        ["geboortedatum", "lvr", "bloedverlies", "bmi"],
        [datetime(2021, 8, 4), "0010", 1120, 24.5],
        [],
        [datetime(2021, 8, 4, 23, 35), 10, 1000.0, 31],
        ["2021-08-05", "0010", 850.5, None],
    )
    found = batch(("levering.xlsx", content))
    first, second = rows(found)
    assert (first["blood_loss_ml"], first["bmi"], first["birth_time"]) == (1120, 24.5, None)
    assert (second["birth_time"], second["reporting_lvr_id"], second["position"]) == (1415, "0010", 4)
    assert [(unit.position, unit.problems[0].code) for unit in found.rejected] == [(5, "not_a_number")]


def test_a_damaged_spreadsheet_is_refused():
    content = spreadsheet(["geboortedatum", "lvr", "bloedverlies"], ["2021-08-04", "0010", 5])
    assert codes(batch(("a.xlsx", content[: len(content) // 2]))) in (["bad_zip"], ["bad_spreadsheet"])


def test_a_far_cell_does_not_ask_for_all_the_cells_between():
    book = openpyxl.Workbook()
    book.active.append(["geboortedatum", "lvr", "bloedverlies"])
    book.active.append(["2021-08-04", "0010", 5])
    book.active["XFD1048576"] = "x"
    buffer = io.BytesIO()
    book.save(buffer)
    assert len(buffer.getvalue()) < 10_000
    assert codes(batch(("a.xlsx", buffer.getvalue()))) == ["too_many_cells"]


def test_cells_that_are_only_formatted_are_no_data():
    from openpyxl.styles import Font

    book = openpyxl.Workbook()
    for line in (["geboortedatum", "lvr", "bloedverlies"], ["2021-08-04", "0010", 5]):
        book.active.append(line)
    book.active["XFD1048576"].font = Font(bold=True)
    buffer = io.BytesIO()
    book.save(buffer)
    assert one_row(("a.xlsx", buffer.getvalue()))["blood_loss_ml"] == 5


def test_empty_rows_without_end_are_not_read_to_the_end():
    lines = [["geboortedatum", "lvr", "bloedverlies"], ["2021-08-04", "0010", 5]]
    found = batch(("a.xlsx", spreadsheet(*lines, *[["", ""]] * 5000, ["2021-08-04", "0010", 6])))
    assert [row["blood_loss_ml"] for row in rows(found)] == [5]


def test_a_sheet_of_more_cells_than_the_limit_is_refused():
    lines = [["geboortedatum", "lvr", "bloedverlies"], *[["2021-08-04", "0010", 5]] * 9]
    assert batch(("a.xlsx", spreadsheet(*lines)), limits=small(sheet_cells=30)).problems == []
    refused = batch(("a.xlsx", spreadsheet(*lines)), limits=small(sheet_cells=29))
    assert codes(refused) == ["too_many_cells"]


# --- broken and hostile -----------------------------------------------------------------------------
BROKEN = {
    "empty": (b"", "empty_file"),
    "blank lines": (b"\n\n\n", "empty_file"),
    "heading only": (HEAD.encode() + b"\n", "no_rows"),
    "NULs": (b"geboortedatum;lvr;bloedverlies\n2021-08-04;00\x0010;5\n", "nul_bytes"),
    "UTF-16": ("geboortedatum;lvr;bloedverlies\n".encode("utf-16"), "nul_bytes"),
    "endless line": (b"geboortedatum;" + b"x" * 3_000_000, "long_line"),
    "unbalanced quotes": (HEAD.encode() + b'\n2021-08-04;"0010;5\n2021-08-04;0010;5\n', "unbalanced_quotes"),
    "huge cell": (HEAD.encode() + b'\n2021-08-04;"' + b"y\n" * 200_000 + b'";5\n', "long_line"),
    "too few fields": (HEAD.encode() + b"\n2021-08-04;0010;5\n2021-08-04;0010\n", "field_count"),
    "too many fields": (HEAD.encode() + b"\n2021-08-04;0010;5;6\n", "field_count"),
    "mixed encodings": (
        HEAD.encode()
        + ";naam\n2021-08-04;0010;5;Zoë\n".encode()
        + "2021-08-04;0010;5;Zoë\n".encode("cp1252"),
        "mixed_encoding",
    ),
    "no encoding": (HEAD.encode() + b";naam\n2021-08-04;0010;5;\x81\x8d\n", "encoding"),
    "pdf": (b"%PDF-1.7\n1 0 obj", "not_a_table"),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "not_a_table"),
    "picture": (b"\x89PNG\r\n\x1a\n....", "not_a_table"),
    "html": (b"<html><table><tr><td>1</td></tr></table></html>", "unknown_xml"),
    "prose": (b"Beste collega, hierbij de cijfers.\nGroet", "no_headings"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_each_broken_table_gets_its_own_sentence(kind):
    content, code = BROKEN[kind]
    found = batch(("levering.csv", content))
    assert codes(found)[0] == code and found.rejected_files == 1 and len(found.frame) == 0
    assert "{" not in found.problems[0].problem.nl + found.problems[0].remedy.en


def test_too_many_rows_are_refused():
    lines = ["2021-08-04;0010;5"] * 11
    assert codes(batch(table(*lines), limits=small(rows=10))) == ["too_many_rows"]


def test_a_separator_at_the_end_of_each_line_is_no_problem():
    assert batch(table("2021-08-04;0010;5;", head=HEAD + ";")).problems == []
    assert batch(table("2021-08-04;0010;5;;")).problems == []


def test_every_row_with_a_wrong_number_of_fields_is_listed():
    found = batch(table("2021-08-04;0010", "2021-08-04;0010;5", "1;2;3;4"))
    assert [(problem.row, problem.value) for problem in found.problems] == [(2, "2"), (4, "4")]


@given(st.binary(max_size=300))
@settings(max_examples=40, deadline=None)
def test_no_bytes_escape(content):
    found = batch(("a.csv", HEAD.encode() + b"\n2021-08-04;0010;5\n" + content))
    assert all(problem.code in CATALOGUE for problem in [*found.problems, *found.warnings])
    assert found.read == len(found.frame) + found.rejected_units + found.merged


@given(
    st.lists(
        st.sampled_from(["1000", "1.000", "850,5", "", "x", "1e309", "99999", "5", "1.250,0"]), max_size=30
    )
)
@settings(max_examples=40, deadline=None)
def test_every_row_ends_in_exactly_one_place(cells):
    found = batch(table(*(f"2021-08-04;0010;{cell}" for cell in cells), "2021-08-04;0010;1"))
    assert found.read == len(cells) + 1 == len(found.frame) + found.rejected_units
    assert len(found.rejected) == found.rejected_units


@given(st.text(max_size=12))
@settings(max_examples=150, deadline=None)
def test_cells_give_a_value_or_a_known_problem(text):
    for read in (whole, decimal, moment, lambda one: whole(one, True)):
        try:
            read(text)
        except CellError as error:
            assert error.code in CATALOGUE
