"""What the upload page asks."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fluxus.organisations import access
from fluxus.organisations.models import Vsv
from fluxus.organisations.permissions import Permission
from fluxus.periods import Period, PeriodError, parse


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
