"""PURE. A case as ``fluxus-case/1`` (JSON values) ↔ ``CaseFacts``.

Reading names every problem at once, each by its path; nothing that comes in can raise.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, cast

from cases import case_problems as words
from cases.case_codes import TEST_OF_VALUE
from cases.case_plausible import impossible, unlikely
from cases.case_problems import BadValue, Problem, joined, shown, unknown_key
from cases.case_schema import FORMAT, MAX_ROWS, OBJECTS, REVIEW, ROWS, TOP, Key
from cases.case_values import Clock, epoch_minutes, moment_of, read_value, write_value
from cases.screening import facts as f
from cases.screening.facts import Answer, CaseFacts
from fluxus.texts import Text

HOSPITAL: Final = "hospital"
ROW_TYPES: Final[dict[str, type]] = {
    "blood_loss": f.BloodLoss,
    "vitals": f.Vitals,
    "medication": f.Medication,
    "interventions": f.Intervention,
    "calls": f.Call,
    "staff": f.Staff,
    "labs": f.Lab,
    "blood_products": f.BloodProduct,
}
OBJECT_TYPES: Final[dict[str, type]] = {
    "mother": f.Mother,
    "birth": f.Birth,
    "ambulance": f.Ambulance,
    "aftercare": f.Aftercare,
    "outcome": f.Outcome,
}
SORTED_BY: Final = {
    "calls": "called",
    "staff": "present_from",
    "labs": "sampled",
    "blood_products": "started",
}
_TOP_KEYS: Final = frozenset({"format", "review", *ROWS, *OBJECTS, *(key.name for key in TOP)})


@dataclass(frozen=True, slots=True)
class CaseReading:
    """``facts`` is None exactly when there are ``problems``; ``warnings`` refuse nothing."""

    facts: CaseFacts | None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def read_case(data: object, *, now: datetime | None = None, draft: bool = False) -> CaseReading:
    """Read one case out of parsed JSON. ``now`` (aware; default: this moment) says what is future.

    A ``draft`` may still lack blood-loss records, and the note on a total that differs from the last of them.

    Source: the design page of the case format. Never raises on account of ``data``.
    """
    if not isinstance(data, dict):
        return CaseReading(None, (Problem("", words.NOT_OBJECT.format(value=shown(data))),))
    reader = _Reader(data, Clock(epoch_minutes(now or datetime.now(UTC))))
    values = reader.read()
    problems = (*reader.problems, *impossible(values, data, draft=draft))
    if problems:
        return CaseReading(None, problems)
    return CaseReading(_facts(values, reader.birth), warnings=tuple(unlikely(values, data)))


class _Reader:
    """One pass over one case: values of the facts by the names of the format, and what was wrong."""

    def __init__(self, data: Mapping[str, object], clock: Clock) -> None:
        self.data = data
        self.clock = clock
        self.birth = 0
        self.problems: list[Problem] = []

    def read(self) -> dict[str, Any]:
        """Return ``{section: values or rows or None}``; a value that could not be read is None."""
        self._complain_of_unknown("", self.data, _TOP_KEYS)
        if self.data.get("format") != FORMAT:
            value = shown(self.data.get("format"))
            self._add("format", words.WRONG_FORMAT.format(value=value, expected=f'"{FORMAT}"'))
        self._find_birth()
        values: dict[str, Any] = {key.name: self._value("", self.data, key) for key in TOP}
        values["ambulance_given"] = "ambulance" in self.data
        for name, keys in OBJECTS.items():
            values[name] = self._object(name, self.data.get(name), keys)
        for name, keys in ROWS.items():
            values[name] = self._rows(name, self.data.get(name), keys)
        self._review()
        return values

    def _find_birth(self) -> None:
        """Set the clock on the birth, when its time can be read; complaints come with the birth itself."""
        birth = self.data.get("birth")
        key = OBJECTS["birth"][0]
        try:
            moment = read_value(key, birth.get(key.name) if isinstance(birth, dict) else None, self.clock)
        except BadValue:
            return
        self.birth = cast(int, moment)
        self.clock = Clock(self.clock.now, self.birth)

    def _object(self, path: str, raw: object, keys: tuple[Key, ...]) -> dict[str, Any] | None:
        if raw is None and path != "birth":
            return None
        if raw is not None and not isinstance(raw, dict):
            self._add(path, words.NOT_OBJECT.format(value=shown(raw)))
            return None
        given: dict[str, object] = raw or {}
        self._complain_of_unknown(path, given, frozenset(key.name for key in keys))
        return {key.name: self._value(path, given, key) for key in keys}

    def _rows(self, path: str, raw: object, keys: tuple[Key, ...]) -> list[dict[str, Any] | None] | None:
        if raw is None:
            return None
        if not isinstance(raw, list):
            self._add(path, words.NOT_LIST.format(value=shown(raw)))
            return None
        if len(raw) > MAX_ROWS:
            self._add(path, words.TOO_MANY.format(value=len(raw), limit=MAX_ROWS))
            return None
        return [self._row(f"{path}[{index}]", row, keys) for index, row in enumerate(raw)]

    def _row(self, path: str, raw: object, keys: tuple[Key, ...]) -> dict[str, Any] | None:
        if raw is None:
            self._add(path, words.NOT_OBJECT.format(value="null"))
            return None
        return self._object(path, raw, keys)

    def _review(self) -> None:
        """Check the review that an export carries along; reading does not use it."""
        raw = self.data.get("review")
        if isinstance(raw, dict):
            findings = raw.get("findings")
            if findings is not None and not isinstance(findings, dict):
                self._add("review.findings", words.NOT_OBJECT.format(value=shown(findings)))
            raw = {name: value for name, value in raw.items() if name != "findings"}
        self._object("review", raw, REVIEW)

    def _value(self, path: str, given: Mapping[str, object], key: Key) -> object:
        raw = given.get(key.name)
        if raw is None:
            if key.required:
                self._add(joined(path, key.name), words.MISSING)
            return None
        try:
            return read_value(key, raw, self.clock)
        except BadValue as bad:
            self._add(joined(path, key.name), bad.text)
            return None

    def _complain_of_unknown(self, path: str, given: Mapping[str, object], known: frozenset[str]) -> None:
        for name in given:
            if name not in known:
                self.problems.append(unknown_key(path, name, known))

    def _add(self, path: str, text: Text) -> None:
        self.problems.append(Problem(path, text))


def _facts(values: Mapping[str, Any], birth: int) -> CaseFacts:
    """Put values without problems together, with what the format says about things left out."""
    hospital = values["birth"]["place"] == HOSPITAL
    parts: dict[str, Any] = {
        name: kind(**_arguments(OBJECTS[name], values[name])) for name, kind in OBJECT_TYPES.items()
    }
    parts["birth"] = replace(parts["birth"], time=moment_of(birth))
    if values["ambulance"] is None:
        parts["ambulance"] = None
    rows: dict[str, Any] = {name: _read_rows(name, values[name] or []) for name in ROWS}
    return CaseFacts(
        label=values["label"] or "",
        vsv=values["vsv"],
        secondary_care_takeover=0 if hospital else values["secondary_care_takeover"],
        incomplete=(values["incomplete_sections"] or frozenset()) | {n for n in ROWS if values[n] is None},
        clear_fluids_before_blood_ml=values["clear_fluids_before_blood_ml"],
        ambulance_unknown=not values["ambulance_given"] and not hospital,
        **parts,
        **rows,
    )


def _arguments(keys: tuple[Key, ...], values: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what is known under the names of the facts; what is not known keeps the default."""
    known = values or {}
    return {key.attribute: known[key.name] for key in keys if known.get(key.name) is not None}


