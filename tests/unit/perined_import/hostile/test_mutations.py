"""Good files of every kind, changed in any way: reading ends with a batch, whatever was done to them.

FLUXUS_MUTATIONS says how many examples are tried of each kind (150 unless told).
"""

import csv
import io
import json
import os
import re
import zipfile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from perined_import.problems import CATALOGUE
from tests.kernset_intake import batch
from tests.kernset_messages import ada, bsn, child, hl7, values
from tests.unit.perined_import.hostile.workbooks import (
    MAIN,
    STYLES,
    row,
    saved,
    sheet,
    text,
    workbook,
    zipped,
)
from tests.unit.perined_import.readers.fhir.bundles import as_json, as_xml, bundle, told

EXAMPLES = int(os.environ.get("FLUXUS_MUTATIONS", "150"))
SETTINGS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="FLUXUS_MUTATIONS" not in os.environ,
    database=None,
    suppress_health_check=list(HealthCheck),
)

HEAD = (
    "geboortedatum;lvr;ziekenhuis_lvr;bloedverlies;fluxus;pariteit;amddd;partus;plaats;rangnummer;"
    "leeftijd;bmi;naam"
)
LINES = (
    "2021-08-04;0010;0003;400;0;1;280;spontaan;ziekenhuis;1;31;24,5;Zoë",
    '04-08-2021;0010;;1.250,0;ja;0;39+2;vacuum;thuis;2;29;22;"a;""b"" c"',
    "20210805;1410;;;onbekend;;;sectio;;1;;;",
    "2021-08-06 23:35;0003;0003;1500;1;2;273;177184002;geboortecentrum;1;40;31;\t",
)
TWINS = values(
    bsn=bsn(3), children=(child(), child(order="2", bsn=bsn(501))), earlier=("1500",), transfer=("6", True)
)
TABLE = "\r\n".join((HEAD, *LINES, *LINES)).encode()
GOOD = {
    "csv": (TABLE, "\n".join((HEAD.replace(";", ","), "2021-08-04" + ",0" * 12)).encode("cp1252")),
    "xlsx": (
        saved(*csv.reader((HEAD, *LINES), delimiter=";")),
        workbook(
            sheet(row(2), row(3, loss="<v>44412</v>", kind=' s="1"'), row(4, loss="<v>0</v>", kind=' t="s"')),
            shared=f'<sst xmlns="{MAIN}"><si><t>7</t></si></sst>',
        ),
    ),
    "hl7v3": (hl7(values(), TWINS), hl7(values(children=None))),
    "ada": (ada(values(), TWINS), ada(TWINS, full=True)),
    "fhir json": (as_json(bundle(told(TWINS))), as_json(bundle(told()))),
    "fhir xml": (as_xml(bundle(told(TWINS))), as_xml(bundle(told()))),
    "zip": (
        zipped(("a.xml", hl7(values())), ("b/c.csv", TABLE), ("d.json", as_json(bundle(told())))),
        zipped(("a.xml", ada(values())), ("b.csv", TABLE), method=zipfile.ZIP_STORED),
        zipped(("a.xlsx", saved(HEAD.split(";"), LINES[0].split(";"))), ("b.csv", TABLE)),
    ),
}
NAMES = {"csv": "a.csv", "xlsx": "a.xlsx", "fhir json": "a.json", "zip": "a.zip"}
TOKENS = (
    b"\x00", b'"', b"'", b";", b",", b"\t", b"\r", b"\n", b"\r\n", b"<", b">", b"&", b"&amp;", b"&x;",
    b"&#0;", b"&#xD800;", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?x?>", b"<!DOCTYPE x>", b"\xff\xfe",
    b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe2\x80\xa8", b"{", b"}", b"[", b"]", b":", b"\\",
    b"\\u0000", b"\\ud800",
    b"NaN",
    b"1e309", b"-1", b"99999999999999999999", b"0x10", b"\xc2\xbd", b"PK\x01\x02", b"PK\x05\x06",
    b"PK\x03\x04", b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b" ", b"x" * 5000, b"=1+1", b"0001-01-01",
    b"99991231",
)  # fmt: skip


