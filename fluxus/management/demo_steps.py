"""The steps of ``manage.py demo``: the pure generator's content, put in through the services of the apps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from cases.case_format import read_case
from cases.models import Case, Finding, Result, Status
from cases.review_services import review_finding
from cases.rule_sets.services import fingerprint, save_draft, sign_rule_set, start_rule_set
from cases.sections import BY_ID, Entered
from cases.services import (
    import_case,
    invite,
    mark_discussed,
    open_case_for_delivery,
    save_section,
    submit_case,
)
from dashboards.models import ActionItem, MeasureKind
from dashboards.services import decide_act, log_done, move_stage, open_action, recheck_actions
from fluxus.demo.actions import DemoAction, demo_actions
from fluxus.demo.cases import DemoCase, entered_so_far, showcase_cases
from fluxus.demo.country import build_country, organisations_csv
from fluxus.demo.decisions import decide
from fluxus.demo.deliveries import write_deliveries
from fluxus.demo.names import ABOUT, HIGHER, LOWER
from fluxus.demo.people import ACCOUNTS, account_for, address_of
from fluxus.demo.rule_sets import DEMO_RULE_SETS, DemoRuleSet
from fluxus.management.demo_views import make_views
from fluxus.organisations import audit
from fluxus.organisations.attribution_import import import_organisations
from fluxus.organisations.models import AuditEvent, Vsv
from fluxus.organisations.permissions import Role
from fluxus.organisations.services import add_membership, create_user
from fluxus.to_screen import as_case, waiting
from perined_import.services import IncomingFile, import_files

BEGUN: Final = "demo.begun"
MADE: Final = "demo.made"
SHOWCASES: Final = (HIGHER, ABOUT, LOWER)
STAGES: Final = ("concept", "plan", "do", "check")
LEARNING_POINTS_FROM: Final = timedelta(365)
"""Only the cases of the last year get a learning point: saving a section again takes time."""
HOW_TO_EMPTY: Final = (
    "Take an empty database: remove the file db.sqlite3, or name another one in DATABASE_URL, "
    "then run 'manage.py migrate' and 'manage.py demo' again."
)


@dataclass(frozen=True)
class State:
    """What the database holds: ``in_use`` says why demo must stay away, ``made`` what demo put there."""

    in_use: str = ""
    made: Mapping[str, int] | None = None


def state_of_database() -> State:
    """Return whether the database is empty, filled by demo, or neither."""
    made = AuditEvent.objects.filter(event=MADE).first()
    if made is not None:
        return State(made=made.details)
    if AuditEvent.objects.filter(event=BEGUN).exists():
        return State(in_use="An earlier run of demo in this database did not finish.")
    if Vsv.objects.exists() or get_user_model().objects.exists():
        return State(
            in_use="This database holds accounts or VSVs that demo did not make; it leaves them alone."
        )
    return State()


def set_passwords(password: str) -> None:
    """Give all demo accounts the same password; hashed once, for each hash takes a good part of a second."""
    accounts = get_user_model().objects.filter(email__in=[account.email for account in ACCOUNTS])
    accounts.update(password=make_password(password))


class Demo:
    """Fills an empty installation, step by step; each step returns what it made in words."""

    def __init__(self, *, seed: int, births: int) -> None:
        self.seed, self.births = seed, births
        self.today: date = timezone.localdate()
        self.country = build_country(seed)
        self.users: dict[str, User] = {}
        self._vsvs: dict[str, Vsv] = {}
        audit.record(BEGUN, by=None, details={"seed": seed, "births": births})

    def vsv(self, landscape: str) -> Vsv:
        """The VSV with this landscape in its name."""
        if landscape not in self._vsvs:
            code = self.country.vsvs[self.country.index_of(landscape)].code
            self._vsvs[landscape] = Vsv.objects.get(code=code)
        return self._vsvs[landscape]

    def user(self, role: Role, landscape: str | None) -> User:
        """The first account with this role here."""
        return self.users[account_for(role, landscape).email]

    def make_organisations(self) -> str:
        """Bring in the table of organisations and shares."""
        rows = import_organisations(content=organisations_csv(self.country).encode(), by=None)
        return f"{len(self.country.vsvs)} VSVs, {len(self.country.organisations)} organisations, {rows} rows"

    @transaction.atomic
    def make_accounts(self) -> str:
        """Make an account per function, with its role."""
        for account in ACCOUNTS:
            user = create_user(email=account.email, password=None, by=None)
            vsv = self.vsv(account.landscape) if account.landscape else None
            add_membership(user=user, role=account.role, vsv=vsv, by=None)
            self.users[account.email] = user
        return f"{len(ACCOUNTS)}"

    def import_births(self) -> str:
        """Write the registry's files and bring them in as the national data manager does, year by year."""
        by = self.user(Role.DATA_MANAGER, None)
        deliveries = haemorrhages = rejected = 0
        with TemporaryDirectory() as folder:
            for file in write_deliveries(
                Path(folder), country=self.country, seed=self.seed, births=self.births
            ):
                with file.path.open("rb") as stream:
                    incoming = IncomingFile(file.path.name, file.path.stat().st_size, stream)
                    upload = import_files(files=[incoming], by=by).upload
                file.path.unlink()  # two million births need not lie about twice
                if upload is not None:
                    deliveries += upload.deliveries
                    haemorrhages += upload.pph
                    rejected += upload.rejected_units
        return f"{deliveries} deliveries, {haemorrhages} above 1000 ml, {rejected} rows rejected on purpose"

    @transaction.atomic
    def make_rule_sets(self) -> str:
        """Make the local rule sets, as if agreed upon and signed some time ago."""
        for described in DEMO_RULE_SETS:
            self._make_rule_set(described)
        return f"{len(DEMO_RULE_SETS)}, one of them still a draft"

    def _make_rule_set(self, described: DemoRuleSet) -> None:
        now = timezone.now() - timedelta(described.signed_days_ago)
        board = self.user(Role.BOARD, described.landscape)
        vsv = self.vsv(described.landscape)
        local = start_rule_set(vsv=vsv, source=described.source, by=board, now=now)
        local = save_draft(
            rule_set=local, fields=described.fields(), by=board, seen=fingerprint(local), now=now
        )
        for profession, function in described.signers.items():
            local = sign_rule_set(
                rule_set=local,
                profession=profession,
                confirmed=True,
                by=self.users[address_of(function, described.landscape)],
                seen=fingerprint(local),
                now=now,
            )

    @transaction.atomic
    def make_cases(self) -> str:
        """Enter, submit, review and discuss the cases of the showcase VSVs."""
        demos = list(showcase_cases(self.seed, today=self.today))
        cases = [self._make_case(number, demo) for number, demo in enumerate(demos)]
        opened = sum(self._open_from_registry(landscape) for landscape in SHOWCASES)
        for landscape in SHOWCASES:
            self._ask_a_colleague(landscape)
        midwife, gynaecologist = self._caregivers(HIGHER)[:2]
        make_views(self.vsv(HIGHER), midwife=midwife, gynaecologist=gynaecologist)
        flagged = Finding.objects.filter(case__in=cases, result=Result.FLAGGED).count()
        return f"{len(cases) + opened} in {len(SHOWCASES)} VSVs, {flagged} points to discuss"

    def _caregivers(self, landscape: str) -> list[User]:
        """Those who enter the cases of a VSV."""
        return [
            self.users[each.email] for each in ACCOUNTS if each.enters_cases and each.landscape == landscape
        ]

    def _open_from_registry(self, landscape: str) -> bool:
        """Open the newest haemorrhage of the registry as a draft, filled in as far as the registry goes."""
        vsv = self.vsv(landscape)
        for delivery in map(as_case, waiting(vsv)):
            if delivery.birth_time and delivery.place and delivery.mode:
                open_case_for_delivery(delivery=delivery, vsv=vsv, by=self._caregivers(landscape)[0])
                return True
        return False

    def _ask_a_colleague(self, landscape: str) -> None:
        """Invite the other caregiver to the newest case that waits for review."""
        case = Case.objects.filter(vsv=self.vsv(landscape), status=Status.SUBMITTED).first()
        others = [user for user in self._caregivers(landscape) if case and user.pk != case.created_by_id]
        if case is not None and others:
            invite(case=case, user=others[0], by=case.created_by)

    def _make_case(self, number: int, demo: DemoCase) -> Case:
        vsv = self.vsv(demo.landscape)
        caregivers = self._caregivers(demo.landscape)
        by = caregivers[number % len(caregivers)]
        facts = read_case(entered_so_far(demo)).facts
        if facts is None:
            raise ValueError(f"Demo case {number} ({demo.scenario}) is not valid.")
        went_well = "" if demo.status == "draft" else demo.went_well
        case = import_case(facts=facts, vsv=vsv, by=by, went_well=went_well)
        if demo.status == "draft":
            return case
        if demo.day > self.today - LEARNING_POINTS_FROM:
            review = {"review.went_well": demo.went_well, "review.learning_point": demo.learning_point}
            save_section(case=case, section=BY_ID["went_well"], entered=Entered(review), by=by)
        if facts.birth.bleeding_controlled is None:
            unknown = Entered(stated={"birth.bleeding_controlled": "unknown"})
            save_section(case=case, section=BY_ID["third_stage"], entered=unknown, by=by)
        case = submit_case(case=case, by=by)
        if demo.status == "discussed":
            self._discuss(number, case, demo)
        return case

    def _discuss(self, number: int, case: Case, demo: DemoCase) -> None:
        """Decide about the flags of a case in the meeting of the board."""
        board = self.user(Role.BOARD, demo.landscape)
        for finding in case.findings.filter(result=Result.FLAGGED).select_related("case__vsv"):
            decision = decide(self.seed, case=str(number), check=finding.check_id, category=finding.category)
            if decision is not None:
                review_finding(
                    finding=finding,
                    status=decision.status,
                    by=board,
                    reason=decision.reason,
                    standard=decision.standard,
                    domain=decision.domain,
                    relation=decision.relation,
                )
        mark_discussed(case=case, by=board)

    @transaction.atomic
    def make_actions(self) -> str:
        """Open the actions and bring each to its stage; the figures are measured, not made up."""
        actions = demo_actions(self.today)
        items = [self._open(action) for action in actions]
        for landscape in {action.landscape for action in actions}:
            board = self.user(Role.BOARD, landscape)
            recheck_actions(vsv=self.vsv(landscape), by=board, today=self.today)
        for action, item in zip(actions, items, strict=True):
            if action.decision:
                board = self.user(Role.BOARD, action.landscape)
                decide_act(item=item, decision=action.decision, reason=action.decision_reason, by=board)
        return f"{len(actions)}, in every stage"

    def _open(self, action: DemoAction) -> ActionItem:
        """Open an action and move it on to its stage, or up to the decision that ends it."""
        board = self.user(Role.BOARD, action.landscape)
        item = open_action(vsv=self.vsv(action.landscape), by=board, changes=_fields(action))
        last = "check" if action.decision else action.stage
        for stage in STAGES[1 : STAGES.index(last) + 1]:
            item = move_stage(item=item, to=stage, by=board)
            for line in action.log if stage == "do" else ():
                log_done(item=item, text=line, by=board)
        return item

    def finish(self) -> None:
        """Leave a mark by which a later run knows that all this is fictitious."""
        audit.record(MADE, by=None, details={"seed": self.seed, "births": self.births})


def _fields(action: DemoAction) -> dict[str, Any]:
    """The fields of the action form that this action fills in."""
    names = (
        "title origin origin_note problem cause aim change_idea action_type balancing owner co_owners "
        "measure_id target prediction baseline_period start_date deadline check_date"
    )
    return {"measure_kind": MeasureKind.CHECK} | {name: getattr(action, name) for name in names.split()}
