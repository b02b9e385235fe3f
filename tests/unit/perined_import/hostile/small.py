"""Small hostile and broken files that are refused: name → (content, file name, code, what the answer names).

What the answer names: pairs of an attribute of the problem and its value.
"""

import zipfile

from tests.kernset_messages import ada, hl7, values
from tests.unit.perined_import.hostile.workbooks import row, saved, sheet, workbook, zipped
from tests.unit.perined_import.readers.fhir.bundles import as_json, as_xml, bundle, told

HEAD = "geboortedatum;lvr;bloedverlies"
LINE = "2021-08-04;0010;500"
CSV = f"{HEAD}\n{LINE}\n"
HL7, ADA = hl7(values()), ada(values())
FHIR_JSON, FHIR_XML = as_json(bundle(told())), as_xml(bundle(told()))
PASSWD = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
PARAMETER = b'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://x.test/x.dtd"> %p;]>'
INCLUDE = b'<i:include xmlns:i="http://www.w3.org/2001/XInclude" parse="text" href="/etc/passwd"/>'


def prefixed(content, text):
    """Put text behind the XML declaration."""
    head, mark, rest = content.rpartition(b"?>") if b"?>" in content[:200] else (b"", b"", content)
    return head + mark + text + rest


def inside(content, text):
    """Put text just inside the last element that closes."""
    place = content.rindex(b"</")
    return content[:place] + text + content[place:]


def link():
    """Return a member that is a symbolic link."""
    info = zipfile.ZipInfo("link.csv")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return info


def twice():
    """Return a ZIP that holds one name twice."""
    return zipped(("a.csv", CSV), ("b.csv", CSV + LINE + "\n")).replace(b"b.csv", b"a.csv")


def spoiled(content, mark, offset, value):
    """Change bytes at some distance of a mark."""
    made = bytearray(content)
    place = made.index(mark) + offset
    made[place : place + len(value)] = value
    return bytes(made)


