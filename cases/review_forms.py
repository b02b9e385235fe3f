"""What is learned from a case and how its care is graded, also after it was submitted."""

from typing import Any

from django import forms

from cases.case_codes import GRADES
from cases.forms import words
from cases.labels import KEYS
from cases.models import Case


class LearnedForm(forms.Form):
    """The learning point and the grade of a case."""

    learning_point = forms.CharField(
        required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"})
    )
    grade = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"learning_point": case.learning_point, "grade": case.grade})
        super().__init__(*args, **kwargs)
        self.fields["learning_point"].label = words(KEYS["review.learning_point"])
        self.fields["grade"].label = words(KEYS["review.grade"])
        self.fields["grade"].choices = [("", "–"), *((grade, grade) for grade in GRADES)]  # type: ignore[attr-defined]
