"""PURE. The accounts of the demo: at least one per role, named after functions, at addresses nobody owns."""

from dataclasses import dataclass
from typing import Final

from fluxus.demo.names import ABOUT, HIGHER, LOWER
from fluxus.organisations.permissions import Role


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account with one role; ``landscape`` None: nationally."""

    email: str
    role: Role
    landscape: str | None
    enters_cases: bool = False


def _address(function: str, landscape: str | None) -> str:
    """An address under .example, which no one can own (RFC 2606)."""
    return f"{function}@{(landscape or 'landelijk').lower()}.example"


_FUNCTIONS: Final = (
    ("verloskundige", Role.CAREGIVER, True),
    ("gynaecoloog", Role.CAREGIVER, True),
    ("bestuur", Role.BOARD, False),
)
_ELSEWHERE: Final = (
    ("anesthesioloog", Role.CAREGIVER, HIGHER),
    ("gegevens", Role.DATA_MANAGER, HIGHER),
    ("gegevens", Role.DATA_MANAGER, None),
    ("werkgroep", Role.COORDINATOR, None),
    ("beheer", Role.ADMINISTRATOR, None),
)

ACCOUNTS: Final = tuple(
    DemoAccount(_address(function, landscape), role, landscape, enters)
    for landscape in (HIGHER, ABOUT, LOWER)
    for function, role, enters in _FUNCTIONS
) + tuple(
    DemoAccount(_address(function, landscape), role, landscape) for function, role, landscape in _ELSEWHERE
)


def address_of(function: str, landscape: str) -> str:
    """The address of who has this function here."""
    return _address(function, landscape)


def account_for(role: Role, landscape: str | None) -> DemoAccount:
    """The first account with this role here."""
    return next(each for each in ACCOUNTS if each.role is role and each.landscape == landscape)
