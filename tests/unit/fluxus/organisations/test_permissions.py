from fluxus.organisations.permissions import ROLE_LABELS, ROLE_PERMISSIONS, Permission, Role, roles_with


def test_every_role_has_permissions_and_a_label_in_both_languages():
    for role in Role:
        assert ROLE_PERMISSIONS[role]
        assert ROLE_LABELS[role].nl and ROLE_LABELS[role].en


def test_every_permission_belongs_to_some_role():
    assert set().union(*ROLE_PERMISSIONS.values()) == set(Permission)


def test_who_runs_the_application_never_reads_a_case():
    on_cases = {Permission.SEE_ALL_CASES, Permission.SEE_OWN_CASES, Permission.ENTER_CASE}
    assert not on_cases & ROLE_PERMISSIONS[Role.ADMINISTRATOR]
    assert not on_cases & ROLE_PERMISSIONS[Role.COORDINATOR]
    assert not on_cases & ROLE_PERMISSIONS[Role.DATA_MANAGER]


def test_roles_with():
    assert roles_with(Permission.ENTER_CASE) == {Role.CAREGIVER}
