"""Every address × every role × another VSV: what belongs to others does not exist for you.

An address with an argument needs an entry in ``tests/access_objects.py``; a view without a declared
permission fails here. So a forgotten scope cannot pass unnoticed.
"""

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from fluxus.organisations.permissions import Role
from tests import access_objects, factories

# Open to everybody by their nature: log-in and its kin, and the switch of language.
PUBLIC = ("account_", "mfa_", "set_language", "allauth")
# For everybody who is logged in, whatever the role.
FOR_ALL_ROLES = {"home", "choose_vsv"}
SECRET = "VSV Duinrand"


def addresses(resolver=None, namespace=""):
    """Yield (name, pattern) of every named address of ours."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses(entry, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            name = namespace + entry.name
            if not name.startswith(PUBLIC):
                yield name, entry


ALL = sorted(dict(addresses()).items())
WITH_OBJECT = [name for name, entry in ALL if entry.pattern.converters]
WITHOUT_OBJECT = [name for name, entry in ALL if not entry.pattern.converters]


@pytest.mark.parametrize(("name", "entry"), ALL, ids=[name for name, _entry in ALL])
def test_every_view_declares_its_permission(name, entry):
    assert name in FOR_ALL_ROLES or hasattr(entry.callback, "required_permission"), (
        f"{name} declares no permission: decorate it with @permission_required"
    )


@pytest.mark.parametrize("name", WITH_OBJECT)
def test_every_address_with_an_object_is_in_the_matrix(name):
    assert name in access_objects.MAKERS


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", WITH_OBJECT)
def test_an_object_of_another_vsv_does_not_exist(client_as, vsv, other_vsv, name, role):
    owner = factories.make_person(Role.BOARD, other_vsv)
    url = reverse(name, kwargs=access_objects.MAKERS[name](other_vsv, owner))
    client = client_as(factories.make_person(role, vsv))
    for response in (client.get(url), client.post(url, {})):
        assert response.status_code in {403, 404, 405}, (name, role, response.status_code)
        assert SECRET not in response.content.decode()


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", WITHOUT_OBJECT)
def test_lists_show_nothing_of_another_vsv(client_as, vsv, other_vsv, name, role):
    owner = factories.make_person(Role.BOARD, other_vsv)
    texts = access_objects.make_everything(other_vsv, owner)
    client = client_as(factories.make_person(role, vsv))
    response = client.get(reverse(name), follow=True)
    assert response.status_code in {200, 400, 403, 405}, (name, role, response.status_code)
    page = b"".join(response.streaming_content) if response.streaming else response.content
    for text in [SECRET, *texts]:
        assert text.encode() not in page, (name, role, text)


@pytest.mark.parametrize("name", [name for name, _entry in ALL])
def test_nobody_gets_in_without_a_log_in(client, other_vsv, name):
    owner = factories.make_person(Role.BOARD, other_vsv)
    kwargs = access_objects.MAKERS[name](other_vsv, owner) if name in WITH_OBJECT else {}
    for response in (client.get(reverse(name, kwargs=kwargs)), client.post(reverse(name, kwargs=kwargs))):
        assert response.status_code in {302, 405}
        if response.status_code == 302:
            assert response["Location"].startswith(reverse(settings.LOGIN_URL))


def test_each_page_is_for_somebody(client_as, vsv):
    clients = [client_as(factories.make_person(role, where)) for role in Role for where in (vsv, None)]
    for name in WITHOUT_OBJECT:
        answers = {client.get(reverse(name)).status_code for client in clients}
        assert answers & {200, 302, 405}, f"no role can open {name}: {answers}"
