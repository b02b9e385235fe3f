"""import_kernset and what it stores: linking over uploads, replacing, refusing, counting."""

import itertools
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from fluxus.organisations.attribution_import import import_organisations
from fluxus.organisations.models import AuditEvent
from fluxus.organisations.permissions import Role
from perined_import import services
from perined_import.jobs.run import run_waiting
from perined_import.models import Delivery, MonthCount, Report, Upload
from perined_import.queries import delivery_counts, pph_deliveries_to_screen, quarter_counts
from perined_import.reattributing import reattribute
from tests.integration.perined_import.helpers import counted, everything, organisation, run
from tests.kernset_messages import ada, bsn, child, hl7, values

pytestmark = pytest.mark.django_db
HEAD = "geboortedatum;lvr;ziekenhuis_lvr;plaats;bloedverlies;dossiernummer\n"


@pytest.fixture(autouse=True)
def _table(vsv, other_vsv):
    organisation("0010", "hospital", (vsv, 1))
    organisation("0003", "hospital", (other_vsv, 1))
    organisation("1410", "practice", (vsv, "0.7"), (other_vsv, "0.3"))


def practice(**changes):
    """The practice's message on the delivery that `hospital` is also about."""
    handed = child(place="22232009", hospital=None, supervisor="11")
    return (
        values(lvr="1410", loss="800", care=("1", "2"), sent="20211001000000", children=(handed,)) | changes
    )


def hospital(**changes):
    return values(lvr="0010", loss="2000", record="H-1") | changes


def by_vsv(**options):
    found = delivery_counts(start=date(2021, 1, 1), end=date(2021, 12, 31), **options)
    return {unit.name: (unit.deliveries, unit.pph) for unit in found}


def test_what_the_json_says(tmp_path):
    status, result = run(
        tmp_path, ("a.xml", hl7(practice(), hospital(), values(bsn=bsn(9), children=None, loss=None)))
    )
    assert status == 0
    assert list(result) == [
        "files", "messages", "rows", "read", "accepted", "merged", "set_aside", "rejected_units",
        "rejected_files",
        "deliveries", "pph", "unknown_blood_loss", "rejected", "warnings", "committed", "already_received",
    ]  # fmt: skip
    assert (result["read"], result["accepted"], result["merged"], result["set_aside"]) == (3, 1, 1, 1)
    assert (result["deliveries"], result["pph"]) == (1, 1)
    assert {one["column"]: one["code"] for one in result["warnings"]} == {
        "bloedverlies": "conflict",
        "lijn": "conflict",
    }
    assert list(result["warnings"][0]) == [
        "file",
        "member",
        "row",
        "message",
        "column",
        "value",
        "code",
        "problem",
        "remedy",
    ]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_first_and_second_line_are_one_delivery_in_any_order_and_split(tmp_path, order):
    messages = [practice(record="P-1"), hospital(), values(lvr="0010", bsn=bsn(2), record="H-2")]
    files = [(f"{n}.xml", hl7(message)) for n, message in enumerate(messages)]
    sums = [run(tmp_path, files[n])[1] for n in order]
    assert [
        (one.blood_loss_ml, one.reporting_lvr_id, one.vsv.name)
        for one in Delivery.objects.order_by("blood_loss_ml")
    ] == [
        (400, "0010", "VSV Rivierenland"),
        (2000, "0010", "VSV Rivierenland"),
    ]
    assert sum(one["deliveries"] for one in sums) == 2 and sum(one["merged"] for one in sums) == 1
    assert by_vsv() == {"VSV Rivierenland": (2, 1)}


