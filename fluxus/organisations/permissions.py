"""PURE. Who may do what: a role is a set of permissions, nothing more."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from fluxus.texts import Text


class Permission(StrEnum):
    """One thing a person may do within a VSV (or in all of them, with a national membership)."""

    ENTER_CASE = "enter_case"
    SEE_OWN_CASES = "see_own_cases"
    SEE_ALL_CASES = "see_all_cases"
    REVIEW_CASE = "review_case"
    SEE_PATTERNS = "see_patterns"
    SEE_BENCHMARK = "see_benchmark"
    SEE_ALL_VSVS = "see_all_vsvs"
    IMPORT = "import"
    SEE_DATA_QUALITY = "see_data_quality"
    MANAGE_ATTRIBUTION = "manage_attribution"
    SEE_ACTIONS = "see_actions"
    EDIT_ACTIONS = "edit_actions"
    MANAGE_USERS = "manage_users"
    SEE_RULE_SETS = "see_rule_sets"
    MANAGE_RULE_SETS = "manage_rule_sets"
    SIGN_RULE_SET = "sign_rule_set"
    SEE_AUDIT = "see_audit"


class Role(StrEnum):
    """The part that a person plays."""

    CAREGIVER = "caregiver"
    BOARD = "board"
    DATA_MANAGER = "data_manager"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


ROLE_LABELS: Final[Mapping[Role, Text]] = {
    Role.CAREGIVER: Text("zorgverlener", "caregiver"),
    Role.BOARD: Text("bestuur", "board"),
    Role.DATA_MANAGER: Text("databeheerder", "data manager"),
    Role.COORDINATOR: Text("landelijke werkgroep", "national working group"),
    Role.ADMINISTRATOR: Text("technisch beheerder", "technical administrator"),
}

ROLE_PERMISSIONS: Final[Mapping[Role, frozenset[Permission]]] = {
    Role.CAREGIVER: frozenset(
        {
            Permission.ENTER_CASE,
            Permission.SEE_OWN_CASES,
            Permission.REVIEW_CASE,
            Permission.SEE_PATTERNS,
            Permission.SEE_BENCHMARK,
            Permission.SEE_ACTIONS,
            Permission.SEE_RULE_SETS,
            Permission.SIGN_RULE_SET,
        }
    ),
    Role.BOARD: frozenset(
        {
            Permission.SEE_ALL_CASES,
            Permission.REVIEW_CASE,
            Permission.SEE_PATTERNS,
            Permission.SEE_BENCHMARK,
            Permission.SEE_DATA_QUALITY,
            Permission.SEE_ACTIONS,
            Permission.EDIT_ACTIONS,
            Permission.SEE_RULE_SETS,
            Permission.MANAGE_RULE_SETS,
            Permission.SIGN_RULE_SET,
        }
    ),
    Role.DATA_MANAGER: frozenset(
        {
            Permission.IMPORT,
            Permission.MANAGE_ATTRIBUTION,
            Permission.SEE_BENCHMARK,
            Permission.SEE_DATA_QUALITY,
        }
    ),
    Role.COORDINATOR: frozenset(
        {
            Permission.SEE_BENCHMARK,
            Permission.SEE_DATA_QUALITY,
            Permission.SEE_ALL_VSVS,
            Permission.SEE_RULE_SETS,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.MANAGE_USERS,
            Permission.SEE_RULE_SETS,
            Permission.MANAGE_RULE_SETS,
            Permission.MANAGE_ATTRIBUTION,
            Permission.SEE_AUDIT,
        }
    ),
}


def roles_with(permission: Permission) -> frozenset[Role]:
    """Return the roles that carry this permission."""
    return frozenset(role for role, held in ROLE_PERMISSIONS.items() if permission in held)
