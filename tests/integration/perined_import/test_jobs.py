"""Work behind the pages: check, question, refusal, failure, cancelling, storing; what killed work leaves."""

import fcntl
import logging
import stat
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from fluxus.organisations.errors import Refused
from fluxus.organisations.models import AuditEvent
from fluxus.organisations.permissions import Role
from fluxus.periods import parse
from perined_import import services, spool
from perined_import.jobs import check, locks, tidy
from perined_import.jobs.heart import Heart
from perined_import.jobs.queue import open_job
from perined_import.jobs.recovery import recover
from perined_import.jobs.run import run, run_waiting
from perined_import.models import (
    ColumnMapping,
    Delivery,
    FoundProblem,
    ImportJob,
    Report,
    Upload,
    UploadFile,
)
from perined_import.progress import Cancelled
from tests.integration.perined_import.helpers import everything, incoming, organisation
from tests.kernset_messages import bsn, hl7, values

pytestmark = pytest.mark.django_db
HEAD = "geboortedatum;lvr;ziekenhuis_lvr;plaats;bloedverlies;dossiernummer\n"
GOOD = HEAD + "2021-08-04;0010;0010;ziekenhuis;1200;1\n2021-08-20;0010;0010;ziekenhuis;300;2\n"


@pytest.fixture(autouse=True)
def _table(vsv):
    organisation("0010", "hospital", (vsv, 1))


@pytest.fixture
def by(person, vsv):
    return person(Role.DATA_MANAGER, vsv)


@pytest.fixture
def send(by, vsv):
    """Return ``send(*(name, content))``, which receives files for the VSV."""

    def receive(*files, **options):
        return services.receive_upload(files=incoming(*files), by=by, vsv=vsv, **options)

    return receive


@pytest.fixture
def pending(send):
    """An upload that was checked."""
    upload = send(("t.csv", GOOD))
    run_waiting()
    return fresh(upload)


@pytest.fixture
def stored(pending, by):
    """An upload that is in use."""
    services.store_upload(upload=pending, by=by)
    run_waiting()
    return fresh(pending)


def fresh(one):
    return type(one).objects.get(pk=one.pk)


def last(upload):
    return upload.jobs.first()


def events():
    return list(AuditEvent.objects.order_by("pk").values_list("event", flat=True))


def folders():
    """Return what waits in the spool, without the locks."""
    root = settings.IMPORT_SPOOL
    return sorted(path.name for path in root.iterdir() if path.name != "locks") if root.exists() else []


@pytest.fixture(autouse=True)
def _empty_spool():
    for upload_id in spool.upload_ids():
        spool.remove(upload_id)


# --- in -------------------------------------------------------------------------------------------------
def test_what_comes_in_waits_unreadable_for_others(send, vsv):
    upload = send(
        ("t.csv", GOOD), ("a.xml", hl7(values())), period=parse("2021"), given_vsv=vsv, sheet="Blad1"
    )
    assert (upload.status, upload.period_asked, upload.given_vsv, upload.sheet) == (
        "waiting", "2021", vsv, "Blad1",
    )  # fmt: skip
    assert (last(upload).kind, last(upload).state) == ("check", "queued")
    folder = spool.folder_of(upload.pk)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert [file.name for file in spool.files_of(upload.pk)] == ["t.csv", "a.xml"]
    with spool.opened(upload.pk) as files:
        assert files[0].stream.read() == GOOD.encode() and files[0].size == len(GOOD)
    assert not Report.objects.exists()