def test_a_newer_message_replaces_the_older_and_keeps_the_delivery(tmp_path):
    run(tmp_path, ("a.xml", hl7(hospital(sent="20210901000000"))))
    key = Delivery.objects.get().delivery_key
    _, newer = run(tmp_path, ("b.xml", hl7(hospital(loss="900", sent="20210905000000"))))
    assert (newer["accepted"], newer["merged"]) == (0, 1)
    assert (Delivery.objects.get().blood_loss_ml, Delivery.objects.get().delivery_key) == (900, key)
    run(tmp_path, ("c.xml", hl7(hospital(loss="100", sent="20210902000000"))))
    assert Delivery.objects.get().blood_loss_ml == 900
    run(tmp_path, ("d.xml", ada(hospital(loss="150"))))
    assert Delivery.objects.get().blood_loss_ml == 150
    assert by_vsv() == {"VSV Rivierenland": (1, 0)}


def test_a_delivery_keeps_its_key_when_another_report_joins(tmp_path):
    run(tmp_path, ("a.xml", hl7(practice())))
    key = Delivery.objects.get().delivery_key
    run(tmp_path, ("b.xml", hl7(hospital())))
    assert Delivery.objects.get().delivery_key == key


def test_another_pregnancy_of_the_same_woman_is_another_delivery(tmp_path):
    later = child(birth="20230101120000", pushing=None)
    run(tmp_path, ("a.xml", hl7(hospital(), values(record="H-9", due=None, children=(later,)))))
    assert Delivery.objects.count() == 2


def test_a_variant_with_other_white_space_is_harmless(tmp_path):
    content = hl7(hospital(), practice())
    run(tmp_path, ("a.xml", content))
    before = counted()
    _, result = run(tmp_path, ("a.xml", content.replace(b"><", b">\n<")))
    assert result["committed"] and result["deliveries"] == 0 and counted() == before


def test_the_same_content_again_and_mixed_with_new(tmp_path):
    run(tmp_path, ("a.xml", hl7(hospital())))
    before = everything()
    status, result = run(tmp_path, ("other-name.xml", hl7(hospital(record="H-1"))))
    assert status == 0
    content = hl7(values(record="X", bsn=bsn(5)))
    run(tmp_path, ("x.xml", content))
    status, again = run(tmp_path, ("y.xml", content))
    assert (status, again["already_received"], again["committed"], again["read"]) == (0, True, False, 0)
    assert [one["code"] for one in again["warnings"]] == ["already_received"]
    _, both = run(tmp_path, ("y.xml", content), ("z.xml", hl7(values(record="Z", bsn=bsn(6)))))
    assert (both["files"], both["read"], both["deliveries"]) == (2, 1, 1)
    assert before["Upload"] == 1


def test_a_dry_run_tells_all_and_writes_nothing(tmp_path):
    before = everything()
    status, result = run(tmp_path, ("a.xml", hl7(hospital(), practice())), dry_run=True)
    assert (status, result["deliveries"], result["pph"], result["committed"]) == (0, 1, 1, False)
    assert everything() == before


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xml", b"<html/>", "unknown_xml"),
        ("a.csv", b"naam;kleur\na;b\n", "no_headings"),
        ("a.csv", HEAD + "x;0010;0010;ziekenhuis;5;1\n", "nothing_left"),
        ("a.csv", b"%PDF", "not_a_table"),
        ("a.xml", ada(values(due="T+7D")), "relative_date"),
    ],
)
def test_what_is_refused_leaves_the_database_as_it_was(tmp_path, name, content, code):
    run(tmp_path, ("goed.xml", hl7(hospital())))
    before, figures = everything(), counted()
    status, result = run(
        tmp_path,
        (name, content),
        ("b.xml", hl7(values(bsn=bsn(3)))) if code != "nothing_left" else (name, content),
    )
    assert status == 2 and code in [one["code"] for one in result["rejected"]]
    assert (result["committed"], result["already_received"], result["deliveries"]) == (False, False, 0)
    assert (everything(), counted()) == (before, figures)


