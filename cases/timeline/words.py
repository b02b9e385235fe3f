"""PURE. One row of the timeline in words: its kind, when it was, what happened, the rest of what is known."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from cases.case_values import AMSTERDAM, moment_of, read_instant
from cases.labels import code_label
from fluxus.texts import Text

Row = Mapping[str, Any]
EMPTY: Final = Text("", "")
KINDS: Final[dict[str, Text]] = {
    "blood_loss": Text("bloedverlies", "blood loss"),
    "vitals": Text("vitaal", "vital signs"),
    "medication": Text("middel", "drug"),
    "interventions": Text("handeling", "done"),
    "calls": Text("hulp", "help"),
    "staff": Text("aanwezig", "present"),
    "labs": Text("lab", "lab"),
    "blood_products": Text("bloedproduct", "blood product"),
}
MOMENT: Final = Text("moment", "moment")
MOMENT_OF: Final = {
    "calls": ("called", "arrived"),
    "staff": ("present_from", "present_until"),
    "labs": ("sampled", "resulted"),
    "blood_products": ("started", "ordered"),
}
"""The moments by which a row of a list is placed, the first that is known; elsewhere ``time``."""
SIGNS: Final = (
    ("heart_rate", Text("pols {}", "pulse {}")),
    ("pressure", Text("RR {}", "BP {}")),
    ("spo2", Text("SpO₂ {} %", "SpO₂ {} %")),
    ("respiratory_rate", Text("AF {}", "RR {}/min")),
    ("temperature_c", Text("{} °C", "{} °C")),
    ("consciousness", Text("AVPU {}", "AVPU {}")),
    ("urine_ml", Text("urine {} ml", "urine {} ml")),
)
LAB_VALUES: Final = (
    ("haemoglobin", "haemoglobin_mmol_l", Text("Hb {}", "Hb {}")),
    ("platelets", "platelets_10e9_l", Text("trombocyten {}", "platelets {}")),
    ("fibrinogen", "fibrinogen_g_l", Text("fibrinogeen {} g/l", "fibrinogen {} g/l")),
    ("lactate", "lactate_mmol_l", Text("lactaat {}", "lactate {}")),
    ("calcium", "calcium_mmol_l", Text("calcium {}", "calcium {}")),
    ("coagulation", "inr", Text("INR {}", "INR {}")),
    ("viscoelastic", "fibtem_a5_mm", Text("FIBTEM A5 {} mm", "FIBTEM A5 {} mm")),
)
SHOCK: Final = Text("shockindex {}", "shock index {}")
CALLED: Final = Text("{} gebeld", "{} called")
PRESENT: Final = Text("{} aanwezig", "{} present")
ARRIVED: Final = Text("gekomen {}", "arrived {}")
NOT_ARRIVED: Final = Text("niet gekomen", "did not come")
UNTIL: Final = Text("tot {}", "until {}")
RESULT: Final = Text("uitslag {}", "result {}")
ORDERED: Final = Text("besteld {}", "ordered {}")
GIVEN_BY: Final = Text("door {}", "by {}")


def moment_of_row(name: str, row: Row) -> int | None:
    """Return when a row was, in minutes since 1970; None: at an unknown time."""
    keys = MOMENT_OF.get(name, ("time",))
    return next((read_instant(row[key]) for key in keys if row.get(key)), None)


def clock(value: str) -> str:
    """Return what the clock in Amsterdam shows at a time of the case format."""
    return clock_of(read_instant(value))


def clock_of(moment: int) -> str:
    """Return what the clock in Amsterdam shows at a moment in minutes since 1970."""
    return f"{moment_of(moment).astimezone(AMSTERDAM):%H:%M}"


def what(name: str, row: Row) -> Text:
    """Return what a row says happened."""
    return _WHAT[name](row)


def detail(name: str, row: Row) -> Text:
    """Return the rest of what is known of it, for beside it."""
    return _DETAIL[name](row)


def joined(parts: list[Text], between: str = " · ") -> Text:
    """Return the parts that say anything, one after the other."""
    said = [part for part in parts if part.nl]
    return Text(between.join(part.nl for part in said), between.join(part.en for part in said))


def number(value: float) -> Text:
    """Return a number with the decimal sign of each language."""
    plain = f"{value:g}" if value < 100_000 else str(value)
    return Text(plain.replace(".", ","), plain)


def _with(template: Text, value: Text | str) -> Text:
    words = Text(value, value) if isinstance(value, str) else value
    return Text(template.nl.format(words.nl), template.en.format(words.en))


def _code(row: Row, key: str) -> Text:
    return code_label(row[key]) if row.get(key) else EMPTY


def _number(row: Row, key: str) -> Text:
    return EMPTY if row.get(key) is None else number(row[key])


def _blood_loss(row: Row) -> Text:
    return _with(Text("{} ml", "{} ml"), _number(row, "cumulative_ml"))


def _vitals(row: Row) -> Text:
    shown = {key: _number(row, key) for key in row if isinstance(row[key], int | float)}
    if row.get("consciousness"):
        shown["consciousness"] = Text(row["consciousness"], row["consciousness"])
    if row.get("systolic") is not None or row.get("diastolic") is not None:
        shown["pressure"] = Text(*[f"{row.get('systolic') or '–'}/{row.get('diastolic') or '–'}"] * 2)
    return joined([_with(template, shown[key]) for key, template in SIGNS if key in shown])


def _shock_index(row: Row) -> Text:
    if not row.get("heart_rate") or not row.get("systolic"):
        return EMPTY
    value = f"{row['heart_rate'] / row['systolic']:.2f}"
    return _with(SHOCK, Text(value.replace(".", ","), value))


def _medication(row: Row) -> Text:
    parts = [_code(row, "drug"), _number(row, "dose"), _code(row, "unit"), _code(row, "route")]
    return joined(parts, " ")


def _dose_detail(row: Row) -> Text:
    given_by = _with(GIVEN_BY, _code(row, "given_by")) if row.get("given_by") else EMPTY
    return joined([_code(row, "purpose"), given_by])


def _arrival(row: Row) -> Text:
    if row.get("mode") == "phone":
        return code_label("phone")
    return _with(ARRIVED, clock(row["arrived"])) if row.get("arrived") else NOT_ARRIVED


def _labs(row: Row) -> Text:
    parts = []
    asked = list(row.get("tests") or ())
    for test, key, template in LAB_VALUES:
        if row.get(key) is not None:
            parts.append(_with(template, number(row[key])))
            asked = [other for other in asked if other != test]
    return joined([*parts, *(code_label(test) for test in asked)])


def _product(row: Row) -> Text:
    return joined([_number(row, "units"), _code(row, "product")], " ")


def _later(template: Text, key: str, first: str = "") -> Any:
    """Return what says a second moment, when that is known (and the ``first`` one too)."""
    return lambda row: _with(template, clock(row[key])) if row.get(key) and row.get(first or key) else EMPTY


_WHAT: Final[Mapping[str, Callable[[Row], Text]]] = {
    "blood_loss": _blood_loss,
    "vitals": _vitals,
    "medication": _medication,
    "interventions": lambda row: _code(row, "kind"),
    "calls": lambda row: _with(CALLED, _code(row, "role")),
    "staff": lambda row: _with(PRESENT, _code(row, "role")),
    "labs": _labs,
    "blood_products": _product,
}
_DETAIL: Final[Mapping[str, Callable[[Row], Text]]] = {
    "blood_loss": lambda row: _code(row, "method"),
    "vitals": _shock_index,
    "medication": _dose_detail,
    "interventions": lambda row: EMPTY,
    "calls": _arrival,
    "staff": _later(UNTIL, "present_until"),
    "labs": _later(RESULT, "resulted"),
    "blood_products": _later(ORDERED, "ordered"),
}