def test_what_cannot_be_received_leaves_nothing(send, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    before = everything()
    monkeypatch.setattr(spool, "_write", full)
    with pytest.raises(Refused, match="ruimte|room"):
        send(("t.csv", GOOD))
    assert everything() == before and folders() == [] and not ImportJob.objects.exists()


def test_without_a_key_or_far_too_large_is_said_at_once(send, settings):
    settings.KERNSET_LIMITS = {"file_bytes": 10}
    settings.KERNSET_HMAC_KEY = "short"
    with pytest.raises(services.UploadRefused) as refused:
        send(("t.csv", GOOD), ("u.csv", GOOD), ("v.csv", b"kort"))
    assert [(one.code, one.file) for one in refused.value.batch.refusals] == [
        ("no_hmac_key", ""), ("too_large", "t.csv"), ("too_large", "u.csv"),
    ]  # fmt: skip
    assert not Upload.objects.exists() and folders() == []


def test_content_that_is_in_use_is_said_at_once_and_kept_nowhere(send, stored, by):
    with pytest.raises(services.UploadRefused) as refused:
        send(("ander.csv", GOOD))
    (problem,) = refused.value.batch.refusals
    assert (problem.code, problem.file, problem.params) == (
        "already_received",
        "ander.csv",
        {"by": by.username},
    )
    assert Upload.objects.count() == 1 and folders() == []


# --- the check ------------------------------------------------------------------------------------------
def test_a_check_ends_pending_and_keeps_no_file(pending):
    assert (pending.status, pending.deliveries, pending.pph, pending.read) == ("pending", 2, 1, 2)
    job = last(pending)
    assert (job.state, job.sentence) == ("done", []) and job.finished_at >= job.started_at
    assert folders() == [] and Delivery.objects.count() == 0 and pending.reports.count() == 2
    assert events() == ["import_received", "import_checked"]


def test_a_refused_upload_keeps_its_problems_and_nothing_else(send, by):
    upload = send(
        ("t.csv", GOOD.replace("1200", "veel").replace(";300", ";heel veel")), ("x.xml", b"<html/>")
    )
    run_waiting()
    upload = fresh(upload)
    assert (upload.status, last(upload).state, upload.reports.count()) == ("refused", "refused", 0)
    assert not upload.rejected.exists() and folders() == []
    found = upload.problems.values_list("severity", "code", "row")
    assert set(found) == {
        ("refusal", "unknown_xml", None), ("rejected", "not_a_number", 2), ("rejected", "not_a_number", 3),
    }  # fmt: skip
    assert sorted(upload.files.values_list("name", flat=True)) == ["t.csv", "x.xml"]
    assert len(last(upload).sentence) == 2 and events()[-1] == "import_refused"
    services.discard_upload(upload=upload, by=by)
    assert not Upload.objects.exists() and not FoundProblem.objects.exists()


def test_a_refused_upload_does_not_make_its_content_known(send):
    bad = ("t.csv", HEAD + "gisteren;0010;0010;ziekenhuis;1;1\n")
    send(bad)
    run_waiting()
    again = send(bad)
    run_waiting()
    assert fresh(again).status == "refused"
    assert set(fresh(again).problems.values_list("code", flat=True)) >= {"nothing_left"}


def test_a_zip_of_which_everything_is_known_says_so(send, stored):
    import io
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("t.csv", GOOD)
    upload = send(("t.zip", packed.getvalue()))
    run_waiting()
    upload = fresh(upload)
    assert (upload.status, [one.code for one in upload.problems.all()]) == ("refused", ["already_received"])
    assert "al ontvangen" in last(upload).sentence[0]


def test_what_goes_wrong_unexpectedly_is_logged_and_can_be_tried_again(send, by, monkeypatch, caplog):
    def broken(*_args, **_options):
        raise ZeroDivisionError("in the middle")

    upload = send(("t.csv", GOOD))
    with monkeypatch.context() as patched, caplog.at_level(logging.ERROR):
        patched.setattr(check, "preview", broken)
        run_waiting()
    upload = fresh(upload)
    assert "in the middle" in caplog.text and "Traceback" in caplog.text
    assert (upload.status, last(upload).state, upload.reports.count()) == ("failed", "failed", 0)
    assert str(last(upload).pk) in last(upload).sentence[0] and not upload.files.exists()
    assert spool.exists(upload.pk) and services.can_retry(upload)
    services.retry(upload=upload, by=by)
    assert fresh(upload).status == "waiting"
    run_waiting()
    assert (fresh(upload).status, fresh(upload).reports.count(), folders()) == ("pending", 2, [])
    with pytest.raises(Refused):
        services.retry(upload=upload, by=by)


def test_files_that_are_gone_are_told_of(send, by):
    upload = send(("t.csv", GOOD))
    spool.remove(upload.pk)
    run_waiting()
    upload = fresh(upload)
    assert upload.status == "failed" and "opnieuw aan" in last(upload).sentence[0]
    assert not services.can_retry(upload)
    with pytest.raises(Refused, match="niet meer"):
        services.retry(upload=upload, by=by)


def test_a_check_reads_as_whoever_sent_it(send, by, other_vsv):
    send(("t.csv", f"jaar;vsv;fluxus\n2021;{other_vsv.code};1\n"))
    run_waiting()
    assert "unknown_vsv" in set(FoundProblem.objects.values_list("code", flat=True))


# --- questions ------------------------------------------------------------------------------------------
ASKING = GOOD.replace("bloedverlies", "hvl_bloed")


def test_a_question_is_answered_remembered_and_asked_no_more(send, by, vsv):
    upload = send(("t.csv", ASKING))
    run_waiting()
    upload = fresh(upload)
    assert (upload.status, upload.question["missing"], spool.exists(upload.pk)) == (
        "question",
        ["loss"],
        True,
    )
    assert upload.reports.count() == 0 and events()[-1] == "import_asked"
    services.answer(upload=upload, by=by, mapping={"hvl_bloed": "blood_loss_ml"})
    assert fresh(upload).status == "waiting"
    run_waiting()
    upload = fresh(upload)
    assert (upload.status, upload.pph, upload.question, folders()) == ("pending", 1, {}, [])
    assert ColumnMapping.objects.get().vsv == vsv
    later = send(("u.csv", ASKING.replace("1200", "1300")))
    run_waiting()
    assert fresh(later).status == "pending"
    with pytest.raises(Refused):
        services.answer(upload=upload, by=by, mapping={"hvl_bloed": "blood_loss_ml"})


def test_the_answers_of_another_vsv_are_not_used(send, by, other_vsv):
    ColumnMapping.objects.create(vsv=other_vsv, heading="hvl_bloed", column="blood_loss_ml")
    upload = send(("t.csv", ASKING))
    run_waiting()
    assert fresh(upload).status == "question"


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"sheet": "Blad9"},
        {"mapping": {"iets": "parity"}},
        {"mapping": {"hvl_bloed": "nonsense"}},
        {"mapping": {"hvl_bloed": "parity", "dossiernummer": "parity"}},
    ],
)
def test_a_wrong_answer_changes_nothing(send, by, answer):
    upload = send(("t.csv", ASKING))
    run_waiting()
    with pytest.raises(Refused):
        services.answer(upload=upload, by=by, **answer)
    assert fresh(upload).status == "question" and not ColumnMapping.objects.exists()
    assert open_job(upload) is None


