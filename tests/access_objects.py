"""One object of a given VSV behind every address that takes an argument, for the access matrix."""

from dashboards.models import ActionItem
from tests import case_makers, factories


def membership(vsv, owner):
    return {"pk": factories.make_person("caregiver", vsv).memberships.get().pk}


def case(vsv, owner):
    return {"number": case_makers.make_case(vsv, owner, label="Casus van Duinrand").number}


def case_section(vsv, owner):
    return case(vsv, owner) | {"section": "woman"}


def case_review(vsv, owner):
    maker = factories.make_person("caregiver", vsv)
    made = case_makers.make_case(vsv, maker, label="Casus van Duinrand", submitted=True)
    return {"number": made.number, "check": made.findings.first().check_id}


def action(vsv, owner):
    made = ActionItem.objects.create(vsv=vsv, title="Actie van Duinrand", created_by=owner)
    return {"pk": made.pk}


def delivery(vsv, owner):
    return {"key": factories.make_delivery(vsv, blood_loss_ml=7654).delivery_key}


def upload(vsv, owner):
    return {"pk": factories.make_upload(vsv, owner).pk}


MAKERS = {
    "open_case": delivery,
    **dict.fromkeys(
        [
            f"perined_import:{name}"
            for name in ("detail", "commit", "discard", "withdraw", "put_back", "problem_file")
        ],
        upload,
    ),
    "dashboards:action": action,
    "dashboards:action_edit": action,
    "dashboards:action_move": action,
    "dashboards:action_log": action,
    "dashboards:action_recheck": action,
    "dashboards:action_decide": action,
    "organisations:end_membership": membership,
    "cases:case": case,
    "cases:section": case_section,
    "cases:submit": case,
    "cases:reopen": case,
    "cases:discussed": case,
    "cases:invite": case,
    "cases:findings": case,
    "cases:review": case_review,
    "cases:export": case,
}


def make_everything(vsv, owner):
    """Make one of everything in this VSV; return texts that nobody of another VSV may see."""
    texts = [owner.email, "Casus van Duinrand", "Actie van Duinrand", "7654"]
    for maker in set(MAKERS.values()):
        maker(vsv, owner)
    return texts
