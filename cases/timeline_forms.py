"""The rows of the timeline, and a section as a whole: its questions and its lists together."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext as _

from cases import labels, typed_values
from cases.case_codes import DRUG_UNITS
from cases.case_problems import BadValue, Problem
from cases.case_schema import ROWS, Kind
from cases.forms import QUICK, SectionForm, birth_of, language, make_field, when, words
from cases.sections import Entered, Section


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

    def add_fields_label(self, number: int) -> None:
        """Name each field by its row, for who cannot see the table."""
        for name, field in self.fields.items():
            if name != "DELETE":
                row = _("row %(number)d") % {"number": number}
                field.widget.attrs["aria-label"] = f"{field.label}, {row}"

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

    def is_kept(self) -> bool:
        """Whether the row holds anything and was not ticked to be removed."""
        return bool(self.values) and not self.cleaned_data.get("DELETE", False)


class RowFormSet(BaseFormSet):
    """The rows of one list."""

    list_name = ""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Add the tick to remove a row, and names for its fields."""
        super().add_fields(form, index)
        form.add_fields_label((index or 0) + 1)  # type: ignore[attr-defined]
        remove = _("Remove row %(number)d") % {"number": (index or 0) + 1}
        form.fields["DELETE"].widget.attrs |= {"aria-label": remove, "class": "form-check-input"}

    @property
    def title(self) -> str:
        """Return what the list is called."""
        return words(labels.LISTS[self.list_name])

    @property
    def headers(self) -> list[str]:
        """Return the heading of each column."""
        return [words(labels.KEYS[f"{self.list_name}.{key.name}"]) for key in ROWS[self.list_name]]

    def kept(self) -> list[RowForm]:
        """Return the forms of the rows that stay, in the order of the page."""
        return [form for form in self.forms if form.is_kept()]


def row_formset(name: str, case: Mapping[str, Any], posted: Mapping[str, Any] | None) -> RowFormSet:
    """Return the rows of one list, with three empty ones below."""
    birth = birth_of(case)
    kind = forms.formset_factory(
        RowForm, formset=RowFormSet, extra=3, can_delete=True, max_num=1000, absolute_max=1000
    )
    kind.list_name = name  # type: ignore[attr-defined]
    initial = [
        {key.name: typed_values.to_typed(key, row.get(key.name), birth, language()) for key in ROWS[name]}
        | {"stored": row}
        for row in case.get(name) or []
    ]
    return kind(posted, initial=initial, prefix=name, form_kwargs={"list_name": name, "birth": birth})


class SectionPage:
    """One section as it is filled in: its form and the rows of its lists."""

    def __init__(self, section: Section, case: Mapping[str, Any], posted: Any = None, seen: str = "") -> None:
        self.section = section
        self.form = SectionForm(posted, section=section, case=case, initial={"seen": seen})
        self.formsets = {name: row_formset(name, case, posted) for name in section.lists}

    def is_valid(self) -> bool:
        """Whether everything typed could be turned into values."""
        return all([self.form.is_valid(), *(rows.is_valid() for rows in self.formsets.values())])

    def entered(self) -> Entered:
        """Return what was typed; call after ``is_valid``."""
        rows = {name: [form.values for form in rows.kept()] for name, rows in self.formsets.items()}
        for quick in self.form.quick_rows:
            rows[quick.section].append(dict(quick.row))
        return Entered(self.form.values, rows, self.form.complete())

    def attach(self, problems: Iterable[Problem]) -> None:
        """Show each problem at its field; those of other sections only stand in the summary."""
        for problem in problems:
            head, bracket, rest = problem.path.partition("[")
            if not bracket or head not in self.formsets:
                self.form.attach(problem)
                continue
            number, _end, name = rest.partition("].")
            index, kept = int(number.rstrip("]")), self.formsets[head].kept()
            if index >= len(kept):
                self.form.add_error(QUICK, words(problem.text))
                continue
            form = kept[index]
            form.add_error(name if name in form.fields else None, words(problem.text))

    def lists(self) -> list[tuple[RowFormSet, Any]]:
        """Return each list with its tick for completeness."""
        return [(rows, self.form[f"complete__{name}"]) for name, rows in self.formsets.items()]

    def errors(self) -> list[str]:
        """Return one sentence per thing that could not be read, with the name of its field."""
        found = [
            f"{self.form.fields[name].label}: {error}" if name in self.form.fields else str(error)
            for name, errors in self.form.errors.items()
            for error in errors
        ]
        for rows in self.formsets.values():
            found += [str(error) for error in rows.non_form_errors()]
            for number, form in enumerate(rows.forms, start=1):
                found += [
                    f"{rows.title}, {_('row %(number)d') % {'number': number}}: {error}"
                    for errors in form.errors.values()
                    for error in errors
                ]
        return found
