"""A whole case by keyboard alone, and by touch on a phone: from the list of cases to the points to discuss.

Prints how many keys it takes and how long the server takes per save, preview and live screening (-s).
"""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import expect

from cases.case_format import read_case
from cases.case_schema import ROWS
from cases.quick import as_line
from fluxus.demo.names import HIGHER
from fluxus.demo.people import account_for
from fluxus.organisations.permissions import Role
from tests.browser.conftest import WATCH_POLICY, log_in, new_context, watched

MIDWIFE = account_for(Role.CAREGIVER, HIGHER).email
SHARED = Path(__file__).resolve().parents[3] / "shared" / "acceptance" / "cases" / "C2.json"
MOST_KEYS = 900
DEEDS = {"regels/": "add", "lees/": "preview", "nu-te-zien/": "live", "deel/": "section"}


def dose(drug, amount, unit, purpose="treatment", **more):
    return {"drug": drug, "dose": amount, "unit": unit, "purpose": purpose, **more}


def sample(haemoglobin, fibrinogen):
    tests = ["haemoglobin", "fibrinogen"]
    return {"haemoglobin_mmol_l": haemoglobin, "fibrinogen_g_l": fibrinogen, "tests": tests}


# The record as it is typed → list and content of the row; the time is that of the line.
RECORD = (
    ("2340 vk aanwezig", "staff", {"role": "midwife"}),
    ("2340 kraam aanwezig", "staff", {"role": "maternity_assistant"}),
    ("2341 oxy 5 im prev", "medication", dose("oxytocin", 5, "IU", route="im", purpose="prophylaxis")),
    ("2355 300 s", "blood_loss", {"cumulative_ml": 300, "method": "estimated"}),
    ("2358 massage", "interventions", {"kind": "uterine_massage"}),
    ("0002 p 92 rr 118/70", "vitals", {"heart_rate": 92, "systolic": 118, "diastolic": 70}),
    ("0005 500 w", "blood_loss", {"cumulative_ml": 500, "method": "weighed"}),
    ("0006 cad", "interventions", {"kind": "bladder_catheter"}),
    ("0007 infuus", "interventions", {"kind": "iv_line"}),
    ("0008 oxy 10 im", "medication", dose("oxytocin", 10, "IU", route="im")),
    ("0010 gyn gebeld 0020", "calls", {"role": "gynaecologist", "mode": "in_person", "arrived": "0020"}),
    ("0012 aios aanwezig", "staff", {"role": "resident"}),
    ("0013 p 104 rr 110/66", "vitals", {"heart_rate": 104, "systolic": 110, "diastolic": 66}),
    ("0015 800 w", "blood_loss", {"cumulative_ml": 800, "method": "weighed"}),
    ("0016 bimanueel", "interventions", {"kind": "bimanual_compression"}),
    ("0018 o2", "interventions", {"kind": "oxygen"}),
    ("0020 gyn aanwezig", "staff", {"role": "gynaecologist"}),
    ("0022 methergin 0.2 im", "medication", dose("methylergometrine", 0.2, "mg", route="im")),
    ("0023 p 112 rr 102/60", "vitals", {"heart_rate": 112, "systolic": 102, "diastolic": 60}),
    ("0025 1100 w", "blood_loss", {"cumulative_ml": 1100, "method": "weighed"}),
    ("0026 txa 1 iv", "medication", dose("tranexamic_acid", 1, "g", route="iv_bolus")),
    ("0027 inspectie", "interventions", {"kind": "genital_tract_inspection"}),
    ("0028 hb 5.4 fib 2.1", "labs", sample(5.4, 2.1)),
    ("0030 anes gebeld 0040", "calls", {"role": "anaesthesiologist", "mode": "in_person", "arrived": "0040"}),
    ("0031 ok gebeld", "calls", {"role": "theatre_team", "mode": "in_person"}),
    ("0032 infuus", "interventions", {"kind": "iv_line"}),
    ("0033 p 121 rr 95/55", "vitals", {"heart_rate": 121, "systolic": 95, "diastolic": 55}),
    ("0035 1400 w", "blood_loss", {"cumulative_ml": 1400, "method": "weighed"}),
    ("0036 nalador 500", "medication", dose("sulprostone", 500, "ug")),
    ("0038 mbp gebeld", "calls", {"role": "massive_transfusion_protocol", "mode": "in_person"}),
    ("0040 anes aanwezig", "staff", {"role": "anaesthesiologist"}),
    ("0042 2 ec", "blood_products", {"product": "red_cells", "units": 2}),
    ("0043 p 128 rr 88/50", "vitals", {"heart_rate": 128, "systolic": 88, "diastolic": 50}),
    ("0045 1800 w", "blood_loss", {"cumulative_ml": 1800, "method": "weighed"}),
    ("0047 verwarmen", "interventions", {"kind": "active_warming"}),
    ("0050 natasten", "interventions", {"kind": "uterine_exploration"}),
    ("0052 ballon", "interventions", {"kind": "balloon_tamponade"}),
    ("0055 2100 w", "blood_loss", {"cumulative_ml": 2100, "method": "weighed"}),
    ("0056 2 plasma", "blood_products", {"product": "plasma", "units": 2}),
    ("0058 fibrinogeen 2 g", "blood_products", {"product": "fibrinogen", "units": 2}),
    ("0100 p 118 rr 98/58", "vitals", {"heart_rate": 118, "systolic": 98, "diastolic": 58}),
    ("0105 hb 4.9 fib 1.9", "labs", sample(4.9, 1.9)),
    ("0110 2200 w", "blood_loss", {"cumulative_ml": 2200, "method": "weighed"}),
    ("0115 p 104 rr 106/62", "vitals", {"heart_rate": 104, "systolic": 106, "diastolic": 62}),
    ("0120 2250 w", "blood_loss", {"cumulative_ml": 2250, "method": "weighed"}),
)  # fmt: skip
FIRST = {"calls": "called", "staff": "present_from", "labs": "sampled", "blood_products": "started"}
BIRTH = datetime.fromisoformat("2025-03-09T23:40+01:00")


