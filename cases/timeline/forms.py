"""The form of one row of the timeline."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms

from cases import typed_values
from cases.case_codes import DRUG_UNITS
from cases.case_problems import BadValue
from cases.case_schema import ROWS, Kind
from cases.forms import birth_of, language, make_field, when, words
from cases.labels import code_label


class RowForm(forms.Form):
    """One row of a list of the timeline."""

    def __init__(self, *args: Any, list_name: str, birth: datetime, **kwargs: Any) -> None:
        self.stored: Mapping[str, Any] = (kwargs.get("initial") or {}).pop("stored", {})
        self.list_name = list_name
        self.birth = birth
        self.values: dict[str, Any] = {}
        super().__init__(*args, **kwargs)
        for key in ROWS[list_name]:
            path = f"{list_name}.{key.name}"
            field = make_field(path, key)
            field.required = False
            if key.kind is Kind.CODE and key.required:
                field.choices = [("", "–"), *field.choices[1:]]  # type: ignore[attr-defined]
            css = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            field.widget.attrs.pop("placeholder", None)
            field.help_text = when(self.stored.get(key.name), birth) if key.kind is Kind.TIME else ""
            if key.kind is not Kind.CODES:
                field.widget.attrs["class"] = f"{css} {field.widget.attrs.get('class', '')}".strip()
            self.fields[key.name] = field

    def clean(self) -> dict[str, Any]:
        """Turn what was typed into values of the case format."""
        cleaned = super().clean() or {}
        for key in ROWS[self.list_name]:
            try:
                value = typed_values.to_format(key, cleaned.get(key.name), self.birth)
            except BadValue as bad:
                self.add_error(key.name, words(bad.text))
                continue
            if value is not None:
                self.values[key.name] = value
        if "dose" in self.values and "unit" not in self.values and "drug" in self.values:
            self.values["unit"] = DRUG_UNITS[self.values["drug"]]
        return cleaned

    def name_fields(self, whose: str) -> None:
        """Give every field a name of its own on a page with many rows: its label and whose row it is."""
        for key in ROWS[self.list_name]:
            field = self.fields[key.name]
            if key.kind is not Kind.CODES:
                field.widget.attrs["aria-label"] = f"{field.label}, {whose}"

    def sentences(self) -> list[str]:
        """Return one sentence per thing that could not be read, with the name of its field."""
        return [
            f"{self.fields[name].label}: {error}" if name in self.fields else str(error)
            for name, errors in self.errors.items()
            for error in errors
        ]

    def shown(self, name: str, value: Any) -> str:
        """Return a value of this row in the case format as a person reads it."""
        if value is None:
            return "–"
        key = next(key for key in ROWS[self.list_name] if key.name == name)
        if key.kind in (Kind.CODE, Kind.CODES):
            codes = [value] if key.kind is Kind.CODE else value
            return ", ".join(words(code_label(code)) for code in codes) or "–"
        return str(typed_values.to_typed(key, value, self.birth, language()))


def row_form(
    name: str,
    case: Mapping[str, Any],
    row: Mapping[str, Any] | None = None,
    posted: Mapping[str, Any] | None = None,
    prefix: str | None = None,
) -> RowForm:
    """Return the form of one row of a list; ``row`` in the case format (None: a new one).

    ``values`` is the row as typed, after ``is_valid``.
    """
    birth = birth_of(case)
    stored = row or {}
    initial = {
        key.name: typed_values.to_typed(key, stored.get(key.name), birth, language()) for key in ROWS[name]
    }
    return RowForm(posted, list_name=name, birth=birth, initial=initial | {"stored": stored}, prefix=prefix)
