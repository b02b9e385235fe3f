"""PURE. Bytes of a table → lines of text: which character set, and no line without end."""

import codecs
import re
from collections.abc import Iterator
from typing import Final

from perined_import.readers.source import MB, Limits, Source, refuse

_CHUNK: Final = 1 * MB
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def encoding_of(source: Source, limits: Limits) -> str:
    """Return ``utf-8-sig`` or ``cp1252``.

    Raises FileRefused for NULs, for lines that are neither, and for a mixture of both.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    valid, read = True, 0
    source.stream.seek(0)
    while chunk := source.stream.read(_CHUNK):
        read += len(chunk)
        if read > limits.file_bytes:
            raise refuse("too_large", source, limit=limits.file_bytes // MB)
        if b"\x00" in chunk:
            raise refuse("nul_bytes", source)
        # What is plain ASCII, and does not end a character of the chunk before, is valid at sight.
        if valid and not (chunk.isascii() and decoder.getstate()[0] == b""):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                valid = False
    try:
        decoder.decode(b"", final=valid)
    except UnicodeDecodeError:
        valid = False
    if valid:
        return "utf-8-sig"
    _require_one_encoding(source, limits)
    return "cp1252"


def _require_one_encoding(source: Source, limits: Limits) -> None:
    """Refuse what is not Windows-1252 throughout: undefined bytes, or other lines in UTF-8."""
    utf8_seen = False
    other: int | None = None
    for number, line in _byte_lines(source, limits):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            utf8_seen = True
        except UnicodeDecodeError:
            other = other or number
        try:
            line.decode("cp1252")
        except UnicodeDecodeError as error:
            raise refuse("encoding", source, number) from error
    if utf8_seen and other is not None:
        raise refuse("mixed_encoding", source, other)


def _byte_lines(source: Source, limits: Limits) -> Iterator[tuple[int, bytes]]:
    source.stream.seek(0)
    number = 0
    while line := source.stream.readline(limits.line_bytes + 1):
        number += 1
        if len(line) > limits.line_bytes:
            raise refuse("long_line", source, number)
        yield number, line


def lines(source: Source, encoding: str, limits: Limits) -> Iterator[str]:
    """Yield the lines with their line ends. Raises FileRefused for a line that is too long."""
    for number, line in _byte_lines(source, limits):
        text = line.decode("utf-8" if encoding == "utf-8-sig" else encoding)
        text = text.removeprefix("\ufeff") if number == 1 else text
        # A file of an old Macintosh has only carriage returns.
        yield from _LINE.findall(text) if "\r" in text[:-2] else (text,)
