"""What the pages of the import ask."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fluxus.organisations import access
from fluxus.organisations.models import Vsv
from fluxus.organisations.permissions import Permission
from fluxus.periods import Period, PeriodError, parse
from perined_import import mapping
from perined_import.models import FoundProblem, Upload
from perined_import.presenters import KindLine


class SeveralFilesInput(forms.ClearableFileInput):
    """A file field that takes more than one."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Cleans to a list of files."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Check each file by itself; an empty one is left to the import, which says what to do."""
        files = data if isinstance(data, list | tuple) else [data]
        return [super(SeveralFilesField, self).clean(one, initial) for one in files or [None]]


class UploadForm(forms.Form):
    """Which files, and what they do not say themselves."""

    files = SeveralFilesField(
        label=_("Files"),
        allow_empty_file=True,
        help_text=_(
            "HL7v3 messages, ADA files, CSV or XLSX tables, or a ZIP of those. Several at once is fine."
        ),
    )
    vsv = forms.ModelChoiceField(
        Vsv.objects.none(),
        label=_("VSV of these deliveries"),
        required=False,
        empty_label=_("according to the table of organisations"),
        help_text=_("Only needed when the files do not say whose deliveries these are."),
    )
    period = forms.CharField(
        label=_("Period of a table"),
        required=False,
        max_length=20,
        help_text=_(
            "A table is a whole picture and replaces the earlier one of its period. "
            "Empty: the months of its births. Otherwise 2021, 2021-Q3 or 2021-03..2021-08."
        ),
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vsv"].queryset = access.vsvs_with(by, Permission.IMPORT)  # type: ignore[attr-defined]

    def clean_period(self) -> Period | None:
        """Read the period."""
        text = self.cleaned_data["period"]
        try:
            return parse(text) if text else None
        except PeriodError as error:
            raise forms.ValidationError(error.text.in_language(get_language())) from error


class HistoryForm(forms.Form):
    """Which uploads the history shows."""

    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("all")), *Upload.Status.choices]
    )


class ComparisonForm(forms.Form):
    """How the lines per VSV are shown."""

    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("by name")),
            ("attention", _("what stands out first")),
            ("difference", _("largest difference first")),
            ("births", _("most deliveries first")),
        ],
    )
    changed = forms.BooleanField(label=_("only what changes"), required=False)
    whole = forms.BooleanField(required=False, widget=forms.HiddenInput)


class ProblemFilterForm(forms.Form):
    """Which problems are shown, and in which order."""

    severity = forms.ChoiceField(label=_("Weight"), required=False)
    code = forms.ChoiceField(label=_("Kind"), required=False)
    file = forms.ChoiceField(label=_("File"), required=False)
    column = forms.ChoiceField(label=_("Column"), required=False)
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("by file and row")),
            ("kind", _("by kind")),
            ("column", _("by column")),
            ("value", _("by value")),
        ],
    )

    def __init__(
        self,
        *args: Any,
        kinds: Iterable[KindLine],
        files: Iterable[str],
        columns: Iterable[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        found = {kind.severity for kind in kinds}
        severities = [one for one in FoundProblem.Severity.choices if one[0] in found]
        offered: dict[str, list[Any]] = {
            "severity": severities,
            "code": [(kind.code, kind.short) for kind in kinds],
            "file": [(name, name) for name in files],
            "column": [(name, name) for name in columns],
        }
        for name, choices in offered.items():
            self.fields[name].choices = [("", _("all")), *choices]  # type: ignore[attr-defined]


class SheetForm(forms.Form):
    """Which sheet of a workbook holds the deliveries."""

    sheet = forms.ChoiceField(label=_("Sheet"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, sheets: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in sheets]  # type: ignore[attr-defined]

    def answer(self) -> dict[str, Any]:
        """Return the answer as the service takes it."""
        return {"sheet": self.cleaned_data["sheet"]}


class MappingForm(forms.Form):
    """What the headings of a table hold: one choice per heading, empty for a column that is not used."""

    def __init__(self, data: Any = None, *, upload: Upload) -> None:
        super().__init__(data)
        self.headings: list[dict[str, str]] = upload.question["headings"]
        self.missing: list[str] = upload.question.get("missing", [])
        self._examples = mapping.examples(upload)
        offered = [("", _("do not use")), *mapping.choices()]
        for number, heading in enumerate(self.headings):
            self.fields[f"heading-{number}"] = forms.ChoiceField(
                choices=offered,
                required=False,
                initial=heading["column"],
                label=heading["name"],
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a column that is chosen twice, and say what is still missing."""
        for problem in mapping.problems_of(self._chosen(), self.missing):
            self.add_error(None, problem)
        return self.cleaned_data

    def _chosen(self) -> dict[str, str]:
        return {
            heading["key"]: self.cleaned_data.get(f"heading-{number}", "")
            for number, heading in enumerate(self.headings)
        }

    def answer(self) -> dict[str, Any]:
        """Return what is new: every heading that was not recognised, and those that got another column."""
        chosen = self._chosen()
        known = {heading["key"]: heading["column"] for heading in self.headings}
        new = {key: column for key, column in chosen.items() if column != known[key] or not known[key]}
        return {"mapping": new}

    def _rows(self, recognised: bool) -> list[tuple[Any, list[str]]]:
        return [
            (self[f"heading-{number}"], self._examples.get(heading["key"], []))
            for number, heading in enumerate(self.headings)
            if bool(heading["column"]) == recognised
        ]

    def unknown(self) -> list[tuple[Any, list[str]]]:
        """Return (field, example values) of each heading that was not recognised."""
        return self._rows(recognised=False)

    def recognised(self) -> list[tuple[Any, list[str]]]:
        """Return (field, example values) of each heading that was."""
        return self._rows(recognised=True)


class RememberForm(forms.Form):
    """What one heading holds in the tables that are still to come."""

    heading = forms.CharField(label=_("Heading in the table"), max_length=100)
    column = forms.ChoiceField(label=_("is our column"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].choices = [("", _("do not use")), *mapping.choices()]  # type: ignore[attr-defined]
