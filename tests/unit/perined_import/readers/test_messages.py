"""Messages of both layouts, value by value: the same facts in HL7v3, ADA-Lite and ADA give the same row."""

import pytest

from perined_import.kernset import VALUE_NAMES
from tests.kernset_intake import batch, codes, context, message_row, one_row, rows
from tests.kernset_messages import ada, bsn, child, hl7, values

LAYOUTS = {
    "hl7v3": hl7,
    "ada-lite": ada,
    "ada": lambda *messages: ada(*messages, full=True),
    "ada 2.2": lambda *messages: ada(*messages, root="kernset_aanleverbericht"),
}


@pytest.fixture(params=LAYOUTS)
def row_from(request):
    """Return ``row_from(message values)``: the one row read from a message in this layout."""

    def read(v, **changes):
        return message_row(LAYOUTS[request.param](v), **changes)

    return read


def with_child(v=None, **changes):
    return values(children=(child(**changes),), **(v or {}))


def test_an_uncomplicated_birth(row_from):
    row = row_from(values())
    expected = {
        "birth_time": 23 * 60 + 35,
        "reporting_lvr_id": "0010",
        "hospital_lvr_id": "0010",
        "line": "secondary",
        "place": "hospital",
        "mode": "spontaneous",
        "blood_loss_ml": 400,
        "pph_flag": None,
        "parity": 0,
        "previous_pph": False,
        "maternal_age": 27,
        "bmi": 23.5,
        "gestation_days": 273,
        "children": 1,
        "birth_weight_g": 3500,
        "onset": "spontaneous",
        "second_stage_min": 45,
        "placenta": "spontaneous",
        "third_stage_uterotonic": True,
        "perineum": "intact",
        "termination": False,
        "perinatal_death": False,
        "is_birth": True,
    }
    assert {name: row[name] for name in expected} == expected
    assert row["birth_date"].isoformat() == "2021-08-04"


def test_layouts_agree_on_every_column():
    v = values(
        flag="true",
        loss="1250",
        transfer=("6", True),
        risk="1",
        intervention="177135005",
        started="3",
        earlier=("1500",),
        parity="1",
        perineum=("199930000", "609344008"),
        children=(
            child(
                mode="3311000146109",
                instrument="61586001",
                succeeded="true",
                episiotomy="false",
                pain_relief="false",
                method="18946005",
                relief_period="OntMt3",
                augmented="true",
            ),
        ),
    )
    read = {name: message_row(make(v)) for name, make in LAYOUTS.items()}
    for name in VALUE_NAMES:
        assert len({str(row[name]) for row in read.values()}) == 1, name
    row = read["hl7v3"]
    assert (row["mode"], row["episiotomy"], row["epidural"], row["augmented"]) == ("vacuum", True, True, True)
    assert (row["perineum"], row["onset"], row["previous_pph"]) == ("third", "induced", True)
    assert row["transferred_in_labour"] is True


@pytest.mark.parametrize(
    ("changes", "mode", "termination"),
    [
        ({"mode": "48782003"}, "spontaneous", False),
        ({"presentation": "49168004"}, "breech", False),
        ({"mode": "3311000146109", "instrument": "302383004", "succeeded": "true"}, "forceps", False),
        (
            {"mode": "3311000146109", "instrument": "61586001", "succeeded": "false"},
            "instrumental_unspecified",
            False,
        ),
        ({"mode": "8561000146109", "instrument": "416055001"}, "breech", False),
        ({"mode": "3311000146109"}, "instrumental_unspecified", False),
        ({"mode": "177141003"}, "planned_caesarean", False),
        ({"mode": "200149009"}, "emergency_caesarean", False),
        ({"mode": "11466000"}, "caesarean_unspecified", False),
        ({"mode": "11466000", "decision": "2"}, "emergency_caesarean", False),
        ({"mode": "9"}, "other", False),
        ({"mode": "OTH"}, "other", False),
        ({"mode": "10"}, "other", True),
        ({"mode": "447972007"}, "other", True),
        ({"mode": "NI"}, None, None),
    ],
)
def test_mode(row_from, changes, mode, termination):
    row = row_from(with_child(**changes))
    assert (row["mode"], row["termination"]) == (mode, termination)


