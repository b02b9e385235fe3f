"""PURE. JSON from strangers, in pieces: bounded size and depth, no double keys, no NaN.

A bundle is cut at its entries while it streams in, so that memory holds one entry as text and never the file.
Several documents on end (NDJSON) are read one by one.
"""

import codecs
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final, NoReturn

from perined_import.readers.source import MB, Limits, Source, refuse

MAX_DEPTH: Final = 100
"""Objects and lists within each other; a FHIR resource needs a few dozen at most."""
MAX_PARTS: Final = 2_000_000
"""Values of one entry: each takes a hundred bytes or more, however short it is written."""
_CHUNK: Final = 64 * 1024
_STRUCTURE = re.compile(r'["{}\[\]]')
_IN_STRING = re.compile(r'["\\]')
_ENTRY_NAME = re.compile(r'"entry"\s*:\s*$')
_TAIL: Final = 64
_CLOSES: Final = {"}": "{", "]": "["}


class _Unfit(Exception):
    """Something in a piece that is refused: code in the catalogue, value."""


def documents(source: Source, limits: Limits) -> Iterator[tuple[bool, dict[str, Any]]]:
    """Yield (True, entry) for each entry of a bundle, then (False, document) with numbers in their place.

    Numbers come as the texts that were written. Raises FileRefused.
    """
    scanner = _Scanner(source, limits)
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    source.stream.seek(0)
    while chunk := source.stream.read(_CHUNK):
        try:
            text = decoder.decode(chunk)
        except UnicodeDecodeError:
            scanner.damaged()
        yield from scanner.feed(text)
    try:
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        scanner.damaged()
    scanner.finish()


class _Scanner:
    """Follows quotes and brackets only; what is between them is left to the JSON parser."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self._source, self._limits = source, limits
        self._stack: list[str] = []
        self._in_string = self._escaped = self._in_entries = False
        self._outer: list[str] = []
        self._piece: list[str] | None = None
        self._size = {"outer": 0, "piece": 0}
        self._line = self._first_line = 1

    def feed(self, text: str) -> Iterator[tuple[bool, dict[str, Any]]]:
        """Yield what is complete after this text."""
        at = begin = 0
        while True:
            if self._in_string:
                at = self._through_string(text, at)
                if self._in_string:
                    break
            found = _STRUCTURE.search(text, at)
            if found is None:
                break
            at = found.end()
            mark = found[0]
            if mark == '"':
                if not self._stack:
                    self.damaged(text, begin, at)
                self._in_string = True
            elif mark in "{[":
                begin = self._open(mark, text, begin, found.start())
            else:
                done = self._close(mark, text, begin, at)
                if done is not None:
                    begin = at
                    yield done
        self._keep(text[begin:])
        self._line += text.count("\n", begin)

    def finish(self) -> None:
        """Refuse a document that was cut off."""
        if self._stack or self._in_string:
            self.damaged()

    def damaged(self, text: str = "", begin: int = 0, at: int = 0) -> NoReturn:
        """Refuse the file as damaged at the line reached."""
        raise refuse("malformed_json", self._source, self._line + text.count("\n", begin, at))

    def _through_string(self, text: str, at: int) -> int:
        if self._escaped and text:
            at, self._escaped = at + 1, False
        while (found := _IN_STRING.search(text, at)) is not None:
            at = found.end()
            if found[0] == '"':
                self._in_string = False
                return at
            if at == len(text):
                self._escaped = True
                return at
            at += 1
        return len(text)

    def _open(self, mark: str, text: str, begin: int, start: int) -> int:
        depth = len(self._stack)
        if depth == 0:
            if text[begin:start].strip():
                self.damaged(text, begin, start)
            if mark == "[":
                raise refuse("fhir_not_a_bundle", self._source, "[")
            begin = self._begin(text, begin, start)
        elif self._in_entries and depth == 2 and mark == "{":
            self._keep(text[begin:start] + "0")
            self._piece = []
            self._size["piece"] = 0
            begin = self._begin(text, begin, start)
        elif depth == 1 and mark == "[":
            before = "".join(self._outer[-3:])[-_TAIL:] + text[max(begin, start - _TAIL) : start]
            self._in_entries = _ENTRY_NAME.search(before) is not None
        self._stack.append(mark)
        if depth + 1 > MAX_DEPTH:
            raise refuse("json_too_deep", self._source)
        return begin

    def _begin(self, text: str, begin: int, start: int) -> int:
        """Note the line on which a document or piece begins; return its place in the text."""
        self._line += text.count("\n", begin, start)
        self._first_line = self._line
        return start

    def _close(self, mark: str, text: str, begin: int, at: int) -> tuple[bool, dict[str, Any]] | None:
        if not self._stack or self._stack.pop() != _CLOSES[mark]:
            self.damaged(text, begin, at)
        depth = len(self._stack)
        if depth == 1:
            self._in_entries = False
        if depth != 0 and not (depth == 2 and self._piece is not None):
            return None
        self._keep(text[begin:at])
        self._line += text.count("\n", begin, at)
        is_entry = self._piece is not None
        made = self._loaded("".join(self._outer if self._piece is None else self._piece), is_entry)
        if is_entry:
            self._piece = None
        else:
            self._outer = []
            self._size["outer"] = 0
        return is_entry, made

    def _keep(self, text: str) -> None:
        """Keep text of the piece (or document) that is being read; outside one only white space may stand."""
        if not self._stack and not self._outer and self._piece is None and text[:1] != "{":
            if text.strip():
                self.damaged()
            return
        if self._piece is None:
            name, where = "outer", self._outer
        else:
            name, where = "piece", self._piece
        where.append(text)
        self._size[name] += len(text)
        if self._size[name] > self._limits.message_bytes:
            raise refuse("message_too_large", self._source, limit=self._limits.message_bytes // MB)

    def _loaded(self, text: str, is_entry: bool) -> dict[str, Any]:
        if sum(map(text.count, "{[,")) > MAX_PARTS:
            raise refuse("message_too_full", self._source, limit=MAX_PARTS)
        try:
            made = json.loads(
                text, object_pairs_hook=_unique, parse_constant=_constant, parse_int=str, parse_float=str
            )
        except _Unfit as error:
            raise refuse(error.args[0], self._source, error.args[1]) from error
        except json.JSONDecodeError as error:
            # Without its entries a bundle has lost its lines: then the line where it ends is named.
            if is_entry or "\n" not in text:
                self._line = self._first_line + error.lineno - 1
            self.damaged()
        if not isinstance(made, dict):
            self.damaged()
        return made


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise _Unfit("json_double_key", Counter(name for name, _ in pairs).most_common(1)[0][0])
    return made


def _constant(text: str) -> NoReturn:
    raise _Unfit("json_no_number", text)