# --- storing --------------------------------------------------------------------------------------------
def test_store_withdraw_and_put_back(pending, by):
    for service, meanwhile, after, count in [
        (services.store_upload, "storing", "committed", 2),
        (services.withdraw_upload, "committed", "withdrawn", 0),
        (services.put_back_upload, "storing", "committed", 2),
    ]:
        service(upload=pending, by=by)
        assert fresh(pending).status == meanwhile
        with pytest.raises(Refused):
            service(upload=pending, by=by)
        run_waiting()
        assert (fresh(pending).status, Delivery.objects.count()) == (after, count)
        assert last(pending).state == "done"
    assert events()[-3:] == ["import_committed", "import_withdrawn", "import_put_back"]


def test_a_store_that_fails_leaves_the_upload_waiting_and_can_be_tried_again(pending, by, monkeypatch):
    from perined_import.jobs import flip

    def broken(*_args, **_options):
        raise ZeroDivisionError

    services.store_upload(upload=pending, by=by)
    with monkeypatch.context() as patched:
        patched.setattr(flip.audit, "record", broken)
        run_waiting()
    assert (fresh(pending).status, last(pending).state, Delivery.objects.count()) == ("pending", "failed", 0)
    services.retry(upload=pending, by=by)
    run_waiting()
    assert (fresh(pending).status, Delivery.objects.count()) == ("committed", 2)


