from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from fluxus.organisations import access
from fluxus.organisations.models import Attribution, AuditEvent, Membership, Vsv
from fluxus.organisations.permissions import Permission, Role


def test_a_member_sees_the_own_vsv_only(person, vsv, other_vsv):
    user = person(Role.CAREGIVER, vsv)
    assert list(access.visible_to(user, Vsv.objects.all(), Permission.ENTER_CASE)) == [vsv]


def test_a_national_membership_sees_all(person, vsv, other_vsv):
    user = person(Role.COORDINATOR)
    assert access.visible_to(user, Vsv.objects.all(), Permission.SEE_BENCHMARK).count() == 2


def test_a_permission_in_one_vsv_gives_nothing_in_another(person, vsv, other_vsv):
    user = person(Role.BOARD, vsv)
    Membership.objects.create(user=user, vsv=other_vsv, role="data_manager", valid_from="2020-01-01")
    assert list(access.vsvs_with(user, Permission.SEE_ALL_CASES)) == [vsv]
    assert list(access.vsvs_with(user, Permission.IMPORT)) == [other_vsv]
    assert not access.has_permission(user, Permission.IMPORT, vsv)
    with pytest.raises(PermissionDenied):
        access.require_permission(user, Permission.IMPORT, vsv)


def test_a_membership_holds_on_its_first_and_last_day_only(person, vsv):
    today = timezone.localdate()
    for first, last, held in [
        (today, today, True),
        (today - timedelta(days=9), today - timedelta(days=1), False),
        (today + timedelta(days=1), None, False),
        (today - timedelta(days=9), None, True),
    ]:
        user = person(Role.BOARD, vsv, valid_from=first, valid_until=last)
        assert access.has_permission(user, Permission.SEE_PATTERNS, vsv) is held


def test_nobody_sees_nothing(vsv, person):
    assert not access.vsvs_with(AnonymousUser(), Permission.SEE_BENCHMARK).exists()
    user = person(Role.BOARD, vsv)
    user.is_active = False
    assert not access.has_permission(user, Permission.SEE_BENCHMARK)


def test_a_model_without_scope_is_refused(person, vsv):
    with pytest.raises(TypeError, match="AuditEvent has no scope"):
        access.visible_to(person(Role.BOARD, vsv), AuditEvent.objects.all(), Permission.SEE_AUDIT)


def test_scope_paths_lead_to_a_vsv(person, vsv):
    assert (
        access.visible_to(person(Role.BOARD, vsv), Attribution.objects.all(), Permission.SEE_PATTERNS).count()
        == 0
    )


def test_the_top_bar_switches_between_own_vsvs_only(client_as, person, vsv, other_vsv):
    user = person(Role.BOARD, vsv)
    client = client_as(user)
    assert client.post("/vsv/", {"vsv": other_vsv.pk}).status_code == 404
    assert client.post("/vsv/", {"vsv": "x"}).status_code == 400
    Membership.objects.create(user=user, vsv=other_vsv, role="board", valid_from="2020-01-01")
    assert client.post("/vsv/", {"vsv": other_vsv.pk}).status_code == 302
    assert client.get("/").wsgi_request.vsv == other_vsv
    user.memberships.filter(vsv=other_vsv).delete()
    assert client.get("/").wsgi_request.vsv == vsv
