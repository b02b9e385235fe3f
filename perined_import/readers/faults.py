"""PURE. What is wrong in one message, and reading its codes, numbers and amounts while that is noted.

A code outside its value set, and nonsense in what no count needs, is a warning and unknown; nonsense in what
is counted rejects the message.
"""

import re
from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from perined_import import codes
from perined_import.kernset import BY_NAME
from perined_import.readers.message import Amount

_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,6})?", re.ASCII)
_THOUSAND_OR_DECIMAL = re.compile(r"-?\d{1,3}\.\d{3}", re.ASCII)
_FACTORS: Final[Mapping[str, Mapping[str, float]]] = {
    "blood_loss_ml": {"": 1, "ml": 1, "mL": 1},
    "birth_weight_g": {"": 1, "g": 1, "gram": 1, "kg": 1000},
    "height": {"": 1, "cm": 1, "m": 100},
    "weight": {"": 1, "kg": 1, "g": 0.001},
}
HIDDEN: Final = "…"
"""Stands for what is wrong in the birth date of a woman, which is never shown or stored."""


class Fault(NamedTuple):
    """Something wrong in one message; the code is in the catalogue of problems."""

    code: str
    column: str = ""
    value: str = ""


class Faults(list[Fault]):
    """Collects what is wrong while a row is made."""

    def unreadable(self, code: str, column: str, value: str) -> None:
        """Note what cannot be read; in a column that no count needs it is only a warning."""
        value = HIDDEN if column == "maternal_age" else value
        self.append(Fault("dropped" if BY_NAME[column].mend else code, column, value))

    def coded(self, column: str, value: str | None, known: Collection[str]) -> str | None:
        """Return a code that is in its value set; another is noted and unknown."""
        value = value.strip() if value is not None else None
        if not value or value in codes.UNKNOWN:
            return None
        if value not in known:
            self.append(Fault("unknown_code", column, value))
            return None
        return value

    def number(self, column: str, text: str | None) -> float | None:
        """Return a number; what is none is noted."""
        if text is None or not text.strip():
            return None
        if _NUMBER.fullmatch(text.strip()) is None:
            self.unreadable("not_a_number", column, text)
            return None
        return float(text)

    def whole(self, column: str, text: str | None) -> int | None:
        """Return a whole number; what is none, and 1.250 (thousands or a decimal?), is noted."""
        number = self.number(column, text)
        if number is None or text is None:
            return None
        if _THOUSAND_OR_DECIMAL.fullmatch(text.strip()):
            self.unreadable("ambiguous_number", column, text)
            return None
        if number != int(number):
            self.unreadable("not_a_number", column, text)
            return None
        return int(number)

    def amount(self, column: str, amount: Amount | None, of: str = "") -> float | None:
        """Return an amount in the unit of the column, or of the measure ``of`` from which it is derived."""
        if amount is None or not amount.text.strip():
            return None
        factors = _FACTORS[of or column]
        if amount.unit not in factors:
            self.unreadable("bad_unit", column, amount.unit)
            return None
        factor = factors[amount.unit]
        number = (
            self.whole(column, amount.text) if factor == 1 and not of else self.number(column, amount.text)
        )
        return None if number is None else number * factor