def test_what_another_upload_brought_meanwhile_is_not_stored_twice(send, pending, by):
    other = send(("ander.csv", GOOD))
    run_waiting()
    services.store_upload(upload=pending, by=by)
    services.store_upload(upload=other, by=by)
    run_waiting()
    assert (fresh(pending).status, fresh(other).status) == ("committed", "pending")
    assert last(other).state == "refused" and "intussen" in last(other).sentence[0]
    with pytest.raises(Refused):
        services.store_upload(upload=fresh(other), by=by)
    assert Delivery.objects.count() == 2


def test_what_is_in_use_cannot_be_thrown_away(stored, by):
    with pytest.raises(Refused):
        services.discard_upload(upload=stored, by=by)
    assert Delivery.objects.count() == 2


# --- cancelling -----------------------------------------------------------------------------------------
def test_what_has_not_begun_is_cancelled_at_once(send, by, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        upload = send(("t.csv", GOOD))
    with django_capture_on_commit_callbacks(execute=True):
        services.cancel(upload=upload, by=by)
    assert (fresh(upload).status, last(upload).state, folders()) == ("cancelled", "cancelled", [])
    for told in waiting:
        told()  # the worker hears of it afterwards
    assert (fresh(upload).status, upload.reports.count()) == ("cancelled", 0)
    with pytest.raises(Refused):
        services.cancel(upload=upload, by=by)


def test_a_waiting_store_that_is_cancelled_still_waits_for_confirmation(pending, by):
    services.store_upload(upload=pending, by=by)
    services.cancel(upload=pending, by=by)
    assert run_waiting() == 0
    assert (fresh(pending).status, pending.reports.count()) == ("pending", 2)


@pytest.mark.parametrize("moment", ["read", "stage", "preview"])
def test_a_running_check_stops_at_its_next_step(send, by, monkeypatch, moment):
    original = getattr(check, moment)
    beating = []

    def asked_meanwhile(*args, **options):
        services.cancel(upload=fresh(upload), by=by)
        beating[0].beat()
        return original(*args, **options)

    class Kept(Heart):
        def __enter__(self):
            beating.append(self)
            return super().__enter__()

    monkeypatch.setattr(check, moment, asked_meanwhile)
    monkeypatch.setattr("perined_import.jobs.run.Heart", Kept)
    upload = send(("t.csv", GOOD))
    run_waiting()
    upload = fresh(upload)
    assert (upload.status, last(upload).state) == ("cancelled", "cancelled")
    assert (upload.reports.count(), upload.files.count(), folders()) == (0, 0, [])


def test_what_is_being_stored_can_no_longer_be_stopped(pending, by):
    services.store_upload(upload=pending, by=by)
    ImportJob.objects.filter(pk=last(pending).pk).update(state="running")
    with pytest.raises(Refused, match="kan niet meer|can no longer"):
        services.cancel(upload=pending, by=by)


# --- one at a time --------------------------------------------------------------------------------------
def test_a_job_is_done_once_and_an_upload_has_one_at_a_time(send, pending):
    upload = send(("b.xml", hl7(values(bsn=bsn(8)))))
    job = last(upload)
    run(job.pk)
    finished = fresh(job).finished_at
    run(job.pk)
    assert fresh(job).finished_at == finished and upload.reports.count() == 1
    ImportJob.objects.create(upload=upload, kind="store")
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportJob.objects.create(upload=upload, kind="withdraw")


def test_the_heart_tells_how_far_it_is_and_hears_that_it_must_stop(pending):
    job = last(pending)
    ImportJob.objects.filter(pk=job.pk).update(state="running", heartbeat_at=None)
    heart = Heart(job.pk)
    heart.begin("store", 2000)
    heart.at(500)
    heart.beat()
    seen = fresh(job)
    assert (seen.phase, seen.done, seen.total) == ("store", 500, 2000)
    assert timezone.now() - seen.heartbeat_at < timedelta(seconds=5)
    ImportJob.objects.filter(pk=job.pk).update(cancel_asked=True)
    heart.at(501)  # not looked yet
    heart.beat()
    with pytest.raises(Cancelled):
        heart.at(502)
    ImportJob.objects.filter(pk=job.pk).update(state="done", phase="read")
    heart.beat()
    assert fresh(job).phase == "read"


# --- what was killed ------------------------------------------------------------------------------------
def killed(upload, kind, status, heard=timedelta(0)):
    """Make it look as if a worker died in this job."""
    upload.status = status
    upload.save()
    now = timezone.now() - heard
    return ImportJob.objects.create(
        upload=upload, kind=kind, state="running", worker="x", started_at=now, heartbeat_at=now
    )


@pytest.mark.parametrize(
    ("kind", "meanwhile", "after", "state"),
    [
        ("store", "storing", "pending", "failed"),
        ("store", "committed", "committed", "done"),
        ("withdraw", "committed", "committed", "failed"),
        ("withdraw", "withdrawn", "withdrawn", "done"),
        ("put_back", "storing", "withdrawn", "failed"),
        ("put_back", "committed", "committed", "done"),
        ("check", "checking", "failed", "failed"),
    ],
)
def test_a_dead_job_is_read_off_its_upload(pending, kind, meanwhile, after, state, caplog):
    job = killed(pending, kind, meanwhile, timedelta(seconds=61))
    assert recover(pending) == 1
    job = fresh(job)
    assert (job.state, fresh(pending).status, len(job.sentence)) == (state, after, 2)
    assert f"Import job {job.pk}" in caplog.text and recover() == 0
    assert pending.reports.count() == (0 if kind == "check" else 2)


def test_the_lock_tells_at_once_and_silence_after_a_minute(pending):
    job = killed(pending, "store", "storing")
    assert recover() == 0  # heard of just now, no lock to be seen: another machine
    with locks.held(locks.of_job(job.pk)):
        ImportJob.objects.update(heartbeat_at=timezone.now() - timedelta(hours=1))
        assert recover() == 0  # its worker is alive and cannot write at the moment
    ImportJob.objects.update(heartbeat_at=timezone.now())
    path = settings.IMPORT_SPOOL / "locks" / locks.of_job(job.pk)
    path.touch()  # what a dead worker leaves
    assert recover() == 1 and fresh(job).state == "failed" and not path.exists()


def test_looking_at_the_page_tells_that_the_work_was_killed(pending, by, client_as):
    killed(pending, "store", "storing", timedelta(seconds=61))
    page = client_as(by).get(f"/import/{pending.pk}/")
    assert page.status_code == 200 and fresh(pending).status == "pending"
    assert last(pending).sentence[0] in page.content.decode()


def test_probing_a_lock_does_not_take_it():
    with locks.held("a"):
        assert locks.state("a") == "held"
        with (settings.IMPORT_SPOOL / "locks" / "a").open() as other, pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    assert locks.state("a") == "absent"
    with locks.held("b", lasting=True):
        pass
    assert locks.state("b") == "free"
    locks.forget("b")
    assert locks.state("b") == "absent"


def test_a_job_that_nobody_was_told_of_is_handed_over_again(send):
    upload = send(("t.csv", GOOD))
    assert recover() == 0
    ImportJob.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    assert recover() == 1  # the tests' backend does it at once
    assert fresh(upload).status == "pending"


# --- nothing is kept longer than needed ---------------------------------------------------------------
def test_files_wait_a_day_for_an_answer_and_no_longer(send, by, settings):
    upload = send(("t.csv", ASKING))
    run_waiting()
    ImportJob.objects.update(finished_at=timezone.now() - timedelta(hours=23))
    assert tidy.expire() == 0 and spool.exists(upload.pk)
    ImportJob.objects.update(finished_at=timezone.now() - timedelta(hours=25))
    assert tidy.expire() == 1 and not spool.exists(upload.pk)
    upload = fresh(upload)
    assert upload.status == "cancelled" and "24 uur" in last(upload).sentence[0]


def test_files_of_a_failed_check_are_removed_and_it_says_so(send, monkeypatch):
    def broken(*_args, **_options):
        raise ZeroDivisionError

    monkeypatch.setattr(check, "read", broken)
    upload = send(("t.csv", GOOD))
    run_waiting()
    why = last(upload).sentence[0]
    ImportJob.objects.update(finished_at=timezone.now() - timedelta(hours=25))
    tidy.tidy()
    upload = fresh(upload)
    assert upload.status == "failed" and not spool.exists(upload.pk) and not services.can_retry(upload)
    assert last(upload).sentence[0].startswith(why) and "24 uur" in last(upload).sentence[0]


def test_what_crashes_left_is_removed_after_an_hour(send, monkeypatch):
    upload = send(("t.csv", GOOD))
    left = spool.receive(incoming(("t.csv", GOOD)))
    orphan = spool.receive(incoming(("t.csv", GOOD)))
    orphan.give_to(upload.pk + 1000)
    tidy.tidy()
    assert len(folders()) == 3
    monkeypatch.setattr(spool.time, "time", lambda: left.folder.stat().st_mtime + 3601)
    tidy.tidy()
    assert folders() == [str(upload.pk)]


def test_old_results_of_tasks_are_removed():
    kept, old, waiting = (
        DBTaskResult.objects.create(
            args_kwargs={"args": [1], "kwargs": {}},
            task_path="perined_import.tasks.work_on_import",
            backend_name="default",
            run_after=timezone.now(),
            status=status,
            exception_class_path="",
            traceback="",
        )
        for status in ("SUCCESSFUL", "FAILED", "READY")
    )
    DBTaskResult.objects.exclude(pk=kept.pk).update(enqueued_at=timezone.now() - timedelta(days=31))
    tidy.tidy()
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == {kept.pk, waiting.pk}
    assert not DBTaskResult.objects.filter(pk=old.pk).exists()


# --- at once --------------------------------------------------------------------------------------------
def test_an_interrupted_import_leaves_nothing(by, vsv, monkeypatch):
    from perined_import.jobs import at_once

    def interrupted(*_args, **_options):
        raise KeyboardInterrupt

    before = everything()
    for step in ("stage_and_compare", "begin_to_count"):
        with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
            patched.setattr(at_once, step, interrupted)
            services.import_files(files=incoming(("t.csv", GOOD)), by=by, vsv=vsv)
        assert everything() == before and not ImportJob.objects.exists()
    assert not UploadFile.objects.exists() and not FoundProblem.objects.exists()


def test_an_import_at_once_and_one_through_the_queue_come_to_the_same(send, by, vsv, stored):
    def picture():
        rows = Delivery.objects.order_by("birth_date").values_list("birth_date", "blood_loss_ml", "vsv_id")
        upload = Upload.objects.latest("pk")
        return list(rows), upload.by_month, upload.accepted, upload.period_start, upload.source_key

    first = picture()
    services.withdraw_upload(upload=stored, by=by)
    run_waiting()
    services.import_files(files=incoming(("t.csv", GOOD)), by=by, vsv=vsv)
    assert picture() == first and not open_job(Upload.objects.latest("pk"))
