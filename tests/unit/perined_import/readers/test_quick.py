"""The quick reader of CSV files means exactly what the exact one means, or leaves the file to it."""

import io
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from perined_import.keys import hasher, keyed_hash
from perined_import.readers import quick, table
from perined_import.readers.blocks import Unusual
from perined_import.readers.source import FileRefused, Limits, Source
from tests.kernset_intake import context, small

HEAD = "geboortedatum;lvr;bloedverlies;pseudoniem;opmerking;plaats"
CHILDREN = "geboortedatum;lvr;bloedverlies;rangnummer;opmerking;plaats"
KNOWN = ["2021-08-04;0010;1120;P1;x;thuis", "05-08-2021;10;;#00ff00ff00ff00ff;;Ziekenhuis"]


def made(content, limits=None):
    return Source("levering.csv", io.BytesIO(content)), context(limits=limits or Limits())


def outcome(read):
    """Return all that a reading says, or the problems with which the file is refused."""
    try:
        found = read()
    except FileRefused as refused:
        return refused.problems
    except Unusual:
        return Unusual
    texts = {name: [column.texts[code] for code in column.codes] for name, column in found.texts.items()}
    findings = [(one.code, one.column, list(one.rows), list(one.values)) for one in found.findings]
    return found, texts, findings, found.warnings, found.repeated, found.headings


def agree(content, size=1 << 20, limits=None):
    """Require that both readers say the same; return whether the quick one read the file."""
    source, around = made(content, limits)
    exact = outcome(lambda: table.read_by_the_letter(source, around))
    parts = lambda: quick.quick_parts(source, around.limits, size)  # noqa: E731
    found = outcome(lambda: table._read(source, around, *parts()))
    if found is Unusual:
        return False
    if isinstance(exact, list):
        assert found == exact
        return True
    assert found[1:] == exact[1:]
    pd.testing.assert_frame_equal(found[0].frame, exact[0].frame)
    pd.testing.assert_series_equal(found[0].identifier, exact[0].identifier)
    pd.testing.assert_series_equal(found[0].birth_order, exact[0].birth_order)
    return True


CELLS = st.one_of(
    st.sampled_from(
        ["", " ", "1120", "1.000", "1.250,0", "1e309", "NaN", "１２３", "+5", "0010", "10", "*", "000", "#00"]
        + ["04-08-2021", "2021-08-04 23:35", "thuis", "secundaire sectio", "Zoë", "\xa05\xa0", "x" * 9]
        + ["y" * 16, "z" * 17, "w" * 70, "1", "2", "€", "a\x0bb", "\x85", "\u2028"]
    ),
    st.text(alphabet="ab;,\t\"\n\r' 019é€\x1c\x85\ufeff", max_size=12),
)
LINES = st.lists(st.lists(CELLS, min_size=6, max_size=6), min_size=1, max_size=25)


def written(rows, mark, end, quoting):
    """Write rows as programs do: quotes where needed, or around everything."""

    def cell(text):
        if quoting or any(char in text for char in (mark, '"', "\n", "\r")):
            return '"' + text.replace('"', '""') + '"'
        return text

    return "".join(mark.join(cell(text) for text in row) + end for row in rows)


@given(
    LINES,
    st.sampled_from(";,\t"),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.sampled_from([HEAD, CHILDREN, HEAD + ";"]),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
    st.sampled_from([40, 90, 1 << 20]),
)
@settings(max_examples=120, deadline=None)
def test_files_as_programs_write_them(rows, mark, end, quoting, head, encoding, size):
    if head.endswith(";"):
        rows = [[*row, ""] for row in rows]
    text = head.replace(";", mark) + end + written(rows, mark, end, quoting)
    agree(text.encode(encoding, errors="replace"), size)


@given(
    st.lists(st.sampled_from(KNOWN), min_size=1, max_size=30),
    st.lists(
        st.tuples(
            st.integers(0, 2000),
            st.sampled_from([b'"', b";", b"\n", b"\r", b"\r\n", b"\x00", b"\xe9", b"\xc3\xa9", b"", b'""']),
            st.integers(0, 3),
        ),
        max_size=4,
    ),
    st.sampled_from([50, 1 << 20]),
)
@settings(max_examples=120, deadline=None)
def test_files_that_were_damaged(lines, damages, size):
    content = "\n".join([HEAD, *lines, ""]).encode()
    for place, inserted, removed in damages:
        place %= len(content) + 1
        content = content[:place] + inserted + content[place + removed :]
    agree(content, size)


@given(st.binary(max_size=200))
@example(b"")
@settings(max_examples=60, deadline=None)
def test_any_bytes_after_a_heading(content):
    agree(b"geboortedatum;lvr;bloedverlies\n2021-08-04;0010;5\n" + content)


