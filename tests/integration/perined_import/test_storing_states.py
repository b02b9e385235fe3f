"""Whatever comes and goes in whatever order: what counts is what a recount of everything says."""

import os
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fluxus.organisations.models import Organisation
from perined_import.committing import begin_to_count, preview, stop_counting
from perined_import.models import Report, Upload
from perined_import.placing import organisations
from tests.integration.perined_import.batches import row, staged
from tests.integration.perined_import.helpers import organisation
from tests.reference.recount import expected, stored

pytestmark = pytest.mark.django_db
FIRST = date(2021, 7, 30)
Status = Upload.Status

days = st.integers(0, 3).map(lambda n: FIRST + timedelta(days=n)) | st.sampled_from(
    [date(2021, 9, 1), date(2022, 1, 1), None]
)
reports = st.fixed_dictionaries(
    {
        "day": days,
        "record_key": st.none() | st.integers(1, 3),
        "link_key": st.none() | st.integers(1, 2),
        "sent_at": st.none() | st.integers(1, 3),
        "blood_loss_ml": st.sampled_from([None, 400, 1200, 2100]),
        "parity": st.sampled_from([None, 0, 2]),
        "is_birth": st.sampled_from([True, True, True, False]),
        "sender": st.sampled_from(["hospital", "hospital", "practice", "stranger"]),
    }
)
SENDERS = {
    "hospital": {"reporting_lvr_id": "0010", "hospital_lvr_id": "0010", "place": "hospital"},
    "practice": {"reporting_lvr_id": "1410", "hospital_lvr_id": None, "place": "home"},
    "stranger": {"reporting_lvr_id": "0003", "hospital_lvr_id": "0003", "place": "hospital"},
}
uploads = st.lists(
    st.tuples(
        st.sampled_from(["one", "two", "supplement", "messages"]), st.lists(reports, min_size=1, max_size=4)
    ),
    min_size=1,
    max_size=5,
)
plans = st.tuples(uploads, st.lists(st.integers(0, 4), min_size=1, max_size=9))


def made(kind, drawn, number):
    """Stage one upload: of source "one", of source "two", a supplement of the first, or messages."""
    rows = []
    for n, values in enumerate(drawn):
        values = dict(values)
        day, sender = values.pop("day"), values.pop("sender")
        if kind != "messages" and values["record_key"] is not None:
            values["record_key"] += 10 * n  # a table's rows were grouped by their identifier
        bare = {"birth_year": 2021, "link_key": None} if day is None else {}
        rows.append(row(day, **values | SENDERS[sender] | bare))
    upload = staged(rows, "hl7v3" if kind == "messages" else "table", name=f"file{number}")
    if kind != "messages":
        upload.source_key = "two" if kind == "two" else "one"
    if kind == "supplement":
        first = Upload.objects.filter(source_key="one", supplement_of=None).exclude(pk=upload.pk).first()
        upload.supplement_of = first
    upload.save()
    return upload


def act(upload):
    """Do what can be done with an upload; a commit must come to what was said before."""
    upload.refresh_from_db()
    table = organisations()
    if upload.status == Status.COMMITTED:
        stop_counting(upload, table)
        return
    before = stored()
    figures, found = preview(upload, table)
    assert stored() == before
    begin_to_count(upload, table)
    assert figures == {name: getattr(upload, name) for name in figures}
    conflicts = [(one.column, one.value) for one in upload.problems.filter(code="conflict")]
    assert [(one.column, one.value) for one in found if one.code == "conflict"] == conflicts
    assert upload.accepted + upload.merged == upload.read - upload.set_aside


def check():
    assert stored() == expected(organisations())
    idle = Report.objects.exclude(upload=None).exclude(
        upload__status=Status.COMMITTED, upload__superseded_by=None
    )
    assert not idle.exclude(live=True, replaced_by=None).exists()
    assert not idle.filter(role=Report.Role.PART).exists()


@pytest.fixture
def table(vsv, other_vsv):
    organisation("0010", Organisation.Kind.HOSPITAL, (vsv, 1))
    organisation("1410", Organisation.Kind.PRACTICE, (vsv, 0.7), (other_vsv, 0.3))


@settings(
    max_examples=int(os.environ.get("FLUXUS_STATES", "25")),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a sequence of uploads takes minutes
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(plan=plans)
def test_any_sequence_comes_to_what_a_recount_says(table, plan):
    drawn, steps = plan
    with transaction.atomic():
        made_uploads = [made(kind, rows, n) for n, (kind, rows) in enumerate(drawn)]
        check()
        for step in steps:
            act(made_uploads[step % len(made_uploads)])
            check()
        transaction.set_rollback(True)
