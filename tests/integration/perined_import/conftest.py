"""Somebody who imports for a VSV."""

import pytest

from fluxus.organisations.permissions import Role
from tests.integration.perined_import.page_helpers import Manager


@pytest.fixture
def manager(client_as, person, vsv, django_capture_on_commit_callbacks):
    """The data manager of the VSV, for whom work behind the pages is done at once."""
    return Manager(client_as(person(Role.DATA_MANAGER, vsv)), django_capture_on_commit_callbacks)


@pytest.fixture
def manager_of(client_as, person, django_capture_on_commit_callbacks):
    """Return ``manager_of(vsv)``: a data manager of that VSV, or (None) a national one."""

    def make(vsv=None):
        return Manager(client_as(person(Role.DATA_MANAGER, vsv)), django_capture_on_commit_callbacks)

    return make