ORDINARY = {
    "plain": "\n".join([HEAD, *KNOWN, ""]),
    "without a last line end": "\n".join([HEAD, *KNOWN]),
    "Windows line ends": "\r\n".join([HEAD, *KNOWN, ""]),
    "blank rows": "\n".join([HEAD, KNOWN[0], "", ";;;;;", KNOWN[1], "", ""]),
    "quotes around everything": written([HEAD.split(";"), KNOWN[0].split(";")], ";", "\r\n", True),
    "quoted separators and line ends": HEAD + '\n2021-08-04;0010;5;P1;"a;b\nc\r\nd";"thuis"\n',
    "doubled quotes": HEAD + '\n2021-08-04;0010;5;"P""1";"""x""";thuis\n',
    "blank quoted rows": HEAD + f'\n"";"";"";"";"";""\n{KNOWN[0]}\n',
    "a separator at every end": "\n".join([HEAD + ";", KNOWN[0] + ";", KNOWN[1] + ";"]),
    "a separator at every end but the heading's": "\n".join([HEAD, KNOWN[0] + ";", KNOWN[1] + ";"]),
    "long cells": "\n".join([HEAD, f"2021-08-04;0010;5;{'p' * 90};;{'q' * 70}", KNOWN[0]]),
    "accents": "\n".join([HEAD, "2021-08-04;0010;5;Zoë;café;thuis"]),
}


@pytest.mark.parametrize("kind", ORDINARY)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("size", [60, 1 << 20])
def test_ordinary_files_are_read_quickly(kind, encoding, size):
    assert agree(ORDINARY[kind].encode(encoding), size) or size == 60


UNUSUAL = {
    "a quote within a cell": HEAD + '\n2021-08-04;0010;5;P"1;x;thuis\n',
    "text after a quote": HEAD + '\n2021-08-04;0010;5;"P"1;x;thuis\n',
    "a quote that does not close": HEAD + '\n2021-08-04;0010;5;"P1;x;thuis\n',
    "a lone carriage return": HEAD + "\n2021-08-04;0010;5;P1;x\ry;thuis\n",
    "only carriage returns": "\r".join([HEAD, *KNOWN]),
    "too few fields": "\n".join([HEAD, KNOWN[0], "2021-08-04;0010"]),
    "too many fields": "\n".join([HEAD, KNOWN[0], KNOWN[0] + ";x"]),
    "something beyond the heading": "\n".join([HEAD, KNOWN[0] + ";x"]),
    "no rows": HEAD + "\n",
    "a blank line first": "\n" + "\n".join([HEAD, *KNOWN]),
    "a quoted line end in the heading": HEAD.replace("lvr", '"lvr\n"') + "\n" + KNOWN[0] + "\n",
}


@pytest.mark.parametrize("kind", UNUSUAL)
def test_what_is_unusual_is_left_to_the_exact_reader(kind):
    assert not agree(UNUSUAL[kind].encode())


def test_limits_are_judged_by_the_exact_reader():
    content = "\n".join([HEAD, *KNOWN * 10]).encode()
    assert not agree(content, limits=small(rows=19)) and agree(content, limits=small(rows=20))
    assert not agree(content, limits=small(line_bytes=20))


def test_equal_numbers_for_different_long_cells_are_noticed(monkeypatch):
    lines = [f"2021-08-04;0010;5;P;x;{word * 3}" for word in ("thuis", "elders", "overal")]
    monkeypatch.setattr(quick, "_mixed", lambda words: np.zeros(len(words[0]), dtype=np.uint64))
    assert agree("\n".join([HEAD, *lines]).encode())


def test_a_file_of_many_blocks():
    lines = [f"2021-08-{n % 28 + 1:02};0010;{n};P{n};{'x' * (n % 50)};thuis" for n in range(3000)]
    lines[1000:1000] = ["", ";;;;;"]
    source, around = made("\n".join([HEAD, *lines]).encode())
    _, parts = quick.quick_parts(source, around.limits, 10_000)
    found = list(parts)
    assert len(found) > 10
    numbers = np.concatenate([part.numbers for part in found])
    assert numbers.tolist() == [*range(2, 1002), *range(1004, 3004)]
    assert agree("\n".join([HEAD, *lines]).encode(), 10_000)


@given(st.binary(min_size=16, max_size=90), st.lists(st.text(max_size=20), max_size=5))
@settings(max_examples=60, deadline=None)
def test_many_hashes_are_the_hashes_that_are_stored(key, texts):
    assert hasher(key, "pseudonym")(texts).tolist() == [keyed_hash(key, "pseudonym", text) for text in texts]


def test_hashes_stay_what_they_were():
    assert keyed_hash(b"a key for tests, not a secret", "pseudonym", "P1") == -4041401807191706059


def test_who_listens_hears_how_far_the_reader_is():
    heard = []
    content = "\n".join([HEAD, *KNOWN * 50]).encode()
    source, around = made(content)
    table.read(replace(source, tell=heard.append), around)
    assert heard[-1] == len(content) or heard[-1] == len(content) + 1
