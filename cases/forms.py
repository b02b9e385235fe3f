"""The forms of a case, made from the sections: nobody lists fields twice."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cases import labels, review_words, typed_values
from cases.case_problems import BadValue, Problem
from cases.case_schema import NEVER_CODE, Key, Kind
from cases.case_values import epoch_minutes, moment_of, read_instant, write_instant
from cases.quick_entry import QuickRow, read_lines
from cases.sections import AMBULANCE, Section, incomplete, key_of, value_at
from cases.typed_time import read_birth_time, write_birth_time
from fluxus.texts import Text

BIRTH_TIME = "birth.time"
QUICK = "quick"
UNKNOWN = "unknown"
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


def make_field(path: str, key: Key) -> forms.Field:
    """Return the field that asks for one key; nothing is compulsory but what makes a case."""
    label = words(labels.KEYS[path])
    if key.kind is Kind.CODES:
        none = (
            [(typed_values.NONE_OF_THESE, _("none of these"))] if key.name in typed_values.WITH_NONE else []
        )
        return forms.MultipleChoiceField(
            label=label,
            required=False,
            choices=[*_choices(key), *none],
            widget=forms.CheckboxSelectMultiple,
        )
    if key.kind in (Kind.CODE, Kind.ANSWER):
        blank = [] if UNKNOWN in key.codes else [("", _("unknown") if not key.required else _("choose"))]
        return forms.ChoiceField(label=label, required=key.required, choices=[*blank, *_choices(key)])
    widget = (
        forms.Textarea(attrs={"rows": 3}) if key.name in LONG_TEXTS else forms.TextInput(attrs=_typing(key))
    )
    return forms.CharField(label=label, required=key.required, widget=widget, strip=True)


def _choices(key: Key) -> list[tuple[str, str]]:
    return [(code, words(labels.code_label(code))) for code in sorted(key.codes, key=lambda c: c != UNKNOWN)]


def _typing(key: Key) -> dict[str, str]:
    """Return the attributes that bring up the right keyboard."""
    mode = {Kind.WHOLE: "numeric", Kind.NUMBER: "decimal"}.get(key.kind)
    attributes = {"autocomplete": "off"}
    if mode:
        attributes["inputmode"] = mode
    if key.kind in typed_values.TIMES:
        attributes |= {"class": "time", "placeholder": "21:05"}
    return attributes


class SectionForm(forms.Form):
    """The questions of one section. ``entered()`` gives the values for the case format, by path."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, section: Section, case: Mapping[str, Any], **kwargs: Any) -> None:
        self.section = section
        self.case = case
        self.birth = birth_of(case)
        self.values: dict[str, Any] = {}
        self.quick_rows: list[QuickRow] = []
        super().__init__(*args, **kwargs)
        if section.lists:
            self._add_quick_entry()
        for path in section.questions:
            self._add_question(path)
        for name in section.lists:
            label = _("Complete: the record holds no more of “%(list)s”") % {
                "list": words(labels.LISTS[name])
            }
            self.fields[f"complete__{name}"] = forms.BooleanField(label=label, required=False)
            self.initial.setdefault(f"complete__{name}", name not in incomplete(case))
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = self._layout()

    def _add_question(self, path: str) -> None:
        name, value = field_name(path), value_at(self.case, path)
        if path == BIRTH_TIME:
            self._add_birth_time()
            return
        if path == AMBULANCE:
            codes = [(code, words(labels.code_label(code))) for code in (UNKNOWN, "no", "yes")]
            self.fields[name] = forms.ChoiceField(label=words(labels.KEYS[path]), choices=codes)
            self.initial.setdefault(name, value)
            return
        key = key_of(path)
        self.fields[name] = make_field(path, key)
        self.initial.setdefault(name, typed_values.to_typed(key, value, self.birth, language()))
        if key.kind in typed_values.TIMES:
            self.fields[name].help_text = when(value, self.birth)
        if key.kind is Kind.TIME_OR_NEVER:
            label = _("Never: %(what)s") % {"what": words(labels.KEYS[path]).lower()}
            self.fields[never_field(path)] = forms.BooleanField(label=label, required=False)
            self.initial.setdefault(never_field(path), value == NEVER_CODE)

    def _add_quick_entry(self) -> None:
        self.fields[QUICK] = forms.CharField(
            label=_("Type what the record says: one line per event, or paste a whole block"),
            help_text=_(
                "For example: 2105 500 weighed · 0020 rr 95/60 p 125 · 0055 txa 1 iv "
                "· 0012 resident called 0027 · 0040 lab hb fib crossmatch · 0110 2 ec. "
                "On saving, each line becomes a row below."
            ),
            required=False,
            widget=forms.Textarea(attrs={"rows": 4, "class": "time", "spellcheck": "false"}),
        )

    def _add_birth_time(self) -> None:
        self.fields["birth__date"] = forms.DateField(
            label=_("Date of the birth"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        )
        self.fields["birth__time"] = forms.CharField(
            label=_("Time of the birth (last child)"),
            widget=forms.TextInput(attrs={"placeholder": "21:05", "autocomplete": "off", "class": "time"}),
        )
        if self.birth is not None:
            day, time = write_birth_time(self.birth)
            self.initial.setdefault("birth__date", day)
            self.initial.setdefault("birth__time", time)

    def _layout(self) -> Layout:
        wide = {name for name, field in self.fields.items() if isinstance(field.widget, forms.Textarea)}
        wide |= {name for name in self.fields if name.endswith(("__risk_factors", "__perineum"))}
        columns = [
            Div(name, css_class="col-12 many" if name in wide else "col-md-6")
            for name in self.fields
            if name != "seen" and not name.startswith("complete__")
        ]
        return Layout("seen", Div(*columns, css_class="row"))

    def clean(self) -> dict[str, Any]:
        """Turn what was typed into values of the case format; the birth first, for times follow from it."""
        cleaned = super().clean() or {}
        if "birth__date" in self.fields:
            self._clean_birth_time(cleaned)
        for path in self.section.questions:
            if path != BIRTH_TIME and field_name(path) in cleaned:
                self._clean_question(path, cleaned)
        self._clean_ambulance()
        if cleaned.get(QUICK) and self.birth is not None:
            self.quick_rows, problems = read_lines(cleaned[QUICK], self.birth)
            for problem in problems:
                self.add_error(QUICK, words(problem))
        return cleaned

    def _clean_ambulance(self) -> None:
        """Times of an ambulance say that there was one; they contradict that there was none."""
        times = [path for path in self.section.questions if path.startswith(f"{AMBULANCE}.")]
        if not any(self.values.get(path) for path in times):
            return
        if self.values.get(AMBULANCE) == "no":
            self.add_error(AMBULANCE, _("Times of an ambulance are filled in: choose yes, or empty them."))
        self.values[AMBULANCE] = "yes"

    def _clean_birth_time(self, cleaned: Mapping[str, Any]) -> None:
        if cleaned.get("birth__date") is None or not cleaned.get("birth__time"):
            return
        try:
            self.birth = read_birth_time(cleaned["birth__date"], cleaned["birth__time"])
        except BadValue as bad:
            self.add_error("birth__time", words(bad.text))
            return
        self.values[BIRTH_TIME] = write_instant(epoch_minutes(self.birth))

    def _clean_question(self, path: str, cleaned: Mapping[str, Any]) -> None:
        name = field_name(path)
        if path == AMBULANCE:
            self.values[path] = cleaned[name]
            return
        never = cleaned.get(never_field(path), False)
        if never and cleaned[name]:
            self.add_error(name, _("Give either a time or “never”, not both."))
            return
        if self.birth is None and cleaned[name] and key_of(path).kind in typed_values.TIMES:
            return  # the birth has its own error
        try:
            value = typed_values.to_format(key_of(path), cleaned[name], self.birth)  # type: ignore[arg-type]
        except BadValue as bad:
            self.add_error(name, words(bad.text))
            return
        self.values[path] = NEVER_CODE if never else value

    def complete(self) -> frozenset[str]:
        """Return the lists that were said to be complete."""
        return frozenset(n for n in self.section.lists if self.cleaned_data.get(f"complete__{n}"))

    def attach(self, problem: Problem) -> None:
        """Show a problem at its field, when this form has that field."""
        name = "birth__time" if problem.path == BIRTH_TIME else field_name(problem.path)
        if name in self.fields:
            self.add_error(name, words(problem.text))


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
