"""Whatever happens while a section is filled in, no typed value is lost, and the page says where it is."""

import contextlib
import gzip
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, expect

from fluxus.demo.names import HIGHER
from fluxus.demo.people import ACCOUNTS, account_for
from fluxus.organisations.permissions import Role
from tests.browser.conftest import PASSWORD, free_port, log_in, new_context, start_server, wait_until, watched

MIDWIFE = account_for(Role.CAREGIVER, HIGHER).email
GYNAECOLOGIST = next(a.email for a in ACCOUNTS if a.email.startswith("gyn") and a.landscape == HIGHER)
SAVED = re.compile(r"bewaard \d\d:\d\d")


def new_case(page):
    """Start a case; return its number. The page shows its first section."""
    page.goto("/casussen/nieuw/")
    page.get_by_label("Datum van de geboorte").fill("2025-03-09")
    page.get_by_label("Tijd van de geboorte").fill("2340")
    page.get_by_label("Plaats bij de start").select_option("home")
    page.get_by_label("Wijze van geboorte").select_option("spontaneous")
    page.get_by_role("button", name="Begin de casus").click()
    page.wait_for_url(re.compile("/deel/woman/"))
    return re.search(r"casussen/([^/]+)/", page.url)[1]


def section(page, number, name="woman"):
    page.goto(f"/casussen/{number}/deel/{name}/")


def parity(page):
    return page.locator("#id_mother__parity")


def gestation(page):
    return page.locator("#id_mother__gestation")


def status(page):
    return page.locator("#save-status")


def banner(page):
    return page.locator("#save-banner")


def stored(page, number):
    """Return the case as the server has it."""
    return page.request.get(f"/casussen/{number}/casus.json").json()


def backups(page):
    """Return what is kept in the storage that all tabs share."""
    return page.evaluate(
        "Object.entries(localStorage).filter(([k]) => k.startsWith('fluxus:draft')).map(String)"
    )


@pytest.fixture
def page(open_page):
    return open_page(MIDWIFE)


def test_a_section_saves_itself_and_says_when(page):
    number = new_case(page)
    expect(status(page)).to_have_text(SAVED)
    held = []  # the state before the save lasts until it was seen
    page.route("**/deel/woman/", lambda route: held.append(route))
    parity(page).type("2")
    expect(status(page)).to_have_attribute("data-kind", re.compile("typing|saving"))
    wait_until(page, lambda: held, "the section is sent")
    held[0].continue_()
    expect(status(page)).to_have_attribute("data-kind", "saved")
    assert stored(page, number)["mother"]["parity"] == 2
    expect(parity(page)).to_be_focused()
    expect(page.locator("#step-woman")).to_contain_text("1/")
    assert backups(page) == []
    assert page.errors == []


def test_what_cannot_be_is_told_at_its_field_and_the_rest_is_saved(page):
    number = new_case(page)
    gestation(page).type("60+1")
    expect(status(page)).to_have_attribute("data-kind", "typing")
    page.wait_for_timeout(1200)
    assert page.locator("#problem-mother__gestation .invalid-feedback").count() == 0  # still typing there
    parity(page).type("3")
    expect(page.locator("#problem-mother__gestation")).to_contain_text("60+1")
    expect(gestation(page)).to_have_attribute("aria-invalid", "true")
    expect(gestation(page)).to_have_attribute("aria-describedby", re.compile("problem-mother__gestation"))
    expect(status(page)).to_contain_text("niet bewaard: 1 ding te verbeteren")
    expect(parity(page)).to_be_focused()
    assert gestation(page).input_value() == "60+1"
    assert stored(page, number)["mother"] == {"parity": 3}
    page.reload()
    expect(gestation(page)).to_have_value("60+1")
    expect(page.get_by_text("Wat u eerder typte en nog niet bewaard was, staat er weer.")).to_be_visible()
    gestation(page).fill("39+4")
    expect(status(page)).to_have_text(SAVED)
    assert stored(page, number)["mother"]["gestation"] == "39+4"
    assert backups(page) == []


def test_an_expired_log_in(page):
    number = new_case(page)
    page.context.clear_cookies(name="sessionid")
    parity(page).type("2")
    expect(status(page)).to_have_text("niet bewaard: u bent uitgelogd")
    expect(banner(page)).to_contain_text("Wat u typte staat nog op deze pagina")
    with page.context.expect_page() as opened:
        banner(page).get_by_role("link", name="Log in, in een nieuw tabblad").click()
    other = opened.value
    other.get_by_label("E-mailadres").fill(MIDWIFE)
    other.get_by_label("Wachtwoord").fill(PASSWORD)
    other.get_by_role("button", name="Inloggen").click()
    other.wait_for_url("**/")
    expect(status(page)).to_have_text(SAVED, timeout=40_000)
    expect(banner(page)).to_be_hidden()
    assert parity(page).input_value() == "2"
    assert stored(page, number)["mother"]["parity"] == 2