def sorted_rows(name: str, rows: Iterable[Any]) -> tuple[Any, ...]:
    """Return the rows by time, undated ones last; blood loss of one minute from low to high."""
    moment = SORTED_BY.get(name, "time")

    def place(row: Any) -> tuple[float, float, int]:
        when = getattr(row, moment)
        return (f.NEVER if when is None else when, getattr(row, "cumulative_ml", 0), row.index)

    return tuple(sorted(rows, key=place))


def _read_rows(name: str, rows: list[dict[str, Any]]) -> tuple[Any, ...]:
    kind = ROW_TYPES[name]
    return sorted_rows(name, [kind(index=i, **_row_arguments(name, row)) for i, row in enumerate(rows)])


def _row_arguments(name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    given = {key.attribute: row[key.name] for key in ROWS[name]}
    if given.get("tests") is not None:
        given["tests"] |= {test for value, test in TEST_OF_VALUE.items() if given[value] is not None}
    return given


def write_case(facts: CaseFacts) -> dict[str, object]:
    """Return ``facts`` as ``fluxus-case/1``: reading it again gives equal facts, indices included.

    Times are those of the clock in Amsterdam with their offset; what is unknown is left out.
    """
    birth = epoch_minutes(facts.birth.time)
    written: dict[str, object] = {"format": FORMAT}
    written |= _written(TOP, facts, birth)
    for name, keys in OBJECTS.items():
        part = getattr(facts, name)
        if part is not None:
            written[name] = _written(keys, part, birth)
    written["birth"] = {
        "time": write_value(OBJECTS["birth"][0], 0, birth),
        **_written(OBJECTS["birth"][1:], facts.birth, birth),
    }
    if facts.ambulance is None and not facts.ambulance_unknown:
        written["ambulance"] = None
    for name, keys in ROWS.items():
        rows = sorted(getattr(facts, name), key=lambda row: row.index)
        written[name] = [_written(keys, row, birth) for row in rows]
    return written


def _written(keys: tuple[Key, ...], part: object, birth: int) -> dict[str, object]:
    """Return the values of one part that are known, by the names of the format."""
    values = ((key, getattr(part, key.attribute)) for key in keys)
    return {
        key.name: write_value(key, value, birth)
        for key, value in values
        if value is not None and value != "" and value is not Answer.UNKNOWN
    }