STORED = zipped(("a.csv", CSV), method=zipfile.ZIP_STORED)
GOOD_BOOK = saved(HEAD.split(";"), LINE.split(";"))
SMALL = {
    "empty file": (b"", "a.csv", "empty_file", ()),
    "only blanks": (b" \r\n\t\r\n ", "a.csv", "empty_file", ()),
    "PDF called csv": (b"%PDF-1.7\n1 0 obj", "a.csv", "not_a_table", (("value", "PDF"),)),
    "JPEG called xml": (b"\xff\xd8\xff\xe0\0\x10JFIF", "a.xml", "not_a_table", (("value", "JPEG"),)),
    "text called xml": (CSV.encode(), "a.xml", "not_xml", ()),
    **{
        f"{what} in {kind}": (prefixed(content, text), "a.xml", "xml_doctype", ())
        for kind, content in (("hl7v3", HL7), ("ada", ADA), ("fhir", FHIR_XML))
        for what, text in (
            ("external entity", PASSWD),
            ("parameter entity", PARAMETER),
            ("DTD", b"<!DOCTYPE x>"),
        )
    },
    **{
        f"{what} in {kind}": (spoil(content), "a.xml", code, ())
        for kind, content in (("hl7v3", HL7), ("ada", ADA), ("fhir", FHIR_XML))
        for what, spoil, code in (
            ("XInclude", lambda good: inside(good, INCLUDE), "xml_include"),
            ("deep nesting", lambda good: inside(good, b"<a>" * 3000 + b"</a>" * 3000), "xml_too_deep"),
            ("half", lambda good: good[: len(good) // 2], "malformed_xml"),
            ("NULs", lambda good: inside(good, b"\0"), "malformed_xml"),
            ("an entity that is not there", lambda good: inside(good, b"&x;"), "malformed_xml"),
        )
    },
    "wrong root": (b"<html><body/></html>", "a.xml", "unknown_xml", (("value", "html"),)),
    "wrong root in FHIR": (b'<Patients xmlns="http://hl7.org/fhir"/>', "a.xml", "fhir_not_a_bundle", ()),
    "half a JSON": (FHIR_JSON[: len(FHIR_JSON) // 2], "a.json", "malformed_json", ()),
    "JSON with a double key": (
        FHIR_JSON.replace(b'"status": "final"', b'"status": "final", "status": "amended"', 1),
        "a.json",
        "json_double_key",
        (("value", "status"),),
    ),
    "deep JSON": (b'{"resourceType": "Bundle", "a": ' + b"[" * 5000, "a.json", "json_too_deep", ()),
    "JSON without number": (
        FHIR_JSON.replace(b'"value": 400', b'"value": Infinity', 1),
        "a.json",
        "json_no_number",
        (("value", "Infinity"),),
    ),
    "other JSON": (b'{"naam": "x"}', "a.json", "not_a_table", (("value", "JSON"),)),
    "ZIP in a ZIP": (
        zipped(("in.zip", zipped(("a.csv", CSV)))),
        "a.zip",
        "zip_nested",
        (("value", "in.zip"),),
    ),
    "ZIP that climbs out": (zipped(("../../a.csv", CSV)), "a.zip", "zip_path", (("value", "../../a.csv"),)),
    "ZIP of a drive": (zipped(("C:\\a.csv", CSV)), "a.zip", "zip_path", ()),
    "ZIP from the root": (zipped(("/etc/a.csv", CSV)), "a.zip", "zip_path", ()),
    "ZIP with a link": (zipped((link(), "/etc/passwd")), "a.zip", "zip_link", (("value", "link.csv"),)),
    "ZIP with a password": (spoiled(STORED, b"PK\1\2", 8, b"\1"), "a.zip", "zip_encrypted", ()),
    "ZIP with one name twice": (twice(), "a.zip", "zip_double", (("value", "a.csv"),)),
    "ZIP with a wrong checksum": (spoiled(STORED, b"0010", 0, b"1"), "a.zip", "bad_zip", ()),
    "ZIP cut off": (STORED[:-30], "a.zip", "bad_zip", ()),
    "ZIP with an impossible name": (
        spoiled(spoiled(STORED, b"PK\1\2", 8, b"\0\x08"), b"PK\1\2", 46, b"\xff"),
        "a.zip",
        "bad_zip",
        (),
    ),
    "ZIP without files": (zipped(("map/", "")), "a.zip", "zip_empty", ()),
    **{
        f"ZIP of method {number}": (
            spoiled(STORED, b"PK\1\2", 10, bytes((number,))),
            "a.zip",
            "zip_method",
            (("value", "a.csv"),),
        )
        for number in (1, 9, 12, 14, 93, 99)
    },
    "ZIP with a broken member": (
        zipped(("a.csv", CSV), ("b.xml", HL7[:-9])),
        "a.zip",
        "malformed_xml",
        (("member", "b.xml"),),
    ),
    "old Excel": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "a.xls",
        "not_a_table",
        (("value", "XLS"),),
    ),
    "Excel with a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xlsx", "not_a_table", ()),
    "binary Excel": (
        workbook(sheet(row(2)), extra=[("xl/workbook.bin", b"x")]),
        "a.xlsb",
        "not_a_table",
        (("value", "XLSB"),),
    ),
    "OpenDocument": (
        zipped(("mimetype", b"x"), ("content.xml", b"<x/>")),
        "a.ods",
        "not_a_table",
        (("value", "ODS"),),
    ),
    "Word": (
        zipped(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")),
        "a.docx",
        "not_a_table",
        (("value", "DOCX"),),
    ),
    "workbook without sheets": (
        workbook(sheet(row(2)), book="<workbook><sheets/></workbook>"),
        "a.xlsx",
        "bad_spreadsheet",
        (),
    ),
    "workbook cut off": (GOOD_BOOK[: len(GOOD_BOOK) // 2], "a.xlsx", "bad_zip", ()),
    "workbook without its sheet": (workbook(None), "a.xlsx", "bad_spreadsheet", ()),
    "workbook with one part twice": (
        workbook(sheet(row(2)), extra=[("xl/WORKBOOK.xml", b"<x/>")]),
        "a.xlsx",
        "bad_spreadsheet",
        (),
    ),
    "workbook with NULs": (workbook(sheet(row(2, lvr="00\x0010"))), "a.xlsx", "bad_spreadsheet", ()),
    "workbook with entities": (
        workbook('<!DOCTYPE x [<!ENTITY a "b">]>' + sheet(row(2, lvr="&a;"))),
        "a.xlsx",
        "bad_spreadsheet",
        (),
    ),
    "workbook with several sheets": (
        saved(
            HEAD.split(";"),
            LINE.split(";"),
            prepare=lambda book: book.create_sheet("Meer").append(["geboortedatum", "lvr"]),
        ),
        "a.xlsx",
        "several_sheets",
        (("value", "Sheet, Meer"),),
    ),
    "a duration without end": (
        workbook(
            sheet(row(2), row(3, loss="<v>1e300</v>", kind=' s="2"')),
            styles='<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>'
            '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="46"/></cellXfs></styleSheet>',
        ),
        "a.xlsx",
        "bad_cell",
        (("value", "3"),),
    ),
    "CSV with NULs": (CSV.replace("0010", "00\x0010").encode(), "a.csv", "nul_bytes", ()),
    "CSV in UTF-16": (CSV.encode("utf-16"), "a.csv", "nul_bytes", ()),
    "CSV with an endless line": ((HEAD + ";" + "x" * 1_200_000).encode(), "a.csv", "long_line", ()),
    "CSV with an endless cell": (
        f"{HEAD}\n2021-08-04;0010;{'5' * 200_000}\n".encode(),
        "a.csv",
        "long_line",
        (("value", "2"),),
    ),
    "CSV with an open quote": (
        f'{HEAD}\n{LINE}\n2021-08-04;"0010;5\n'.encode(),
        "a.csv",
        "unbalanced_quotes",
        (("value", "3"),),
    ),
    "CSV with a stray quote": (
        f'{HEAD}\n2021-08-04;"0010"x;5\n'.encode(),
        "a.csv",
        "unbalanced_quotes",
        (("value", "2"),),
    ),
    "CSV in two character sets": (
        f"{HEAD};naam\n{LINE};Zoë\n".encode() + f"{LINE};Zoë\n".encode("cp1252"),
        "a.csv",
        "mixed_encoding",
        (("value", "3"),),
    ),
    "CSV in no character set": (
        f"{HEAD}\n".encode() + b"\x81;0010;5\n",
        "a.csv",
        "encoding",
        (("value", "2"),),
    ),
    "CSV with other numbers of fields": (
        f"{HEAD}\n{LINE}\n{LINE};9\n2021-08-04\n".encode(),
        "a.csv",
        "field_count",
        (("row", 3), ("value", "4")),
    ),
    "CSV with only a heading": (HEAD.encode(), "a.csv", "no_rows", ()),
    "CSV with a heading twice": (
        f"{HEAD};LVR\n{LINE};0003\n".encode(),
        "a.csv",
        "two_headings",
        (("value", "lvr, LVR"),),
    ),
    "CSV with ten thousand times a heading": (
        (HEAD + ";lvr" * 10_000 + "\n").encode(),
        "a.csv",
        "two_headings",
        (("row", 1),),
    ),
    "CSV with only unknown headings": (
        (";".join(f"k{n}" for n in range(10_000)) + "\n").encode(),
        "a.csv",
        "no_headings",
        (),
    ),
    "CSV with an LVR id without end": (
        f"{HEAD}\n2021-08-04;{'1' * 9000};5\n".encode(),
        "a.csv",
        "nothing_left",
        (),
    ),
}