def test_a_token_that_changed_at_a_log_in_in_another_tab(page):
    number = new_case(page)
    page.context.clear_cookies(name="sessionid")
    page.context.clear_cookies(name="csrftoken")
    log_in(watched(page.context), MIDWIFE)
    parity(page).type("2")
    expect(status(page)).to_have_attribute("data-kind", "saved")
    assert stored(page, number)["mother"]["parity"] == 2
    assert page.errors == []


def test_another_person_who_logged_in_saves_nothing_and_sees_nothing(page):
    number = new_case(page)
    page.context.clear_cookies(name="sessionid")
    other = watched(page.context)
    log_in(other, GYNAECOLOGIST)
    parity(page).type("2")
    expect(banner(page)).to_contain_text("Iemand anders heeft hier ingelogd")
    assert len(backups(page)) == 1
    own = new_case(other)
    assert "parity" not in stored(other, own).get("mother", {})
    expect(other.locator("#put-back")).to_be_hidden()
    other.get_by_role("button", name="Uitloggen").click()
    other.wait_for_url("**/accounts/login/")
    assert backups(other) == []
    log_in(other, MIDWIFE)
    expect(status(page)).to_have_text(SAVED, timeout=40_000)
    assert stored(page, number)["mother"]["parity"] == 2


def test_a_dropped_network(page):
    number = new_case(page)
    page.context.set_offline(True)
    parity(page).type("2")
    expect(status(page)).to_have_text("niet bewaard: geen verbinding; wat u typte staat nog hier")
    expect(banner(page)).to_contain_text("Er is geen verbinding")
    gestation(page).type("39+4")
    page.context.set_offline(False)
    expect(status(page)).to_have_text(SAVED, timeout=40_000)
    expect(banner(page)).to_be_hidden()
    assert stored(page, number)["mother"] == {"parity": 2, "gestation": "39+4"}


@pytest.mark.parametrize("code", [500, 502, 503, 504])
def test_a_server_that_answers_badly(page, code):
    number = new_case(page)
    page.route("**/deel/woman/", lambda route: route.fulfill(status=code, body="down"))
    parity(page).type("2")
    expect(status(page)).to_have_text("niet bewaard: de server antwoordt niet; wat u typte staat nog hier")
    page.unroute("**/deel/woman/")
    expect(status(page)).to_have_text(SAVED, timeout=40_000)
    assert stored(page, number)["mother"]["parity"] == 2


def test_a_restart_of_the_server(open_page, database):
    port = free_port()
    with start_server(database, port) as address:
        page = open_page(MIDWIFE, address=address)
        number = new_case(page)
    parity(page).type("2")
    expect(status(page)).to_have_text("niet bewaard: geen verbinding; wat u typte staat nog hier")
    gestation(page).type("39+4")
    with start_server(database, port):
        expect(status(page)).to_have_text(SAVED, timeout=40_000)
        assert stored(page, number)["mother"] == {"parity": 2, "gestation": "39+4"}


def test_an_answer_that_got_lost_is_no_edit_of_a_colleague(page):
    number = new_case(page)
    page.route("**/deel/woman/", lambda route: (route.fetch(), route.abort()))
    parity(page).type("2")
    expect(status(page)).to_have_attribute("data-kind", "failed")
    assert stored(page, number)["mother"]["parity"] == 2
    gestation(page).type("39+4")
    page.unroute("**/deel/woman/")
    expect(status(page)).to_have_text(SAVED, timeout=40_000)
    assert stored(page, number)["mother"] == {"parity": 2, "gestation": "39+4"}
    assert page.locator("#conflict > *").count() == 0


def crash(page):
    with contextlib.suppress(Error):
        page.goto("chrome://crash", timeout=5_000)


def test_a_tab_that_crashes(page):
    number = new_case(page)
    page.route("**/deel/**", lambda route: route.abort())
    parity(page).type("2")
    gestation(page).type("39+4")
    page.get_by_label("eerdere fluxus").check()
    expect(status(page)).to_have_attribute("data-kind", "failed")
    crash(page)
    again = watched(page.context)
    section(again, number, "birth")
    expect(again.get_by_text("staat ook in:")).to_be_visible()
    again.locator("#put-back a").click()
    expect(again.get_by_text("Wat u eerder typte en nog niet bewaard was, staat er weer.")).to_be_visible()
    expect(parity(again)).to_have_value("2")
    expect(gestation(again)).to_have_value("39+4")
    expect(again.get_by_label("eerdere fluxus")).to_be_checked()
    expect(status(again)).to_have_attribute("data-kind", "saved")
    mother = stored(again, number)["mother"]
    assert (mother["parity"], mother["gestation"], mother["risk_factors"]) == (2, "39+4", ["previous_pph"])
    assert backups(again) == []


