import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve

from fluxus import pages
from fluxus.organisations.permissions import Role


def test_home_needs_a_log_in(client, db):
    response = client.get("/")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_pages_carry_the_strict_policy_and_no_inline_code(client, db):
    response = client.get("/accounts/login/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    page = response.content.decode()
    assert "<style" not in page and " style=" not in page and "onclick" not in page


def test_dutch_first_and_english_one_click_away(client, db):
    assert "Inloggen" in client.get("/accounts/login/").content.decode()
    client.post("/i18n/setlang/", {"language": "en", "next": "/accounts/login/"})
    page = client.get("/accounts/login/").content.decode()
    assert "Log in" in page and '<html lang="en"' in page


def test_the_browser_language_does_not_decide(client, db):
    assert "Inloggen" in client.get("/accounts/login/", headers={"accept-language": "en"}).content.decode()


def test_sign_up_is_closed(client, db):
    response = client.post(
        "/accounts/signup/", {"email": "a@b.nl", "password1": "x" * 14, "password2": "x" * 14}
    )
    assert response.status_code == 200
    assert resolve("/accounts/signup/").url_name == "account_signup"
    from django.contrib.auth import get_user_model

    assert not get_user_model().objects.exists()


def test_error_pages_have_the_look_and_a_way_on(client_as, person, vsv):
    client = client_as(person(Role.CAREGIVER, vsv))
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "Naar de startpagina" in response.content.decode()


def test_csrf_failure_says_what_to_do(person, vsv):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person(Role.CAREGIVER, vsv))
    response = client.post("/vsv/", {"vsv": vsv.pk})
    assert response.status_code == 403
    assert "stond te lang open" in response.content.decode()


@pytest.mark.parametrize(("handler", "status"), [(pages.bad_request, 400), (pages.forbidden, 403)])
def test_other_error_pages(rf, db, handler, status):
    request = rf.get("/")
    assert handler(request).status_code == status


def test_the_page_for_a_failure_needs_no_database(rf):
    response = pages.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "iets mis" in response.content.decode()


def test_second_factor_is_asked_for_where_it_is_required(client_as, person, vsv, settings):
    settings.MFA_REQUIRED = True
    client = client_as(person(Role.BOARD, vsv))
    response = client.get("/")
    assert response.status_code == 302 and response["Location"] == "/accounts/2fa/"
    assert client.get("/accounts/2fa/").status_code == 200


def test_second_factor_secrets_are_not_stored_in_clear():
    from fluxus.organisations.accounts import EncryptedMfaAdapter

    adapter = EncryptedMfaAdapter()
    hidden = adapter.encrypt("JBSWY3DP")
    assert "JBSWY3DP" not in hidden and adapter.decrypt(hidden) == "JBSWY3DP"


def test_static_files_come_from_the_installed_packages(client, db):
    for path in (
        "bootstrap/css/bootstrap.min.css",
        "plotly/plotly.min.js",
        "django_htmx/htmx-2.min.js",
        "tokens.css",
    ):
        response = client.get(settings.STATIC_URL + path)
        assert response.status_code == 200
        response.close()


@pytest.mark.parametrize(
    ("method", "path", "data"),
    [
        ("get", "/casussen/%00/", {}),
        ("get", "/casussen/", {"page": "\x00"}),
        ("post", "/casussen/AAAA-22/tijdlijn/regels/", {"lines": "2105 \x00"}),
        ("post", "/kies-vsv/", {"\x00": "1"}),
    ],
)
def test_a_null_character_is_refused_with_a_sentence(client_as, person, vsv, method, path, data):
    client = client_as(person(Role.CAREGIVER, vsv))
    response = getattr(client, method)(path, data)
    assert response.status_code == 400
    assert "nulteken" in response.content.decode()