def test_an_unspecified_caesarean_planned_at_the_start_is_planned(row_from):
    row = row_from(with_child({"intervention": "80771000146107"}, mode="11466000"))
    assert (row["mode"], row["onset"]) == ("planned_caesarean", "planned_caesarean")


def test_an_emergency_stays_one_and_the_contradiction_is_listed():
    v = with_child({"intervention": "177141003"}, mode="274130007")
    found = batch(("b.xml", hl7(v)))
    assert rows(found)[0]["mode"] == "emergency_caesarean"
    assert [one.code for one in found.warnings] == ["mode_contradicts_onset"]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("169813005", "home"),
        ("23", "birth_centre"),
        ("21", "birth_centre"),
        ("32", "hospital"),
        ("40", "on_the_way"),
        ("UNK", None),
    ],
)
def test_place(row_from, place, expected):
    assert row_from(with_child(place=place))["place"] == expected


@pytest.mark.parametrize(
    ("supervisor", "care", "lvr", "line"),
    [
        ("11", ("4",), "0010", "primary"),
        ("01.015", (), "0010", "primary"),
        ("25", (), "1410", "secondary"),
        (None, ("4",), "0010", "secondary"),
        (None, ("4",), "1410", "primary"),
        (None, ("3",), "1410", None),
        (None, ("4",), "0999", None),
    ],
)
def test_line_is_the_supervisors_else_the_kind_of_whoever_led_the_birth(
    row_from, supervisor, care, lvr, line
):
    v = values(care=care, lvr=lvr, children=(child(supervisor=supervisor),))
    assert row_from(v)["line"] == line


@pytest.mark.parametrize(
    ("started", "intervention", "onset"),
    [
        ("1", None, "spontaneous"),
        ("2", None, "spontaneous"),
        ("3", None, "induced"),
        ("3", "236960006", "spontaneous"),
        ("1", "408818004", "induced"),
        ("3", "177136006", "induced"),
        ("UNK", None, None),
        ("1", "177141003", "planned_caesarean"),
    ],
)
def test_onset(row_from, started, intervention, onset):
    assert row_from(values(started=started, intervention=intervention))["onset"] == onset


@pytest.mark.parametrize(
    ("medication", "medicine", "given"),
    [
        ("true", "H01BB03", True),
        ("true", "G02AB01", True),
        ("true", "G02AD", True),
        ("false", None, False),
        ("true", "OTH", None),
        ("true", None, None),
        (None, None, None),
    ],
)
def test_third_stage_uterotonic(row_from, medication, medicine, given):
    assert row_from(values(medication=medication, medicine=medicine))["third_stage_uterotonic"] is given


@pytest.mark.parametrize(
    ("parity", "earlier", "known"),
    [
        ("0", (), False),
        ("1", ("1000",), False),
        ("1", ("1001",), True),
        ("2", ("300",), None),
        ("2", ("300", None), None),
        ("1", (), None),
        (None, (), None),
    ],
)
def test_previous_haemorrhage(row_from, parity, earlier, known):
    assert row_from(values(parity=parity, earlier=earlier))["previous_pph"] is known


def test_blood_loss_of_an_earlier_delivery_is_not_this_ones(row_from):
    row = row_from(values(parity="1", earlier=("1700",), loss="300"))
    assert (row["blood_loss_ml"], row["previous_pph"]) == (300, True)


@pytest.mark.parametrize(
    ("relief", "method", "period", "expected"),
    [
        ("false", "18946005", "OntMt3", True),
        ("false", "18946005", "Sectio", None),
        ("false", "18946005", "Postpartum", None),
        ("false", "231249005", "OntMt3", None),
        ("true", None, None, False),
        (None, None, None, None),
    ],
)
def test_epidural(row_from, relief, method, period, expected):
    assert (
        row_from(with_child(pain_relief=relief, method=method, relief_period=period))["epidural"] is expected
    )


@pytest.mark.parametrize(
    ("negated", "perineum", "done"),
    [("false", (), True), ("true", (), False), (None, (), None), ("true", ("609344008",), True)],
)
def test_episiotomy_is_a_negation(row_from, negated, perineum, done):
    assert row_from(values(perineum=perineum, children=(child(episiotomy=negated),)))["episiotomy"] is done


