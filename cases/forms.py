"""The fields of a case, made from its keys: nobody lists them twice; and the small forms around a case."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cases import labels, review_words, typed_values
from cases.case_schema import Key, Kind
from cases.case_values import moment_of, read_instant
from cases.questions import STATED, value_at
from fluxus.texts import Text

BIRTH_TIME = "birth.time"
REVIEW_CHOICES = {
    "reason": review_words.REASONS,
    "standard": review_words.STANDARDS,
    "domain": review_words.DOMAINS,
    "relation": review_words.RELATIONS,
}
LONG_TEXTS = {"went_well", "learning_point", "total_loss_note"}


def language() -> str:
    """Return the language of this page."""
    return get_language() or "nl"


def words(text: Text) -> str:
    """Return the text in the language of this page."""
    return text.in_language(language())


def field_name(path: str) -> str:
    """Return the name of the field that asks for a path."""
    return path.replace(".", "__")


def never_field(path: str) -> str:
    """Return the name of the field that says that the moment never came."""
    return f"{field_name(path)}__never"


def birth_of(data: Mapping[str, Any]) -> datetime | None:
    """Return the birth as an aware moment, when the case has one already."""
    time = value_at(data, BIRTH_TIME)
    return None if time is None else moment_of(read_instant(time))


def when(value: Any, birth: datetime | None) -> str:
    """Return the date of a time and its minutes since the birth, for below its field."""
    text = typed_values.when(value, birth)
    return words(text) if text else ""


def make_field(path: str, key: Key, stated: Sequence[str] = ()) -> forms.Field:
    """Return the field that asks for one key; nothing is compulsory but what makes a case.

    ``stated``: what may be said instead of an answer (unknown, not applicable); no answer yet is neither.
    """
    label = words(labels.KEYS[path])
    if key.kind is Kind.CODES:
        none = (
            [(typed_values.NONE_OF_THESE, _("none of these"))] if key.name in typed_values.WITH_NONE else []
        )
        return forms.MultipleChoiceField(
            label=label,
            required=False,
            choices=[*_choices(key.codes), *none, *_choices(stated)],
            widget=forms.CheckboxSelectMultiple,
        )
    if key.kind in (Kind.CODE, Kind.ANSWER):
        codes = dict.fromkeys([*(code for code in key.codes if code not in STATED), *_stated(key, stated)])
        blank = _("choose") if key.required else _("not filled in yet")
        return forms.ChoiceField(label=label, required=key.required, choices=[("", blank), *_choices(codes)])
    widget = (
        forms.Textarea(attrs={"rows": 3}) if key.name in LONG_TEXTS else forms.TextInput(attrs=_typing(key))
    )
    return forms.CharField(label=label, required=key.required, widget=widget, strip=True)


def _stated(key: Key, stated: Sequence[str]) -> list[str]:
    """Return unknown and not applicable, as far as they can be chosen here."""
    return [code for code in STATED if code in stated or code in key.codes]


def _choices(codes: Iterable[str]) -> list[tuple[str, str]]:
    return [(code, words(labels.code_label(code))) for code in codes]


def _typing(key: Key) -> dict[str, str]:
    """Return the attributes that bring up the right keyboard."""
    mode = {Kind.WHOLE: "numeric", Kind.NUMBER: "decimal"}.get(key.kind)
    attributes = {"autocomplete": "off"}
    if mode:
        attributes["inputmode"] = mode
    if key.kind in typed_values.TIMES:
        attributes |= {"class": "time", "placeholder": "21:05"}
    return attributes


def _review_choices(words_of: Mapping[str, Text], blank: str) -> list[tuple[str, str]]:
    return [("", blank), *((code, words(text)) for code, text in words_of.items())]


class ReviewForm(forms.Form):
    """What a reviewer decides about one flag."""

    status = forms.ChoiceField(label=gettext_lazy("Decision"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(label=gettext_lazy("Reason, when rejected"), required=False)
    standard = forms.ChoiceField(label=gettext_lazy("What was departed from"), required=False)
    domain = forms.ChoiceField(label=gettext_lazy("Where it lay"), required=False)
    relation = forms.ChoiceField(label=gettext_lazy("Relation to the outcome"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Note (no names)"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [(c, words(t)) for c, t in review_words.STATUSES.items()]  # type: ignore[attr-defined]
        for name, choices in REVIEW_CHOICES.items():
            self.fields[name].choices = _review_choices(choices, "–")  # type: ignore[attr-defined]


class ImportForm(forms.Form):
    """A case as a file."""

    file = forms.FileField(
        label=gettext_lazy("Case file"),
        help_text=gettext_lazy("One case as fluxus-case/1 (JSON), without anything that leads to a person."),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
    )


class InviteForm(forms.Form):
    """A colleague of the same VSV who looks at the case too."""

    email = forms.EmailField(label=gettext_lazy("E-mail address of a colleague in this VSV"))