def clock(typed):
    """Return the moment in the night of the birth at which the clock shows this."""
    moment = BIRTH.replace(hour=int(typed[:2]), minute=int(typed[2:]))
    return (moment if moment >= BIRTH else moment + timedelta(days=1)).isoformat(timespec="minutes")


def recorded():
    """Return the lists that the record makes."""
    lists = {name: [] for name in ROWS}
    for line, name, row in RECORD:
        made = {FIRST.get(name, "time"): clock(line[:4])} | row
        lists[name].append({k: clock(v) if k == "arrived" else v for k, v in made.items()})
    return lists


class Keyboard:
    """Everything is done with keys, and every key is counted."""

    def __init__(self, page):
        self.page = page
        self.count = 0
        self.times = {}
        page.on("requestfinished", self.finished)

    def finished(self, request):
        kind = next((name for part, name in DEEDS.items() if part in request.url), None)
        if kind and (request.method == "POST" or kind == "live"):
            timing = request.timing
            self.times.setdefault(kind, []).append(timing["responseStart"] - timing["requestStart"])

    def press(self, key, times=1):
        for _ in range(times):
            self.page.keyboard.press(key)
        self.count += times

    def type(self, text):
        self.page.keyboard.type(text)
        self.count += len(text)

    def go_to(self, selector, most=150):
        """Press Tab until the element has the focus."""
        for _ in range(most):
            if self.page.evaluate("(s) => document.activeElement.matches(s)", selector):
                return
            self.press("Tab")
        raise AssertionError(f"{selector} is not reached with Tab on {self.page.url}")

    def choose(self, selector, value):
        self.go_to(selector)
        options = self.page.locator(f"{selector} option").evaluate_all(
            "(all) => all.map((each) => each.value)"
        )
        self.press("Home")
        self.press("ArrowDown", options.index(value))
        expect(self.page.locator(selector)).to_have_value(value)

    def fill(self, selector, text):
        self.go_to(selector)
        self.type(text)

    def date(self, selector, day):
        """Type a date in the order that this browser asks for."""
        year, month, date = day.split("-")
        self.fill(selector, f"{date}{month}{year}")
        if self.page.locator(selector).input_value() != day:
            self.press("ArrowLeft", 2)
            self.type(f"{month}{date}{year}")
        expect(self.page.locator(selector)).to_have_value(day)

    def enter(self, line):
        self.type(line)
        self.press("Enter")

    def report(self, what):
        shown = {
            name: f"{median(found):.0f} ms of {len(found)}" for name, found in sorted(self.times.items())
        }
        print(f"\n{what}: {self.count} key presses; median server time {shown}")


def begin(keys, place, day="2025-03-09", label=""):
    """From the list of cases to the first section of a new one."""
    page = keys.page
    page.goto("/casussen/")
    keys.go_to("a[href='/casussen/nieuw/']")
    keys.press("Enter")
    page.wait_for_url("**/nieuw/")
    keys.date("#id_birth__date", day)
    keys.fill("#id_birth__time", "2340")
    keys.choose("#id_birth__place", place)
    keys.choose("#id_birth__mode", "spontaneous")
    if label:
        keys.fill("#id_label", label)
    keys.go_to("main form button[type=submit]")
    keys.press("Enter")
    page.wait_for_url(re.compile("/deel/woman/"))
    return re.search(r"casussen/([^/]+)/", page.url)[1]


