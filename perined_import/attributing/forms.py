"""What is typed on the pages of organisations, read into a wanted change; every problem as a sentence."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import localize_input
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from fluxus.organisations.attribution_csv import LENGTHS, read_share
from fluxus.organisations.attribution_table import (
    Change,
    Merger,
    OrganisationTable,
    Row,
    ended,
    merged,
    problems_of,
)
from fluxus.organisations.models import Organisation
from fluxus.periods import FIRST_YEAR, LAST_YEAR

EXTRA_ROWS = 3
MOST_ROWS = 200
LARGEST_CSV = 5_000_000
_DATE_FORMS = ["%Y-%m-%d", "%d-%m-%Y"]


class DayField(forms.DateField):
    """A calendar date between 1900 and 2200."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"})
        super().__init__(input_formats=_DATE_FORMS, widget=widget, **options)

    def clean(self, value: Any) -> date | None:
        """Return the day, within the years that a calendar of births can hold."""
        day: date | None = super().clean(value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(
                _("%(day)s lies outside %(first)d–%(last)d: check the year.")
                % {"day": day.isoformat(), "first": FIRST_YEAR, "last": LAST_YEAR}
            )
        return day


class FilterForm(forms.Form):
    """Which organisations to show."""

    q = forms.CharField(label=gettext_lazy("LVR id or name"), required=False, max_length=120)
    vsv = forms.ChoiceField(label=gettext_lazy("VSV"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)

    def __init__(self, *args: Any, vsvs: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["vsv"].choices = [("", _("all VSVs")), ("-", _("without a VSV today")), *vsvs]
        self.fields["kind"].choices = [("", _("all kinds")), *Organisation.Kind.choices]


class RowForm(forms.Form):
    """One row of an organisation's table."""

    vsv = forms.ChoiceField(label=gettext_lazy("VSV"))
    share = forms.CharField(label=gettext_lazy("Share"), max_length=12, required=False, initial="1")
    valid_from = DayField(label=gettext_lazy("From"))
    valid_until = DayField(label=gettext_lazy("Up to and including"), required=False)
    remove = forms.BooleanField(label=gettext_lazy("Remove"), required=False)

    def __init__(self, *args: Any, vsvs: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["vsv"].choices = [("", "—"), *vsvs]
        self.fields["vsv"].widget.attrs["class"] = "form-select"
        self.fields["share"].widget.attrs |= {"class": "form-control", "inputmode": "decimal"}
        self.fields["remove"].widget.attrs["class"] = "form-check-input"

    def clean_share(self) -> Decimal:
        """Return the share; nothing filled in is the whole."""
        text: str = self.cleaned_data["share"].strip()
        share = read_share(text)
        if share is None:
            raise forms.ValidationError(
                _("'%(value)s' is no share: write a number above 0 and up to 1, such as 0.5.")
                % {"value": text}
            )
        return share

    @property
    def removed(self) -> bool:
        """Whether the row is ticked to go."""
        return bool(self.data.get(self.add_prefix("remove")))


class _Rows(forms.BaseFormSet[RowForm]):
    """Rows that are ticked to go need not be right."""

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound:
            for form, errors in zip(self.forms, self._errors, strict=False):  # type: ignore[attr-defined]
                if form.removed:
                    errors.clear()

    def is_valid(self) -> bool:
        return self.is_bound and not any(self.errors) and not self.non_form_errors()


RowFormSet = forms.formset_factory(
    RowForm, formset=_Rows, extra=EXTRA_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
)


class OrganisationForm(forms.Form):
    """Name and kind of an organisation, and the day on which it stopped."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LENGTHS["name"])
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Organisation.Kind)
    last_day = DayField(
        label=gettext_lazy("Last day of this organisation"),
        required=False,
        help_text=gettext_lazy(
            "Only when it stops: rows end on this day, and rows that begin later are removed."
        ),
    )


def rows_of(formset: forms.BaseFormSet[RowForm]) -> list[tuple[int, Row]]:
    """Return the rows that stay, with their numbers on the page; rows left empty are no rows."""
    found = []
    for number, form in enumerate(formset.forms, start=1):
        read = form.cleaned_data
        if read and not form.removed:
            row = Row(read["valid_from"], read["vsv"], read["share"], read["valid_until"])
            found.append((number, row))
    return found


def organisation_change(
    lvr_id: str, form: OrganisationForm, formset: forms.BaseFormSet[RowForm]
) -> tuple[Change | None, list[str]]:
    """Return what the page of one organisation asks for, or None and every problem as a sentence."""
    problems = sentences(form)
    for number, row in enumerate(formset.forms, start=1):
        if not row.removed:
            problems.extend(
                _("Row %(row)d: %(problem)s") % {"row": number, "problem": problem}
                for problem in sentences(row)
            )
    problems.extend(str(error) for error in formset.non_form_errors())
    if not formset.is_valid() or not form.is_valid():
        return None, problems
    numbered = rows_of(formset)
    table = OrganisationTable(
        lvr_id, form.cleaned_data["name"], form.cleaned_data["kind"], tuple(row for _, row in numbered)
    )
    if form.cleaned_data["last_day"]:
        table = ended(table, form.cleaned_data["last_day"])
        numbered = [(number, row) for number, row in numbered if row.before(_next(form))]
    language = get_language()
    wrong = problems_of(table, [number for number, _ in numbered])
    return Change("rows", (table,)), [text.in_language(language) for text in wrong]


def _next(form: OrganisationForm) -> date:
    last: date = form.cleaned_data["last_day"]
    return date.fromordinal(last.toordinal() + 1)


def sentences(form: forms.Form) -> list[str]:
    """Return everything that is wrong with a form, each with the name of its field."""
    return [
        f"{form.fields[name].label}: {error}" if name in form.fields else str(error)
        for name, errors in form.errors.items()
        for error in errors
    ]


class MergerForm(forms.Form):
    """Which VSVs go on as which, and from what day."""

    old = forms.MultipleChoiceField(
        label=gettext_lazy("VSVs that merge"), widget=forms.CheckboxSelectMultiple
    )
    into = forms.ChoiceField(label=gettext_lazy("They go on as"), required=False)
    code = forms.CharField(
        label=gettext_lazy("Code of the new VSV"), required=False, max_length=LENGTHS["vsv_code"]
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the new VSV"), required=False, max_length=LENGTHS["vsv_name"]
    )
    day = DayField(label=gettext_lazy("From"), help_text=gettext_lazy("The first day of the merger."))
    members = forms.BooleanField(
        label=gettext_lazy("Give the members of the old VSVs the same role in the new one from that day"),
        required=False,
    )

    def __init__(self, *args: Any, vsvs: Sequence[tuple[str, str]], give_roles: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.codes = {code for code, _ in vsvs}
        self.fields["old"].choices = list(vsvs)
        self.fields["into"].choices = [("", _("a new VSV, below")), *vsvs]
        if not give_roles:
            del self.fields["members"]

    def clean(self) -> dict[str, Any]:
        """A new VSV needs a code of its own and a name; one VSV cannot merge with itself."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("into"):
            for field in ("code", "name"):
                if not cleaned.get(field) and field not in self.errors:
                    self.add_error(field, _("Fill this in for a new VSV, or choose an existing one above."))
            if cleaned.get("code") in self.codes:
                self.add_error(
                    "code",
                    _("There is a VSV with the code '%(code)s' already: choose it above, or another code.")
                    % {"code": cleaned["code"]},
                )
        elif cleaned.get("old") == [cleaned["into"]]:
            self.add_error("old", _("A VSV cannot merge with itself: choose another one."))
        return cleaned

    def change(self, tables: Sequence[OrganisationTable]) -> Change:
        """Return the merger as a change of every organisation that had a share in the old VSVs."""
        read = self.cleaned_data
        into = read["into"] or read["code"]
        old = tuple(code for code in read["old"] if code != into)
        wanted = tuple(merged(table, old, into, read["day"]) for table in tables)
        return Change(
            "merger",
            wanted,
            {} if read["into"] else {into: read["name"]},
            Merger(old, into, read["day"], bool(read.get("members"))),
        )


class VsvForm(forms.Form):
    """The name of a VSV, new or known."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=LENGTHS["vsv_code"])
    name = forms.CharField(label=gettext_lazy("Name"), max_length=LENGTHS["vsv_name"])


class CsvForm(forms.Form):
    """The table as a file."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
        allow_empty_file=True,
    )

    def clean_file(self) -> Any:
        """Refuse what cannot be this table by its size alone."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_CSV:
            raise forms.ValidationError(
                _("The file is larger than %(limit)d MB: this table holds organisations, no births.")
                % {"limit": LARGEST_CSV // 1_000_000}
            )
        return file


def initial_rows(table: OrganisationTable) -> list[dict[str, Any]]:
    """Return the rows of an organisation as they stand in the form."""
    return [
        {
            "vsv": row.vsv_code,
            "share": localize_input(Decimal(f"{row.share.normalize():f}")),
            "valid_from": row.valid_from,
            "valid_until": row.valid_until,
        }
        for row in table.rows
    ]
