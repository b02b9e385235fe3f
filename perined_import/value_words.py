"""PURE. What the values of code columns are called."""

from collections.abc import Mapping
from typing import Any, Final

from fluxus.texts import Text
from perined_import.codes import TOP
from perined_import.kernset import BY_NAME

_VALUES: Final[Mapping[str, Mapping[str, Text]]] = {
    "mode": {
        "spontaneous": Text("spontaan", "spontaneous"),
        "vacuum": Text("vacuüm", "vacuum"),
        "forceps": Text("forceps", "forceps"),
        "instrumental_unspecified": Text("kunstverlossing, soort onbekend", "assisted, kind unknown"),
        "breech": Text("stuitbevalling", "breech birth"),
        "planned_caesarean": Text("geplande keizersnede", "planned caesarean"),
        "emergency_caesarean": Text("secundaire keizersnede", "emergency caesarean"),
        "caesarean_unspecified": Text("keizersnede, soort onbekend", "caesarean, kind unknown"),
        "other": Text("anders", "other"),
        TOP: Text("zwangerschapsafbreking", "termination"),
    },
    "place": {
        "home": Text("thuis", "home"),
        "birth_centre": Text("geboortecentrum", "birth centre"),
        "hospital": Text("ziekenhuis", "hospital"),
        "on_the_way": Text("onderweg", "on the way"),
    },
    "line": {
        "primary": Text("eerste lijn", "primary care"),
        "secondary": Text("tweede lijn", "secondary care"),
    },
    "onset": {
        "spontaneous": Text("spontaan begonnen", "spontaneous onset"),
        "induced": Text("ingeleid", "induced"),
        "planned_caesarean": Text("geplande keizersnede", "planned caesarean"),
    },
    "placenta": {
        "spontaneous": Text("spontaan", "spontaneous"),
        "cct": Text("controlled cord traction", "controlled cord traction"),
        "manual": Text("manuele placentaverwijdering", "manual removal"),
        "caesarean": Text("bij keizersnede", "at caesarean"),
        "other": Text("anders", "other"),
    },
    "perineum": {
        "intact": Text("gaaf", "intact"),
        "first": Text("eerstegraads ruptuur", "first-degree tear"),
        "second": Text("tweedegraads ruptuur", "second-degree tear"),
        "third": Text("derdegraads ruptuur", "third-degree tear"),
        "fourth": Text("vierdegraads ruptuur", "fourth-degree tear"),
        "other": Text("ander letsel", "other injury"),
    },
}
_FLAGS: Final = {
    "true": Text("ja", "yes"),
    "1": Text("ja", "yes"),
    "false": Text("nee", "no"),
    "0": Text("nee", "no"),
}
UNKNOWN: Final = Text("onbekend", "unknown")


def value_word(column: str, value: Any) -> Text:
    """Return what a value of a column is called; None (and empty) is unknown, an unknown one is itself."""
    if value is None or value == "":
        return UNKNOWN
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if column in BY_NAME and BY_NAME[column].kind == "flag":
        return _FLAGS.get(text.lower(), Text(text, text))
    return _VALUES.get(column, {}).get(text, Text(text, text))


def values_of(column: str) -> Mapping[str, Text]:
    """Return every value of a code column with what it is called."""
    return _VALUES.get(column, {})


def column_label(column: str, language: str | None) -> str:
    """Return what a column is called, with its unit."""
    if column not in BY_NAME:
        return column
    found = BY_NAME[column]
    label = found.label.in_language(language)
    unit = _UNITS.get(found.unit, Text(found.unit, found.unit)).in_language(language)
    return f"{label} ({unit})" if unit else label


_UNITS: Final = {"year": Text("jaar", "years"), "d": Text("dagen", "days"), "weeks": Text("weken", "weeks")}