def test_rejected_units_add_up_and_the_rest_is_stored(tmp_path):
    good = [values(bsn=bsn(n), record=f"G{n}") for n in range(3)]
    _, result = run(tmp_path, ("a.xml", hl7(*good, values(loss="12000"), values(children=(), loss="5"))))
    assert (result["read"], result["rejected_units"], result["accepted"]) == (5, 2, 3)
    assert (
        result["read"]
        == result["accepted"] + result["merged"] + result["set_aside"] + result["rejected_units"]
    )
    assert [(one["message"], one["code"]) for one in result["rejected"]] == [
        (4, "out_of_range"),
        (5, "no_birth_date"),
    ]


# --- tables -----------------------------------------------------------------------------------------
def table(*lines):
    return ("tabel.csv", HEAD + "".join(f"{line}\n" for line in lines))


AUGUST = ("2021-08-04;0010;0010;ziekenhuis;1200;1", "2021-08-20;0010;0010;ziekenhuis;300;2")


def test_a_table_replaces_its_sources_period_and_keeps_what_stayed(tmp_path):
    run(tmp_path, table(*AUGUST, "2021-09-02;0010;0010;ziekenhuis;1300;3"))
    keys = dict(Delivery.objects.values_list("blood_loss_ml", "delivery_key"))
    _, result = run(tmp_path, table(AUGUST[0], "2021-08-28;0010;0010;ziekenhuis;;4"))
    assert (result["deliveries"], result["pph"], result["unknown_blood_loss"]) == (2, 1, 1)
    now = dict(Delivery.objects.values_list("blood_loss_ml", "delivery_key"))
    assert set(now) == {1200, None, 1300}
    assert (now[1200], now[1300]) == (keys[1200], keys[1300])
    assert by_vsv() == {"VSV Rivierenland": (3, 2)}


def test_the_period_can_be_given(tmp_path):
    run(tmp_path, table(*AUGUST, "2021-09-02;0010;0010;ziekenhuis;1300;3"))
    run(tmp_path, table(AUGUST[0]), period="2021")
    assert Delivery.objects.count() == 1


def test_another_source_is_left_alone_with_a_warning(tmp_path):
    run(tmp_path, table(*AUGUST))
    other = "2021-08-05;0003;0003;ziekenhuis;100;9"
    _, result = run(tmp_path, table("2021-08-06;0010;0010;ziekenhuis;400;8", other))
    assert Delivery.objects.count() == 4
    assert "overlapping_table" in [one["code"] for one in result["warnings"]]


def test_messages_and_a_table_of_the_same_organisation_and_month_are_warned_of(tmp_path):
    run(tmp_path, ("a.xml", hl7(hospital())))
    _, result = run(tmp_path, table(*AUGUST))
    assert [one["value"] for one in result["warnings"] if one["code"] == "both_layouts"] == ["0010"]


def test_home_births_count_in_shares_and_totals_stay_whole(tmp_path):
    run(
        tmp_path,
        table(
            "2021-08-04;1410;;thuis;1200;1",
            "2021-08-05;1410;;thuis;300;2",
            *(line.replace(";1\n", ";9") for line in AUGUST),
        ),
    )
    units = delivery_counts(start=date(2021, 1, 1), end=date(2021, 12, 31))
    assert by_vsv() == {"VSV Rivierenland": (3.4, 1.7), "VSV Duinrand": (0.6, 0.3)}
    assert sum(unit.deliveries for unit in units) == 4
    assert by_vsv(by="organisation") == {"Organisatie 0010": (2, 1), "Organisatie 1410": (2, 1)}


def test_what_fits_nothing_is_a_visible_group(tmp_path):
    _, result = run(tmp_path, table("2021-08-04;8888;;thuis;1200;1"))
    assert [one["code"] for one in result["warnings"]] == ["unknown_organisation"]
    (unit,) = delivery_counts(start=date(2021, 1, 1), end=date(2021, 12, 31))
    assert (unit.unit_id, unit.deliveries) == (None, 1)


