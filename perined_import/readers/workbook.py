"""PURE. A workbook (XLSX) from strangers → a copy that a library may open: only what was looked at is in it.

Two readers of one ZIP need not find the same in it: sizes may lie, names may stand in it twice. So the
members that matter are unpacked here, looked at, and put into a new file without compression.
"""

import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final, cast

from perined_import.readers.detect import ZIP_FAULTS, open_zip, refuse_bomb
from perined_import.readers.sheet_size import (
    CELL_TEXT,
    Pieces,
    bytes_of_texts,
    fits,
    lengths_of_texts,
    states_too_much,
    whole_tags,
)
from perined_import.readers.source import MB, Limits, Source, refuse

_IN_MEMORY: Final = 32 * MB
_READ: Final = re.compile(r"(xl/|_rels/)(.*\.(xml|rels))|\[content_types\]\.xml")
_TEXTS: Final = "xl/sharedstrings.xml"
_OTHERS: Final = {
    "xl/workbook.bin": "XLSB",
    "content.xml": "ODS",
    "word/document.xml": "DOCX",
    "ppt/presentation.xml": "PPTX",
}
_ERROR: Final = re.compile(rb"""(<(?:\w+:)?c\s[^<>]*?\bt\s*=\s*["'])e(["'])""")
"""The type of a cell that shows an error, as #N/A; as a text it can be told to a person."""


@contextmanager
def checked_copy(source: Source, limits: Limits) -> Iterator[BinaryIO]:
    """Yield a copy of a workbook that can be read in bounded memory.

    Raises FileRefused for what is no workbook, is damaged or protected, or is far too large unpacked.
    """
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as made:
            for name, texts in _contents(source, limits):
                with made.open(name, "w", force_zip64=True) as member:
                    for text in texts:
                        member.write(text)
        _check(cast(BinaryIO, copy), source, limits)
        copy.seek(0)
        yield cast(BinaryIO, copy)


def _contents(source: Source, limits: Limits) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the name of each member that is read, and its content piece by piece."""
    try:
        with open_zip(source, limits) as archive:
            for info in _members(archive, source, limits):
                yield info.filename, _cleaned(archive, info, source)
    except ZIP_FAULTS as error:
        raise refuse("bad_spreadsheet", source) from error
    finally:
        source.stream.seek(0)


def _cleaned(archive: zipfile.ZipFile, info: zipfile.ZipInfo, source: Source) -> Iterator[bytes]:
    try:
        with archive.open(info) as member:
            for text in whole_tags(member.read):
                yield _clean(text, source)
    except ZIP_FAULTS as error:
        raise refuse("bad_spreadsheet", source) from error


def _members(archive: zipfile.ZipFile, source: Source, limits: Limits) -> list[zipfile.ZipInfo]:
    infos = archive.infolist()
    names = [info.filename.lower() for info in infos]
    other = next((kind for name, kind in _OTHERS.items() if name in names), None)
    if other is not None:
        raise refuse("not_a_table", source, other)
    refuse_bomb(infos, source, limits)
    kept = [info for info in infos if _READ.fullmatch(info.filename.lower())]
    if len({info.filename.lower() for info in kept}) < len(kept):
        raise refuse("bad_spreadsheet", source)
    if any(info.flag_bits & 1 for info in kept):
        raise refuse("zip_encrypted", source)
    if sum(info.file_size for info in kept) > limits.workbook_bytes:
        raise refuse("workbook_too_large", source, limit=limits.workbook_bytes // MB)
    return kept


def _clean(text: bytes, source: Source) -> bytes:
    """Return a piece of XML as it may be read. What can only be meant to harm is refused."""
    if b"\x00" in text or states_too_much(text):
        raise refuse("bad_spreadsheet", source)
    return _ERROR.sub(rb"\1str\2", text)


def _check(copy: BinaryIO, source: Source, limits: Limits) -> None:
    """Refuse sheets with too many cells, and texts that are too long or stand in too many cells."""
    with zipfile.ZipFile(copy) as archive:
        names = [name for name in archive.namelist() if name.lower().startswith("xl/")]
        sheets = [name for name in names if name.lower().endswith(".xml") and name.lower() != _TEXTS]
        if not all(fits(_of(archive, name), limits) for name in sheets):
            raise refuse("too_many_cells", source, limit=limits.sheet_cells)
        for texts in (name for name in names if name.lower() == _TEXTS):
            lengths = lengths_of_texts(_of(archive, texts))
            if len(lengths) > limits.sheet_cells:
                raise refuse("too_many_cells", source, limit=limits.sheet_cells)
            if lengths.max(initial=0) > CELL_TEXT:
                raise refuse("long_cell", source)
            if any(bytes_of_texts(_of(archive, name), lengths) > limits.workbook_bytes for name in sheets):
                raise refuse("workbook_too_large", source, limit=limits.workbook_bytes // MB)


def _of(archive: zipfile.ZipFile, name: str) -> Pieces:
    def pieces() -> Iterator[bytes]:
        with archive.open(name) as member:
            yield from whole_tags(member.read)

    return pieces