@st.composite
def mutated(draw, contents):
    """Return one of some contents with up to six changes."""
    content = bytearray(draw(st.sampled_from(contents)))
    for _ in range(draw(st.integers(1, 6))):
        if not content:
            break
        start = draw(st.integers(0, len(content) - 1))
        stop = start + draw(st.integers(1, 80))
        deed = draw(st.sampled_from(("flip", "set", "cut", "repeat", "insert", "replace", "end", "swap")))
        if deed == "flip":
            content[start] ^= 1 << draw(st.integers(0, 7))
        elif deed == "set":
            content[start] = draw(st.integers(0, 255))
        elif deed == "cut":
            del content[start:stop]
        elif deed == "repeat":
            content[start:start] = content[start:stop] * draw(st.integers(1, 3))
        elif deed == "insert":
            content[start:start] = draw(st.sampled_from(TOKENS))
        elif deed == "replace":
            content[start:stop] = draw(st.sampled_from(TOKENS))
        elif deed == "end":
            del content[start:]
        else:
            other = draw(st.integers(0, len(content) - 1))
            one, two = content[start:stop], content[other : other + 40]
            content[other : other + 40], content[start:stop] = one, two
    return bytes(content)


@st.composite
def with_values_replaced(draw, contents):
    """Return XML or JSON that still holds together, of which some values are others."""
    content = draw(st.sampled_from(contents))
    for _ in range(draw(st.integers(1, 5))):
        places = list(re.finditer(rb'(?<=")[^"<>{}]{0,60}(?=")', content))
        place = draw(st.sampled_from(places))
        value = draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(ODD))
        content = content[: place.start()] + json.dumps(value)[1:-1].encode() + content[place.end() :]
    return content


ODD = (
    "", "0", "-0", "-1", "1e309", "NaN", "inf", "１２３", "1.000", "0x10", "1_000", "+5", "1 000", "½",
    "99999", "99999999999999999999", "0001-01-01", "99991231", "20210229", "20210804256199",
    "2021-08-04T23:35:00+99:00", "00000000000000", "true", "UNK", "OTH", "T-78D", "x" * 300,
    "\x00", "#", "#x",
    "Patient/vrouw",
    "urn:uuid:",
)  # fmt: skip


@st.composite
def rezipped(draw, contents):
    """Return a ZIP of which members were swapped, doubled, renamed, emptied, changed or left out."""
    with zipfile.ZipFile(io.BytesIO(draw(st.sampled_from(contents)))) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    for _ in range(draw(st.integers(1, 4))):
        if not members:
            break
        number = draw(st.integers(0, len(members) - 1))
        name, content = members[number]
        deed = draw(st.sampled_from(("swap", "double", "rename", "empty", "change", "drop")))
        if deed == "swap":
            other = draw(st.integers(0, len(members) - 1))
            members[number], members[other] = (name, members[other][1]), (members[other][0], content)
        elif deed == "double":
            members.append((draw(st.sampled_from(("z.xml", "xl/z.xml", "z.csv"))), content))
        elif deed == "rename":
            members[number] = (
                draw(st.sampled_from(("x", "../x", "/x", "a/b.xlsx", "c:\\x", "é.csv"))),
                content,
            )
        elif deed == "drop":
            del members[number]
        else:
            members[number] = (name, b"" if deed == "empty" else draw(mutated((content or b"x",))))
    unique = dict(members)
    return zipped(*unique.items(), method=draw(st.sampled_from((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))))


