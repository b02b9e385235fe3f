from datetime import date, timedelta

from django.utils import timezone

from dashboards.models import ActionItem
from fluxus.organisations.events import announce_data_changed
from fluxus.organisations.permissions import Role
from perined_import.models import Upload
from tests import case_makers
from tests.factories import make_delivery


def test_a_caregiver_sees_what_waits_for_her(client_as, person, vsv):
    user = person(Role.CAREGIVER, vsv)
    make_delivery(vsv)
    case_makers.make_case(vsv, user)
    at_risk = {"high_risk_known": "yes", "deviation_documented": "no"}
    case_makers.make_case(vsv, user, submitted=True, mother=at_risk)
    page = client_as(user).get("/").content.decode()
    for text in ("Bevallingen om te screenen", "Uw concepten", "Casussen met punten", "Bekijk de spiegel"):
        assert text in page
    assert "Lees de eerste Perined-export in" not in page


def test_a_board_sees_its_due_actions(client_as, person, vsv):
    user = person(Role.BOARD, vsv)
    ActionItem.objects.create(
        vsv=vsv,
        title="Eerder bellen",
        created_by=user,
        stage="do",
        check_date=timezone.localdate() - timedelta(days=3),
    )
    assert "Eerder bellen" in client_as(user).get("/").content.decode()


def test_a_data_manager_is_told_how_to_begin_and_how_it_went(client_as, person, vsv):
    user = person(Role.DATA_MANAGER, vsv)
    client = client_as(user)
    assert "Lees de eerste Perined-export in" in client.get("/").content.decode()
    Upload.objects.create(vsv=vsv, status="committed", committed_at=timezone.now(), rejected_units=2)
    assert "2 rijen zijn niet overgenomen" in client.get("/").content.decode()


def test_nobody_finds_an_empty_page(client_as, person, vsv):
    for role in Role:
        page = client_as(person(role, vsv)).get("/").content.decode()
        assert 'class="tasks"' in page, role
    assert "Er wacht niets op u" in client_as(person()).get("/").content.decode()


def test_new_data_makes_running_actions_look_again(
    person, vsv, other_vsv, monkeypatch, django_capture_on_commit_callbacks
):
    looked = []
    monkeypatch.setattr(
        "dashboards.services.recheck_actions", lambda *, vsv, by, trigger: looked.append((vsv, trigger))
    )
    user = person(Role.CAREGIVER, vsv)
    with django_capture_on_commit_callbacks(execute=True):
        case_makers.make_case(vsv, user, submitted=True)
    assert looked == [], "no action is running"
    for one, stage in ((vsv, "do"), (other_vsv, "check"), (other_vsv, "concept")):
        ActionItem.objects.create(vsv=one, title="Wegen", created_by=user, stage=stage)
    with django_capture_on_commit_callbacks(execute=True):
        case_makers.make_case(vsv, user, submitted=True)
    assert looked == [(vsv, "case")]
    looked.clear()
    with django_capture_on_commit_callbacks(execute=True):
        announce_data_changed("import", by=None, vsv=vsv)
    assert sorted(looked, key=str) == sorted([(vsv, "import"), (other_vsv, "import")], key=str)


def test_a_case_submitted_after_the_start_gives_the_running_action_a_measurement(
    person, vsv, django_capture_on_commit_callbacks
):
    user = person(Role.CAREGIVER, vsv)
    with django_capture_on_commit_callbacks(execute=True):
        case_makers.make_case(vsv, user, submitted=True)
    item = ActionItem.objects.create(
        vsv=vsv,
        title="Wegen",
        created_by=user,
        stage="do",
        measure_kind="check",
        measure_id="P02",
        baseline_period="2020",
        baseline_events=10,
        baseline_total=40,
        start_date=date(2021, 1, 1),
        check_date=date(2099, 1, 1),
    )
    with django_capture_on_commit_callbacks(execute=True):
        case_makers.make_case(vsv, user, submitted=True)
    assert item.measurements.get().trigger == "case"


def test_a_listener_that_fails_is_logged_and_the_case_stays_submitted(
    person, vsv, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    def fail(**_arguments):
        raise RuntimeError("the figures could not be read")

    monkeypatch.setattr("dashboards.services.recheck_actions", fail)
    user = person(Role.CAREGIVER, vsv)
    ActionItem.objects.create(vsv=vsv, title="Wegen", created_by=user, stage="do")
    with django_capture_on_commit_callbacks(execute=True):
        made = case_makers.make_case(vsv, user, submitted=True)
    assert made.status == "submitted"
    assert "the figures could not be read" in caplog.text
