"""Actions from concept to decision: what is asked when, what is measured, and who sees it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dashboards import services, sources
from dashboards.models import ActionItem, ActionLog, KeptError, Measurement
from dashboards.queries import due_actions, due_text, latest
from fluxus.organisations.errors import Refused
from fluxus.organisations.models import AuditEvent
from fluxus.periods import following, parse
from tests.integration.dashboards.conftest import counts_of
from tests.integration.dashboards.findings import findings

BOARD = "/verbeteren/"
PLAN = {
    "title": "Tweede verloskundige eerder bellen",
    "origin": "own",
    "problem": "Er zijn te weinig handen aan bed.",
    "aim": "Voor 2025 in 75 % van de casussen twee zorgverleners bij 1000 ml.",
    "measure_kind": "check",
    "measure_id": "E06",
    "baseline_period": "2022-Q1..2023-Q4",
    "rule": "difference",
    "owner": "klinisch verloskundige",
    "change_idea": "Bellen bij 500 ml staat op de kaart.",
    "action_type": "material",
    "target": 75,
    "prediction": 70,
    "start_date": date(2024, 1, 1),
    "deadline": date(2024, 3, 1),
    "check_date": date(2024, 10, 1),
}


@pytest.fixture
def by(person, vsv):
    return person("board", vsv)


@pytest.fixture
def board(by, client_as):
    return client_as(by)


@pytest.fixture
def history(cases):
    """Two years of a case a week with a third as agreed, then nine months with four fifths as agreed."""
    cases.records = findings("FFM" * 34, newest=date(2023, 12, 20)) + findings(
        "MMMMF" * 10, newest=date(2024, 12, 20), prefix="N"
    )
    return cases


@pytest.fixture
def item(history, vsv, by):
    return services.open_action(vsv=vsv, by=by, changes=PLAN)


@pytest.fixture
def running(item, by):
    services.move_stage(item=item, to="plan", by=by)
    return services.move_stage(item=item, to="do", by=by)


def moved(item, to, by):
    with pytest.raises(Refused) as refused:
        services.move_stage(item=item, to=to, by=by)
    return refused.value.problems


def as_form(plan):
    values = {name: value for name, value in plan.items() if name not in ("measure_kind", "measure_id")}
    return values | {"measure": f"{plan['measure_kind']}:{plan['measure_id']}"}


# --- concept and baseline -----------------------------------------------------------------------------------


def test_the_baseline_is_worked_out_with_interval_and_definition(item):
    assert (item.baseline_events, item.baseline_total) == (34, 102)
    assert 0.24 < item.baseline_lower < 1 / 3 < item.baseline_upper < 0.44
    assert item.baseline_sigma_z >= 1
    assert item.baseline_definition == "nl 2025-1"
    assert item.baseline_frozen_at is None


def test_it_follows_the_period_until_it_is_frozen_and_then_stays(item, by, history):
    services.edit_action(item=item, changes={"baseline_period": "2023"}, by=by)
    item.refresh_from_db()
    assert item.baseline_total == 51
    services.move_stage(item=item, to="plan", by=by)
    history.records = []
    services.edit_action(item=item, changes={"title": "Eerder bellen"}, by=by)
    item.refresh_from_db()
    assert (item.title, item.baseline_total) == ("Eerder bellen", 51)
    assert item.baseline_frozen_at is not None


@pytest.mark.parametrize(
    "changes",
    [
        {"measure_id": "P02"},
        {"baseline_period": "2021"},
        {"rule": "shift"},
        {"measure_kind": "outcome", "measure_id": "pph"},
    ],
)
def test_once_frozen_the_measure_cannot_change(item, by, changes):
    services.move_stage(item=item, to="plan", by=by)
    with pytest.raises(Refused) as refused:
        services.edit_action(item=item, changes=changes, by=by)
    assert len(refused.value.problems) >= len(changes)


def test_without_a_period_the_baseline_is_the_last_eight_quarters(cases, vsv, by):
    item = services.open_action(vsv=vsv, by=by, changes=PLAN | {"baseline_period": "", "start_date": None})
    assert len(list(parse(item.baseline_period).units("quarter"))) == 8


def test_an_outcome_as_measure(country, vsv, by):
    first = parse("2022-Q1")
    country.quarters = [(following(first, i), counts_of(vsv, 500, 40)) for i in range(8)]
    changes = PLAN | {"measure_kind": "outcome", "measure_id": "pph", "check_date": date(2025, 1, 1)}
    item = services.open_action(vsv=vsv, by=by, changes=changes)
    assert (item.baseline_events, item.baseline_total, item.baseline_definition) == (320, 4000, "pph 2026-1")


# --- refusals ----------------------------------------------------------------------------------------------


def test_leaving_concept_names_everything_that_is_missing(cases, vsv, by):
    bare = services.open_action(vsv=vsv, by=by, changes={"title": "Een idee"})
    assert len(moved(bare, "plan", by)) == 5
    measured = services.open_action(
        vsv=vsv, by=by, changes={"title": "x", "measure_kind": "check", "measure_id": "E06"}
    )
    assert any("E06" not in problem and "Q" in problem for problem in moved(measured, "plan", by))


def test_starting_names_everything_that_is_missing(history, vsv, by):
    bare = {"change_idea": "", "action_type": "", "target": None, "prediction": None, "start_date": None}
    item = services.open_action(vsv=vsv, by=by, changes=PLAN | bare)
    services.move_stage(item=item, to="plan", by=by)
    assert len(moved(item, "do", by)) == 5


@pytest.mark.parametrize("to", ["do", "check", "act", "concept", "done"])
def test_a_stage_cannot_be_skipped(item, by, to):
    assert len(moved(item, to, by)) == 1


def test_back_is_possible_but_not_to_concept(running, by):
    assert services.move_stage(item=running, to="plan", by=by).stage == "plan"
    assert len(moved(running, "concept", by)) == 1


def test_an_action_that_has_not_started_cannot_be_checked(history, vsv, by):
    later = timezone.localdate() + timedelta(days=10)
    dates = {"start_date": later, "deadline": later, "check_date": later + timedelta(days=300)}
    item = services.open_action(vsv=vsv, by=by, changes=PLAN | dates)
    services.move_stage(item=item, to="plan", by=by)
    services.move_stage(item=item, to="do", by=by)
    assert len(moved(item, "check", by)) == 1


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({"title": ""}, 1),
        ({"title": "x" * 121}, 1),
        ({"target": 101}, 1),
        ({"target": -1, "prediction": 250}, 2),
        ({"baseline_period": "ooit"}, 1),
        ({"baseline_period": "2023-03"}, 1),
        ({"measure_id": "Z99"}, 1),
        ({"measure_id": ""}, 1),
        ({"measure_kind": "moon"}, 1),
        ({"deadline": date(2023, 12, 31)}, 1),
        ({"check_date": date(2024, 6, 30)}, 1),
        ({"rule": "shift"}, 1),
        ({"start_date": date(2023, 12, 31)}, 1),
        ({"owner": "mevrouw Jansen", "problem": "Bel 06-12345678"}, 2),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_each(cases, vsv, by, changes, count):
    with pytest.raises(Refused) as refused:
        services.open_action(vsv=vsv, by=by, changes=PLAN | changes)
    assert len(refused.value.problems) == count, refused.value.problems
    assert not ActionItem.objects.exists()


# --- measuring ---------------------------------------------------------------------------------------------


def test_the_verdict_comes_on_the_check_date_and_only_once(running, by, vsv):
    (early,) = services.recheck_actions(vsv=vsv, by=by, trigger="case", today=date(2024, 5, 1))
    assert (early.state, early.reason, early.quarters) == ("early", "quarters", 1)
    (waiting,) = services.recheck_actions(vsv=vsv, by=by, today=date(2024, 9, 30))
    assert waiting.state == "early"
    (verdict,) = services.recheck_actions(vsv=vsv, by=by, today=date(2026, 1, 1))
    assert (verdict.state, verdict.check_date) == ("early", date(2024, 10, 1))
    services.edit_action(item=running, changes={"check_date": date(2025, 1, 1)}, by=by)
    (verdict,) = services.recheck_actions(vsv=vsv, by=None, trigger="import", today=date(2026, 1, 1))
    assert (verdict.state, verdict.as_intended, verdict.by) == ("changed", True, None)
    assert services.recheck_actions(vsv=vsv, by=by, today=date(2026, 6, 1)) == []
    assert ActionLog.objects.filter(item=running, kind="edit").count() == 1


def test_nothing_new_is_not_measured_twice(running, by, vsv):
    assert len(services.recheck_actions(vsv=vsv, by=by, today=date(2024, 5, 1))) == 1
    assert services.recheck_actions(vsv=vsv, by=by, today=date(2024, 5, 2)) == []
    assert AuditEvent.objects.filter(event="action.measured").count() == 1


def test_concepts_plans_and_other_vsvs_are_left_alone(item, running, by, other_vsv):
    assert services.recheck_actions(vsv=other_vsv, by=by) == []
    services.move_stage(item=running, to="plan", by=by)
    assert services.recheck_actions(vsv=item.vsv, by=by) == []


def test_an_outcome_counts_only_quarters_that_are_delivered(country, vsv, by):
    first = parse("2022-Q1")
    country.quarters = [(following(first, i), counts_of(vsv, 500, 40 if i < 8 else 20)) for i in range(16)]
    changes = PLAN | {"measure_kind": "outcome", "measure_id": "pph", "check_date": date(2025, 1, 1)}
    item = services.open_action(vsv=vsv, by=by, changes=changes)
    for stage in ("plan", "do"):
        services.move_stage(item=item, to=stage, by=by)
    country.span = (date(2020, 1, 1), date(2024, 8, 31))
    (early,) = services.recheck_actions(vsv=vsv, by=by, today=date(2026, 1, 1))
    assert (early.quarters, early.state, early.data_until) == (2, "early", date(2024, 8, 31))
    country.span = (date(2020, 1, 1), date(2024, 12, 31))
    (late,) = services.recheck_actions(vsv=vsv, by=by, today=date(2026, 1, 1))
    assert (late.quarters, late.state, late.events, late.total) == (4, "changed", 80, 2000)
    country.span = None
    assert services.recheck_actions(vsv=vsv, by=by, today=date(2026, 1, 1)) == []


def test_measurements_and_log_are_kept(running, by, vsv):
    (kept,) = services.recheck_actions(vsv=vsv, by=by, today=date(2024, 5, 1))
    kept.state = "changed"
    for change in (
        kept.save,
        kept.delete,
        Measurement.objects.all().delete,
        lambda: ActionLog.objects.update(text="x"),
    ):
        with pytest.raises(KeptError):
            change()
    assert latest(running).state == "early"


# --- decision ----------------------------------------------------------------------------------------------


def decided(item, by, **asked):
    with pytest.raises(Refused) as refused:
        services.decide_act(item=item, by=by, **({"decision": "adopt", "reason": "het werkt"} | asked))
    return refused.value.problems


def test_a_decision_needs_a_choice_a_reason_and_a_measurement(running, item, by, vsv):
    assert len(decided(running, by, decision="", reason="")) == 2
    assert len(decided(running, by)) == 1
    services.recheck_actions(vsv=vsv, by=by, today=date(2024, 5, 1))
    done = services.decide_act(item=running, decision="adopt", reason="het werkt", by=by)
    assert (done.stage, done.decision, done.decided_by) == ("act", "adopt", by)
    assert len(decided(done, by)) == 1
    assert len(moved(done, "do", by)) == 1
    with pytest.raises(Refused):
        services.edit_action(item=done, changes={"title": "x"}, by=by)
    with pytest.raises(Refused):
        services.log_done(item=done, text="nog iets", by=by)


def test_a_concept_can_only_be_stopped(item, by):
    assert len(decided(item, by, decision="adapt")) == 1
    assert services.decide_act(item=item, decision="abandon", reason="toch niet", by=by).is_closed


def test_adapting_opens_the_next_cycle(running, by):
    following_item = services.decide_act(item=running, decision="adapt", reason="kaart te vol", by=by)
    assert following_item.previous == running
    assert (following_item.stage, following_item.title, following_item.check_date) == (
        "concept",
        running.title,
        None,
    )
    assert following_item.baseline_frozen_at is None


# --- what is due -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "overdue", "empty"),
    [
        (date(2024, 2, 1), False, True),
        (date(2024, 3, 2), True, False),
        (date(2024, 10, 1), False, False),
        (date(2024, 10, 2), True, False),
    ],
)
def test_due_in_words(running, today, overdue, empty):
    text, late = due_text(running, today)
    assert (late, not text) == (overdue, empty)


def test_due_within_a_month_and_after_the_verdict(running, by, vsv):
    services.move_stage(item=running, to="check", by=by)
    running.refresh_from_db()
    text, late = due_text(running, date(2024, 9, 15))
    assert text and not late
    services.edit_action(item=running, changes={"check_date": date(2025, 1, 1)}, by=by)
    services.recheck_actions(vsv=vsv, by=by, today=date(2025, 1, 1))
    (due,) = due_actions(vsv=vsv, today=date(2025, 2, 1))
    assert not due.overdue
    assert due.url == reverse("dashboards:action", args=[running.pk])


# --- pages -------------------------------------------------------------------------------------------------


def test_the_board_has_four_columns_and_says_what_is_overdue(running, board):
    text = board.get(BOARD).content.decode()
    assert text.count('id="column-') == 4
    assert "E06" in text
    assert "34 van 102" in text
    assert 'class="overdue"' in text


def test_the_page_of_an_action(running, by, vsv, board):
    services.edit_action(item=running, changes={"check_date": date(2025, 1, 1)}, by=by)
    services.recheck_actions(vsv=vsv, by=by)
    text = board.get(reverse("dashboards:action", args=[running.pk])).content.decode()
    assert "Het cijfer is na de actie veranderd (33,3 % → 80,0 %)." in text
    assert "Dat de actie de oorzaak is, is aannemelijk maar niet bewezen." in text
    assert "34 van 102" in text
    assert 'id="effect-figure"' in text
    board.post(reverse("dashboards:action_decide", args=[running.pk]), {"decision": "adapt", "reason": "x"})
    text = board.get(reverse("dashboards:action", args=[running.pk])).content.decode()
    following_item = ActionItem.objects.get(previous=running)
    assert reverse("dashboards:action", args=[following_item.pk]) in text
    text = board.get(reverse("dashboards:action", args=[following_item.pk])).content.decode()
    assert reverse("dashboards:action", args=[running.pk]) in text


def test_a_bare_concept_has_a_page_too(cases, vsv, by, board):
    item = services.open_action(vsv=vsv, by=by, changes={"title": "Een idee"})
    assert board.get(reverse("dashboards:action", args=[item.pk])).status_code == 200
    assert "Een idee" in board.get(BOARD).content.decode()


def test_filling_in_the_form(history, vsv, board):
    answer = board.post(reverse("dashboards:action_new"), as_form(PLAN))
    item = ActionItem.objects.get()
    assert answer["Location"] == reverse("dashboards:action", args=[item.pk])
    assert (item.vsv, item.measure_id, item.baseline_total) == (vsv, "E06", 102)
    url = reverse("dashboards:action_edit", args=[item.pk])
    assert 'value="check:E06" selected' in board.get(url).content.decode()
    board.post(url, as_form(PLAN | {"title": "Anders"}))
    item.refresh_from_db()
    assert item.title == "Anders"


def test_a_new_form_takes_what_the_address_gives(cases, board):
    page = board.get(reverse("dashboards:action_new"), {"title": "Zo", "measure": "check:D03"})
    assert 'value="check:D03" selected' in page.content.decode()


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"measure": "check:Z99"}, {"target": "veel"}, {"baseline_period": "ooit"}]
)
def test_a_wrong_form_is_told_and_keeps_what_was_typed(cases, board, wrong):
    page = board.post(reverse("dashboards:action_new"), as_form(PLAN) | wrong)
    assert page.status_code == 400
    assert "error-summary" in page.content.decode()
    assert "klinisch verloskundige" in page.content.decode()
    assert not ActionItem.objects.exists()


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("action_move", {"to": "act"}, {"to": "plan"}),
        ("action_log", {"text": " "}, {"text": "kaart gedrukt"}),
        ("action_decide", {}, {"decision": "abandon", "reason": "toch niet"}),
        ("action_recheck", None, {}),
    ],
)
def test_every_button_works_and_says_what_is_wrong(item, board, name, wrong, right):
    url = reverse(f"dashboards:{name}", args=[item.pk])
    if wrong is not None:
        page = board.post(url, wrong)
        assert page.status_code == 400
        assert "error-summary" in page.content.decode()
    assert board.post(url, right).status_code == 302
    assert board.get(url).status_code == 405


def test_the_log_refuses_what_leads_to_a_person(item, by):
    with pytest.raises(Refused):
        services.log_done(item=item, text="gesproken met mevrouw Jansen", by=by)


# --- who sees what -----------------------------------------------------------------------------------------


def test_an_action_of_another_vsv_does_not_exist(item, person, other_vsv, client_as):
    client = client_as(person("board", other_vsv))
    for name in ("action", "action_edit"):
        assert client.get(reverse(f"dashboards:{name}", args=[item.pk])).status_code == 404
    for name in ("action_move", "action_log", "action_recheck", "action_decide", "action_edit"):
        assert client.post(reverse(f"dashboards:{name}", args=[item.pk]), {}).status_code == 404
    assert item.title not in client.get(BOARD).content.decode()


def test_a_caregiver_reads_and_does_not_write(item, person, vsv, client_as):
    client = client_as(person("caregiver", vsv))
    page = client.get(reverse("dashboards:action", args=[item.pk]))
    assert page.status_code == 200
    assert reverse("dashboards:action_edit", args=[item.pk]) not in page.content.decode()
    assert client.get(reverse("dashboards:action_new")).status_code == 403
    for name in ("action_move", "action_log", "action_recheck", "action_decide", "action_edit"):
        assert client.post(reverse(f"dashboards:{name}", args=[item.pk]), {}).status_code == 403


@pytest.mark.parametrize("role", ["coordinator", "data_manager", "administrator"])
def test_who_has_no_business_with_actions(item, person, vsv, client_as, role):
    assert client_as(person(role, vsv)).get(BOARD).status_code == 403


def test_labels_come_from_the_checks():
    assert "E06" in sources.check_ids()
    assert sources.check_label("E06").nl
    assert sources.code_label("home").nl == "thuis"
    assert sources.code_label("moon").nl == "moon"


# --- the other rule, and small matters ---------------------------------------------------------------------


def test_eight_quarters_on_one_side_are_told_as_a_run(cases, vsv, by, board):
    cases.records = findings("FFM" * 34, newest=date(2021, 12, 20)) + findings(
        "MMMMF" * 24, newest=date(2024, 3, 20), prefix="N"
    )
    changes = {
        "rule": "shift",
        "baseline_period": "2020-Q1..2021-Q4",
        "start_date": date(2022, 1, 1),
        "deadline": date(2022, 3, 1),
        "check_date": date(2024, 1, 1),
    }
    item = services.open_action(vsv=vsv, by=by, changes=PLAN | changes)
    for stage in ("plan", "do"):
        services.move_stage(item=item, to=stage, by=by)
    (kept,) = services.recheck_actions(vsv=vsv, by=by)
    assert (kept.state, kept.run_side, kept.run_length, kept.run_since) == ("changed", "above", 8, "2022-Q1")
    text = board.get(reverse("dashboards:action", args=[item.pk])).content.decode()
    assert "Sinds 1e kwartaal 2022 hoger dan voorheen: 8 kwartalen op rij." in text.replace("</b>", "")


def test_an_edit_without_a_change_leaves_no_trace(item, by):
    events = AuditEvent.objects.count()
    services.edit_action(item=item, changes={"title": item.title}, by=by)
    assert AuditEvent.objects.count() == events


def test_names_for_the_administrator(running, by, vsv):
    (kept,) = services.recheck_actions(vsv=vsv, by=by, today=date(2024, 5, 1))
    line = services.log_done(item=running, text="kaart gedrukt", by=by)
    answer = services.answer_pattern(vsv=vsv, check_id="E06", answer="later", reason="", by=by)
    assert [str(each) for each in (running, kept, line, answer)] == [
        running.title,
        f"{running.pk} early {kept.events}/{kept.total}",
        f"{running.pk} done",
        "E06 later",
    ]


def test_a_changed_rule_set_is_told(running, by, vsv, board, monkeypatch):
    monkeypatch.setattr(sources, "rule_set_versions", lambda *args: "nl 2026-1")
    services.recheck_actions(vsv=vsv, by=by, today=date(2024, 5, 1))
    text = board.get(reverse("dashboards:action", args=[running.pk])).content.decode()
    assert "De definitie of regelset is veranderd" in text


def test_a_measure_without_a_figure_after_the_start(cases, vsv, by, board):
    cases.records = findings("FFM" * 34, newest=date(2023, 12, 20))
    item = services.open_action(vsv=vsv, by=by, changes=PLAN)
    for stage in ("plan", "do"):
        services.move_stage(item=item, to=stage, by=by)
    (kept,) = services.recheck_actions(vsv=vsv, by=by)
    assert (kept.total, kept.difference, kept.mid_p) == (0, None, None)
    text = board.get(reverse("dashboards:action", args=[item.pk])).content.decode()
    assert "erna 0 van 0" in text
    assert "mid-p" not in text


def test_the_board_asks_as_much_of_the_database_for_one_action_as_for_many(
    running, vsv, by, board, django_assert_max_num_queries
):
    services.recheck_actions(vsv=vsv, by=by, today=date(2024, 5, 1))
    with django_assert_max_num_queries(25) as one:
        board.get(BOARD)
    for _number in range(5):
        item = services.open_action(vsv=vsv, by=by, changes=PLAN)
        for stage in ("plan", "do"):
            services.move_stage(item=item, to=stage, by=by)
    with django_assert_max_num_queries(len(one)):
        board.get(BOARD)
