"""A data manager uploads, is asked, sees what it comes to, stores and withdraws, in the browser."""

import random
import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_walk import check, check_at_this_width

MANAGER = "gegevens@merelwaard.example"
BUSY = re.compile("^Wordt |^Import$")
WIDTHS = (390, 1280, 1920)


def table(count, head="pseudoniem;geboortedatum;lvr;bloedverlies;partus", bad=0):
    """Return a fictitious table that no other test uploads too."""
    dice = random.SystemRandom()
    rows = [
        f"X{dice.randrange(10**9)};{dice.randrange(1, 29):02}-{dice.randrange(1, 13):02}-2024;VREEMD;"
        f"{'veel' if number < bad else dice.randrange(100, 1500)};spontaan"
        for number in range(count)
    ]
    return "\n".join([head, *rows, ""]).encode()


@pytest.fixture
def manager(open_page):
    """Return the page of a data manager."""
    return open_page(MANAGER)


def send(page, name, content):
    page.goto("/import/")
    page.get_by_label("Bestanden").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Bestanden controleren").click()


def over(page):
    """Wait until the work is over; where the page waited for it, the heading of the result has the focus."""
    heading = page.get_by_role("heading", level=1)
    expect(heading).not_to_have_text(BUSY, timeout=60_000)
    if "klaar" in page.url:
        expect(heading).to_be_focused()
    return heading


def at_every_width(page, path):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        check_at_this_width(page, f"{path} at {width} px")


def test_from_file_to_figures_and_back(manager):
    send(manager, "tabel.csv", table(60, bad=2))
    expect(over(manager)).to_have_text("Controleer voordat het telt")
    expect(manager.get_by_text("58 bevallingen").first).to_be_visible()
    at_every_width(manager, "the preview")
    with manager.expect_download() as download:
        manager.get_by_role("link", name=re.compile("^CSV")).click()
    assert download.value.suggested_filename.endswith(".csv")
    manager.get_by_role("link", name=re.compile("Bekijk alle")).click()
    at_every_width(manager, "the problems")
    manager.get_by_label("Gewicht").select_option("rejected")
    expect(manager.get_by_role("heading", name=re.compile("^2 van "))).to_be_visible()
    manager.go_back()
    manager.go_back()
    manager.get_by_role("button", name="Opslaan: laat het tellen").click()
    expect(manager.get_by_text("in gebruik").first).to_be_visible(timeout=60_000)
    manager.get_by_role("link", name="Intrekken…").click()
    check(manager, "the confirmation")
    manager.get_by_role("button", name="Intrekken").click()
    expect(manager.locator(".tag", has_text="ingetrokken")).to_be_visible(timeout=60_000)


def test_a_question_is_answered_by_keyboard(manager):
    head = f"kenmerk{random.SystemRandom().randrange(10**6)};dag;huis;totaal;soort"
    send(manager, "vreemd.csv", table(30, head=head))
    expect(over(manager)).to_have_text("Wat staat er in deze kolommen?")
    at_every_width(manager, "the question")
    manager.get_by_role("button", name="Verder met nakijken").press("Enter")
    expect(manager.get_by_role("alert")).to_contain_text("hoeveel bloedverlies")
    manager.errors.clear()  # the browser reports the 422 itself
    for label, typed in [("dag", "geboortedatum"), ("huis", "LVR-id van de aan"), ("totaal", "bloedverlies")]:
        field = manager.get_by_label(label, exact=True)
        field.focus()
        manager.keyboard.type(typed)
        expect(field.locator("option:checked")).to_contain_text(typed)
    manager.get_by_role("button", name="Verder met nakijken").press("Enter")
    expect(over(manager)).to_have_text("Controleer voordat het telt")
    manager.get_by_role("button", name="Weggooien").click()
    manager.goto("/import/kolommen/")
    expect(manager.get_by_role("rowheader", name="totaal", exact=True)).to_be_visible()
    check(manager, "the remembered headings")


def test_a_bad_file_says_what_to_do(manager):
    send(manager, "brief.csv", b"%PDF-1.7 " + str(random.SystemRandom().random()).encode())
    expect(over(manager)).to_have_text("Geweigerd: er is niets opgeslagen")
    expect(manager.locator(".refusals li").first).to_contain_text("PDF")
    at_every_width(manager, "the refusal")
    manager.get_by_role("button", name="Weggooien").click()
    expect(manager.get_by_role("status").first).to_contain_text("weggegooid")


def test_no_file_is_said_and_the_form_works_on(manager):
    manager.goto("/import/")
    manager.locator("[data-upload]").evaluate("(form) => { form.noValidate = true; }")
    manager.get_by_role("button", name="Bestanden controleren").click()
    expect(manager.locator(".invalid-feedback").first).to_be_visible()
    manager.errors.clear()  # the browser reports the 422 itself
    manager.get_by_label("Bestanden").set_input_files(
        {"name": "tabel.csv", "mimeType": "text/csv", "buffer": table(25)}
    )
    expect(manager.locator("[data-chosen]")).to_contain_text("tabel.csv")
    manager.get_by_role("button", name="Bestanden controleren").click()
    expect(over(manager)).to_have_text("Controleer voordat het telt")
    assert manager.errors == []


def test_the_history_shows_what_a_closed_tab_left(open_page, manager):
    send(manager, "later.csv", table(40))
    manager.wait_for_url(re.compile(r"/import/\d+/"))
    number = re.search(r"/import/(\d+)/", manager.url)[1]
    manager.close()
    other = open_page(MANAGER)
    other.goto("/import/")
    row = other.locator("tr", has=other.locator(f"#upload-{number}"))
    expect(row).to_contain_text("wacht op bevestiging", timeout=30_000)
    at_every_width(other, "the history")


def test_of_many_vsvs_those_that_need_a_look_until_all_are_asked_for(open_page):
    page = open_page("gegevens@landelijk.example")
    rows = [f"N{n};{n % 28 + 1:02}-03-2024;{n % 30 + 1:04};{300 + n}" for n in range(600)]
    content = "\n".join(["pseudoniem;geboortedatum;lvr;bloedverlies", *rows, ""]).encode()
    send(page, "landelijk.csv", content)
    expect(over(page)).to_have_text("Controleer voordat het telt")
    table_of = page.locator("#per-vsv tbody > tr:not(.months-row)")
    assert 0 < table_of.count() <= 11  # ten VSVs and what is not attributed
    at_every_width(page, "a national preview")
    page.get_by_role("link", name=re.compile("^Toon alle")).click()
    expect(page.get_by_role("region", name="Per VSV")).to_be_focused()
    assert table_of.count() > 12
    table_of.first.get_by_role("button").click()
    expect(page.locator(".months-row:not([hidden])").get_by_role("rowheader", name="2024-03")).to_be_visible()
    page.get_by_role("button", name="Weggooien").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Import")
