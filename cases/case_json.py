"""PURE. JSON text of one case → parsed value, or the one problem that makes it unreadable."""

import json
from typing import Any

from cases import case_problems as words
from cases.case_problems import BadValue, Problem, shown

MAX_BYTES = 5_000_000
"""A case takes a few thousand bytes; far more is not a case."""


def parse_case(raw: bytes | str) -> tuple[object, Problem | None]:
    """Return ``(value, None)`` or ``(None, problem)``; a key that stands twice is a problem."""
    try:
        if len(raw) > MAX_BYTES:
            raise BadValue(words.FILE_TOO_LARGE.format(value=len(raw), limit=MAX_BYTES))
        text = raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw.removeprefix("\ufeff")
        return json.loads(text, object_pairs_hook=_without_doubles), None
    except BadValue as bad:
        return None, Problem("", bad.text)
    except RecursionError:
        return None, Problem("", words.TOO_DEEP)
    except json.JSONDecodeError as error:
        return None, _not_json(error.msg, error.lineno, error.colno)
    except UnicodeDecodeError as error:
        return None, Problem("", words.NOT_JSON.format(value=f"UTF-8, byte {error.start}"))
    except ValueError as error:  # a number of thousands of digits
        return None, Problem("", words.NOT_JSON.format(value=shown(str(error))))


def _not_json(message: str, line: int, column: int) -> Problem:
    return Problem("", words.NOT_JSON_AT.format(line=line, column=column, value=message))


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise BadValue(words.TWICE.format(value=shown(double)))
    return values
