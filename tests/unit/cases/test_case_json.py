"""JSON text of one case."""

import json

import pytest

from cases.case_json import MAX_BYTES, parse_case
from tests.unit.cases.example_case import full_case


def test_text_and_bytes_with_or_without_a_byte_order_mark() -> None:
    text = json.dumps(full_case(), ensure_ascii=False)
    for raw in (text, text.encode(), text.encode("utf-8-sig"), "\ufeff" + text):
        assert parse_case(raw) == (full_case(), None)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "not valid JSON from line 1, character 1"),
        (b'{"format": ', "not valid JSON"),
        (b"{'format': 1}", "not valid JSON"),
        (b"\xff\xfe\x00", "not readable JSON (UTF-8, byte 0)"),
        (b"[" * 200_000, "nested far deeper"),
        (b'{"a": 1, "b": 2, "a": 3}', 'the key "a" occurs twice'),
        (b'{"parity": ' + b"9" * 5000 + b"}", "not readable JSON"),
        (b" " * (MAX_BYTES + 1), "give one case per file"),
    ],
)
def test_unreadable_text_is_one_problem(raw: bytes, words: str) -> None:
    value, problem = parse_case(raw)
    assert value is None
    assert problem is not None and words in problem.text.en
