"""What can be done to the table of organisations: propose a change, look at it, and then save it.

Every change is a wanted state (`attribution_table.Change`), whatever page or file it came from, and is
written by one service: one transaction, with a record of before and after for everything it touched.
"""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fluxus.organisations import access, audit, services
from fluxus.organisations.attribution_state import Narrowed, fingerprint, narrowed
from fluxus.organisations.attribution_table import (
    Change,
    Merger,
    OrganisationTable,
    as_json,
    from_json,
    problems_of,
    row_as_json,
)
from fluxus.organisations.errors import Refused
from fluxus.organisations.events import announce_data_changed
from fluxus.organisations.models import Attribution, Membership, Organisation, ProposedChange, Vsv
from fluxus.organisations.permissions import Permission, Role

attribution_changed = Signal()
"""Sent within the transaction after the table changed, with ``lvr_ids``: the organisations whose births are
to be attributed anew, or None for all."""
MOST_NAMED = 5_000
"""More organisations than this are not named one by one: a database takes only so many in one question."""

KEPT = timedelta(days=14)
"""How long a change that nobody saved is kept."""


@transaction.atomic
def propose(*, change: Change, by: Any) -> ProposedChange:
    """Keep a change until its effect was seen. Raises Refused with every problem, or when nothing changes."""
    _require_national(by)
    wanted = _checked(change)
    merger = wanted.change.merger
    if not wanted.something and not (merger and roles_to_give(merger)):
        raise Refused(_("Nothing changes: the table says this already."))
    ProposedChange.objects.filter(made_at__lt=timezone.now() - KEPT).delete()
    return ProposedChange.objects.create(
        made_by=by, content=as_json(wanted.change), seen=fingerprint(wanted.change)
    )


@transaction.atomic
def save_change(*, proposed: ProposedChange, by: Any) -> set[str]:
    """Write a proposed change; return the LVR ids whose births are attributed anew.

    Raises Refused when somebody changed the same organisations or VSVs after it was proposed.
    """
    _require_national(by)
    change = from_json(proposed.content)
    lvr_ids = [one.lvr_id for one in change.organisations]
    list(Organisation.objects.select_for_update().filter(lvr_id__in=lvr_ids).order_by("pk"))
    if fingerprint(change) != proposed.seen:
        raise Refused(overtaken())
    touched = apply(change=change, by=by)
    proposed.delete()
    return touched


def overtaken() -> str:
    """Return what is said when somebody else was first."""
    return _("Somebody changed the same organisations in the meantime. Nothing was saved: start again.")


@transaction.atomic
def discard_change(*, proposed: ProposedChange, by: Any) -> None:
    """Throw a proposed change away."""
    _require_national(by)
    proposed.delete()


@transaction.atomic
def apply(*, change: Change, by: Any) -> set[str]:
    """Write what a change asks for; return the LVR ids whose births are attributed anew.

    Raises Refused with every problem at once: then nothing is written.
    """
    wanted = _checked(change)
    _store_vsvs(wanted, by)
    if wanted.change.organisations:
        _store_organisations(wanted, by)
    if change.merger is not None:
        _merge(change.merger, by)
    if wanted.touched:
        few = len(wanted.touched) <= MOST_NAMED
        attribution_changed.send(sender=Attribution, lvr_ids=wanted.touched if few else None)
        announce_data_changed("import", by=by, vsv=None)
    return wanted.touched


def _require_national(by: Any) -> None:
    """Only who looks after all VSVs changes what counts where: a row of one is a birth less of another."""
    if not access.is_national(by, Permission.MANAGE_ATTRIBUTION):
        raise PermissionDenied(Permission.MANAGE_ATTRIBUTION.value)


def _checked(change: Change) -> Narrowed:
    """Return what really changes. Raises Refused with everything that contradicts itself."""
    language = get_language()
    problems = [text.in_language(language) for table in change.organisations for text in problems_of(table)]
    codes = {row.vsv_code for table in change.organisations for row in table.rows}
    known = set(Vsv.objects.values_list("code", flat=True)) | set(change.vsv_names)
    problems.extend(
        _("There is no VSV with the code '%(code)s': choose one from the list, or make it first.")
        % {"code": code}
        for code in sorted(codes - known)
    )
    if problems:
        raise Refused(problems)
    return narrowed(change)


def _store_vsvs(wanted: Narrowed, by: Any) -> None:
    for code, name in wanted.change.vsv_names.items():
        vsv, made = Vsv.objects.update_or_create(code=code, defaults={"name": name})
        details = {"code": code, "before": wanted.names_now.get(code), "after": name}
        audit.record("vsv_added" if made else "vsv_renamed", by=by, target=vsv, vsv=vsv, details=details)


def _store_organisations(wanted: Narrowed, by: Any) -> None:
    vsvs = {vsv.code: vsv for vsv in Vsv.objects.all()}
    stored = {table.lvr_id: _stored(table) for table in wanted.change.organisations}
    Attribution.objects.filter(organisation__in=stored.values()).delete()
    Attribution.objects.bulk_create(
        Attribution(
            organisation=stored[table.lvr_id],
            vsv=vsvs[row.vsv_code],
            share=row.share,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
        )
        for table in wanted.change.organisations
        for row in table.rows
    )
    for table in wanted.change.organisations:
        before = wanted.tables_now.get(table.lvr_id)
        audit.record(
            "attribution_changed",
            by=by,
            target=stored[table.lvr_id],
            details={"way": wanted.change.kind, "before": _said(before), "after": _said(table)},
        )


def _stored(table: OrganisationTable) -> Organisation:
    values = {"name": table.name, "kind": table.kind}
    return Organisation.objects.update_or_create(lvr_id=table.lvr_id, defaults=values)[0]


def _said(table: OrganisationTable | None) -> dict[str, Any] | None:
    if table is None:
        return None
    return {"name": table.name, "kind": table.kind, "rows": [row_as_json(row) for row in table.rows]}


def roles_to_give(merger: Merger) -> list[Membership]:
    """Return the memberships of the old VSVs, on the day or later, that their people lack in the new one."""
    if not merger.members:
        return []
    held = Membership.objects.exclude(valid_until__lt=merger.day).select_related("user", "vsv")
    there = set(held.filter(vsv__code=merger.into).values_list("user_id", "role"))
    found: dict[tuple[int, str], Membership] = {}
    old = held.filter(vsv__code__in=set(merger.old) - {merger.into})
    for one in old.order_by("valid_from", "pk"):
        if (one.user_id, one.role) not in there:
            found.setdefault((one.user_id, one.role), one)
    return list(found.values())


def _merge(merger: Merger, by: Any) -> None:
    """Record the merger and give its people their roles; cases and memberships of the old VSVs stay."""
    if merger.members and not access.is_national(by, Permission.MANAGE_USERS):
        raise PermissionDenied(Permission.MANAGE_USERS.value)
    into = Vsv.objects.get(code=merger.into)
    given = roles_to_give(merger)
    for one in given:
        services.add_membership(
            user=one.user,
            role=Role(one.role),
            vsv=into,
            by=by,
            valid_from=max(one.valid_from, merger.day),
            valid_until=one.valid_until,
        )
    details = {"old": list(merger.old), "from": merger.day.isoformat(), "roles_given": len(given)}
    audit.record("vsvs_merged", by=by, target=into, vsv=into, details=details)