def step(keys, section):
    """Go to another section by the steps at the side."""
    page = keys.page
    page.keyboard.press("Control+Home")
    keys.count += 1
    page.evaluate("document.activeElement.blur()")
    keys.go_to(f"#step-{section}")
    keys.press("Enter")
    page.wait_for_url(re.compile(f"/deel/{section}/"))


def type_record(keys, lines, *, wait=False):
    """Type lines; ``wait``: until each is stored, so that the server's time is that of one line."""
    box = keys.page.locator("#quick")
    expect(box).to_be_focused()
    for line in lines:
        keys.enter(line)
        if wait:
            expect(box).to_have_value("", timeout=30_000)
    expect(box).to_have_value("", timeout=30_000)


def all_complete(keys):
    keys.go_to("form[action$='compleet/'] button")
    keys.press("Enter")
    expect(keys.page.locator("#said")).to_contain_text("Alle lijsten staan als compleet genoteerd")


def submit(keys, number):
    page = keys.page
    step(keys, "went_well")
    keys.fill("#id_review__went_well", "Er werd meteen gewogen.")
    expect(page.locator("#save-status")).to_contain_text(re.compile(r"bewaard \d\d:\d\d"))
    keys.go_to("form[action$='/indienen/'] button")
    keys.press("Enter")
    page.wait_for_url(re.compile("/bespreekpunten/"))


def stored(page, number):
    found = page.request.get(f"/casussen/{number}/casus.json").json()
    found.pop("vsv", None)
    return found


def in_order(rows):
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))


def test_forty_five_rows_by_keyboard(open_page):
    page = open_page(MIDWIFE)
    keys = Keyboard(page)
    number = begin(keys, "hospital")
    step(keys, "timeline")
    before = keys.count
    type_record(keys, [line for line, _name, _row in RECORD])
    for_rows = keys.count - before
    print(f"\n45 rows through quick lines: {for_rows} key presses")
    keys.enter("0130 onder controle")
    expect(page.locator("#said")).to_contain_text("Bloeding onder controle")
    all_complete(keys)
    submit(keys, number)
    keys.report("45 rows")
    found, wanted = stored(page, number), recorded()
    assert {name: in_order(found[name]) for name in ROWS} == {name: in_order(wanted[name]) for name in ROWS}
    assert found["birth"]["bleeding_controlled"] == "2025-03-10T01:30+01:00"
    assert len(RECORD) == 45
    assert for_rows <= MOST_KEYS
    assert page.evaluate("window.refused") == []
    assert page.errors == []


def severe_case():
    """Return C2, or where that is absent a case of comparable size written for this test."""
    if SHARED.exists():
        return json.loads(SHARED.read_text(encoding="utf-8"))
    day = "2024-03-10T"
    return {
        "format": "fluxus-case/1",
        "label": "Thuisbevalling met retentio placentae",
        "mother": {"age_band": "30-34", "parity": 1, "gestation": "39+4", "risk_factors": []},
        "birth": {
            "time": "2024-03-09T23:40+01:00",
            "place": "home",
            "mode": "spontaneous",
            "placenta_delivered": f"{day}01:38+01:00",
            "causes": ["tissue"],
            "bleeding_controlled": f"{day}01:42+01:00",
        },
        "secondary_care_takeover": f"{day}01:28+01:00",
        "blood_loss": [
            {"time": f"{day}00:10+01:00", "cumulative_ml": 400, "method": "estimated"},
            {"time": f"{day}01:38+01:00", "cumulative_ml": 1900, "method": "estimated"},
        ],
        "vitals": [{"time": f"{day}01:05+01:00", "heart_rate": 124, "systolic": 92}],
        "medication": [
            {
                "time": f"{day}00:48+01:00",
                "drug": "oxytocin",
                "dose": 10,
                "unit": "IU",
                "purpose": "treatment",
            }
        ],
        "interventions": [{"time": f"{day}00:46+01:00", "kind": "uterine_massage"}],
        "calls": [{"role": "gynaecologist", "called": f"{day}01:10+01:00", "arrived": f"{day}01:26+01:00"}],
        "staff": [{"role": "midwife", "present_from": "2024-03-09T23:40+01:00"}],
        "labs": [],
        "blood_products": [],
        "clear_fluids_before_blood_ml": 2500,
        "ambulance": {"requested": f"{day}00:42+01:00", "urgency": "A2", "on_scene": f"{day}01:00+01:00"},
        "aftercare": {"debrief_woman": "yes"},
        "outcome": {"death": "no"},
    }


def short(moment):
    return datetime.fromisoformat(moment).strftime("%H%M")