def test_what_a_crash_left_does_not_overwrite_a_colleague(page, open_page):
    number = new_case(page)
    page.route("**/deel/**", lambda route: route.abort())
    parity(page).type("2")
    expect(status(page)).to_have_attribute("data-kind", "failed")
    crash(page)
    other = open_page(MIDWIFE)
    section(other, number)
    parity(other).type("1")
    expect(status(other)).to_have_attribute("data-kind", "saved")
    again = watched(page.context)
    section(again, number)
    expect(again.locator("#conflict")).to_contain_text("wijzigde dit deel ook")
    assert stored(again, number)["mother"]["parity"] == 1
    assert parity(again).input_value() == "2"


def invite(page, number, email):
    """Let a colleague take part in a case."""
    token = next(c["value"] for c in page.context.cookies() if c["name"] == "csrftoken")
    page.request.post(f"/casussen/{number}/uitnodigen/", form={"email": email, "csrfmiddlewaretoken": token})


@pytest.mark.parametrize("who", [MIDWIFE, GYNAECOLOGIST], ids=["a second tab", "a colleague"])
def test_an_edit_in_between_is_shown_beside_ones_own(page, open_page, who):
    number = new_case(page)
    invite(page, number, GYNAECOLOGIST)
    other = watched(page.context) if who == MIDWIFE else open_page(who)
    section(page, number)
    section(other, number)
    parity(other).type("1")
    other.locator("#id_mother__high_risk_known").select_option("no")
    expect(status(other)).to_have_attribute("data-kind", "saved")

    parity(page).type("2")
    gestation(page).type("39+4")
    conflict = page.locator("#conflict")
    expect(conflict).to_contain_text("wijzigde dit deel ook")
    expect(status(page)).to_contain_text("niet bewaard: dit deel is elders ook gewijzigd; kies")
    gestation(page).fill("40+1")
    page.wait_for_timeout(1000)  # longer than the pause after which it would save itself
    assert stored(page, number)["mother"] == {"parity": 1, "high_risk_known": "no"}
    chosen = {
        each.get_attribute("name"): each.get_attribute("value") for each in conflict.locator(":checked").all()
    }
    assert chosen["keep__mother.parity"] == "mine"
    assert chosen["keep__mother.gestation"] == "mine"
    conflict.locator("[name='keep__mother.parity'][value=theirs]").check()
    conflict.get_by_role("button", name="Bewaar deze keuze").click()
    expect(parity(page)).to_have_value("1")
    expect(gestation(page)).to_have_value("40+1")
    expect(page.locator("#conflict > *")).to_have_count(0)
    assert stored(page, number)["mother"] == {"parity": 1, "high_risk_known": "no", "gestation": "40+1"}
    assert backups(page) == []


def test_words_that_lead_to_a_person_stay_out_of_what_tabs_share(page):
    number = new_case(page)
    section(page, number, "went_well")
    box = page.get_by_label("Wat ging goed?")
    box.fill("Mevrouw De Vries bleef rustig")
    page.get_by_label("Wat leren wij hiervan?").focus()
    place = page.locator("#problem-review__went_well")
    expect(place.locator("mark")).to_contain_text("De Vries")
    assert backups(page) == []
    assert "review" not in stored(page, number)
    page.reload()
    expect(box).to_have_value("Mevrouw De Vries bleef rustig")
    assert not any("Vries" in each for each in backups(page))
    page.get_by_label("Wat leren wij hiervan?").focus()
    place.get_by_label("Dit leidt niet naar een persoon").click()  # its answer takes the tick away
    expect(place.locator("mark")).to_have_count(0)
    expect(status(page)).to_have_attribute("data-kind", "saved")
    assert stored(page, number)["review"]["went_well"] == "Mevrouw De Vries bleef rustig"


def test_a_log_out_clears_what_the_browser_kept(page):
    number = new_case(page)
    gestation(page).type("60+1")
    parity(page).focus()
    expect(status(page)).to_contain_text("niet bewaard: 1 ding")
    assert len(backups(page)) == 1
    page.get_by_role("button", name="Uitloggen").click()
    page.wait_for_url("**/accounts/login/")
    assert backups(page) == []
    log_in(page, MIDWIFE)
    section(page, number)
    assert gestation(page).input_value() == ""


