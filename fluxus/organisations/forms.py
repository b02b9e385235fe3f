"""Forms of the administrator."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fluxus.organisations import access
from fluxus.organisations.models import Vsv
from fluxus.organisations.permissions import ROLE_LABELS, Permission, Role

NATIONAL_ROLES = {Role.DATA_MANAGER, Role.COORDINATOR, Role.ADMINISTRATOR}


class VsvChoice(forms.ModelChoiceField):
    """A list of VSVs by name."""

    def label_from_instance(self, obj: Vsv) -> str:
        """Return what stands in the list."""
        return obj.name


class InvitationForm(forms.Form):
    """Who is invited, in which role, where and until when."""

    email = forms.EmailField(label=_("E-mail address"), max_length=150)
    role = forms.ChoiceField(label=_("Role"))
    vsv = VsvChoice(label=_("VSV"), queryset=Vsv.objects.none(), required=False, empty_label=_("all VSVs"))
    valid_until = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave empty when the end is not known."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language()
        self.fields["role"].choices = [(r.value, ROLE_LABELS[r].in_language(language)) for r in Role]
        self.fields["vsv"].queryset = access.vsvs_with(by, Permission.MANAGE_USERS)
        self.national = access.is_national(by, Permission.MANAGE_USERS)
        self.fields["vsv"].required = not self.national

    def clean(self) -> dict[str, Any]:
        """Only roles above the VSVs can be given without one."""
        cleaned: dict[str, Any] = super().clean() or {}
        role = cleaned.get("role")
        if role and not cleaned.get("vsv") and self.national and Role(role) not in NATIONAL_ROLES:
            self.add_error("vsv", _("This role belongs to one VSV: choose which."))
        return cleaned


class AuditFilterForm(forms.Form):
    """Which part of the log to show."""

    event = forms.CharField(label=_("Event"), required=False, max_length=60)
    start = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    end = forms.DateField(
        label=_("Up to and including"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
