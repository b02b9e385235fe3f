"""PURE. Delivery → VSV. The data do not say it; a dated table of organisations does, by one function.

Rule of Perined: a birth in hospital counts for the hospital's VSV, a home birth for the VSVs of the practice,
in the shares of its referral pattern. So a VSV's counts may be fractional; totals stay whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

WHOLE: Final = 1_000_000
"""Shares are whole millionths, so that sums are exact."""

HOSPITAL: Final = "hospital"


@dataclass(frozen=True)
class Membership:
    """One row of the dated table; ``valid_until`` is inclusive, None is open."""

    vsv_id: int
    share: int
    valid_from: date
    valid_until: date | None = None


class Share(NamedTuple):
    """The part of a delivery (in millionths) that counts for a VSV; None: not attributed."""

    vsv_id: int | None
    share: int


class Attributed(NamedTuple):
    """Where a delivery counts, and the organisation through which that was decided."""

    lvr_id: str | None
    shares: tuple[Share, ...]


NOT_ATTRIBUTED: Final = (Share(None, WHOLE),)


@dataclass(frozen=True)
class Organisations:
    """The dated table: LVR id → kind, and LVR id → its rows."""

    kinds: Mapping[str, str]
    memberships: Mapping[str, Sequence[Membership]]

    def is_hospital(self, lvr_id: str | None) -> bool:
        """Say whether this LVR id is known as a hospital."""
        return lvr_id is not None and self.kinds.get(lvr_id) == HOSPITAL

    def is_practice(self, lvr_id: str | None) -> bool:
        """Say whether this LVR id is known as a practice."""
        return lvr_id is not None and self.kinds.get(lvr_id) not in (None, HOSPITAL)

    def shares(self, lvr_id: str | None, day: date) -> tuple[Share, ...]:
        """Return the organisation's shares on a day, the rest as not attributed; empty when it has none."""
        found = [
            Share(row.vsv_id, row.share)
            for row in self.memberships.get(lvr_id or "", ())
            if row.valid_from <= day and (row.valid_until is None or day <= row.valid_until)
        ]
        rest = WHOLE - sum(share.share for share in found)
        return (*found, Share(None, rest)) if found and rest > 0 else tuple(found)

    def whole(self, lvr_id: str | None, day: date) -> tuple[Share, ...]:
        """Return the organisation's shares if it belongs wholly to one VSV that day, else nothing."""
        shares = self.shares(lvr_id, day)
        return shares if len(shares) == 1 and shares[0].share == WHOLE else ()


def day_of(birth_date: date | None, birth_year: int | None) -> date:
    """Return the day on which the table is asked; a birth known by year only is tested on 1 July."""
    return birth_date or date(birth_year or 1900, 7, 1)


def attribute(
    organisations: Organisations,
    *,
    day: date,
    place: str | None,
    hospital_lvr_id: str | None,
    reporters: Sequence[str | None],
    vsv_id: int | None = None,
) -> Attributed:
    """Return the VSVs of one delivery with their shares (together the whole), and the deciding organisation.

    ``vsv_id`` is what the file or the command names; it decides. ``reporters`` are the LVR ids of the
    linked reports, in order of precedence.
    """
    first = reporters[0] if reporters else None
    if vsv_id is not None:
        return Attributed(hospital_lvr_id or first, (Share(vsv_id, WHOLE),))
    if place == HOSPITAL or (place is None and hospital_lvr_id):
        return _in_hospital(organisations, day, hospital_lvr_id, reporters)
    if place is None:
        return _by_reporter(organisations, day, first)
    practice = next((lvr_id for lvr_id in reporters if organisations.is_practice(lvr_id)), None)
    return _by_reporter(organisations, day, practice or first)


def _by_reporter(organisations: Organisations, day: date, lvr_id: str | None) -> Attributed:
    return Attributed(lvr_id, organisations.shares(lvr_id, day) or NOT_ATTRIBUTED)


def _in_hospital(
    organisations: Organisations, day: date, hospital: str | None, reporters: Sequence[str | None]
) -> Attributed:
    shares = organisations.shares(hospital, day)
    if shares:
        return Attributed(hospital, shares)
    for lvr_id in reporters:
        if organisations.is_hospital(lvr_id) and (shares := organisations.shares(lvr_id, day)):
            return Attributed(lvr_id, shares)
    for lvr_id in reporters:
        if organisations.is_practice(lvr_id) and (shares := organisations.whole(lvr_id, day)):
            return Attributed(lvr_id, shares)
    return Attributed(hospital or (reporters[0] if reporters else None), NOT_ATTRIBUTED)


def overfull(rows: Iterable[Membership]) -> date | None:
    """Return the first day on which the shares of one organisation add up to more than the whole, or None."""
    held = list(rows)
    for day in sorted({row.valid_from for row in held}):
        total = sum(
            row.share
            for row in held
            if row.valid_from <= day and (row.valid_until is None or day <= row.valid_until)
        )
        if total > WHOLE:
            return day
    return None


def millionths(share: Decimal) -> int:
    """Return a share between 0 and 1 in millionths."""
    return int((share * WHOLE).to_integral_value())