def test_what_is_older_than_a_day_goes(page):
    number = new_case(page)
    page.evaluate(
        """(key) => localStorage.setItem(key, JSON.stringify(
            {at: Date.now() - 25 * 3600 * 1000, seen: "", values: {mother__parity: ["9"]}}))""",
        f"fluxus:draft:1:{number}:woman:gone",
    )
    section(page, number)
    wait_until(page, lambda: backups(page) == [], "what is older than a day is gone")


def test_leaving_by_a_link_saves_first_and_back_shows_what_is_so_now(page):
    number = new_case(page)
    parity(page).type("2")
    page.locator("#step-birth").click()
    page.wait_for_url("**/deel/birth/")
    assert stored(page, number)["mother"]["parity"] == 2
    page.go_back()
    expect(parity(page)).to_have_value("2")
    parity(page).fill("3")
    page.get_by_role("button", name="Bewaar en ga verder").click()
    page.wait_for_url("**/deel/birth/")
    page.go_back()
    expect(parity(page)).to_have_value("3")
    expect(page.locator("#put-back")).to_be_hidden()
    assert page.errors == []


def test_closing_a_page_sends_what_was_typed_a_moment_before(page):
    number = new_case(page)
    other = watched(page.context)
    section(other, number)
    parity(other).type("2")
    other.close(run_before_unload=False)
    wait_until(page, lambda: "parity" in stored(page, number).get("mother", {}), "what was typed is sent")
    assert stored(page, number)["mother"]["parity"] == 2
    section(page, number)
    expect(parity(page)).to_have_value("2")
    expect(status(page)).to_have_attribute("data-kind", "saved")


def test_closing_a_page_that_cannot_be_saved_asks_first(page):
    new_case(page)
    page.context.set_offline(True)
    parity(page).type("2")
    expect(status(page)).to_have_attribute("data-kind", "failed")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    wait_until(page, lambda: asked, "the browser asks")
    assert asked == ["beforeunload"]
    assert parity(page).input_value() == "2"


def type_line(page, line):
    page.locator("#quick").press_sequentially(line)
    page.keyboard.press("Enter")


def losses(page, number):
    return [row["cumulative_ml"] for row in stored(page, number).get("blood_loss") or []]


def test_a_line_of_the_timeline_without_connection(page):
    number = new_case(page)
    section(page, number, "timeline")
    type_line(page, "2355 300 w")
    expect(status(page)).to_have_attribute("data-kind", "saved")
    page.context.set_offline(True)
    type_line(page, "0010 500 w")
    expect(status(page)).to_have_text("niet bewaard: geen verbinding; wat u typte staat nog hier")
    page.keyboard.type("0020 800 w")
    expect(page.locator("#quick")).to_have_value("0010 500 w\n0020 800 w")
    page.context.set_offline(False)
    expect(page.locator("#quick")).to_have_value("0020 800 w", timeout=40_000)
    page.keyboard.press("Enter")
    expect(page.locator("#quick")).to_have_value("")
    expect(banner(page)).to_be_hidden()
    assert losses(page, number) == [300, 500, 800]
    assert backups(page) == []


def test_a_line_of_the_timeline_after_the_log_in_expired(page):
    number = new_case(page)
    section(page, number, "timeline")
    page.context.clear_cookies(name="sessionid")
    type_line(page, "2355 300 w")
    expect(status(page)).to_have_text("niet bewaard: u bent uitgelogd")
    log_in(watched(page.context), MIDWIFE)
    expect(status(page)).to_have_text(SAVED, timeout=40_000)
    assert losses(page, number) == [300]


def test_a_line_of_which_the_answer_got_lost_is_added_once(page):
    number = new_case(page)
    section(page, number, "timeline")
    page.route("**/tijdlijn/regels/", lambda route: (route.fetch(), route.abort()))
    type_line(page, "2355 300 w")
    expect(status(page)).to_have_attribute("data-kind", "failed")
    page.unroute("**/tijdlijn/regels/")
    expect(status(page)).to_have_text(SAVED, timeout=40_000)
    assert losses(page, number) == [300]


def test_a_tab_that_crashes_on_the_timeline(page):
    number = new_case(page)
    section(page, number, "timeline")
    page.locator("#quick").press_sequentially("2355 300")
    # The page opens its storage just after it was loaded.
    wait_until(page, lambda: any("2355 300" in each for each in backups(page)), "the line is kept")
    crash(page)
    again = watched(page.context)
    section(again, number, "timeline")
    expect(again.get_by_text("Wat u eerder typte en nog niet bewaard was, staat er weer.")).to_be_visible()
    expect(again.locator("#quick")).to_have_value("2355 300")


