"""The form of a section: what is asked, what can be stated, what the browser is told, what is read back."""

import re

import pytest
from crispy_forms.utils import render_crispy_form
from django.utils import translation

from cases.case_format import read_case, write_case
from cases.case_schema import Kind
from cases.forms import field_name
from cases.questions import AMBULANCE, NOT_APPLICABLE, QUESTIONS, UNKNOWN, Draft, key_of, may_state
from cases.section_forms import SectionForm
from cases.sections import BY_ID, SECTIONS, START, Entered, merged, part_of
from tests.integration.cases.conftest import save, section_url
from tests.unit.cases.example_case import full_case, small_case


def form_of(section, draft=None, posted=None):
    return SectionForm(posted, section=BY_ID[section], draft=draft or Draft(full_case()))


def sent_back(form):
    """Return what a browser sends for a form as it is shown."""
    sent = {"seen": "x"}
    for field in form:
        value = field.value()
        if value is True:
            sent[field.html_name] = "on"
        elif value not in (None, False):
            sent[field.html_name] = value
    return sent


def as_stored(case):
    """Return a case as the database gives it back."""
    return write_case(read_case(case).facts) | {"review": {"went_well": "Er werd gewogen"}}


def stated_everywhere(section):
    """Return something stated for every question of a section that has no such value itself."""
    return {
        path: NOT_APPLICABLE if NOT_APPLICABLE in may_state(path) and not is_value(path) else UNKNOWN
        for path in section.questions
        if may_state(path)
    }


def is_value(path):
    return path != AMBULANCE and NOT_APPLICABLE in key_of(path).codes


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.id)
def test_what_is_shown_is_read_back_as_the_same_case(section, language):
    bare = as_stored(small_case(birth=small_case()["birth"] | {"place": "home"}))
    everywhere = merged(section, Draft(bare), Entered(stated=stated_everywhere(section)))
    for draft in (Draft(as_stored(full_case())), Draft(bare), everywhere):
        with translation.override(language):
            sent = sent_back(SectionForm(section=section, draft=draft))
            form = SectionForm(sent, section=section, draft=draft)
            assert form.is_valid(), form.errors
            again = merged(section, draft, form.entered())
        assert again.stated == draft.stated
        assert read_case(again.data).facts == read_case(draft.data).facts
        assert part_of(section, again) == part_of(section, draft)


@pytest.mark.parametrize("path", [path for path in QUESTIONS if UNKNOWN in may_state(path)])
def test_unknown_can_be_said_everywhere_and_differs_from_nothing_yet(path):
    section = next(section for section in SECTIONS if path in section.questions)
    draft = Draft({"birth": {"time": full_case()["birth"]["time"]}, "ambulance": {}, "blood_products": [{}]})
    draft.data["mother"] = {"high_risk_known": "yes"}
    draft.data["secondary_care_takeover"] = draft.data["birth"]["time"]
    is_list = path != AMBULANCE and key_of(path).kind is Kind.CODES
    is_box = path != AMBULANCE and not key_of(path).codes
    typed = "?" if is_box else [UNKNOWN] if is_list else UNKNOWN
    name = field_name(path)
    form = SectionForm({"seen": "x", name: typed}, section=section, draft=draft)
    form.is_valid()
    assert name not in form.errors
    assert form.entered().stated == {path: UNKNOWN}
    empty = SectionForm({"seen": "x", name: [] if is_list else ""}, section=section, draft=draft)
    empty.is_valid()
    assert empty.entered().stated == {}
    assert empty.entered().values[path] is None


def test_what_may_not_be_stated_is_refused_at_the_field():
    form = form_of("third_stage", posted={"birth__bleeding_controlled": "nvt"})
    assert not form.is_valid()
    assert "kan hier niet" in form.errors["birth__bleeding_controlled"][0]
    assert "birth.bleeding_controlled" not in form.entered().values


def test_good_answers_are_read_beside_bad_ones():
    posted = {"birth__bleeding_started": "soon", "birth__placenta_complete": "yes"}
    form = form_of("third_stage", posted=posted)
    assert not form.is_valid()
    assert form.entered().values == {"birth.placenta_complete": "yes"}


def test_what_was_not_sent_stays():
    form = form_of("woman", posted={"mother__parity": "5"})
    form.is_valid()
    assert form.entered().values == {"mother.parity": 5}
    whole = form_of("woman", posted={"seen": "x", "mother__parity": "5"})
    whole.is_valid()
    assert whole.entered().values == {"mother.parity": 5, "mother.risk_factors": None}


@pytest.mark.parametrize(("end", "typed"), [("", "nooit"), ("__never", "on")])
def test_never_is_typed_or_ticked(end, typed):
    form = form_of("third_stage", posted={f"birth__placenta_delivered{end}": typed})
    assert form.is_valid()
    assert form.entered().values == {"birth.placenta_delivered": "never"}


