"""Broken and hostile XML: one clear sentence each, in bounded time and memory."""

import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perined_import.problems import CATALOGUE
from tests.kernset_intake import batch, codes, small
from tests.kernset_messages import ada, hl7, values

GOOD = {"hl7v3": hl7(values()), "ada": ada(values())}
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def after_declaration(content, text):
    head, _, rest = content.partition(b"?>")
    return head + b"?>" + text + rest


def inside(content, text):
    """Put text just inside the last element that closes."""
    place = content.rindex(b"</")
    return content[:place] + text + content[place:]


BROKEN = {
    "empty": (lambda good: b"", "empty_file"),
    "blank": (lambda good: b" \n\t ", "empty_file"),
    "truncated": (lambda good: good[: len(good) // 2], "malformed_xml"),
    "cut in the prolog": (lambda good: good[:20], "malformed_xml"),
    "entities": (lambda good: after_declaration(good, LAUGHS[21:].encode()), "xml_doctype"),
    "external entity": (
        lambda good: after_declaration(good, b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
        "xml_doctype",
    ),
    "external DTD": (
        lambda good: after_declaration(good, b'<!DOCTYPE x SYSTEM "http://x.test/x.dtd">'),
        "xml_doctype",
    ),
    "xinclude": (
        lambda good: inside(
            good, b'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'
        ),
        "xml_include",
    ),
    "deep": (lambda good: inside(good, b"<a>" * 5000 + b"</a>" * 5000), "xml_too_deep"),
    "undeclared entity": (lambda good: inside(good, b"&geheim;"), "malformed_xml"),
    "mismatched tag": (lambda good: good.replace(b"</", b"</x", 1), "malformed_xml"),
    "other root": (lambda good: b"<html><body/></html>", "unknown_xml"),
    "no message": (lambda good: b'<REPC_IN004014NL xmlns="urn:hl7-org:v3"/>', "no_messages"),
    "not xml": (lambda good: b"geboortedatum;lvr;bloedverlies\n", "not_xml"),
    "pdf": (lambda good: b"%PDF-1.7\n%....", "not_a_table"),
    "NULs": (
        lambda good: good.replace(b"birth", b"bi\x00rth", 1).replace(b"geboorte", b"geb\x00", 1),
        "malformed_xml",
    ),
    "bad bytes": (lambda good: good.replace(b"value", b"val\xff\xfeue", 1), "malformed_xml"),
    "too large": (lambda good: inside(good, b"<x>" + b"y" * 300_000 + b"</x>"), "message_too_large"),
}


@pytest.mark.parametrize("layout", GOOD)
@pytest.mark.parametrize("kind", BROKEN)
def test_each_broken_file_gets_its_own_sentence(layout, kind):
    spoil, code = BROKEN[kind]
    limits = small(message_bytes=200_000) if kind == "too large" else small()
    started = time.monotonic()
    found = batch(("b.xml", spoil(GOOD[layout])), limits=limits)
    assert codes(found)[0] == code
    assert time.monotonic() - started < 2
    assert (found.rejected_files, found.read, len(found.frame)) == (1, 0, 0)
    problem = found.problems[0]
    for text in (problem.problem, problem.remedy):
        assert text.nl and text.en and "{" not in text.nl and "{" not in text.en


def test_a_file_above_the_limit_is_not_even_opened():
    found = batch(("b.xml", GOOD["ada"]), limits=small(file_bytes=100))
    assert codes(found) == ["too_large"]


def test_utf16_xml_is_read():
    text = GOOD["ada"].decode().replace("UTF-8", "UTF-16")
    assert batch(("b.xml", text.encode("utf-16"))).problems == []


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_no_mutation_of_a_message_escapes(data):
    """Whatever happens to the bytes, the answer is a batch: reports or problems from the catalogue."""
    content = bytearray(data.draw(st.sampled_from(sorted(GOOD.values()))))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        if data.draw(st.booleans()):
            content[place] = data.draw(st.integers(0, 255))
        else:
            del content[place : place + data.draw(st.integers(1, 40))]
        if not content:
            break
    found = batch(("b.xml", bytes(content)))
    assert all(problem.code in CATALOGUE for problem in [*found.problems, *found.warnings])
    assert found.read == len(found.frame) + found.rejected_units
    assert found.refusals or len(found.frame)


def zipped(*members, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_zip_of_many_files_is_read_member_by_member():
    from tests.kernset_messages import bsn

    content = zipped(*((f"map/{n}.xml", hl7(values(bsn=bsn(n)))) for n in range(5)), ("__MACOSX/x", b"x"))
    found = batch(("alles.zip", content))
    assert (found.read, len(found.files), found.problems) == (5, 5, [])
    assert found.files[0].member == "map/0.xml"


ZIPS = {
    "nested": (zipped(("b.zip", zipped(("a.xml", b"<a/>")))), "zip_nested"),
    "climbing": (zipped(("../../etc/a.xml", b"<a/>")), "zip_path"),
    "absolute": (zipped(("/a.xml", b"<a/>")), "zip_path"),
    "bomb": (zipped(("a.csv", b"0" * 20_000_000)), "zip_bomb"),
    "empty": (zipped(), "zip_empty"),
    "litter only": (zipped(("__MACOSX/a", b"x")), "zip_empty"),
    "cut off": (zipped(("a.xml", GOOD["ada"]))[:-30], "bad_zip"),
    "damaged": (
        zipped(("a.xml", GOOD["ada"])).replace(GOOD["ada"][:0] or b"PK\x01\x02", b"PK\x01\x09"),
        "bad_zip",
    ),
}


@pytest.mark.parametrize("kind", ZIPS)
def test_each_bad_zip_gets_its_own_sentence(kind):
    content, code = ZIPS[kind]
    assert codes(batch(("b.zip", content))) == [code]


def test_a_member_with_the_wrong_checksum_is_refused():
    content = bytearray(zipped(("a.xml", GOOD["ada"]), compression=zipfile.ZIP_STORED))
    place = content.index(b"burgerservicenummer")
    content[place] ^= 1
    assert codes(batch(("b.zip", bytes(content)))) == ["bad_zip"]


def test_an_encrypted_zip_is_refused():
    content = bytearray(zipped(("a.xml", GOOD["ada"])))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert codes(batch(("b.zip", bytes(content)))) == ["zip_encrypted"]


def test_all_problems_of_all_files_are_listed_at_once():
    found = batch(("a.xml", b"<a/>"), ("b.xml", b""), ("c.xml", GOOD["ada"][:100]), ("d.xml", GOOD["ada"]))
    assert codes(found) == ["unknown_xml", "empty_file", "malformed_xml"]
    assert [problem.file for problem in found.problems] == ["a.xml", "b.xml", "c.xml"]
