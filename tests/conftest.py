"""Fixtures that every test may use."""

import pytest
from django.test import Client

from tests import factories


@pytest.fixture
def vsv(db):
    """The VSV that a test is about."""
    return factories.make_vsv("VSV Rivierenland")


@pytest.fixture
def other_vsv(db):
    """A VSV whose data must stay out of sight."""
    return factories.make_vsv("VSV Duinrand")


@pytest.fixture
def person(db):
    """Return ``person(role, vsv)``, which makes a user with that membership."""
    return factories.make_person


@pytest.fixture
def client_as(db):
    """Return ``client_as(user)``, which makes a logged-in client."""

    def make(user):
        client = Client()
        client.force_login(user)
        return client

    return make
