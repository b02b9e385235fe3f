"""Entering a case, section by section."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.case_format import read_case
from cases.case_schema import ROWS
from cases.models import Case
from cases.queries import OpenWork, open_work
from cases.sections import SECTIONS
from cases.storage import load_data
from fluxus.organisations.models import AuditEvent
from tests.integration.cases.conftest import BIRTH, LOSS, record, save, section_url, typed
from tests.unit.cases.example_case import full_case


def test_the_empty_list_says_what_to_do(client):
    page = client.get(reverse("cases:list")).content.decode()
    assert reverse("cases:new") in page
    assert reverse("cases:import") in page


def test_start(client, caregiver, vsv):
    response = client.post(reverse("cases:new"), BIRTH)
    case = Case.objects.get()
    assert response.url == section_url(case, "woman")
    assert (case.vsv, case.created_by, case.status) == (vsv, caregiver, "draft")
    assert case.birth_time == datetime(2025, 3, 9, 22, 40, tzinfo=UTC)
    assert len(case.number) == 7 and case.number[4] == "-"
    assert set(case.incomplete) == {
        "blood_loss",
        "vitals",
        "medication",
        "interventions",
        "calls",
        "staff",
        "labs",
        "blood_products",
    }
    assert AuditEvent.objects.filter(event="case.created").count() == 1
    assert case.number in client.get(reverse("cases:list")).content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"birth__time": "half tien"}, "2105"),
        ({"birth__date": ""}, None),
        ({"birth__place": "home", "birth__mode": "planned_caesarean"}, "keizersnede"),
        ({"label": "mevr. Jansen"}, "naam"),
        ({"birth__date": "2025-03-30", "birth__time": "0230"}, "02:00"),
    ],
)
def test_a_bad_start_changes_nothing(client, changes, words):
    response = client.post(reverse("cases:new"), BIRTH | changes)
    assert response.status_code in (200, 422)
    assert words is None or words in response.content.decode()
    assert Case.objects.count() == 0


def test_entry_is_refused_until_a_day_after_the_birth(client, settings):
    born = timezone.localtime() - timedelta(hours=23, minutes=50)
    young = BIRTH | {"birth__date": f"{born:%Y-%m-%d}", "birth__time": f"{born:%H:%M}"}
    assert "24 uur" in client.post(reverse("cases:new"), young).content.decode()
    assert Case.objects.count() == 0
    settings.CASE_MINIMUM_AGE_HOURS = 12
    client.post(reverse("cases:new"), young)
    assert Case.objects.count() == 1


@pytest.mark.parametrize("section", [section.id for section in SECTIONS])
def test_every_section_is_shown_and_saves_without_change(client, draft, section):
    before = load_data(draft)
    assert client.get(section_url(draft, section)).status_code == 200
    assert save(client, draft, section).status_code == 302
    assert load_data(draft) == before


def test_save_and_go_on(client, draft):
    assert save(client, draft, "woman", next="1").url == section_url(draft, "birth")
    assert save(client, draft, "woman").url == section_url(draft, "woman")
    assert save(client, draft, "went_well", next="1").url == section_url(draft, "went_well")


def test_an_unknown_section_does_not_exist(client, draft):
    assert client.get(section_url(draft, "nonsense")).status_code == 404


def test_times_follow_from_the_birth(client, draft):
    record(draft, LOSS)
    rows = draft.bloodlossrows.all()
    assert [row.time - draft.birth_time for row in rows] == [timedelta(minutes=15), timedelta(minutes=35)]
    assert "timeline-figure" in client.get(section_url(draft, "timeline")).content.decode()


def test_free_text_that_leads_to_a_person_is_refused(client, draft):
    response = save(
        client, draft, "went_well", review__went_well="Mevrouw De Vries bleef rustig, bel 0612345678"
    )
    assert response.status_code == 422
    draft.refresh_from_db()
    assert draft.went_well == ""


def test_a_colleagues_edit_in_between_is_shown_not_overwritten(client, draft):
    mine = typed(draft, "woman", mother__parity="2")
    save(client, draft, "woman", mother__parity="1")
    response = client.post(section_url(draft, "woman"), mine)
    assert response.status_code == 422
    assert [(line["theirs"], line["mine"]) for line in response.context["versions"]] == [("1", "2")]
    draft.refresh_from_db()
    assert draft.parity == 1
    again = mine | {"choice": "1", "conflict_seen": response.context["conflict_seen"]}
    assert client.post(section_url(draft, "woman"), again).status_code == 302
    draft.refresh_from_db()
    assert draft.parity == 2


@pytest.mark.parametrize(
    ("section", "changes", "words"),
    [
        (
            "third_stage",
            {"birth__bleeding_controlled": "0100", "birth__bleeding_controlled__never": "on"},
            "nooit",
        ),
        ("third_stage", {"birth__bleeding_started": "soon"}, "Bloeding begonnen: "),
        ("birth", {"birth__time": "99", "birth__bleeding_started": "0010"}, "99"),
        ("woman", {"mother__risk_factors": ["-", "obesity"]}, "geen van deze"),
        ("woman", {"mother__gestation": "39"}, "weken+dagen"),
        ("transfer", {"ambulance": "no", "ambulance__requested": "0010"}, "ambulancetijden"),
        ("transfer", {"secondary_care_takeover": "2240"}, None),
        ("outcome", {"outcome__total_loss_ml": "99999"}, "99999 kan niet"),
        ("went_well", {"review__went_well": "x" * 4001}, "kort hem in"),
    ],
)
def test_contradictions_and_impossible_answers(client, draft, section, changes, words):
    before = load_data(draft)
    response = save(client, draft, section, **changes)
    if words is None:
        assert response.status_code == 302
        return
    assert response.status_code == 422
    assert words in response.content.decode()
    draft.refresh_from_db()
    assert load_data(draft) == before


def test_times_of_an_ambulance_say_that_there_was_one(client, draft):
    save(client, draft, "transfer", ambulance__requested="0010", ambulance__urgency="A1")
    draft.refresh_from_db()
    assert (draft.ambulance_used, draft.ambulance_urgency) == ("yes", "A1")


def test_a_moment_that_never_came(client, draft):
    save(client, draft, "third_stage", birth__bleeding_controlled__never="on")
    draft.refresh_from_db()
    assert draft.bleeding_controlled_never
    assert (
        'name="birth__bleeding_controlled__never"'
        in client.get(section_url(draft, "third_stage")).content.decode()
    )
    save(
        client, draft, "third_stage", birth__bleeding_controlled__never="", birth__bleeding_controlled="0100"
    )
    draft.refresh_from_db()
    assert not draft.bleeding_controlled_never
    assert draft.bleeding_controlled - draft.birth_time == timedelta(minutes=80)


def test_english_pages(client, draft):
    client.post("/i18n/setlang/", {"language": "en"})
    page = client.get(section_url(draft, "woman")).content.decode()
    assert "Woman and pregnancy" in page and "previous PPH" in page
    response = save(client, draft, "woman", mother__gestation="39")
    assert "Gestation (weeks+days): &quot;39&quot; is not a gestation" in response.content.decode()


def test_what_waits(client, caregiver, vsv, person, draft):
    colleague = person("caregiver", vsv)
    draft.invited.add(colleague)
    assert open_work(caregiver, vsv) == OpenWork(1, 0, 0)
    assert open_work(colleague, vsv) == OpenWork(0, 1, 0)


def test_unlikely_values_are_kept_with_a_warning(draft):
    saved = record(draft, LOSS | {"blood_loss-1-cumulative_ml": "2900"})
    assert [problem.path for problem in saved.warnings] == ["blood_loss[1].cumulative_ml"]
    assert "sprong van 2600 ml" in saved.warnings[0].text.nl
    assert draft.bloodlossrows.count() == 2


def test_everything_of_the_format_can_be_typed(client):
    """Type the full example, section by section; what is stored is the same case."""
    wanted = read_case(full_case()).facts
    client.post(
        reverse("cases:new"),
        {
            "birth__date": "2025-10-25",
            "birth__time": "23:10",
            "birth__place": "midwife_led_hospital",
            "birth__mode": "spontaneous",
        },
    )
    case = Case.objects.get()
    record(case, typed_rows(full_case()))
    for section in SECTIONS:
        response = client.post(section_url(case, section.id), answers(section, full_case()))
        assert response.status_code == 302, response.context["problems"]
    case.refresh_from_db()
    stored = load_data(case)
    stored["vsv"] = full_case()["vsv"]
    assert read_case(stored).facts == wanted
    assert stored["review"] == {"went_well": "Er werd meteen gewogen", "grade": "B"}


def answers(section, case):
    """Return what a person types to enter one section of a case."""
    from cases.questions import value_at

    data = {}
    for path in section.questions:
        value = value_at(case, path)
        if path == "birth.time":
            data |= {"birth__date": value[:10], "birth__time": value[11:16]}
        elif value is not None:
            data[path.replace(".", "__")] = clock(value)
    for name in section.lists:
        if name not in case["incomplete_sections"]:
            data[f"complete__{name}"] = "on"
    return data


def typed_rows(case):
    """Return the rows of a case as ``record`` takes them."""
    return {
        f"{name}-{number}-{key}": clock(value)
        for name in ROWS
        for number, row in enumerate(case[name])
        for key, value in row.items()
        if value is not None
    }


def clock(value):
    """Return a time of the format as it is typed: ``23:40``; in the hour that comes twice with its offset."""
    return value[11:16] if isinstance(value, str) and value.startswith("2025-10-2") else value