@pytest.mark.parametrize(
    ("transfer", "risk", "line", "labour", "third"),
    [
        (("5", True), "3", "01.046", True, None),
        (("200", True), "3", "01.046", True, None),
        (("5", False), "3", "01.046", False, None),
        (("7", True), "3", "01.046", False, True),
        (None, "1", "01.046", True, None),
        (None, "4", "11", False, None),
        (None, None, "01.046", None, None),
    ],
)
def test_transfers(row_from, transfer, risk, line, labour, third):
    row = row_from(values(transfer=transfer, risk=risk, children=(child(supervisor=line),)))
    assert (row["transferred_in_labour"], row["transferred_third_stage"]) == (labour, third)


def test_a_date_without_time_gives_no_duration(row_from):
    row = row_from(with_child(birth="20210804"))
    assert (row["birth_time"], row["second_stage_min"]) == (None, None)


def test_pushing_after_the_birth_gives_no_duration_but_a_warning():
    found = batch(("b.xml", hl7(with_child(pushing="20210805010000"))))
    assert rows(found)[0]["second_stage_min"] is None
    assert [one.code for one in found.warnings] == ["negative_duration"]


@pytest.mark.parametrize(
    ("pushing", "birth", "minutes"),
    [
        ("20210327233000", "20210328001500", 45),
        ("20210328013000", "20210328031500", 45),  # the clock went from 02:00 to 03:00
        ("20211031014500", "20211031030000", 135),  # and back from 03:00 to 02:00
        ("20240228235000", "20240229000500", 15),
        ("20211231235000", "20220101000000", 10),
    ],
)
def test_durations_are_between_instants(row_from, pushing, birth, minutes):
    assert row_from(with_child({"due": None}, pushing=pushing, birth=birth))["second_stage_min"] == minutes


def test_unknown_codes_are_a_warning_and_unknown():
    found = batch(("b.xml", hl7(values(placenta="77", children=(child(place="99"),)))))
    row = rows(found)[0]
    assert (row["placenta"], row["place"]) == (None, None)
    assert sorted(one.value for one in found.warnings) == ["77", "99"]
    assert {one.code for one in found.warnings} == {"unknown_code"}


def test_twins_are_one_delivery_with_the_heaviest_and_the_gravest(row_from):
    second = child(
        order="2", bsn=bsn(501), birth="20210804235900", pushing="20210804234000", weight="3900", died="true"
    )
    second |= {"mode": "274130007", "place": "40"}
    row = row_from(values(born_children="2", loss="1100", children=(second, child())))
    assert (row["children"], row["birth_weight_g"], row["mode"]) == (2, 3900, "emergency_caesarean")
    assert (row["birth_time"], row["second_stage_min"], row["place"]) == (1415, 45, "hospital")
    assert row["perinatal_death"] is True and row["blood_loss_ml"] == 1100


def test_children_without_number_are_counted_by_birth_order(row_from):
    second = child(order="2", bsn=bsn(502), birth="20210804235900")
    assert row_from(values(born_children=None, children=(child(), second)))["children"] == 2


@pytest.mark.parametrize("ending", ["2", "21", "23", "3", "32", "4", "5"])
def test_an_ending_without_birth_is_set_aside(ending):
    found = batch(("b.xml", hl7(values(ending=ending))))
    assert (found.set_aside, found.rejected_units, found.problems) == (1, 0, [])


def test_a_message_without_birth_is_set_aside_not_an_error(row_from):
    row = row_from(values(children=(), loss=None))
    assert row["is_birth"] is False
    assert batch(("b.xml", ada(values(children=None, loss=None)))).set_aside == 1


@pytest.mark.parametrize("v", [values(children=()), with_child(birth=None)])
def test_blood_loss_or_a_child_without_birth_date_is_rejected(v):
    found = batch(("b.xml", hl7(v)))
    assert "no_birth_date" in codes(found) and found.rejected_units == 1


def test_a_message_without_organisation_is_rejected():
    assert "no_lvr_id" in codes(batch(("b.xml", hl7(values(lvr=None)))))