AXE = Axe()
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(page):
    """Return what axe finds on a desktop and on a phone, and how much the page is too wide for it."""
    found = []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        results = AXE.run(page, options=RULES).response["violations"]
        found += [(v["id"], width, [n["html"][:160] for n in v["nodes"]][:3]) for v in results]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found.append(("too wide", width, wide))
    return found


def test_every_state_is_accessible(page, open_page):
    number = new_case(page)
    found = {"empty": violations(page)}
    gestation(page).type("60+1")
    parity(page).type("2")
    expect(gestation(page)).to_have_attribute("aria-invalid", "true")
    found["errors"] = violations(page)
    gestation(page).fill("39+4")
    page.locator("#id_mother__high_risk_known").select_option("yes")
    expect(status(page)).to_have_attribute("data-kind", "saved")
    found["filled"] = violations(page)
    other = open_page(MIDWIFE)
    section(other, number)
    parity(other).fill("1")
    expect(status(other)).to_have_attribute("data-kind", "saved")
    parity(page).fill("3")
    expect(page.locator("#conflict")).to_contain_text("wijzigde dit deel ook")
    found["conflict"] = violations(page)
    other.context.clear_cookies(name="sessionid")
    parity(other).fill("4")
    expect(banner(other)).to_be_visible()
    found["banner"] = violations(other)
    assert {state: each for state, each in found.items() if each} == {}


def test_the_line_that_tells_about_saving_covers_no_field_on_a_phone(open_page):
    page = open_page(MIDWIFE, width=390, height=700)
    page.emulate_media(reduced_motion="reduce")
    new_case(page)
    for field in page.locator("#section-form :is(input, select):not([type=hidden])").all():
        if not field.is_visible():
            continue
        field.focus()
        hidden = field.evaluate("""(field) => {
            const box = field.getBoundingClientRect();
            const bar = document.querySelector(".save-bar").getBoundingClientRect();
            const rail = document.querySelector(".rail").getBoundingClientRect();
            return box.top < bar.bottom || box.bottom > rail.top;
        }""")
        assert not hidden, field.get_attribute("name")
    expect(status(page)).to_be_in_viewport()


BROKEN_WORDS = """() => [...document.querySelectorAll("#steps a")].flatMap((link) => {
  const name = link.firstChild;
  return [...name.data.matchAll(/\\S+/g)].map((word) => {
    const range = document.createRange();
    range.setStart(name, word.index);
    range.setEnd(name, word.index + word[0].length);
    const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
    return lines.size > 1 ? word[0] : "";
  });
}).filter(Boolean)"""


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1280, 1920])
def test_the_names_of_the_steps_are_not_broken_within_a_word(open_page, width):
    page = open_page(MIDWIFE, width=width)
    number = new_case(page)
    for name in ("woman", "third_stage"):  # the name of the current step is bold, and wider
        section(page, number, name)
        expect(page.locator(f"#step-{name}")).to_have_attribute("aria-current", "step")
        assert page.evaluate(BROKEN_WORDS) == []


def test_a_section_works_without_scripts(chromium, server):
    context = new_context(chromium, server, java_script_enabled=False)
    page = watched(context)
    log_in(page, MIDWIFE)
    number = new_case(page)
    parity(page).fill("2")
    gestation(page).fill("60+1")
    page.get_by_role("button", name="Bewaar en ga verder").click()
    expect(page.get_by_role("alert")).to_contain_text("60+1")
    expect(page.locator("#problem-mother__gestation")).to_contain_text("60+1")
    expect(gestation(page)).to_have_value("60+1")
    gestation(page).fill("39+4")
    page.get_by_role("button", name="Bewaar en ga verder").click()
    page.wait_for_url("**/deel/birth/")
    assert stored(page, number)["mother"] == {"parity": 2, "gestation": "39+4"}
    context.close()


def test_a_section_weighs_little(page):
    number = new_case(page)
    weights = {}

    def weigh(response):
        if response.request.method == "GET" and response.status == 200:
            weights[response.url] = len(gzip.compress(response.body(), 6))

    page.on("response", weigh)
    section(page, number, "outcome")
    page.wait_for_load_state("networkidle")
    total = sum(weights.values())
    print(f"\n{total / 1000:.0f} kB compressed in {len(weights)} answers: {weights}")
    assert len(weights) > 10
    assert total <= 150_000
