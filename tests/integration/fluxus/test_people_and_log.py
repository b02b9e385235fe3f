from django.contrib.auth import get_user_model
from django.core import mail

from fluxus.organisations.models import AuditEvent, Membership
from fluxus.organisations.permissions import Role

INVITE = {"email": "nieuw@example.test", "role": "caregiver"}


def test_an_invitation_makes_account_membership_and_a_mail_with_a_link_only(client_as, person, vsv):
    client = client_as(person(Role.ADMINISTRATOR, vsv))
    response = client.post("/beheer/mensen/", INVITE | {"vsv": vsv.pk}, follow=True)
    assert "nieuw@example.test is uitgenodigd" in response.content.decode()
    user = get_user_model().objects.get(email="nieuw@example.test")
    assert not user.has_usable_password()
    assert user.memberships.get().vsv == vsv
    assert len(mail.outbox) == 1 and "/accounts/password/reset/key/" in mail.outbox[0].body


def test_the_link_in_the_mail_leads_to_a_password_that_works(client, client_as, person, vsv):
    client_as(person(Role.ADMINISTRATOR, vsv)).post("/beheer/mensen/", INVITE | {"vsv": vsv.pk})
    link = next(word for word in mail.outbox[0].body.split() if "/reset/key/" in word)
    path = client.get(link.partition("testserver")[2])["Location"]
    new = "een lang wachtwoord 7"
    assert client.post(path, {"password1": new, "password2": new}).status_code == 302
    assert client.login(username="nieuw@example.test", password=new)


def test_bad_invitations_say_what_is_wrong_and_change_nothing(client_as, person, vsv, other_vsv):
    client = client_as(person(Role.ADMINISTRATOR, vsv))
    for data, text in [
        ({"email": "geen adres", "role": "caregiver", "vsv": vsv.pk}, "e-mailadres"),
        (INVITE | {"vsv": other_vsv.pk}, "Selecteer een geldige keuze"),
        (INVITE | {"vsv": ""}, "verplicht"),
        (INVITE | {"vsv": vsv.pk, "valid_until": "2001-01-01"}, "vóór het begint"),
    ]:
        response = client.post("/beheer/mensen/", data)
        assert response.status_code == 200
        assert text in response.content.decode()
    assert Membership.objects.count() == 1 and not mail.outbox
    assert get_user_model().objects.count() == 1


def test_the_same_role_twice_is_refused(client_as, person, vsv):
    member = person(Role.CAREGIVER, vsv)
    client = client_as(person(Role.ADMINISTRATOR, vsv))
    response = client.post("/beheer/mensen/", {"email": member.email, "role": "caregiver", "vsv": vsv.pk})
    assert "heeft deze rol al" in response.content.decode()


def test_a_national_administrator_gives_national_roles_only_where_they_fit(client_as, person, vsv):
    client = client_as(person(Role.ADMINISTRATOR))
    assert "hoort bij één VSV" in client.post("/beheer/mensen/", INVITE).content.decode()
    client.post("/beheer/mensen/", {"email": "w@example.test", "role": "coordinator"})
    assert Membership.objects.get(user__email="w@example.test").vsv is None


def test_an_administrator_ends_memberships_of_the_own_vsv_only(client_as, person, vsv, other_vsv):
    mine = person(Role.CAREGIVER, vsv).memberships.get()
    theirs = person(Role.CAREGIVER, other_vsv).memberships.get()
    client = client_as(person(Role.ADMINISTRATOR, vsv))
    assert client.post(f"/beheer/mensen/{theirs.pk}/beeindigen/").status_code == 404
    assert client.post(f"/beheer/mensen/{mine.pk}/beeindigen/").status_code == 302
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert mine.valid_until is not None and theirs.valid_until is None
    assert theirs.user.email not in client.get("/beheer/mensen/").content.decode()


def test_the_log_shows_the_own_vsv_and_that_it_was_read(client_as, person, vsv, other_vsv):
    AuditEvent.objects.create(event="case_viewed", vsv_id=vsv.pk)
    AuditEvent.objects.create(event="secret_elsewhere", vsv_id=other_vsv.pk)
    client = client_as(person(Role.ADMINISTRATOR, vsv))
    page = client.get("/beheer/log/").content.decode()
    assert "case_viewed" in page and "secret_elsewhere" not in page
    assert AuditEvent.objects.filter(event="log_viewed").count() == 1
    table = client.get("/beheer/log/?format=csv").content.decode()
    assert "case_viewed" in table and "secret_elsewhere" not in table
    assert AuditEvent.objects.filter(event="log_exported").count() == 1


def test_the_log_filters_by_event_and_day(client_as, person):
    AuditEvent.objects.create(event="import_committed")
    client = client_as(person(Role.ADMINISTRATOR))
    assert "import_committed" in client.get("/beheer/log/?event=import").content.decode()
    assert "import_committed" not in client.get("/beheer/log/?event=case").content.decode()
    assert "import_committed" not in client.get("/beheer/log/?end=2001-01-01").content.decode()
    assert client.get("/beheer/log/?start=gisteren").status_code == 200


def test_others_have_no_business_here(client_as, person, vsv):
    for role in (Role.CAREGIVER, Role.BOARD, Role.DATA_MANAGER, Role.COORDINATOR):
        client = client_as(person(role, vsv))
        assert client.get("/beheer/mensen/").status_code == 403
        assert client.get("/beheer/log/").status_code == 403
