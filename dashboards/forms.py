"""The form of an action. What it may hold is decided in `rules`; here is only how it is asked."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from dashboards import sources
from dashboards.models import ActionItem, MeasureKind
from dashboards.outcomes import OUTCOMES
from dashboards.presenters import told

SECTIONS = (
    (_("What is it about?"), ("title", "origin", "origin_note", "problem", "cause")),
    (
        _("Aim and measure"),
        ("aim", "measure", "baseline_period", "target", "prediction", "rule", "balancing"),
    ),
    (_("What will we change?"), ("change_idea", "action_type")),
    (_("Who and when"), ("owner", "co_owners", "start_date", "deadline", "check_date")),
)


def measure_choices() -> list[Any]:
    """Return every measure, grouped by kind, as *kind:id*."""
    checks = [
        (f"{MeasureKind.CHECK}:{each}", f"{each} {told(sources.check_label(each))}")
        for each in sources.check_ids()
    ]
    outcomes = [(f"{MeasureKind.OUTCOME}:{each.id}", told(each.label)) for each in OUTCOMES.values()]
    return [
        ("", "---------"),
        (MeasureKind.OUTCOME.label, outcomes),
        (MeasureKind.CHECK.label, checks),
    ]


class ActionForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's forms take no argument at run time
    """Everything about an action that people fill in."""

    measure = forms.ChoiceField(label=_("Measured by"), required=False, choices=measure_choices)

    class Meta:
        model = ActionItem
        fields = [
            "title",
            "origin",
            "origin_note",
            "problem",
            "cause",
            "aim",
            "baseline_period",
            "target",
            "prediction",
            "rule",
            "balancing",
            "change_idea",
            "action_type",
            "owner",
            "co_owners",
            "start_date",
            "deadline",
            "check_date",
        ]
        widgets = {
            **{
                name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
                for name in ("start_date", "deadline", "check_date")
            },
            **{
                name: forms.Textarea(attrs={"rows": 3}) for name in ("problem", "cause", "aim", "change_idea")
            },
        }
        help_texts = {
            "owner": _("A role, such as hospital midwife. Write no names."),
            "baseline_period": _(
                "Whole quarters or years, such as 2024-Q1..2025-Q4. Left empty: the last eight quarters."
            ),
            "prediction": _("What do you expect the figure to be after the action?"),
            "check_date": _(
                "At least 2 whole quarters after the start for a check, 4 for births. "
                "The verdict is given once."
            ),
            "rule": _("Choose before the action starts."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.measure_id:
            self.initial.setdefault("measure", f"{self.instance.measure_kind}:{self.instance.measure_id}")
        for name in ("target", "prediction"):
            if self.initial.get(name) is not None:
                self.initial[name] = f"{self.initial[name]:g}"
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*(Fieldset(title, *names) for title, names in SECTIONS))

    def changes(self) -> dict[str, Any]:
        """Return the fields as `services` take them."""
        values = dict(self.cleaned_data)
        values["measure_kind"], _colon, values["measure_id"] = values.pop("measure").partition(":")
        return values

    def problems(self) -> list[str]:
        """Return every problem with the fields as a sentence."""
        return [
            f"{self.fields[name].label}: {message}" if name in self.fields else str(message)
            for name, messages in self.errors.items()
            for message in messages
        ]

    def _post_clean(self) -> None:
        """Leave the instance alone: the services change it, under a lock."""
