"""The box of the timeline and its table in the browser: completion, help, rows in place, and nothing lost."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.test_case_entry import MIDWIFE, stored

AXE = Axe()
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LINES = ["0010 500 w", "0015 p 110 rr 95/60", "0020 gyn gebeld", "0025 massage"]


@pytest.fixture
def page(open_page):
    """The timeline of a new case; ``page.number`` is its number."""
    page = open_page(MIDWIFE)
    page.goto("/casussen/nieuw/")
    page.get_by_label("Datum van de geboorte").fill("2025-03-09")
    page.get_by_label("Tijd van de geboorte").fill("2340")
    page.get_by_label("Plaats bij de start").select_option("home")
    page.get_by_label("Wijze van geboorte").select_option("spontaneous")
    page.get_by_role("button", name="Begin de casus").click()
    page.wait_for_url(re.compile("/deel/woman/"))
    page.number = re.search(r"casussen/([^/]+)/", page.url)[1]
    page.goto(f"/casussen/{page.number}/deel/timeline/")
    return page


def box(page):
    return page.locator("#quick")


def enter(page, *lines):
    for line in lines:
        box(page).press_sequentially(line)
        box(page).press("Enter")
    expect(box(page)).to_have_value("", timeout=40_000)


def lose_answers(page, address):
    """Let the server do what is asked, and the browser not hear so until ``unroute``; return the answers."""
    lost = []

    def lose(route):
        lost.append(route.fetch().status)
        route.abort()

    page.route(address, lose)
    return lost


def kept_here(page):
    """Return under which names the browser keeps what is not known to be saved."""
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('fluxus:draft'))")


def losses(page):
    return [row["cumulative_ml"] for row in stored(page, page.number)["blood_loss"]]


def no_violations(page, state):
    results = AXE.run(page, options=RULES)
    every = results.response["violations"]
    found = [(each["id"], [node["html"][:160] for node in each["nodes"]][:3]) for each in every]
    assert found == [], f"{state}: {found}"


def test_no_axe_violation_in_any_state(page):
    no_violations(page, "empty")
    box(page).press_sequentially("0055 tranexam")
    expect(page.locator("#quick-words [role=option]").first).to_be_visible()
    box(page).press("ArrowDown")
    no_violations(page, "choosing a word")
    box(page).fill("")
    enter(page, *LINES, "0030 hallo iets", "0040 100 w")
    expect(page.locator(".unread")).to_have_count(2)
    no_violations(page, "filled, with lines to mend")
    box(page).fill("0045 mevr. Jansen belde")
    box(page).press("Enter")
    expect(page.locator("#quick-held mark")).to_have_text("mevr. Jansen")
    expect(box(page)).to_have_value("0045 mevr. Jansen belde")
    no_violations(page, "a line that may lead to a person")
    page.get_by_text("Wat kan ik typen?", exact=True).first.click()
    no_violations(page, "help open")
    page.get_by_role("link", name=re.compile("^wijzig 00:15")).click()
    expect(page.get_by_label("Pols, 00:15 vitaal")).to_be_visible()
    no_violations(page, "changing a row")
    page.get_by_label("Pols, 00:15 vitaal").fill("900")
    page.get_by_role("button", name="Bewaar regel").click()
    expect(page.get_by_text("900 kan niet").first).to_be_visible()
    no_violations(page, "a row with an error")
    page.set_viewport_size({"width": 390, "height": 900})
    no_violations(page, "on a phone")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert page.errors == []


def test_the_line_is_read_while_it_is_typed(page):
    box(page).press_sequentially("0055 txa 1 iv")
    expect(page.locator("#quick-read")).to_contain_text("Gelezen als: 00:55 · tranexaminezuur 1 g")
    expect(page.locator("#quick-read")).to_contain_text("75 min na de geboorte")
    assert stored(page, page.number)["medication"] == []
    box(page).press("Enter")
    expect(page.locator("tr.medication.fresh")).to_contain_text("tranexaminezuur 1 g")
    expect(page.locator("#said")).to_contain_text("Toegevoegd: 00:55")
    expect(page.locator("#quick-read")).to_be_empty()
    expect(box(page)).to_be_focused()


def test_words_are_offered_and_never_taken_unasked(page):
    words = page.locator("#quick-words")
    box(page).press_sequentially("0020 mass")
    expect(words).to_be_visible()
    assert words.locator("[aria-selected=true]").count() == 0
    box(page).press("Escape")
    expect(words).to_be_hidden()
    box(page).press_sequentially("ag")
    box(page).press("ArrowDown")
    expect(box(page)).to_have_attribute("aria-activedescendant", "quick-word-0")
    box(page).press("Tab")
    expect(box(page)).to_have_value(re.compile("^0020 massage "))
    expect(box(page)).to_be_focused()
    box(page).press("Enter")
    expect(page.locator("tr.interventions")).to_contain_text("uterusmassage")


def test_empty_enter_does_nothing_and_a_block_keeps_its_lines(page):
    box(page).press("Enter")
    box(page).press("Shift+Enter")
    box(page).press("Enter")
    assert page.locator("tr.fresh").count() == 0
    box(page).fill("\n".join(LINES))
    assert box(page).evaluate("(area) => area.rows") == 4
    box(page).press("Enter")
    expect(page.locator("tr.fresh")).to_have_count(4)
    expect(box(page)).to_have_value("")


def test_help_opens_and_closes_with_the_keyboard(page):
    summary = page.locator("#quick-help summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#quick-help .help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#quick-help .help")).to_be_hidden()
    expect(summary).to_be_focused()


def test_a_row_is_changed_cancelled_removed_and_put_back(page):
    enter(page, *LINES)
    page.get_by_role("link", name=re.compile("^wijzig 00:10")).press("Enter")
    total = page.get_by_label("Totaal tot dan toe (ml), 00:10 bloedverlies")
    total.fill("550")
    total.press("Escape")
    expect(total).to_have_count(0)
    expect(page.get_by_role("link", name=re.compile("^wijzig 00:10"))).to_be_focused()
    assert losses(page) == [500]
    page.keyboard.press("Enter")
    total.fill("560")
    box(page).fill("0030 700 w")  # a line in between leaves the open row as it is
    box(page).press("Enter")
    expect(page.locator("tr.blood_loss.fresh")).to_contain_text("700 ml")
    expect(total).to_have_value("560")
    total.press("Enter")
    expect(page.locator("#said")).to_contain_text("Bewaard: 00:10 · 560 ml")
    assert losses(page) == [560, 700]
    page.get_by_role("button", name=re.compile("^haal weg 00:10")).press("Enter")
    undo = page.get_by_role("button", name="Ongedaan maken")
    expect(undo).to_be_focused()
    assert losses(page) == [700]
    undo.press("Enter")
    expect(page.locator("tr.blood_loss")).to_have_count(2)
    assert losses(page) == [560, 700]
    assert page.errors == []


def test_every_field_of_every_open_row_has_a_name_of_its_own(page):
    enter(page, "0010 500 w", "0030 700 w", "0015 hb 5.1")
    for number in range(3):
        page.locator("tr:not([hidden]) [data-edit]").nth(0).click()
        expect(page.locator("[data-editing]")).to_have_count(number + 1)
    for value in ("blood_loss", "labs"):
        page.locator("#new-list").select_option(f"{value}::")
        page.get_by_role("button", name="Nieuwe regel").click()
        expect(page.locator(f"#editing-{value}-new")).to_be_visible()
    names = page.locator(
        "[data-editing] :is(input:not([type=hidden], [type=checkbox]), select)"
    ).evaluate_all("(all) => all.map((each) => each.getAttribute('aria-label'))")
    assert len(names) > 15
    assert len(set(names)) == len(names)


def test_lines_typed_without_a_connection_arrive_once_and_in_order(page):
    enter(page, "0010 500 w")
    page.context.set_offline(True)
    for line in ("0020 600 w", "0030 700 w", "0040 800 w"):
        box(page).press_sequentially(line)
        box(page).press("Enter")
    expect(page.locator("#save-banner")).to_be_visible()
    expect(box(page)).to_have_value(re.compile("0020 600 w\n0030 700 w\n0040 800 w"))
    page.context.set_offline(False)
    expect(box(page)).to_have_value("", timeout=40_000)
    expect(page.locator("#save-banner")).to_be_hidden()
    assert losses(page) == [500, 600, 700, 800]


def test_a_lost_answer_stores_no_line_twice(page):
    lost = lose_answers(page, "**/tijdlijn/regels/")
    box(page).press_sequentially("0010 500 w")
    box(page).press("Enter")
    expect(page.locator("#save-banner")).to_be_visible()
    assert losses(page) == [500]
    page.unroute("**/tijdlijn/regels/")
    expect(box(page)).to_have_value("", timeout=40_000)
    assert set(lost) == {200}
    assert losses(page) == [500]


def test_a_line_that_was_held_comes_back_when_its_answer_was_lost(page):
    lose_answers(page, "**/tijdlijn/regels/")
    box(page).fill("0010 500 w\n0020 mevr. Jansen belde")
    box(page).press("Enter")
    expect(page.locator("#save-banner")).to_be_visible()
    page.unroute("**/tijdlijn/regels/")
    expect(box(page)).to_have_value("0020 mevr. Jansen belde", timeout=40_000)
    expect(page.locator("#quick-held mark")).to_have_text("mevr. Jansen")
    expect(page.locator("#said")).to_contain_text("Toegevoegd: 00:10")
    expect(page.locator("#said")).not_to_contain_text("collega")
    assert losses(page) == [500]


def test_a_line_mended_into_one_that_is_held_comes_into_the_box(page):
    enter(page, "0020 hallo")
    box(page).press_sequentially("0030 700 w")
    page.locator(".unread input[name=text]").fill("0020 mevr. Jansen belde")
    page.get_by_role("button", name=re.compile("^Verbeter")).click()
    expect(box(page)).to_have_value("0030 700 w\n0020 mevr. Jansen belde")
    expect(box(page)).to_be_focused()
    expect(page.locator("#quick-held mark")).to_have_text("mevr. Jansen")
    expect(page.locator(".unread")).to_have_count(1)


def test_what_is_changed_in_a_row_after_its_answer_was_lost_is_not_taken_for_done(page):
    enter(page, "0010 500 w")
    page.get_by_role("link", name=re.compile("^wijzig 00:10")).click()
    total = page.get_by_label(re.compile("^Totaal tot dan toe"))
    lose_answers(page, "**/tijdlijn/rij/")
    total.fill("600")
    total.press("Enter")
    expect(page.locator("#save-banner")).to_be_visible()
    assert losses(page) == [600]
    total.fill("650")
    page.unroute("**/tijdlijn/rij/")
    total.press("Enter")
    expect(page.get_by_text("Deze regel is intussen gewijzigd")).to_be_visible(timeout=40_000)
    expect(total).to_have_value("650")
    expect(page.locator("#save-banner")).to_be_hidden()
    expect(page.locator("#save-status")).not_to_contain_text("geen verbinding")
    page.get_by_role("button", name="Bewaar die van mij").click()
    expect(page.locator("#said")).to_contain_text("Bewaard: 00:10 · 650 ml")
    assert losses(page) == [650]
    assert kept_here(page) == []


def test_a_tap_in_lines_that_wait_for_a_slow_server_does_not_type_into_them(page):
    held, released = [], []
    page.route("**/tijdlijn/regels/", lambda route: route.continue_() if released else held.append(route))
    for number, line in enumerate(("0010 500 w", "0020 600 w", "0030 700 w")):
        box(page).click(position={"x": 30, "y": 12})  # in the first line that waits
        page.keyboard.type(line)
        page.keyboard.press("Enter")
        expect(box(page)).to_have_attribute("rows", str(number + 2))  # the wait shows
    expect(box(page)).to_have_value("0010 500 w\n0020 600 w\n0030 700 w\n")
    released.append(True)
    held[0].continue_()
    expect(box(page)).to_have_value("", timeout=40_000)
    assert losses(page) == [500, 600, 700]


def test_a_tab_that_dies_loses_no_line_and_stores_none_twice(page):
    dead = []

    def lose(route):
        if dead:
            route.continue_()
        else:
            route.fetch()
            route.abort()

    page.route("**/tijdlijn/regels/", lose)
    box(page).press_sequentially("0010 500 w")
    box(page).press("Enter")
    expect(page.locator("#save-banner")).to_be_visible()
    box(page).press_sequentially("0020 600")
    dead.append(True)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(box(page)).to_have_value("0020 600", timeout=40_000)
    expect(page.locator("tr.blood_loss")).to_have_count(1)
    assert losses(page) == [500]


def test_what_is_typed_in_an_open_row_comes_back(page):
    enter(page, "0010 500 w")
    page.get_by_role("link", name=re.compile("^wijzig 00:10")).click()
    total = page.get_by_label("Totaal tot dan toe (ml), 00:10 bloedverlies")
    total.fill("640")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(total).to_have_value("640", timeout=40_000)


def test_a_colleague_is_not_written_over(page, open_page):
    enter(page, "0010 500 w")
    other = page.context.new_page()
    other.number = page.number
    other.goto(page.url)
    enter(other, "0030 700 w")
    enter(page, "0020 massage")
    said = "Uw collega heeft intussen 1 regel toegevoegd of gewijzigd: 00:30"
    expect(page.locator("#said")).to_contain_text(said)
    expect(page.locator("tr.blood_loss")).to_have_count(2)
