"""What the checks are called and where they come from."""

from typing import NamedTuple

from fluxus.texts import Text


class Described(NamedTuple):
    """The name of a check in both languages, and its source."""

    label: Text
    source: str


def described(check_id: str) -> Described:
    """Return what a check is called; one that no longer exists keeps its id."""
    try:
        from cases.screening.checks import CHECKS
    except ImportError:  # INTERIM: until the engine is complete
        return Described(Text(check_id, check_id), "")
    checks = {check.id: check for check in CHECKS}
    check = checks.get(check_id)
    return Described(check.label, check.source) if check else Described(Text(check_id, check_id), "")
