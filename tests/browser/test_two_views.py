"""Two colleagues give their view on one case, each in a browser of her own, blind to the other's."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from fluxus.demo.names import HIGHER, LOWER
from fluxus.demo.people import ACCOUNTS, account_for
from fluxus.organisations.permissions import Role

MIDWIFE, GYNAECOLOGIST = [
    account.email for account in ACCOUNTS if account.landscape == LOWER and account.role is Role.CAREGIVER
][:2]
BOARD = next(a.email for a in ACCOUNTS if a.landscape == LOWER and a.role is Role.BOARD)
FIRST, SECOND = "Wij belden op tijd.", "De overdracht was helder."


def no_violations(page):
    found = Axe().run(page).response["violations"]
    assert not found, [(each["id"], each["nodes"][0]["html"]) for each in found]


def saved(page):
    return page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok)


def write(page, went_well, opinion):
    page.wait_for_load_state("networkidle")
    with saved(page):
        page.get_by_label("Wat ging goed?").fill(went_well)
    points = page.locator("article.finding")
    for number in range(points.count()):
        with saved(page):
            points.nth(number).get_by_label(opinion).check()
        if opinion == "verworpen":
            with saved(page):
                points.nth(number).get_by_role("combobox").select_option("right_choice")
    expect(page.locator("#save-status")).to_have_attribute("data-kind", "saved")


def give(page):
    page.get_by_label("Mijn blik mag naast de andere").check()
    page.get_by_role("button", name="Deze blik geven").click()
    page.wait_for_url("**/blikken/")
    expect(page.get_by_text("Uw blik is gegeven")).to_be_visible()


@pytest.fixture
def asked(open_page):
    """A board that asked both lines for their view; return its page, on the case."""
    board = open_page(BOARD)
    board.goto("/casussen/")
    number = board.locator("tr", has_text="ingediend").first.get_by_role("link").first.inner_text().strip()
    for email in (MIDWIFE, GYNAECOLOGIST):
        board.goto(f"/casussen/{number}/blikken/")
        board.get_by_label("E-mailadres van een collega").fill(email)
        board.get_by_role("button", name="Vragen").click()
        expect(board.get_by_text(f"{email} is om een blik gevraagd")).to_be_visible()
    no_violations(board)
    return board, number


def test_each_writes_blind_and_then_both_are_read_beside_each_other(open_page, asked):
    board, number = asked
    midwife, gynaecologist = open_page(MIDWIFE), open_page(GYNAECOLOGIST)
    midwife.get_by_role("link", name=re.compile(f"Geef uw blik op casus {number}")).click()
    no_violations(midwife)
    midwife.goto(f"/casussen/{number}/bespreekpunten/")
    assert midwife.url.endswith(f"/casussen/{number}/mijn-blik/"), "her own view comes first"
    gynaecologist.goto(f"/casussen/{number}/mijn-blik/")
    write(midwife, FIRST, "bevestigd")
    write(gynaecologist, SECOND, "verworpen")
    no_violations(gynaecologist)
    midwife.reload()
    expect(midwife.get_by_label("Wat ging goed?")).to_have_value(FIRST)

    give(midwife)
    for page in (board, gynaecologist):
        page.goto(f"/casussen/{number}/blikken/")
        assert FIRST not in page.content()
    gynaecologist.goto(f"/casussen/{number}/mijn-blik/")
    give(gynaecologist)

    for page, width in ((board, 1920), (midwife, 1280), (gynaecologist, 390)):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"/casussen/{number}/blikken/")
        expect(page.get_by_text(FIRST)).to_be_visible()
        expect(page.get_by_text(SECOND)).to_be_visible()
        expect(page.get_by_text("verschillend").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        no_violations(page)
        assert MIDWIFE not in page.locator("main").inner_text()
        assert page.evaluate("window.refused") == []
        assert page.errors == []


def test_what_looks_like_a_name_is_marked_and_can_be_declared_harmless(open_page):
    page = open_page(account_for(Role.CAREGIVER, HIGHER).email, width=390)
    page.get_by_role("link", name=re.compile("Geef uw blik op casus")).first.click()
    page.wait_for_load_state("networkidle")
    page.get_by_label("Wat vond de screening niet?").fill("zuster Plaat kwam later")
    page.get_by_label("Wat ging goed?").focus()
    expect(page.locator("mark")).to_have_text("zuster Plaat")
    expect(page.locator("#save-status")).to_have_attribute("data-kind", "mend")
    no_violations(page)
    page.get_by_label("Dit leidt niet naar een persoon").click()  # its answer takes the tick away
    expect(page.locator("mark")).to_have_count(0)
    page.reload()
    expect(page.get_by_label("Wat vond de screening niet?")).to_have_value("zuster Plaat kwam later")
    assert page.errors == []