def test_years_only_count_in_years(tmp_path, vsv):
    run(
        tmp_path, ("j.csv", "jaar;vsv;fluxus\n" + f"2021;{vsv.code};1\n2021;{vsv.code};0\n2021;{vsv.code};\n")
    )
    assert by_vsv() == {"VSV Rivierenland": (3, 1)}
    assert delivery_counts(start=date(2021, 1, 1), end=date(2021, 11, 30)) == []
    (unit,) = delivery_counts(start=date(2020, 1, 1), end=date(2021, 12, 31))
    assert (unit.known, unit.unknown_blood_loss) == (2, 1)
    assert pph_deliveries_to_screen(vsv) == []


def test_days_beside_whole_months_are_counted_too(tmp_path, vsv):
    run(
        tmp_path,
        table(*AUGUST, "2021-09-02;0010;0010;ziekenhuis;1300;3", "2021-10-02;0010;0010;ziekenhuis;1;4"),
    )

    def total(start, end):
        return sum(unit.deliveries for unit in delivery_counts(start=start, end=end, vsv_id=vsv.pk))

    assert total(date(2021, 8, 5), date(2021, 10, 1)) == 2
    assert total(date(2021, 8, 20), date(2021, 8, 20)) == 1
    assert total(date(2021, 8, 1), date(2021, 10, 31)) == 4


def test_quarters_strata_and_deliveries_to_screen(tmp_path, vsv):
    head = HEAD.replace("dossiernummer", "pariteit;omv")
    run(
        tmp_path,
        (
            "t.csv",
            head + "2021-02-04;0010;0010;ziekenhuis;1500;0;1\n2021-08-04;0010;0010;ziekenhuis;2100;2;2\n",
        ),
    )
    quarters = quarter_counts(vsv_id=vsv.pk, start=date(2021, 1, 1), end=date(2021, 12, 31))
    assert [(period.code, unit.pph) for period, unit in quarters] == [
        ("2021-Q1", 1),
        ("2021-Q2", 0),
        ("2021-Q3", 1),
        ("2021-Q4", 0),
    ]
    strata = delivery_counts(
        start=date(2021, 1, 1), end=date(2021, 12, 31), strata=("parity_group", "plural")
    )
    assert [(unit.stratum, unit.pph_1500, unit.pph_2000) for unit in strata] == [
        ((0, False), 1, 0),
        ((1, True), 1, 1),
    ]
    newest, older = pph_deliveries_to_screen(vsv)
    assert (newest.blood_loss_ml, older.blood_loss_ml, newest.parity) == (2100, 1500, 2)
    assert pph_deliveries_to_screen(vsv, screened={newest.delivery_key}) == [older]


def test_a_jump_of_the_rate_and_of_what_is_missing_is_warned_of(tmp_path):
    lines = [f"2021-08-{n % 28 + 1:02};0010;0010;ziekenhuis;{{}};{n}" for n in range(150)]
    run(tmp_path, table(*(line.format(1200 if n < 6 else 300) for n, line in enumerate(lines))))
    _, result = run(
        tmp_path,
        table(*(line.format("" if n < 30 else 1200 if n < 70 else 300) for n, line in enumerate(lines))),
    )
    assert {one["code"] for one in result["warnings"]} == {"rate_jumps", "unknown_jumps"}


# --- the organisation of it -------------------------------------------------------------------------
def test_without_a_key_imports_are_refused(tmp_path, settings):
    settings.KERNSET_HMAC_KEY = ""
    status, result = run(tmp_path, ("a.xml", hl7(hospital())))
    assert status == 2 and [one["code"] for one in result["rejected"]] == ["no_hmac_key"]


