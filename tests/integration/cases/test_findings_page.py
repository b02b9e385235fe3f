"""The page of findings: evidence in words and on the picture, decisions in place, what is learned."""

import json
import re

import pytest
from django.urls import reverse

from cases.finding_presenters import decided, groups, measured, shown
from cases.models import Finding, Review
from fluxus.organisations.models import AuditEvent
from fluxus.organisations.permissions import Role
from tests.case_makers import make_case

HTMX = {"headers": {"HX-Request": "true"}}


def url(page, case, **more):
    return reverse(f"cases:{page}", kwargs={"number": case.number, **more})


def flags_of(case):
    return list(case.findings.filter(result="flagged"))


def test_what_went_well_comes_first(client, submitted):
    text = client.get(url("findings", submitted)).content.decode()
    assert text.index("Er werd meteen gewogen.") < text.index('id="timeline-figure"')
    assert text.index('id="timeline-figure"') < text.index('class="group"')


def test_evidence_is_told_and_points_at_marks_of_the_picture(client, submitted):
    page = client.get(url("findings", submitted))
    faces = [face for group in page.context["groups"] for point in group.points for face in point.faces]
    figure = page.context["chart"].figure_json
    traces = [*figure["data"], *figure["widths"][0]["data"]]
    marks = {
        entry for trace in traces for _words, names in trace.get("customdata", []) for entry in names.split()
    }
    pointed = {name for face in faces for name in face.entries.split()}
    assert pointed & marks
    assert pointed - marks <= {"mother", "outcome", "aftercare"}
    late = next(face for face in faces if face.lit is not None)
    text = page.content.decode()
    assert f'data-from="{late.lit.start}"' in text
    assert "Berust op: " + late.evidence in text


def test_the_four_counts_and_how_many_are_decided(client, submitted):
    flags = flags_of(submitted)
    Review.objects.create(finding=flags[0], status="confirmed", by=submitted.created_by)
    page = client.get(url("findings", submitted))
    assert [sign for *_rest, sign in page.context["counts"]] == ["▲", "✓", "?", "–"]
    assert f"1 van {len(flags)} besloten" in page.content.decode()
    assert page.context["decided"].following == flags[1].check_id


def test_the_form_opens_in_its_place(client, submitted):
    flag = flags_of(submitted)[0]
    address = url("review", submitted, check=flag.check_id)
    part = client.get(address, **HTMX).content.decode()
    assert "<html" not in part
    assert f'hx-target="#decision-{flag.check_id}"' in part
    assert "<html" in client.get(address).content.decode()
    shut = client.get(address + "?shut=1", **HTMX).content.decode()
    assert "<form" not in shut and "data-decide" in shut


def test_a_decision_in_its_place_leads_to_the_next_one(client, submitted):
    first, second, *rest = flags_of(submitted)
    response = client.post(
        url("review", submitted, check=first.check_id), {"status": "confirmed", "domain": "resources"}, **HTMX
    )
    text = response.content.decode()
    assert json.loads(response["HX-Trigger-After-Settle"]) == {"fluxus:decided": {"next": second.check_id}}
    assert "middelen en mensen" in text
    assert 'id="decided-count"' in text and "hx-swap-oob" in text
    assert f"1 van {len(rest) + 2} besloten" in text


def test_a_decision_that_cannot_be_kept_stays_in_its_place(client, submitted):
    flag = flags_of(submitted)[0]
    address = url("review", submitted, check=flag.check_id)
    response = client.post(address, {"status": "rejected", "note": "blijft staan"}, **HTMX)
    assert response.status_code == 200
    text = response.content.decode()
    assert "Kies de reden" in text or "reden" in text
    assert "blijft staan" in text
    assert Review.objects.count() == 0


def test_after_the_last_decision_nothing_waits(submitted):
    for flag in flags_of(submitted):
        Review.objects.create(finding=flag, status="confirmed", by=submitted.created_by)
    found = groups(shown(f, "nl") for f in submitted.findings.select_related("review"))
    progress = decided(found)
    assert (progress.done, progress.following) == (progress.total, "")


def test_what_waits_is_looked_for_past_the_last_decision_first(submitted):
    flags = flags_of(submitted)
    found = groups(shown(f, "nl") for f in submitted.findings.select_related("review"))
    assert decided(found, after=flags[1].check_id).following == flags[2].check_id
    assert decided(found, after=flags[-1].check_id).following == flags[0].check_id


@pytest.mark.parametrize(
    ("unit", "value", "limit", "said"),
    [
        ("min", 40, 30, "gevonden 40 min · grens 30 min"),
        ("g", 0.5, 0.9, "gevonden 0,5 g · grens 0,9 g"),
        ("min", None, 10, "grens 10 min"),
        ("answer", "no", None, ""),
        ("people", 1, 2, "gevonden personen: 1 · grens personen: 2"),
    ],
)
def test_value_and_limit_with_their_unit(unit, value, limit, said):
    assert measured(Finding(unit=unit, value=value, limit=limit), "nl") == said


def test_what_is_learned_after_submission(client, submitted):
    client.post(url("learned", submitted), {"learning_point": "Eerder wegen.", "grade": "B"})
    submitted.refresh_from_db()
    assert (submitted.learning_point, submitted.grade) == ("Eerder wegen.", "B")
    assert AuditEvent.objects.filter(event="case.learned").count() == 1
    client.post(url("learned", submitted), {"learning_point": "Eerder wegen.", "grade": "B"})
    assert AuditEvent.objects.filter(event="case.learned").count() == 1
    text = client.get(url("findings", submitted)).content.decode()
    assert "Eerder wegen." in text and "Oordeel over de zorg: <strong>B</strong>" in text


def test_a_trace_of_a_person_in_what_is_learned(client, submitted):
    typed = "Bel dokter Jansen eerder."
    response = client.post(url("learned", submitted), {"learning_point": typed, "grade": ""})
    text = response.content.decode()
    submitted.refresh_from_db()
    assert submitted.learning_point == ""
    assert typed in text and "<mark>" in text
    key = re.search(r'name="declared" value="([^"]+)"', text).group(1)
    client.post(url("learned", submitted), {"learning_point": typed, "grade": "", "declared": key})
    submitted.refresh_from_db()
    assert submitted.learning_point == typed
    assert key in submitted.harmless


def test_a_grade_that_does_not_exist_and_words_without_end(client, submitted):
    for typed in ({"grade": "E"}, {"learning_point": "x" * 4001}):
        response = client.post(url("learned", submitted), {"learning_point": "", "grade": "", **typed})
        assert response.context["problems"]
    submitted.refresh_from_db()
    assert (submitted.learning_point, submitted.grade) == ("", "")


def test_nothing_is_learned_from_a_draft_or_by_a_stranger(client, draft, client_as, person, other_vsv, vsv):
    client.post(url("learned", draft), {"learning_point": "Te vroeg.", "grade": ""})
    draft.refresh_from_db()
    assert draft.learning_point == ""
    made = make_case(vsv, draft.created_by, submitted=True)
    stranger = client_as(person(Role.BOARD, other_vsv))
    assert stranger.post(url("learned", made), {"learning_point": "Nee.", "grade": ""}).status_code == 404
    uninvolved = client_as(person(Role.CAREGIVER, vsv))
    assert uninvolved.post(url("learned", made), {"learning_point": "Nee.", "grade": ""}).status_code == 404
    made.refresh_from_db()
    assert made.learning_point == ""
