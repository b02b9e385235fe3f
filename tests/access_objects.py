"""One object of a given VSV behind every address that takes an argument, for the access matrix."""

from cases.models import LocalRuleSet
from cases.perspectives.services import ask_view
from dashboards.models import ActionItem
from fluxus.organisations.attribution_table import Change, as_json
from fluxus.organisations.models import Attribution, Organisation, ProposedChange
from perined_import.models import ColumnMapping
from tests import case_makers, factories


def membership(vsv, owner):
    return {"pk": factories.make_person("caregiver", vsv).memberships.get().pk}


def case(vsv, owner):
    return {"number": case_makers.make_case(vsv, owner, label="Casus van Duinrand").number}


def case_section(vsv, owner):
    return case(vsv, owner) | {"section": "woman"}


def _submitted(vsv):
    maker = factories.make_person("caregiver", vsv)
    return case_makers.make_case(vsv, maker, label="Casus van Duinrand", submitted=True)


def submitted_case(vsv, owner):
    return {"number": _submitted(vsv).number}


def case_review(vsv, owner):
    made = _submitted(vsv)
    return {"number": made.number, "check": made.findings.first().check_id}


def case_with_view(vsv, owner):
    maker = factories.make_person("caregiver", vsv)
    made = case_makers.make_case(vsv, maker, label="Casus van Duinrand", submitted=True)
    ask_view(case=made, line="primary", person=maker, by=maker)
    return made


def case_view(vsv, owner):
    return {"number": case_with_view(vsv, owner).number}


def asked_view(vsv, owner):
    return case_view(vsv, owner) | {"line": "primary", "deed": "withdraw"}


def mailed_view(vsv, owner):
    return {"pk": case_with_view(vsv, owner).perspectives.get().pk}


def action(vsv, owner):
    made = ActionItem.objects.create(vsv=vsv, title="Actie van Duinrand", created_by=owner)
    return {"pk": made.pk}


def delivery(vsv, owner):
    return {"key": factories.make_delivery(vsv, blood_loss_ml=7654).delivery_key}


def rule_set(vsv, owner):
    values = {
        "number": 1,
        "profile": "nl",
        "base_version": "2025-1",
        "version": f"{vsv.code}-1",
        "changes": {"lab_min": {"value": 10, "reason": "Reden van Duinrand"}},
        "created_by": owner,
    }
    return {"name": str(LocalRuleSet.objects.get_or_create(vsv=vsv, status="draft", defaults=values)[0].pk)}


def upload(vsv, owner):
    return {"pk": factories.make_upload(vsv, owner).pk}


def upload_vsv(vsv, owner):
    return upload(vsv, owner) | {"vsv": vsv.pk}


def heading_answer(vsv, owner):
    values = {"column": "parity", "by": owner}
    kept, _made = ColumnMapping.objects.get_or_create(vsv=vsv, heading="kop_van_duinrand", defaults=values)
    return {"pk": kept.pk}


def organisation_in_table(vsv, owner):
    made, _ = Organisation.objects.get_or_create(
        lvr_id="0987", defaults={"name": "Ziekenhuis van Duinrand", "kind": "hospital"}
    )
    Attribution.objects.get_or_create(organisation=made, vsv=vsv, valid_from=factories.LONG_AGO)
    return {"lvr_id": made.lvr_id}


def proposed_change(vsv, owner):
    change = Change("vsv", vsv_names={vsv.code: "Nieuwe naam van Duinrand"})
    made = ProposedChange.objects.create(made_by=owner, content=as_json(change), seen="")
    return {"pk": made.pk}


MAKERS = {
    "perined_import:organisation": organisation_in_table,
    **dict.fromkeys(
        [f"perined_import:organisation_change{end}" for end in ("", "_save", "_discard")], proposed_change
    ),
    "open_case": delivery,
    **dict.fromkeys(
        [
            f"perined_import:{name}"
            for name in (
                *("detail", "commit", "discard", "withdraw", "put_back", "progress", "cancel", "retry"),
                *("answer", "problems", "problem_file", "problem_file_xlsx"),
            )
        ],
        upload,
    ),
    "perined_import:vsv_months": upload_vsv,
    "perined_import:forget_mapping": heading_answer,
    "dashboards:action": action,
    "dashboards:action_edit": action,
    "dashboards:action_move": action,
    "dashboards:action_log": action,
    "dashboards:action_recheck": action,
    "dashboards:action_decide": action,
    "organisations:end_membership": membership,
    "cases:case": case,
    "cases:section": case_section,
    "cases:live": case,
    **dict.fromkeys(
        [
            f"cases:{name}"
            for name in ("rows", "lines", "read", "mend", "row", "row_remove", "row_back", "all_complete")
        ],
        case,
    ),
    "cases:submit": case,
    "cases:reopen": case,
    "cases:discussed": case,
    "cases:invite": case,
    "cases:findings": case,
    "cases:review": case_review,
    "cases:export": case,
    "cases:learned": case,
    "cases:print": case,
    **dict.fromkeys(
        [
            f"cases:{name}"
            for name in (
                "own_view",
                "give_view",
                "take_back_view",
                "perspectives",
                "ask_view",
                "open_one_view",
            )
        ],
        case_view,
    ),
    "cases:change_asked": asked_view,
    "cases:view_link": mailed_view,
    "cases:rescreen": submitted_case,
    **dict.fromkeys(
        [f"cases:rule_set{end}" for end in ("", "_file", "_edit", "_sign", "_withdraw")], rule_set
    ),
}


def make_everything(vsv, owner):
    """Make one of everything in this VSV; return texts that nobody of another VSV may see."""
    texts = [
        owner.email,
        "Casus van Duinrand",
        "Actie van Duinrand",
        "7654",
        "Reden van Duinrand",
        "kop_van_duinrand",
        "Ziekenhuis van Duinrand",
        "Nieuwe naam van Duinrand",
    ]
    for maker in set(MAKERS.values()):
        maker(vsv, owner)
    return texts
