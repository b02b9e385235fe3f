"""The pages of organisations: from what is typed to what is shown, saved, refused and read back."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from dashboards.models import ActionItem, MeasureKind, Stage
from fluxus.organisations.attribution_changes import discard_change, propose, save_change
from fluxus.organisations.attribution_state import tables
from fluxus.organisations.attribution_table import Change, OrganisationTable, Row
from fluxus.organisations.errors import Refused
from fluxus.organisations.models import (
    Attribution,
    AuditEvent,
    Membership,
    Organisation,
    ProposedChange,
    Vsv,
)
from fluxus.organisations.permissions import Role
from perined_import.attributing import presenters
from perined_import.models import QualityCount
from tests import factories
from tests.integration.perined_import.attribution_births import birth, counted, settle
from tests.integration.perined_import.helpers import organisation

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def north(db):
    return Vsv.objects.create(code="N", name="VSV Noord")


@pytest.fixture
def south(db):
    return Vsv.objects.create(code="S", name="VSV Zuid")


@pytest.fixture
def country(north, south):
    organisation("0010", "hospital", (north, 1))
    organisation("1410", "practice", (north, D("0.7")), (south, D("0.3")))
    birth("1410", loss=1500)
    birth("1410", day=date(2023, 2, 2))
    birth("7777")
    settle()


def english_client(client_as, user):
    client = client_as(user)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def manager(client_as, country):
    return english_client(client_as, factories.make_person(Role.DATA_MANAGER))


@pytest.fixture
def administrator(client_as, country):
    return english_client(client_as, factories.make_person(Role.ADMINISTRATOR))


def url(name, **arguments):
    return reverse(f"perined_import:{name}", kwargs=arguments)


def rows(*given, name="Organisatie 1410", kind="practice", last_day=""):
    """Return the form of one organisation: (VSV, share, from, until) per row, "x" in front to remove it."""
    data = {"name": name, "kind": kind, "last_day": last_day}
    data |= {"row-TOTAL_FORMS": str(len(given) + 3), "row-INITIAL_FORMS": str(len(given))}
    for number in range(len(given) + 3):
        row = given[number] if number < len(given) else ("", "1", "", "")
        if row[0] == "x":
            data[f"row-{number}-remove"] = "on"
            row = row[1:]
        for field, value in zip(("vsv", "share", "valid_from", "valid_until"), row, strict=True):
            data[f"row-{number}-{field}"] = value
    return data


def test_the_list_shows_what_is_not_attributed_first_and_finds_by_name_kind_and_vsv(manager):
    QualityCount.objects.create(lvr_id="0010", year=2024, month=4, reports=1234)
    page = manager.get(url("organisations")).content.decode()
    assert page.index("7777") < page.index("Organisatie 0010")
    assert "unknown organisation" in page and "Births that count for no VSV: 1." in page
    assert "VSV Noord (70 %), VSV Zuid (30 %)" in page and "1,234" in page.replace("1234", "1,234")
    for query, there, gone in (
        ("q=0010", "Organisatie 0010", "Organisatie 1410"),
        ("kind=practice", "Organisatie 1410", "Organisatie 0010"),
        ("vsv=S", "Organisatie 1410", "Organisatie 0010"),
    ):
        found = manager.get(f"{url('organisations')}?{query}").content.decode()
        assert there in found and gone not in found, query
    Organisation.objects.create(lvr_id="0333", name="Zonder VSV", kind="hospital")
    found = manager.get(url("organisations") + "?vsv=-").content.decode()
    assert "Zonder VSV" in found and "Organisatie 0010" not in found
    assert "No organisation matches" in manager.get(url("organisations") + "?q=zzz").content.decode()


def test_many_organisations_come_in_pages_within_a_few_queries(manager, django_assert_max_num_queries):
    Organisation.objects.bulk_create(
        Organisation(lvr_id=f"5{n:03}", name=f"Praktijk {n}", kind="practice") for n in range(120)
    )
    with django_assert_max_num_queries(25):
        page = manager.get(url("organisations") + "?page=3").content.decode()
    assert "Page 3 of 3" in page and "Praktijk 119" in page


def test_a_change_is_shown_before_it_is_saved_and_then_saved_with_before_and_after(manager):
    before = counted()
    shown = manager.post(
        url("organisation", lvr_id="1410"),
        rows(("S", "1", "2024-01-01", ""), ("N", "0,7", "2012-01-01", "2023-12-31")),
    )
    proposed = ProposedChange.objects.get()
    assert shown.url == url("organisation_change", pk=proposed.pk) and counted() == before
    page = manager.get(shown.url).content.decode()
    assert "1 birth moves, wholly or in part, of 2 births" not in page
    assert "2 births move, wholly or in part, of 2 births" in page
    assert "1-1-2012 up to and including 31-12-2023, 30 % of the births is not attributed" in page
    assert counted() == before and Attribution.objects.count() == 3
    manager.post(url("organisation_change_save", pk=proposed.pk))
    assert counted() == {
        ("N", 2023): (700_000, 700_000, 700_000, 0),
        (None, 2023): (300_000, 300_000, 300_000, 0),
        ("S", 2024): (1_000_000,) * 4,
        (None, 2024): (1_000_000, 1_000_000, 1_000_000, 0),
    }
    event = AuditEvent.objects.get(event="attribution_changed")
    assert event.details["before"]["rows"][0] == ["N", "0.7", "2012-01-01", None]
    assert event.details["after"]["rows"] == [
        ["S", "1", "2024-01-01", None],
        ["N", "0.7", "2012-01-01", "2023-12-31"],
    ]
    history = manager.get(url("organisation", lvr_id="1410")).content.decode()
    assert "VSV Noord · 70 % · from 1-1-2012" in history and "VSV Zuid · 100 % · from 1-1-2024" in history
    assert not ProposedChange.objects.exists()


def test_every_problem_of_the_rows_is_said_at_once_and_what_was_typed_stays(manager):
    answer = manager.post(
        url("organisation", lvr_id="1410"),
        rows(
            ("", "2", "31-02-2024", ""),
            ("N", "1", "2024-01-01", "2023-01-01"),
            ("x", "", "veel", "", ""),
            name="",
        ),
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and "There are 4 things to mend" in page
    assert "&#x27;2&#x27; is no share" in page and 'value="31-02-2024"' in page
    assert "Row 3" in page and "veel" not in page.partition("</ul>")[0]
    answer = manager.post(
        url("organisation", lvr_id="1410"),
        rows(
            ("N", "0.7", "2012-01-01", ""),
            ("S", "0.4", "2013-01-01", ""),
            ("S", "1", "2024-02-02", "2024-02-01"),
        ),
    )
    page = answer.content.decode()
    assert "Row 3: the last day 2024-02-01 lies before the first day 2024-02-02" in page
    assert "Rows 1, 2: the shares of 1410 add up to 1.1 on 2013-01-01" in page
    assert not ProposedChange.objects.exists()


def test_a_hospital_has_one_row_at_a_time_and_nothing_changed_is_said(manager):
    two = rows(
        ("N", "0.5", "2012-01-01", ""),
        ("S", "0.5", "2012-01-01", ""),
        name="Organisatie 0010",
        kind="hospital",
    )
    assert (
        "a hospital has one at a time"
        in manager.post(url("organisation", lvr_id="0010"), two).content.decode()
    )
    same = rows(("N", "1", "2012-01-01", ""), name="Organisatie 0010", kind="hospital")
    assert "Nothing changes" in manager.post(url("organisation", lvr_id="0010"), same).content.decode()


def test_an_organisation_stops(manager):
    manager.post(
        url("organisation", lvr_id="1410"), rows(("N", "1", "2012-01-01", ""), last_day="2023-12-31")
    )
    save_change(proposed=ProposedChange.objects.get(), by=factories.make_person(Role.ADMINISTRATOR))
    assert counted()[None, 2024][0] == 2_000_000 and counted()["N", 2023][0] == 1_000_000
    assert Attribution.objects.get(organisation__lvr_id="1410").valid_until == date(2023, 12, 31)


def test_an_organisation_that_only_occurs_in_the_data_is_added(manager):
    assert "not in the table yet" in manager.get(url("organisation", lvr_id="7777")).content.decode()
    added = rows(("S", "", "2012-01-01", ""), name="Praktijk Nieuw")
    page = manager.get(manager.post(url("organisation", lvr_id="7777"), added).url).content.decode()
    assert "Praktijk Nieuw" in page and "no row" in page
    manager.post(url("organisation_change_save", pk=ProposedChange.objects.get().pk))
    assert counted()["S", 2024][0] == 1_300_000
    assert manager.get(url("organisation", lvr_id="x" * 11)).status_code == 404


def test_somebody_elses_change_in_the_meantime_is_not_overwritten(manager, administrator):
    one = manager.post(url("organisation", lvr_id="1410"), rows(("N", "1", "2012-01-01", "")))
    two = administrator.post(url("organisation", lvr_id="1410"), rows(("S", "1", "2012-01-01", "")))
    administrator.post(two.url + "opslaan/")
    after = manager.post(one.url + "opslaan/", follow=True).content.decode()
    assert "in the meantime" in after
    assert Attribution.objects.get(organisation__lvr_id="1410").vsv.code == "S"
    manager.post(one.url + "weggooien/")
    assert not ProposedChange.objects.exists()


def test_a_page_that_is_older_than_the_table_is_not_sent_on(manager):
    page = manager.get(url("organisation", lvr_id="1410")).content.decode()
    old = re.search(r'name="seen" value="(\w{64})"', page)
    wanted = rows(("N", "1", "2012-01-01", "")) | {"seen": old[1]}
    assert manager.post(url("organisation", lvr_id="1410"), wanted).status_code == 302
    Attribution.objects.filter(vsv__code="S").delete()
    page = manager.post(url("organisation", lvr_id="1410"), wanted)
    assert page.status_code == 422 and "in the meantime" in page.content.decode()


def test_one_transaction_or_nothing(manager, monkeypatch):
    made = manager.post(url("organisation", lvr_id="1410"), rows(("N", "1", "2012-01-01", "")))
    before = counted(), list(tables().values()), AuditEvent.objects.count()
    monkeypatch.setattr("perined_import.reattributing.reattribute", _fails)
    with pytest.raises(RuntimeError):
        manager.post(made.url + "opslaan/")
    assert (counted(), list(tables().values()), AuditEvent.objects.count()) == before


def _fails(*_):
    raise RuntimeError("the disk is full")


# --- mergers and names -------------------------------------------------------------------------------------
MERGER = {"old": ["N", "S"], "into": "", "code": "Z", "name": "VSV Samen", "day": "2024-01-01"}


def test_a_merger_gives_members_their_role_and_leaves_the_old_vsvs(administrator, north, south):
    person = factories.make_person(Role.BOARD, north)
    gone = factories.make_person(Role.BOARD, south, valid_until=date(2023, 12, 31))
    Membership.objects.create(user=person, role="board", vsv=south, valid_from=date(2025, 1, 1))
    shown = administrator.post(url("merge_vsvs"), MERGER | {"members": "on"})
    page = administrator.get(shown.url).content.decode()
    assert "A new VSV is made: VSV Samen (Z)." in page and person.email in page and gone.email not in page
    administrator.post(shown.url + "opslaan/")
    new = Vsv.objects.get(code="Z")
    given = Membership.objects.get(vsv=new)
    assert (given.user, given.role, given.valid_from) == (person, "board", date(2024, 1, 1))
    assert Membership.objects.filter(vsv=north, user=person, valid_until=None).exists()
    assert counted()["Z", 2024][0] == 1_000_000 and counted()["N", 2023][0] == 700_000
    assert tables(["1410"])["1410"].rows[-1].share == 1
    events = set(AuditEvent.objects.values_list("event", flat=True))
    assert {"vsv_added", "vsvs_merged", "membership_added", "attribution_changed"} <= events


def test_who_may_not_manage_people_gives_no_roles(manager, north):
    factories.make_person(Role.BOARD, north)
    page = manager.get(url("merge_vsvs")).content.decode()
    assert "An administrator can give the members" in page and 'name="members"' not in page
    shown = manager.post(url("merge_vsvs"), MERGER | {"members": "on"})
    manager.post(shown.url + "opslaan/")
    assert not Membership.objects.filter(vsv__code="Z").exists()


def test_what_an_administrator_proposed_a_data_manager_does_not_save_with_roles(
    administrator, manager, north
):
    factories.make_person(Role.BOARD, north)
    shown = administrator.post(url("merge_vsvs"), MERGER | {"members": "on"})
    assert manager.post(shown.url + "opslaan/").status_code == 403
    assert not Vsv.objects.filter(code="Z").exists()


def test_a_merger_that_cannot_be_says_all_that_is_wrong(manager):
    page = manager.post(url("merge_vsvs"), {"code": "N", "day": ""}).content.decode()
    assert page.count("<li>") >= 4
    assert "There is a VSV with the code &#x27;N&#x27; already" in page
    page = manager.post(url("merge_vsvs"), {"old": "N", "into": "N", "day": "2024-01-01"}).content.decode()
    assert "cannot merge with itself" in page


def test_a_merger_into_an_existing_vsv(manager):
    shown = manager.post(url("merge_vsvs"), MERGER | {"old": ["N"], "into": "S", "code": "", "name": ""})
    manager.post(shown.url + "opslaan/")
    assert counted()["S", 2024][0] == 1_000_000 and ("N", 2024) not in counted()


def test_another_name_moves_no_birth(manager):
    before = counted()
    shown = manager.post(url("vsvs"), {"code": "N", "name": "VSV Noorderlicht"})
    page = manager.get(shown.url).content.decode()
    assert "No birth in the data moves" in page
    assert "VSV Noord will be called VSV Noorderlicht." in page
    manager.post(shown.url + "opslaan/")
    assert Vsv.objects.get(code="N").name == "VSV Noorderlicht" and counted() == before
    assert AuditEvent.objects.get(event="vsv_renamed").details == {
        "code": "N",
        "before": "VSV Noord",
        "after": "VSV Noorderlicht",
    }
    assert manager.post(url("vsvs"), {"code": "", "name": ""}).status_code == 422
    assert "VSV Noorderlicht" in manager.get(url("vsvs")).content.decode()


# --- files -------------------------------------------------------------------------------------------------
def send(client, content):
    return client.post(url("organisations_upload"), {"file": SimpleUploadedFile("t.csv", content)})


def test_the_table_comes_out_as_it_goes_in(manager, north):
    Organisation.objects.filter(lvr_id="0010").update(name="=Gevaar;'x'")
    content = manager.get(url("organisations_table")).content
    assert b"'=Gevaar" in content
    again = send(manager, content)
    assert again.status_code == 422 and "Nothing changes" in again.content.decode()
    before = tables()
    Attribution.objects.all().delete()
    Organisation.objects.all().delete()
    shown = send(manager, content)
    manager.post(shown.url + "opslaan/")
    assert tables() == before
    assert manager.get(url("organisations_table")).content == content


def test_the_example_is_a_good_file(manager):
    example = manager.get(url("organisations_template")).content
    page = manager.get(send(manager, example).url).content.decode()
    assert "Ziekenhuis Voorbeeld" in page and "A new VSV is made: VSV Ander (VSV02)." in page


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.4\x00", "not a text file"),
        (b"a;b\n1;2\n", "These columns are missing"),
        (b"x" * 5_000_001, "larger than 5 MB"),
    ],
)
def test_a_file_that_is_no_table_gets_one_sentence(manager, content, said):
    answer = send(manager, content)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not ProposedChange.objects.exists()


def test_everything_that_is_wrong_in_a_file_is_said_at_once(manager):
    heading = b"vsv_code;vsv_name;lvr_id;name;kind;share;valid_from;valid_until\n"
    content = heading + b"A;VSV A;1;P;kliniek;2;2024-02-30;x\nA;VSV A;2;P;practice;1;1024-01-01;9999-12-31\n"
    page = send(manager, content).content.decode()
    assert "There are 5 things to mend" in page
    for said in (
        "kind is",
        "share is",
        "is &#x27;2024-02-30&#x27;",
        "valid_until is",
        "1024-01-01",
    ):
        assert said in page


# --- who may what ------------------------------------------------------------------------------------------
def test_a_data_manager_of_one_vsv_reads_the_own_rows_and_changes_nothing(client_as, country, south):
    client = english_client(client_as, factories.make_person(Role.DATA_MANAGER, south))
    page = client.get(url("organisations")).content.decode()
    assert "Organisatie 1410" in page and "Organisatie 0010" not in page and "7777" not in page
    one = client.get(url("organisation", lvr_id="1410")).content.decode()
    assert "VSV Zuid" in one and "VSV Noord" not in one and "Show what this comes to" not in one
    assert client.get(url("organisation", lvr_id="0010")).status_code == 404
    assert (
        client.post(url("organisation", lvr_id="1410"), rows(("S", "1", "2012-01-01", ""))).status_code == 403
    )
    table = client.get(url("organisations_table")).content.decode()
    assert "VSV Zuid" in table and "VSV Noord" not in table
    for name in ("vsvs", "merge_vsvs", "organisations_upload"):
        assert client.get(url(name)).status_code == 403, name
    assert client.get(url("organisations_template")).status_code == 200


def test_the_services_refuse_who_looks_after_one_vsv_only(country, south):
    national, local = (
        factories.make_person(Role.ADMINISTRATOR),
        factories.make_person(Role.ADMINISTRATOR, south),
    )
    proposed = propose(change=Change("vsv", vsv_names={"S": "Anders"}), by=national)
    for deed in (
        lambda: propose(change=Change("vsv", vsv_names={"S": "Anders"}), by=local),
        lambda: save_change(proposed=proposed, by=local),
        lambda: discard_change(proposed=proposed, by=local),
    ):
        with pytest.raises(PermissionDenied):
            deed()


def test_an_unknown_vsv_is_refused(country):
    change = Change("rows", (OrganisationTable("1410", "P", "practice", (Row(date(2012, 1, 1), "?"),)),))
    with pytest.raises(Refused, match="no VSV with the code '\\?'"):
        propose(change=change, by=factories.make_person(Role.ADMINISTRATOR))


def test_the_effect_says_which_checks_of_actions_change(manager, north):
    owner = factories.make_person(Role.BOARD, north)
    ActionItem.objects.create(
        vsv=north, title="Geheim", created_by=owner, stage=Stage.DO, measure_kind=MeasureKind.OUTCOME,
        measure_id="pph", baseline_period="2023",
    )  # fmt: skip
    shown = manager.post(url("organisation", lvr_id="1410"), rows(("S", "1", "2012-01-01", "")))
    page = manager.get(shown.url).content.decode()
    assert "The check of 1 running action that measures births is worked out again" in page
    assert "The baseline of 1 of them was frozen" in page and "Geheim" not in page


def test_a_very_large_change_is_worked_out_when_asked(manager, monkeypatch):
    monkeypatch.setattr(presenters, "AT_ONCE", 1)
    shown = manager.post(url("organisation", lvr_id="1410"), rows(("S", "1", "2012-01-01", "")))
    page = manager.get(shown.url).content.decode()
    assert "About 2 births are concerned" in page and "Save this change" not in page
    assert "Save this change" in manager.get(shown.url + "?work=1").content.decode()


def test_the_import_page_and_the_rail_lead_here(manager, administrator):
    assert url("organisations") in manager.get(reverse("perined_import:upload")).content.decode()
    assert url("organisations") in administrator.get(reverse("home")).content.decode()
