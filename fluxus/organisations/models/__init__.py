"""The tables of the kernel."""

from fluxus.organisations.models.audit import AppendOnlyError, AuditEvent
from fluxus.organisations.models.membership import Membership
from fluxus.organisations.models.organisation import Attribution, Organisation, ProposedChange, Vsv

__all__ = [
    "AppendOnlyError",
    "Attribution",
    "AuditEvent",
    "Membership",
    "Organisation",
    "ProposedChange",
    "Vsv",
]