def lines_of(case):
    """Return the lines that say the timeline of a case, with its moments outside the lists."""
    birth = datetime.fromisoformat(case["birth"]["time"])
    lines = [as_line(name, row, birth).replace(":", "", 1) for name in ROWS for row in case[name]]
    ambulance = case["ambulance"]
    lines += [
        f"{short(case['birth']['placenta_delivered'])} placenta",
        f"{short(case['birth']['bleeding_controlled'])} onder controle",
        f"{short(case['secondary_care_takeover'])} overname",
        f"{short(ambulance['requested'])} ambulance {ambulance['urgency']} gebeld",
        f"{short(ambulance['on_scene'])} ambulance ter plaatse",
    ]
    if "departed" in ambulance:
        lines.append(f"{short(ambulance['departed'])} ambulance vertrokken")
    if "at_hospital" in ambulance:
        lines.append(f"{short(ambulance['at_hospital'])} in ziekenhuis")
    return [*lines, f"0138 helder vocht {case['clear_fluids_before_blood_ml']} ml"]


def fill_part(keys, part, values, skip=()):
    """Fill in the questions of one part with the keyboard, in the order of the page."""
    page = keys.page
    wanted = {f"{part}__{name}": value for name, value in values.items() if name not in skip}
    names = page.locator("#section-form [name]").evaluate_all("(all) => all.map((each) => each.name)")
    for name in dict.fromkeys(name for name in names if name in wanted):
        value = wanted[name]
        if isinstance(value, list):
            for code in value or ["-"]:
                keys.go_to(f"[name='{name}'][value='{code}']")
                keys.press("Space")
        elif page.locator(f"#id_{name}").evaluate("(field) => field.tagName") == "SELECT":
            keys.choose(f"#id_{name}", value)
        else:
            keys.fill(f"#id_{name}", str(value))
    expect(page.locator("#save-status")).to_have_attribute("data-kind", "saved")


def test_the_severe_case_by_keyboard(open_page):
    case = severe_case()
    page = open_page(MIDWIFE)
    keys = Keyboard(page)
    number = begin(keys, "home", case["birth"]["time"][:10], case["label"])
    fill_part(keys, "mother", case["mother"])
    step(keys, "birth")
    fill_part(keys, "birth", case["birth"], skip=("time", "place", "mode"))
    step(keys, "third_stage")
    fill_part(keys, "birth", {"causes": case["birth"]["causes"]})
    step(keys, "timeline")
    type_record(keys, lines_of(case), wait=True)
    assert page.locator(".unread").count() == 0
    all_complete(keys)
    step(keys, "outcome")
    fill_part(keys, "outcome", case["outcome"])
    fill_part(keys, "aftercare", case["aftercare"])
    submit(keys, number)
    keys.report("C2")
    found = stored(page, number)
    found.pop("review")
    assert read_case(found).facts == read_case(case).facts
    assert page.errors == []


@pytest.fixture
def phone(chromium, server):
    """A telephone, touched and not clicked."""
    context = new_context(
        chromium, server, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    context.add_init_script(WATCH_POLICY)
    page = watched(context)
    log_in(page, MIDWIFE)
    yield page
    context.close()


def test_the_same_case_by_touch_on_a_phone(phone):
    phone.goto("/casussen/")
    phone.locator("a[href='/casussen/nieuw/']").first.tap()
    phone.get_by_label("Datum van de geboorte").fill("2025-03-09")
    phone.get_by_label("Tijd van de geboorte").fill("2340")
    phone.get_by_label("Plaats bij de start").select_option("hospital")
    phone.get_by_label("Wijze van geboorte").select_option("spontaneous")
    phone.get_by_role("button", name="Begin de casus").tap()
    phone.wait_for_url(re.compile("/deel/woman/"))
    number = re.search(r"casussen/([^/]+)/", phone.url)[1]
    phone.locator("#step-timeline").tap()
    phone.wait_for_url(re.compile("/deel/timeline/"))
    box, button = phone.locator("#quick"), phone.get_by_role("button", name="Voeg toe", exact=True)
    for line, _name, _row in RECORD[:6]:
        box.tap()
        box.press_sequentially(line)
        button.tap()
    expect(box).to_have_value("")
    box.press_sequentially("0004 metherg")
    phone.locator("#quick-words [role=option]").first.tap()
    expect(box).to_have_value(re.compile("^0004 methergin"))
    box.fill("")
    box.fill("\n".join(line for line, _name, _row in RECORD[6:]))
    button.tap()
    expect(box).to_have_value("")
    row = phone.locator("tr.vitals").first
    row.get_by_role("link", name=re.compile("^wijzig")).tap()
    pulse = phone.get_by_label(re.compile("^Pols, 00:02"))
    pulse.fill("93")
    phone.get_by_role("button", name="Bewaar regel").tap()
    expect(phone.locator("#said")).to_contain_text("Bewaard: 00:02")
    wide = phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    found, wanted = stored(phone, number), recorded()
    wanted["vitals"][0]["heart_rate"] = 93
    assert {name: in_order(found[name]) for name in ROWS} == {name: in_order(wanted[name]) for name in ROWS}
    assert phone.errors == []
