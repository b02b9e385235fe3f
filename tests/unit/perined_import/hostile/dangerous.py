"""Files that ask for more time or memory than there is: name → (maker, file name, code of the answer).

They are made in one process and read in another (`confined`).
"""

import io
import struct
import zipfile

from tests.unit.perined_import.hostile.workbooks import MAIN, row, sheet, workbook, zipped

HL7 = '<REPC_IN004014NL xmlns="urn:hl7-org:v3">{}</REPC_IN004014NL>'
BODY = HL7.format("<CareProvisionEvent/>")
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def laughs(levels=30):
    """Return entities of which each is ten times the one before."""
    inner = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, levels))
    return f'<!DOCTYPE x [<!ENTITY a0 "ha">{inner}]>' + HL7.format(f"&a{levels - 1};")


def quadratic():
    """Return one long entity, used many times."""
    return f'<!DOCTYPE x [<!ENTITY a "{"x" * 100_000}">]>' + HL7.format("&a;" * 100_000)


def strings(*texts, count=None):
    """Return shared strings."""
    stated = f' count="{count}" uniqueCount="{count}"' if count else ""
    return f'<sst xmlns="{MAIN}"{stated}>' + "".join(f"<si><t>{one}</t></si>" for one in texts) + "</sst>"


def shared(number, cells):
    """Return rows of which each holds the same shared string."""
    return "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>{number}</v></c></row>' for n in range(2, cells + 2))


def long_directory(count=3_000_000):
    """Return a ZIP of which the list of contents is far longer than its contents."""
    fields = (b"PK\1\2", 20, 0, 20, 0, 0, 8, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0)
    entries = (struct.pack("<4s4B4HL2L5H2L", *fields) + b"a") * count
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65535, 65535, len(entries), 30, 0)
    return b"PK\3\4" + bytes(26) + entries + end


def large_dictionary():
    """Return a ZIP packed with a method that asks for four gigabytes to unpack eight kilobytes."""
    content = bytearray(zipped(("a.csv", "a;b\n" * 2000), method=zipfile.ZIP_LZMA))
    place = content.index(b"a.csv") + 5
    content[place + 5 : place + 9] = b"\xff\xff\xff\xff"
    return bytes(content)


def overlapping(count=2000, size=9_000_000):
    """Return a ZIP of which all members are the same bytes."""
    with zipfile.ZipFile(io.BytesIO(zipped(("a.csv", b"0" * size)))) as archive:
        archive.fp.seek(0)
        content = archive.fp.read(archive.start_dir)
        entry = archive.fp.read()[: 46 + len("a.csv")]
    directory = b"".join(entry[:-5] + f"{n:05}".encode() for n in range(count))
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), len(content), 0)
    return content + directory + end


def lying(place):
    """Return a workbook of which one member is far larger than it says."""
    content = bytearray(workbook(sheet(row(2)), shared=strings("x" * 200_000_000)))
    at = content.index(b"xl/sharedStrings.xml", content.index(b"PK\1\2")) - 46
    content[at + 24 : at + 28] = struct.pack("<L", place)
    return bytes(content)