def test_no_ambulance_beside_times_of_one_is_told_at_each_of_them():
    posted = {"ambulance": "no", "ambulance__requested": "2340", "ambulance__urgency": ""}
    form = form_of("transfer", posted=posted)
    assert not form.is_valid()
    assert set(form.errors) == {"ambulance", "ambulance__requested"}
    assert AMBULANCE not in form.entered().values


def boxes(section, draft=None):
    """Return the attributes of the box of each field, by the name of the field."""
    found = {}
    for part in render_crispy_form(form_of(section, draft)).split("<div")[1:]:
        if "question" in part.partition(">")[0]:
            box = dict(re.findall(r'([a-z-]+)="([^"]*)"', part.partition(">")[0]))
        for name in re.findall(r' name="([^"]+)"', part):
            found.setdefault(name, box)
    return found


def test_the_browser_is_told_when_a_question_shows():
    box = boxes("woman")["mother__prevention_plan"]
    assert (box["data-when-field"], box["data-when-codes"]) == ("mother__high_risk_known", "yes")
    assert "data-when-not" not in box
    assert "data-when-field" not in boxes("woman")["mother__parity"]
    placenta = boxes("third_stage")["birth__placenta_removal"]
    assert placenta["data-when-field"] == "birth__placenta_delivered__never"
    assert (placenta["data-when-codes"], "data-when-not" in placenta) == ("on", True)
    assert boxes("transfer")["ambulance__urgency"]["data-when-field"] == "ambulance"


def test_the_note_shows_when_the_total_is_another_than_the_last_record():
    box = boxes("outcome")["outcome__total_loss_note"]
    codes = box["data-when-codes"].split("|")
    assert box["data-when-field"] == "outcome__total_loss_ml"
    assert "data-when-not" in box
    assert {"", "?", "nvt", "1400"} <= set(codes)


def test_a_box_says_how_needed_its_answer_is():
    shown = boxes("third_stage")
    assert shown["birth__bleeding_controlled"]["data-need"] == "required"
    assert shown["birth__causes"]["data-need"] == "asked"
    assert boxes("went_well")["review__grade"]["data-need"] == "optional"


def test_what_another_section_decides_is_not_on_the_page():
    elsewhere = small_case()
    assert elsewhere["birth"]["place"] == "hospital"
    assert "aftercare__sbar_handover" in form_of("outcome").fields
    assert "aftercare__sbar_handover" not in form_of("outcome", Draft(elsewhere)).fields
    assert "mother__deviation_documented" not in form_of("woman", Draft(elsewhere)).fields
    assert form_of("transfer", Draft(elsewhere)).questions == []


def test_buttons_fill_a_box_with_unknown_or_not_applicable():
    html = render_crispy_form(form_of("woman"))
    assert 'data-fill="?" data-fill-in="mother__parity"' in html
    assert 'data-fill="nvt" data-fill-in="mother__parity"' in html
    assert 'aria-label="Pariteit vóór deze bevalling: onbekend"' in html
    assert 'data-fill-in="mother__age_band"' not in html
    with translation.override("en"):
        assert 'data-fill="n/a"' in render_crispy_form(form_of("woman"))
    html = render_crispy_form(form_of("third_stage"))
    assert 'data-fill="?" data-fill-in="birth__bleeding_controlled"' in html
    assert 'data-fill="nvt" data-fill-in="birth__bleeding_controlled"' not in html


def test_the_start_of_a_case_asks_for_no_unknowns():
    form = SectionForm(section=START, draft=Draft())
    assert list(form.fields) == ["seen", "birth__date", "birth__time", "birth__place", "birth__mode", "label"]
    assert UNKNOWN not in dict(form.fields["birth__place"].choices)
    assert "data-fill" not in render_crispy_form(form)


def test_the_timeline_has_a_tick_per_list_that_links_can_reach():
    html = render_crispy_form(form_of("timeline"))
    assert 'id="complete__blood_loss"' in html
    form = form_of("timeline", posted={"seen": "x", "complete__calls": "on"})
    assert form.is_valid()
    assert form.entered().complete == {"calls"}
    assert form.entered().rows == {}


def test_unknown_comes_back_on_the_page(client, draft):
    typed = {"mother__parity": "onbekend", "mother__age_band": "unknown", "mother__gestation": "N.v.t."}
    save(client, draft, "woman", **typed)
    page = client.get(section_url(draft, "woman"))
    form = page.context["form"]
    assert form["mother__parity"].value() == "?"
    assert form["mother__gestation"].value() == "nvt"
    assert form["mother__age_band"].value() == "unknown"
    assert form["mother__bmi_band"].value() == ""
    assert "nog niet ingevuld" in page.content.decode()
