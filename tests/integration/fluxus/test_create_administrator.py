import io
import sys

import pytest
from django.core.management import CommandError, call_command

from fluxus.organisations.models import Membership


def create(monkeypatch, address, password):
    monkeypatch.setattr(sys, "stdin", io.StringIO(password + "\n"))
    out = io.StringIO()
    call_command("create_administrator", address, "--password-stdin", stdout=out)
    return out.getvalue()


def test_it_makes_a_national_administrator(db, monkeypatch, client):
    assert "eerste@example.test" in create(monkeypatch, "eerste@example.test", "een lang wachtwoord")
    membership = Membership.objects.get()
    assert (membership.role, membership.vsv) == ("administrator", None)
    assert client.login(username="eerste@example.test", password="een lang wachtwoord")


@pytest.mark.parametrize(
    ("address", "password"), [("geen adres", "een lang wachtwoord"), ("a@example.test", "kort")]
)
def test_it_refuses_what_cannot_be(db, monkeypatch, address, password):
    with pytest.raises(CommandError):
        create(monkeypatch, address, password)
    assert not Membership.objects.exists()


def test_it_does_not_take_over_an_account(db, monkeypatch, person):
    with pytest.raises(CommandError, match="@example.test"):
        create(monkeypatch, person().email, "een lang wachtwoord")
