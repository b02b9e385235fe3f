"""PURE. Identifiers become keyed hashes the moment they are read: what is stored cannot be read back."""

import hashlib
import hmac
from typing import Final

MINIMUM_KEY_LENGTH: Final = 16
_WEIGHTS: Final = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def keyed_hash(key: bytes, *parts: str) -> int:
    """Return a signed 64-bit HMAC-SHA-256 of the parts, divided by a character that no identifier holds."""
    digest = hmac.digest(key, "\x1f".join(parts).encode(), hashlib.sha256)
    return int.from_bytes(digest[:8], "big", signed=True)


def is_usable(identifier: str | None) -> bool:
    """Say whether an identifier identifies anything: not empty, not only zeros or asterisks."""
    return bool(identifier and identifier.strip().strip("0*"))


def is_bsn(text: str | None) -> bool:
    """Say whether a text is a BSN: nine digits (eight with the zero lost), the 11-test, not all zeros."""
    if text is None or not text.isascii() or not text.isdigit() or not 8 <= len(text) <= 9:
        return False
    digits = [int(char) for char in text.zfill(9)]
    return (
        any(digits) and sum(weight * digit for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11 == 0
    )