@st.composite
def with_columns_swapped(draw, contents):
    """Return a table of which cells and columns changed places, or hold something odd."""
    lines = [line.split(";") for line in contents[0].decode().split("\r\n")]
    for _ in range(draw(st.integers(1, 6))):
        one, two = draw(st.integers(0, 12)), draw(st.integers(0, 12))
        number = draw(st.integers(0, len(lines) - 1))
        deed = draw(st.sampled_from(("columns", "cells", "odd", "double")))
        for line in lines if deed in ("columns", "double") else [lines[number]]:
            if max(one, two) >= len(line):
                continue
            if deed == "odd":
                line[one] = draw(st.sampled_from(ODD)).replace("\x00", "")
            elif deed == "double":
                line[one] = line[two]
            else:
                line[one], line[two] = line[two], line[one]
    return "\r\n".join(";".join(line) for line in lines).encode()


def changed(kind):
    """Return the ways in which files of a kind are changed."""
    contents = GOOD[kind]
    ways = [mutated(contents)]
    if kind in ("xlsx", "zip"):
        ways.append(rezipped(contents))
    elif kind == "csv":
        ways.append(with_columns_swapped(contents))
    else:
        ways.append(with_values_replaced(contents))
    return st.one_of(*ways)


def holds(content, name):
    """Assert what holds for the batch of any file."""
    found = batch((name, content))
    problems = [*found.problems, *found.warnings]
    for one in problems:
        assert one.code in CATALOGUE
        for part in (*one.problem, *one.remedy):
            assert part and len(part) < 2000
        json.dumps(one.as_dict("nl")).encode()
    if found.refusals:
        assert found.rejected_files or found.refusals[0].code in ("nothing_left", "too_many_rejected")
    else:
        assert len(found.frame) or found.read == 0
    births = int(found.frame["is_birth"].sum()) if len(found.frame) else 0
    assert found.read == births + found.merged + found.set_aside + found.rejected_units
    assert len(found.rejected) == found.rejected_units
    assert all(unit.problems for unit in found.rejected)
    return found


@pytest.mark.parametrize("kind", GOOD)
def test_good_files_are_good(kind):
    for content in GOOD[kind]:
        found = holds(content, NAMES.get(kind, "a.xml"))
        assert not [one for one in found.refusals if one.code != "nothing_left"]
        assert found.read


def _test(kind):
    @SETTINGS
    @given(changed(kind))
    def test(content):
        holds(content, NAMES.get(kind, "a.xml"))

    return test


test_no_change_of_a_csv_escapes = _test("csv")
test_no_change_of_a_workbook_escapes = _test("xlsx")
test_no_change_of_an_hl7v3_message_escapes = _test("hl7v3")
test_no_change_of_an_ada_file_escapes = _test("ada")
test_no_change_of_a_fhir_json_bundle_escapes = _test("fhir json")
test_no_change_of_a_fhir_xml_bundle_escapes = _test("fhir xml")
test_no_change_of_a_zip_escapes = _test("zip")


CELLS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(("", ' s="1"', ' s="2"', ' t="s"', ' t="b"', ' t="e"', ' t="d"', ' t="zz"')),
        "value": st.sampled_from(
            ("", "0", "-1", "1e309", "1e300", "NaN", "2958466", "99999999999", "0.5", "60", "#N/A", "true")
        )
        | st.floats().map(str)
        | st.text("0123456789.:-TZ", max_size=24),
        "formula": st.sampled_from(("", "<f>1/0</f>", '<f t="shared" si="0" ref="A1:Z99">A1</f>')),
    }
)


@SETTINGS
@given(st.lists(CELLS, min_size=1, max_size=4))
@example([{"kind": ' s="2"', "value": "1e300", "formula": ""}])
def test_no_cell_of_a_workbook_escapes(cells):
    made = "".join(
        f'<row r="{n}"><c r="A{n}"{one["kind"]}>{one["formula"]}<v>{one["value"]}</v></c>'
        f"{text(f'B{n}', '0010')}"
        f'<c r="C{n}"{one["kind"]}><v>{one["value"]}</v></c></row>'
        for n, one in enumerate(cells, start=3)
    )
    holds(workbook(sheet(row(2), made), styles=STYLES), "a.xlsx")
