"""The form of one section, made from its questions.

For the browser: the box of a question that depends on another answer in the same form has ``data-when-field``
(a name), ``data-when-codes`` (values, separated by ``|``; an empty one is no answer) and, when those hide it,
``data-when-not``. Buttons with ``data-fill`` put ``?`` or ``nvt`` into the box named by ``data-fill-in``.
A field that is hidden is sent all the same: what was typed there stays.
"""

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils.translation import gettext as _

from cases import labels, typed_values
from cases.case_problems import BadValue, Problem
from cases.case_schema import NEVER_CODE, Kind
from cases.case_values import epoch_minutes, write_instant
from cases.forms import BIRTH_TIME, birth_of, field_name, language, make_field, never_field, when, words
from cases.questions import (
    AMBULANCE,
    NOT_APPLICABLE,
    QUESTIONS,
    UNKNOWN,
    Condition,
    Draft,
    Need,
    key_of,
    may_state,
    value_at,
)
from cases.sections import Entered, Section, incomplete
from cases.typed_time import read_birth_time, write_birth_time

WIDE = ("risk_factors", "perineum", "causes", "complications")
TEMPLATE = "cases/question.html"


class SectionForm(forms.Form):
    """The questions of one section, and a tick per list. ``entered()`` is what was typed, for the services.

    Questions that do not apply on account of another section are left out; so what stands there stays.
    A text box that was not sent leaves what stands there too.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, section: Section, draft: Draft, **kwargs: Any) -> None:
        self.section = section
        self.draft = draft
        self.birth = birth_of(draft.data)
        self.values: dict[str, Any] = {}
        self.stated: dict[str, str] = {}
        super().__init__(*args, **kwargs)
        self.questions = [path for path in section.questions if self._is_asked(path)]
        for path in self.questions:
            self._add_question(path)
        for name in section.lists:
            self._add_tick(name)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.form_show_errors = False
        self.helper.layout = self._layout()

    def _is_asked(self, path: str) -> bool:
        """Whether no other section says that this question makes no sense."""
        elsewhere = [c for c in QUESTIONS[path].when if not self._is_here(c)]
        return all(condition.holds(self.draft) for condition in elsewhere)

    def _is_here(self, condition: Condition) -> bool:
        return condition.path in self.section.questions

    def _add_question(self, path: str) -> None:
        name, value = field_name(path), value_at(self.draft.data, path)
        if path == BIRTH_TIME:
            self._add_birth_time()
            return
        if path == AMBULANCE:
            self._add_ambulance(name)
            return
        key, allowed = key_of(path), may_state(path)
        self.fields[name] = field = make_field(path, key, allowed)
        if QUESTIONS[path].need is Need.REQUIRED and not field.required:
            field.label = _("%(question)s (required)") % {"question": field.label}
        self.initial.setdefault(name, self._typed(path, value))
        if key.kind in typed_values.TIMES:
            field.help_text = when(value, self.birth)
        if key.kind is Kind.TIME_OR_NEVER:
            label = _("Never: %(what)s") % {"what": words(labels.KEYS[path]).lower()}
            self.fields[never_field(path)] = forms.BooleanField(label=label, required=False)
            self.initial.setdefault(never_field(path), value == NEVER_CODE)
        if isinstance(field.widget, forms.TextInput):
            field.fills = [  # type: ignore[attr-defined]
                (typed_values.to_stated(key, code, language()), words(labels.code_label(code)))
                for code in allowed
            ]

    def _typed(self, path: str, value: Any) -> Any:
        """Return what stands in the field of a question."""
        key, stated = key_of(path), self.draft.stated.get(path)
        if stated is not None:
            return typed_values.to_stated(key, stated, language())
        return typed_values.to_typed(key, value, self.birth, language())

    def _add_ambulance(self, name: str) -> None:
        codes = [("", _("not filled in yet"))]
        codes += [(code, words(labels.code_label(code))) for code in ("yes", "no", UNKNOWN)]
        self.fields[name] = forms.ChoiceField(
            label=words(labels.KEYS[AMBULANCE]), choices=codes, required=False
        )
        value = value_at(self.draft.data, AMBULANCE)
        self.initial.setdefault(name, self.draft.stated.get(AMBULANCE, "") if value == UNKNOWN else value)

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

    def _add_tick(self, name: str) -> None:
        label = _("Complete: the record holds no more of “%(list)s”") % {"list": words(labels.LISTS[name])}
        tick = forms.BooleanField(label=label, required=False)
        tick.widget.attrs["id"] = f"complete__{name}"
        self.fields[f"complete__{name}"] = tick
        self.initial.setdefault(f"complete__{name}", name not in incomplete(self.draft.data))

    def _layout(self) -> Layout:
        boxes = [self._box(name) for name in self.fields if name != "seen"]
        return Layout("seen", Div(*boxes, css_class="row"))

    def _box(self, name: str) -> Div:
        """Return the box of one field: how wide it is, and when the browser hides it."""
        field = self.fields[name]
        wide = isinstance(field.widget, forms.Textarea) or name.endswith(WIDE)
        path = self._path_of(name)
        need = QUESTIONS[path].need if path else Need.OPTIONAL
        shown_when = self._shown_when(path) if path else {}
        css = f"{'col-12 many' if wide else 'col-md-6'} question"
        return Div(Field(name, template=TEMPLATE), css_class=css, data_need=need.value, **shown_when)

    def _path_of(self, name: str) -> str | None:
        """Return the question that a field belongs to; None for the tick of a list."""
        if name in ("birth__date", "birth__time"):
            return BIRTH_TIME
        return next((p for p in self.questions if name in (field_name(p), never_field(p))), None)

    def _shown_when(self, path: str) -> dict[str, str]:
        """Return the attributes by which the browser hides a question; only by answers in this form."""
        condition = next((c for c in QUESTIONS[path].when if self._is_here(c)), None)
        if condition is None:
            return {}
        name, codes = field_name(condition.path), condition.codes_in(self.draft)
        if codes == (NEVER_CODE,):
            name, codes = never_field(condition.path), ("on",)
        attributes = {"data_when_field": name, "data_when_codes": "|".join(_as_typed(condition.path, codes))}
        return attributes | ({"data_when_not": "yes"} if condition.negated else {})

    def clean(self) -> dict[str, Any]:
        """Turn what was typed into values of the case format; the birth first, for times follow from it."""
        cleaned = super().clean() or {}
        if "birth__date" in self.fields:
            self._clean_birth_time(cleaned)
        for path in self.questions:
            if path != BIRTH_TIME and field_name(path) in cleaned and self._was_sent(path):
                self._clean_question(path, cleaned)
        self._clean_ambulance()
        return cleaned

    def _was_sent(self, path: str) -> bool:
        """Whether the browser sent this field; ticks are only sent when set, so they go by the whole form."""
        if path != AMBULANCE and key_of(path).kind is Kind.CODES and "seen" in self.data:
            return True
        names = (field_name(path), never_field(path))
        return any(self.add_prefix(name) in self.data for name in names)

    def _clean_ambulance(self) -> None:
        """Times of an ambulance say that there was one; they contradict that there was none."""
        times = [p for p in self.questions if p.startswith(f"{AMBULANCE}.") and self.values.get(p)]
        if not times:
            return
        if self.values.get(AMBULANCE) == "no":
            self.add_error(AMBULANCE, _("Times of an ambulance are filled in: choose yes, or empty them."))
            for path in times:  # so that the browser leaves these in sight
                self.add_error(field_name(path), _("Empty this, or choose that an ambulance was used."))
            del self.values[AMBULANCE]
        elif not self.stated.get(AMBULANCE):
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
        typed = cleaned[name]
        if path == AMBULANCE:
            self.values[path] = None if typed in ("", UNKNOWN) else typed
            if typed == UNKNOWN:
                self.stated[path] = UNKNOWN
            return
        never = cleaned.get(never_field(path), False)
        if never and typed:
            self.add_error(name, _("Give either a time or “never”, not both."))
            return
        try:
            stated = typed_values.stated_in(key_of(path), typed, may_state(path))
            if stated is None and self.birth is None and typed and key_of(path).kind in typed_values.TIMES:
                return  # the birth has its own error
            value = None if stated else typed_values.to_format(key_of(path), typed, self.birth)  # type: ignore[arg-type]
        except BadValue as bad:
            self.add_error(name, words(bad.text))
            return
        self.values[path] = NEVER_CODE if never else value
        if stated is not None:
            self.stated[path] = stated

    def entered(self) -> Entered:
        """Return what could be read of what was typed; call after ``is_valid``, whatever that said."""
        ticks = frozenset(n for n in self.section.lists if self.cleaned_data.get(f"complete__{n}"))
        return Entered(self.values, complete=ticks if self.section.lists else None, stated=self.stated)

    def attach(self, problem: Problem) -> None:
        """Show a problem at its field, when this form has that field."""
        name = "birth__time" if problem.path == BIRTH_TIME else field_name(problem.path)
        if name in self.fields:
            self.add_error(name, words(problem.text))

    def sentences(self) -> list[str]:
        """Return one sentence per thing that was refused, with the name of its field."""
        return [
            f"{self.fields[name].label}: {error}" if name in self.fields else str(error)
            for name, errors in self.errors.items()
            for error in errors
        ]


def _as_typed(path: str, codes: tuple[str, ...]) -> list[str]:
    """Return codes as they stand in the field of a question."""
    is_box = path != AMBULANCE and not key_of(path).codes
    if not is_box:
        return list(dict.fromkeys(codes))
    typed = [typed for code in codes for typed in _boxed(code)]
    return list(dict.fromkeys(typed))


def _boxed(code: str) -> list[str]:
    if code not in (UNKNOWN, NOT_APPLICABLE):
        return [code]
    return [typed for typed, stated in typed_values.TYPED_STATED.items() if stated == code]
