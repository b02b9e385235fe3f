"""PURE. What there is to say about one threshold, and which checks rest on a derived value."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fluxus.texts import Text

_ALARM: Final = ("D02", "D10", "P11", "P23", "E01", "E02", "E07")
RESTS_ON: Final[Mapping[str, tuple[str, ...]]] = {
    "tP": ("D01", "D02", "D05", "P03", "P04", "P05", "P08", "P12", "E01", "E07"),
    "tSI": (*_ALARM, "D13"),
    "t1000": (*_ALARM, "D11", "D12", "P10", "P13", "E03", "E06", "E09"),
    "t1500": ("E04", "E08"),
    "t2000": ("D11", "E05", "E09"),
    "tTXA": ("D03", "P07"),
    "trig1": ("E01", "E07"),
}
"""Which checks rest on a derived value."""


@dataclass(frozen=True, slots=True)
class ParameterWords:
    """The words of one threshold.

    ``used_by``: checks and derived values; ``unless``: checks on such a derived value that never meet it.
    """

    key: str
    group: str
    name: Text
    explanation: Text
    used_by: tuple[str, ...]
    unless: tuple[str, ...] = ()

    @property
    def checks(self) -> tuple[str, ...]:
        """Return the checks that use it, directly or through a derived value, in their order."""
        found = {check for name in self.used_by for check in RESTS_ON.get(name, (name,))} - set(self.unless)
        return tuple(sorted(found, key=lambda check: ("DPE".index(check[0]), check)))


def words(
    group: str,
    key: str,
    used_by: str,
    name: tuple[str, str],
    more: tuple[str, str],
    *,
    unless: tuple[str, ...] = (),
) -> ParameterWords:
    """Return the words of one threshold; ``used_by``: checks and derived values, with spaces between."""
    return ParameterWords(key, group, Text(*name), Text(*more), tuple(used_by.split()), unless)
