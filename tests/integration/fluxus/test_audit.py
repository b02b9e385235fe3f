import pytest
from django.contrib.auth import get_user_model

from fluxus.organisations import audit, services
from fluxus.organisations.errors import Refused
from fluxus.organisations.models import AppendOnlyError, AuditEvent
from fluxus.organisations.permissions import Role


def test_a_record_says_what_who_in_which_role_and_where(person, vsv):
    user = person(Role.BOARD, vsv)
    event = audit.record("case_viewed", by=user, target=vsv, vsv=vsv, details={"rows": 3})
    assert (event.event, event.user_id, event.role, event.vsv_id) == ("case_viewed", user.pk, "board", vsv.pk)
    assert (event.target_type, event.target_id, event.outcome) == (
        "organisations.Vsv",
        str(vsv.pk),
        "success",
    )
    assert "case_viewed" in str(event)


def test_records_are_only_added_to(db):
    event = audit.record("import", by=None)
    event.event = "something else"
    for attempt in (
        event.save,
        event.delete,
        lambda: AuditEvent.objects.update(event="x"),
        lambda: AuditEvent.objects.all().delete(),
    ):
        with pytest.raises(AppendOnlyError):
            attempt()
    assert AuditEvent.objects.get(pk=event.pk).event == "import"


def test_log_in_and_failed_log_in_are_recorded(client, person):
    user = person()
    client.post("/accounts/login/", {"login": user.email, "password": "not this one"})
    client.post("/accounts/login/", {"login": user.email, "password": "a long password"})
    client.post("/accounts/logout/")
    events = list(AuditEvent.objects.order_by("pk").values_list("event", "outcome", "user_id"))
    assert events == [
        ("login", "failure", None),
        ("login", "success", user.pk),
        ("logout", "success", user.pk),
    ]


def test_services_write_with_their_record_or_not_at_all(person, vsv):
    admin = person(Role.ADMINISTRATOR)
    user = services.create_user(email="New@Example.test", password="something long", by=admin)
    assert user.email == "new@example.test"
    membership = services.add_membership(user=user, role=Role.BOARD, vsv=vsv, by=admin)
    services.end_membership(membership=membership, on=membership.valid_from, by=admin)
    assert AuditEvent.objects.filter(user_id=admin.pk).count() == 3
    with pytest.raises(Refused, match="new@example.test"):
        services.create_user(email="new@example.test", password=None, by=admin)
    with pytest.raises(Refused) as refused:
        services.end_membership(membership=membership, on=membership.valid_from.replace(year=1999), by=admin)
    assert len(refused.value.problems) == 1
    with pytest.raises(Refused):
        services.add_membership(
            user=user,
            role=Role.BOARD,
            vsv=vsv,
            by=admin,
            valid_until=membership.valid_from.replace(year=1999),
        )
    assert AuditEvent.objects.filter(user_id=admin.pk).count() == 3
    assert get_user_model().objects.filter(email="new@example.test").count() == 1