def test_a_vsv_can_be_given(tmp_path, other_vsv):
    run(tmp_path, ("a.xml", hl7(hospital())), vsv=other_vsv.code)
    assert Delivery.objects.get().vsv == other_vsv


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"vsv": "ZZ"}, "ZZ"),
        ({"period": "2021-13"}, "2021-13"),
        ({"reference_date": "gisteren"}, "gisteren"),
        ({"user": "niemand"}, "niemand"),
    ],
)
def test_wrong_options_are_named(tmp_path, options, sentence):
    path = tmp_path / "a.xml"
    path.write_bytes(hl7(hospital()))
    with pytest.raises(CommandError, match=sentence) as wrong:
        call_command("import_kernset", str(path), **options)
    assert wrong.value.returncode == 2


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(CommandError, match="nergens"):
        call_command("import_kernset", "/nergens/a.xml")


def test_in_somebodys_name(tmp_path, person, vsv, other_vsv):
    user = person(Role.DATA_MANAGER, vsv)
    run(tmp_path, ("a.xml", hl7(hospital())), user=user.email)
    assert (Upload.objects.get().vsv, Upload.objects.get().created_by) == (vsv, user)
    with pytest.raises(CommandError):
        run(tmp_path, ("b.xml", hl7(hospital())), user=user.email, vsv=other_vsv.code)
    status, result = run(tmp_path, ("v.csv", f"jaar;vsv;fluxus\n2021;{other_vsv.code};1\n"), user=user.email)
    assert status == 2 and "unknown_vsv" in [one["code"] for one in result["rejected"]]


def test_text_for_people(tmp_path):
    path = tmp_path / "a.xml"
    path.write_bytes(hl7(hospital(loss="6000"), values(loss="12000", bsn=bsn(4))))
    out = StringIO()
    call_command("import_kernset", str(path), stdout=out)
    assert "read 2" in out.getvalue() and "'12000'" in out.getvalue() and "Stored." in out.getvalue()
    out = StringIO()
    call_command("import_kernset", str(path), stdout=out, dry_run=True)
    assert "received before" in out.getvalue()


# --- withdrawing ------------------------------------------------------------------------------------
def newest():
    return Upload.objects.order_by("-pk").first()


def do(service, upload, by):
    """Ask for something and let the work behind the pages do it."""
    service(upload=upload, by=by)
    assert run_waiting() == 1


def test_a_withdrawn_upload_stops_counting_and_can_be_put_back(tmp_path, person):
    user = person(Role.DATA_MANAGER)
    run(tmp_path, ("a.xml", hl7(practice())))
    alone = counted()
    run(tmp_path, ("b.xml", hl7(hospital())))
    both = counted()
    do(services.withdraw_upload, newest(), user)
    assert counted() == alone
    do(services.put_back_upload, newest(), user)
    assert counted() == both and by_vsv() == {"VSV Rivierenland": (1, 1)}
    assert AuditEvent.objects.filter(user_id=user.pk).count() == 2


def test_withdrawing_brings_back_what_was_replaced(tmp_path, person):
    user = person(Role.DATA_MANAGER)
    run(tmp_path, ("a.xml", hl7(hospital(sent="20210901000000"))))
    run(tmp_path, ("b.xml", hl7(hospital(loss="900", sent="20210905000000"))))
    do(services.withdraw_upload, newest(), user)
    assert Delivery.objects.get().blood_loss_ml == 2000
    run(tmp_path, table(*AUGUST))
    run(tmp_path, table(AUGUST[1]), period="2021-08")
    second = newest()
    run(tmp_path, table(AUGUST[0]), period="2021-08")
    do(services.withdraw_upload, second, user)
    assert Delivery.objects.filter(reporting_lvr_id="0010", record_key__isnull=False).count() == 2
    do(services.withdraw_upload, newest(), user)
    assert Delivery.objects.count() == 3


def test_withdrawn_content_may_return(tmp_path, person):
    content = hl7(hospital())
    run(tmp_path, ("a.xml", content))
    do(services.withdraw_upload, newest(), person(Role.DATA_MANAGER))
    assert Delivery.objects.count() == 0 and by_vsv() == {}
    assert run(tmp_path, ("a.xml", content))[1]["committed"]
    with pytest.raises(services.Refused):
        services.put_back_upload(upload=Upload.objects.order_by("pk").first(), by=None)