DANGEROUS = {
    "billion laughs": (lambda: laughs(), "a.xml", "xml_doctype"),
    "quadratic blowup": (quadratic, "a.xml", "xml_doctype"),
    "deep XML": (lambda: HL7.format("<a>" * 5_000_000), "a.xml", "malformed_xml xml_too_deep"),
    "millions of elements": (lambda: HL7.format("<a/>" * 12_400_000), "a.xml", "message_too_full"),
    "attributes without end": (
        lambda: HL7.format("<a " + " ".join(f'a{n}=""' for n in range(2_000_000)) + "/>"),
        "a.xml",
        "malformed_xml message_too_full",
    ),
    "attributes everywhere": (
        lambda: HL7.format(("<a " + " ".join(f'a{n}=""' for n in range(100)) + "/>") * 50_000),
        "a.xml",
        "message_too_full",
    ),
    "attributes of the root": (
        lambda: BODY.replace(">", " " + " ".join(f'a{n}=""' for n in range(1_000_000)) + ">", 1),
        "a.xml",
        "malformed_xml message_too_full",
    ),
    "an attribute of 40 MB": (lambda: HL7.format(f'<a b="{"x" * 40_000_000}"/>'), "a.xml", "malformed_xml"),
    "millions of messages": (
        lambda: HL7.format("<CareProvisionEvent/>" * 2_000_000),
        "a.xml",
        "too_many_messages",
    ),
    "FHIR of millions of elements": (
        lambda: '<Procedure xmlns="http://hl7.org/fhir">' + "<a/>" * 12_000_000 + "</Procedure>",
        "a.xml",
        "message_too_full",
    ),
    "JSON of millions of objects": (
        lambda: '{"resourceType":"Procedure","a":[' + "{}," * 16_000_000 + "{}]}",
        "a.json",
        "message_too_full",
    ),
    "JSON with a double key among many": (
        lambda: (
            '{"resourceType":"Procedure",' + ",".join(f'"a{n}":0' for n in range(300_000)) + ',"a299999":1}'
        ),
        "a.json",
        "json_double_key",
    ),
    "deep JSON": (lambda: '{"resourceType":"Bundle","a":' + "[" * 20_000_000, "a.json", "json_too_deep"),
    "a number of a million digits": (
        lambda: '{"resourceType":"Procedure","value":' + "9" * 1_000_000 + "}",
        "a.json",
        "fhir_no_birth",
    ),
    "bomb by ratio": (lambda: zipped(("a.csv", bytes(900_000_000))), "a.zip", "zip_bomb"),
    "bomb by many members": (
        lambda: zipped(*((f"{n}.csv", b"0" * 1_000_000) for n in range(100))),
        "a.zip",
        "zip_bomb",
    ),
    "overlapping members": (overlapping, "a.zip", "zip_bomb bad_zip"),
    "list of contents without end": (long_directory, "a.zip", "zip_many"),
    "dictionary of 4 GB": (large_dictionary, "a.zip", "zip_method"),
    "far cell": (lambda: workbook(sheet(row(2), FAR)), "a.xlsx", "too_many_cells"),
    "far cell by its row alone": (
        lambda: workbook(sheet(row(2), '<row r="1048576">' + "<c><v>1</v></c>" * 16_384 + "</row>")),
        "a.xlsx",
        "too_many_cells",
    ),
    "far cell behind a comment": (
        lambda: workbook(sheet(row(2), FAR.replace("<v>", "<!-- --><v>"))),
        "a.xlsx",
        "too_many_cells",
    ),
    "far cell behind a bracket": (
        lambda: workbook(sheet(row(2), FAR.replace("<c ", '<c a=">" '))),
        "a.xlsx",
        "too_many_cells",
    ),
    "far cell in a sheet of another kind": (
        lambda: workbook(sheet(row(2), FAR), target="worksheets/sheet1.dat"),
        "a.xlsx",
        "bad_spreadsheet",
    ),
    "far cell in capitals": (
        lambda: workbook(sheet(row(2), FAR), target="worksheets/SHEET1.XML"),
        "a.xlsx",
        "too_many_cells",
    ),
    "one long text in many cells": (
        lambda: workbook(sheet(shared(0, 5000)), shared=strings("x" * 1_000_000)),
        "a.xlsx",
        "long_cell",
    ),
    "one text in very many cells": (
        lambda: workbook(sheet(shared(0, 100_000)), shared=strings("x" * 32_000)),
        "a.xlsx",
        "workbook_too_large",
    ),
    "billions of texts announced": (
        lambda: workbook(sheet(row(2)), shared=strings("a", count=4_000_000_000)),
        "a.xlsx",
        "bad_spreadsheet",
    ),
    "many short texts": (
        lambda: workbook(sheet(row(2)), shared=strings().replace("</sst>", "<si/>" * 12_000_000 + "</sst>")),
        "a.xlsx",
        "zip_bomb too_many_cells",
    ),
    "texts that lie about their size": (lambda: lying(100), "a.xlsx", "bad_spreadsheet zip_bomb"),
    "a million empty rows": (
        lambda: workbook(sheet(row(2), *(f'<row r="{n}"/>' for n in range(3, 1_048_577)))),
        "a.xlsx",
        "",
    ),
    "a sheet of 16,384 columns": (
        lambda: workbook(
            f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/>' + sheet(row(2)).partition(">")[2]
        ),
        "a.xlsx",
        "",
    ),
    "endless line": (lambda: b"geboortedatum;" + b"x" * 300_000_000, "a.csv", "long_line"),
    "endless heading": (lambda: b"a;" * 500_000 + b"\n", "a.csv", "no_headings"),
    "endless quotes": (
        lambda: b'geboortedatum;lvr;bloedverlies\n"' + b"2021-08-04;0010;5\n" * 10_000_000,
        "a.csv",
        "long_line unbalanced_quotes",
    ),
    "a million rows of separators": (
        lambda: b"geboortedatum;lvr;bloedverlies\n" + b";;\n" * 5_000_000,
        "a.csv",
        "no_rows",
    ),
}
"""An empty code: the file is read, and its one good row is there. Several codes: any of them."""