@pytest.mark.parametrize(
    ("change", "code", "value"),
    [
        ({"loss": "12000"}, "out_of_range", "12000"),
        ({"loss": "850.5"}, "not_a_number", "850.5"),
        ({"loss": "veel"}, "not_a_number", "veel"),
        ({"loss": "１２３"}, "not_a_number", "１２３"),
        ({"parity": "31"}, "out_of_range", "31"),
        ({"due": "20221131"}, "not_a_date", "20221131"),
        ({"due": "20201231"}, "out_of_range", "496"),
    ],
)
def test_what_cannot_be_is_rejected_with_its_value(change, code, value):
    found = batch(("b.xml", hl7(values(**change))))
    problem = found.rejected[0].problems[0]
    assert (problem.code, problem.value, problem.message) == (code, value, 1)
    assert problem.value in problem.problem.nl and problem.remedy.nl


def test_a_wrong_unit_is_rejected():
    content = hl7(values()).replace(b'unit="ml"', b'unit="l"')
    assert "bad_unit" in codes(batch(("b.xml", content)))


def test_an_unlikely_loss_is_kept_with_a_warning():
    found = batch(("b.xml", hl7(values(loss="6200"))))
    assert rows(found)[0]["blood_loss_ml"] == 6200 and [one.code for one in found.warnings] == ["unlikely"]


def test_the_amount_wins_over_the_flag_and_the_contradiction_is_listed():
    found = batch(("b.xml", hl7(values(loss="1000", flag="true"))))
    assert [one.code for one in found.warnings] == ["loss_contradicts_flag"]


def test_future_births_are_rejected():
    v = with_child({"due": None}, birth="20260102")
    assert "future_date" in codes(batch(("b.xml", hl7(v))))


def test_a_birth_known_by_year_only(row_from):
    row = row_from(with_child({"due": None}, birth="2021"))
    assert (row["birth_date"], row["birth_year"]) == (None, 2021)


def test_an_unknown_birth_date_of_the_mother_gives_no_age(row_from):
    assert row_from(values(born="19000101"))["maternal_age"] is None


@pytest.mark.parametrize("number", [None, "*", "000000000", "123456789", ""])
def test_without_a_proper_bsn_the_childs_bsn_links(number):
    first = one_row(("a.xml", hl7(values(bsn=number, record="1"))))
    second = one_row(("b.xml", hl7(values(bsn=None, record="2"))))
    assert first["link_key"] == second["link_key"] is not None
    assert one_row(("c.xml", hl7(values(bsn=bsn(1)))))["link_key"] != first["link_key"]


def test_without_any_bsn_nothing_links():
    row = one_row(("a.xml", hl7(values(bsn=None, children=(child(bsn="000000000"),)))))
    assert row["link_key"] is None and row["record_key"] is not None


def test_keys_depend_on_the_installation_and_hold_no_identifier():
    content = ("a.xml", hl7(values(record="D-1")))
    first, second = one_row(content), one_row(content, key=b"another key of this length")
    assert first["link_key"] != second["link_key"] and first["record_key"] != second["record_key"]
    assert bsn(1) not in str(first) and "D-1" not in str(first)


def test_one_file_may_hold_several_messages():
    found = batch(("b.xml", hl7(values(), values(bsn=bsn(2)), values(bsn=bsn(3)))))
    assert (found.messages, found.read, len(found.frame)) == (3, 3, 3)
    assert [row["position"] for row in rows(found)] == [1, 2, 3]


def test_a_bare_subject2_root_is_read():
    content = hl7(values()).decode()
    bare = content[content.index("<subject2>") : content.index("</registrationProcess>")]
    bare = bare.replace("<subject2>", '<subject2 xmlns="urn:hl7-org:v3">', 1)
    assert one_row(("b.xml", bare.encode()))["blood_loss_ml"] == 400


def test_relative_dates_count_from_the_reference_date_only():
    v = with_child({"due": "T+7D", "born": "T-27Y"}, birth="T{23:35}", pushing="T{22:50}")
    row = one_row(("b.xml", ada(v)), reference_date=context().today.replace(year=2021, month=8, day=4))
    assert (row["birth_date"].isoformat(), row["second_stage_min"], row["maternal_age"]) == (
        "2021-08-04",
        45,
        27,
    )
    found = batch(("b.xml", ada(v)))
    assert codes(found) == ["relative_date"] and found.rejected_files == 1