# --- organisations ----------------------------------------------------------------------------------
ORGANISATIONS = "vsv_code;vsv_name;lvr_id;name;kind;share;valid_from;valid_until\n"


def test_deliveries_follow_when_the_table_changes(tmp_path, vsv):
    run(tmp_path, ("a.xml", hl7(hospital(), practice())), ("t.csv", HEAD + "2021-08-04;1410;;thuis;300;1\n"))
    assert by_vsv() == {"VSV Rivierenland": (1.7, 1), "VSV Duinrand": (0.3, 0)}
    import_organisations(
        content=(
            ORGANISATIONS
            + "NW;VSV Nieuw;0010;Organisatie 0010;hospital;1;2012-01-01;\n"
            + "NW;VSV Nieuw;1410;Organisatie 1410;practice;0,5;2012-01-01;\n"
        ).encode(),
        by=None,
    )
    assert by_vsv() == {"VSV Nieuw": (1.5, 1), "not attributed": (0.5, 0)} or by_vsv() == {
        "VSV Nieuw": (1.5, 1),
        "niet toegewezen": (0.5, 0),
    }
    before = list(MonthCount.objects.order_by("pk").values_list("deliveries", flat=True))
    reattribute()
    assert sorted(MonthCount.objects.values_list("deliveries", flat=True)) == sorted(before)
    assert Report.objects.filter(role=Report.Role.SUM).count() == 1


@pytest.mark.parametrize(
    "lines",
    [
        "A;VSV A;1410;P;practice;0,7;2012-01-01;\nB;VSV B;1410;P;practice;0,4;2013-01-01;\n",
        "A;VSV A;0010;P;hospital;0,5;2012-01-01;\nB;VSV B;0010;P;hospital;0,5;2012-01-01;\n",
        "A;VSV A;1410;P;kliniek;1;2012-01-01;\n",
        "A;VSV A;1410;P;practice;2;2012-01-01;\n",
        "A;VSV A;1410;P;practice;nan;2012-01-01;\n",
        "A;VSV A;1410;P;practice;1;2012-02-30;\n",
        "A;VSV A;1410;P;practice;1;2012-02-03;2011-01-01\n",
        ";VSV A;;P;practice;1;2012-02-03;\n",
        "A;VSV A;1410;P;practice;1;2012-01-01;2012-12-31\nA;Andere naam;1410;Q;hospital;1;2014-01-01;\n",
        "",
    ],
)
def test_a_table_that_contradicts_itself_is_refused(lines, tmp_path):
    before = everything()
    path = tmp_path / "o.csv"
    path.write_text(ORGANISATIONS + lines)
    with pytest.raises(CommandError) as refused:
        call_command("import_organisations", str(path))
    assert refused.value.returncode == 2 and str(refused.value)
    assert everything() == before


def test_all_problems_of_the_table_at_once(tmp_path):
    path = tmp_path / "o.csv"
    path.write_text(ORGANISATIONS + ";x;1;n;kliniek;7;gisteren;morgen\n")
    with pytest.raises(CommandError) as refused:
        call_command("import_organisations", str(path))
    assert len(str(refused.value).splitlines()) == 5


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"a;b\n1;2\n", ORGANISATIONS.encode() + b'"open;x'])
def test_a_broken_table_is_refused(tmp_path, content):
    path = tmp_path / "o.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("import_organisations", str(path))


def test_the_table_is_stored_and_said(tmp_path, capsys):
    path = tmp_path / "o.csv"
    path.write_bytes(
        (ORGANISATIONS + "A;VSV Á;1500;Praktijk;practice;0,333333;01-01-2020;2020-12-31\n").encode("cp1252")
    )
    out = StringIO()
    call_command("import_organisations", str(path), stdout=out)
    assert "1" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("import_organisations", str(tmp_path / "weg.csv"))
