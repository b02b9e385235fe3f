"""PURE. What is told of each delivery of a scope: statements in their place, and those that have none."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Final, TypeVar

from perined_import.readers.fhir import codes_32 as codes
from perined_import.readers.fhir.deliveries import EARLIER_DAYS, Birth, Deliveries, Delivery
from perined_import.readers.fhir.nodes import Node
from perined_import.readers.fhir.placing import in_pregnancy, place
from perined_import.readers.fhir.scopes import Resource
from perined_import.readers.fhir.values import Faults, amount, holds, is_about, rank, snomed, was_done, when
from perined_import.readers.message import Amount

T = TypeVar("T")

_OBSERVATIONS: Final = {
    codes.BLOOD_LOSS: "blood_loss_ml",
    codes.MODE: "mode",
    codes.PLACE: "place",
    codes.PLACENTA: "placenta",
    codes.PERINEUM: "perineum",
    codes.START: "onset",
    codes.PUSHING: "second_stage_min",
    codes.PRESENTATION: "mode",
    codes.CHILDREN: "children",
    codes.BIRTH_WEIGHT: "birth_weight_g",
    **dict.fromkeys(codes.DEATHS, "perinatal_death"),
}
"""Code of a statement → the column that lacks it when it cannot be placed."""
_PROBLEMS: Final = {codes.HAEMORRHAGE: "pph_flag", **dict.fromkeys(codes.TEARS, "perineum")}
_PROCEDURES: Final = (
    codes.INTERVENTIONS.keys()
    | codes.ANALGESIA.keys()
    | codes.INSTRUMENTS.keys()
    | codes.CAESAREANS.keys()
    | codes.EPISIOTOMIES
    | {codes.BREAKING_MEMBRANES, codes.AUGMENTATION, codes.PAIN_RELIEF}
)
_OF_WOMAN: Final = frozenset({codes.PARITY, codes.DUE, codes.HEIGHT, codes.WEIGHT})
_TOLD: Final = frozenset({*_OBSERVATIONS, *_PROBLEMS, *_PROCEDURES})


class Statements:
    """Everything that is told of the deliveries of one scope."""

    def __init__(self, deliveries: Deliveries) -> None:
        self.deliveries = deliveries
        self._of: dict[Delivery, list[tuple[Resource, Birth | None]]] = defaultdict(list)
        self._lost: dict[Resource | None, list[tuple[Resource, str, str]]] = defaultdict(list)
        self._others: dict[tuple[Resource, str], list[Resource]] = defaultdict(list)
        for one in deliveries.scope.of_kind("Observation", "Condition", "Procedure"):
            self._sort(one)

    def _sort(self, one: Resource) -> None:
        if one.kind == "Observation" and rank(one):
            who = self.deliveries.subject(one)
            for about in one.node.all("code", "coding") if who is not None else ():
                if who is not None and about.text("code") in _OF_WOMAN:
                    self._others[who, about.text("code") or ""].append(one)
        code = _code(one.node)
        if code is None or (one.kind == "Observation" and not rank(one)):
            return
        where = place(one, self.deliveries)
        # A problem or procedure without a date may be of earlier years: it must say itself where it belongs.
        if where.delivery is not None and (where.is_sure or one.kind == "Observation"):
            self._of[where.delivery].append((one, where.birth))
        else:
            column = _OBSERVATIONS.get(code) or _PROBLEMS.get(code) or ""
            self._lost[where.woman].append((one, code, column))

    def note_lost(self, delivery: Delivery, faults: Faults, is_first: bool) -> None:
        """Warn of what is told of this woman and could not be placed; of nobody known, at the first."""
        lost = list(self._lost.get(delivery.mother, ())) if delivery.mother is not None else []
        if is_first:
            lost += self._lost.get(None, ())
        for one, code, column in lost:
            explicit = one.kind == "Procedure" and any(one.node.all("partOf"))
            if not (column or explicit) or self._is_earlier(one, delivery):
                continue
            if one.kind == "Condition" and holds(one) is None:
                continue
            faults.add("fhir_unplaced", column or "mode", code)

    def earlier(self, delivery: Delivery) -> tuple[list[str | None], bool | None]:
        """Return the blood loss (ml) of each earlier delivery, and whether one was a haemorrhage."""
        losses: list[str | None] = []
        haemorrhage: bool | None = None
        for one in self.deliveries.of_mother(delivery.mother) if delivery.mother is not None else ():
            if one is delivery or not _is_before(one, delivery):
                continue
            found = self.blood_loss(one, Faults())
            losses.append(found.text if found is not None and found.unit == "ml" else None)
            haemorrhage = haemorrhage or self.haemorrhage(one)
        for lost, code, _ in self._lost.get(delivery.mother, ()) if delivery.mother is not None else ():
            if not self._is_earlier(lost, delivery):
                continue
            if code == codes.BLOOD_LOSS:
                found = amount(lost.node)
                losses.append(found.text if found is not None and found.unit == "ml" else None)
            elif code == codes.HAEMORRHAGE and holds(lost):
                haemorrhage = True
        return losses, haemorrhage

    @staticmethod
    def _is_earlier(one: Resource, delivery: Delivery) -> bool:
        at = when(one)
        known = at is not None and at.day is not None and delivery.day is not None
        return known and (delivery.day - at.day).days > EARLIER_DAYS  # type: ignore[operator, union-attr]

    # --- looking up ------------------------------------------------------------------------------------
    def observations(self, delivery: Delivery, code: str, birth: Birth | None = None) -> Iterator[Resource]:
        """Yield the observations of a delivery (or of one birth in it) with this code."""
        for one, of_birth in self._of[delivery]:
            if one.kind == "Observation" and _code(one.node) == code and birth in (None, of_birth):
                yield one

    def chosen(
        self, found: Iterator[Resource], column: str, read: Callable[[Node], T | None], faults: Faults
    ) -> T | None:
        """Return the value of the statement that counts: final before preliminary, then the newest.

        A known value comes before one that is absent for a reason; several that differ are noted.
        """
        read_values = [(one, read(one.node)) for one in found]
        values = [(one, value) for one, value in read_values if value is not None]
        known = [pair for pair in values if pair[1] != codes.ABSENT] or values
        if not known:
            return None
        best = max(_weight(one) for one, _ in known)
        last = [value for one, value in known if _weight(one) == best]
        _note_several(column, last, faults)
        return last[-1]

    def blood_loss(self, delivery: Delivery, faults: Faults) -> Amount | None:
        """Return the blood loss of a delivery; of several final ones the largest, as over linked reports."""
        found = [(rank(one), amount(one.node)) for one in self.observations(delivery, codes.BLOOD_LOSS)]
        told = [(weight, one) for weight, one in found if one is not None]
        if not told:
            return None
        best = max(weight for weight, _ in told)
        last = [one for weight, one in told if weight == best]
        _note_several("blood_loss_ml", last, faults)
        return max(last, key=_millilitres)

    def haemorrhage(self, delivery: Delivery) -> bool | None:
        """Say whether a haemorrhage was found at this delivery; refuted is no, uncertain is unknown."""
        answers = [
            holds(one)
            for one, _ in self._of[delivery]
            if one.kind == "Condition" and _code(one.node) == codes.HAEMORRHAGE
        ]
        known = [answer for answer in answers if answer is not None]
        return any(known) if known else None

    def tears(self, delivery: Delivery) -> list[str]:
        """Return the problems of the perineum at this delivery, in codes of 2.3."""
        found = [_code(one.node) for one, _ in self._of[delivery] if one.kind == "Condition" and holds(one)]
        return [codes.TEARS[code] for code in found if code is not None and code in codes.TEARS]

    def procedures(
        self, delivery: Delivery, birth: Birth | None = None
    ) -> Iterator[tuple[str, bool | None, Resource, bool]]:
        """Yield (code, done, procedure, whether it names its birth) of a delivery or one birth.

        A procedure that names no birth is of every birth of the delivery.
        """
        for one, of_birth in self._of[delivery]:
            code = _code(one.node)
            if one.kind == "Procedure" and code is not None and (birth is None or of_birth in (None, birth)):
                yield code, was_done(one), one, of_birth is not None

    def of_woman(
        self, delivery: Delivery, code: str, systems: frozenset[str] = codes.SNOMED
    ) -> Iterator[Resource]:
        """Yield the observations with this code that belong to the woman's pregnancy."""
        for one in self._others.get((delivery.mother, code), ()) if delivery.mother is not None else ():
            if is_about(one.node, code, systems) and in_pregnancy(one, delivery, self.deliveries):
                yield one


def _code(node: Node) -> str | None:
    """Return which of the codes that are read this statement is about."""
    if is_about(node, codes.BIRTH_WEIGHT, codes.LOINC):
        return codes.BIRTH_WEIGHT
    return next((code for code in snomed(node, "code") if code in _TOLD), None)


def _weight(one: Resource) -> tuple[int, int, int]:
    at = when(one)
    day = at.day.toordinal() if at is not None and at.day is not None else 0
    minute = at.minute if at is not None and at.minute is not None else -1
    return rank(one), day, minute


def _millilitres(found: Amount) -> float:
    try:
        return float(found.text) if found.unit == "ml" else -1.0
    except ValueError:
        return -1.0


def _note_several(column: str, values: list[T], faults: Faults) -> None:
    distinct = [value for n, value in enumerate(values) if value not in values[:n]]
    if len(distinct) > 1:
        faults.add("fhir_several", column, " / ".join(map(_shown, distinct)))


def _shown(value: object) -> str:
    return value.text if isinstance(value, Amount) else str(value)


def _is_before(one: Delivery, other: Delivery) -> bool:
    if one.day is None or other.day is None:
        return one.is_history
    return (other.day - one.day).days > EARLIER_DAYS
