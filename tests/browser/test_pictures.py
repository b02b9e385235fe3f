"""The pictures of the README and the guide, made from the demo; ``FLUXUS_PICTURES=1`` writes them."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "images"
BOARD = "bestuur@merelwaard.example"
MIDWIFE = "verloskundige@merelwaard.example"
RECORD = """2340 vk kraam aanwezig
2341 oxytocine 10 ie im preventief
2355 400 w
0002 massage
0003 cad
0005 700 w p 104 rr 108/64
0010 gyn gebeld
0015 1100 w p 118 rr 98/55
0016 infuus
0020 txa 1 iv
0030 gyn aanwezig
0031 1500 w p 124 rr 90/50
0035 hb 5,4 fib 1,9
0040 ballon
0050 1700 w p 112 rr 100/60
0055 onder controle"""


def benchmark(page):
    page.goto("/spiegel/?period=2023..2025")


def findings(page):
    page.goto("/casussen/")
    most = max(page.locator("tbody tr").all(), key=points_to_discuss)
    most.get_by_role("link").first.click()
    page.wait_for_url("**/bespreekpunten/")


def points_to_discuss(row):
    return int(row.locator("td").all_inner_texts()[-2] or 0)


def timeline(page):
    page.goto("/casussen/nieuw/")
    page.get_by_label("Datum van de geboorte").fill("2025-03-09")
    page.get_by_label("Tijd van de geboorte").fill("2340")
    page.get_by_label("Plaats bij de start").select_option("hospital")
    page.get_by_label("Wijze van geboorte").select_option("vacuum")
    page.get_by_role("button", name="Begin de casus").click()
    page.get_by_role("link", name="Tijdlijn").click()
    box = page.get_by_role("textbox", name="Typ wat er in het dossier staat")
    box.fill(RECORD)
    box.press("Enter")
    expect(page.get_by_role("row", name="1700 ml")).to_be_visible(timeout=20_000)
    box.press_sequentially("0105 2 ec")
    expect(page.get_by_text("2 erytrocyten")).to_be_visible(timeout=20_000)
    page.evaluate("window.scrollTo(0, 0)")


PICTURES = {benchmark: (BOARD, 1280, 900), findings: (BOARD, 1280, 900), timeline: (MIDWIFE, 1440, 1500)}


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.__name__)
def test_the_pictures_of_the_readme_and_the_guide(open_page, picture):
    person, width, height = PICTURES[picture]
    page = open_page(person, width=width, height=height)
    picture(page)
    expect(page.locator("[data-chart]").first).to_have_attribute("data-drawn", "true", timeout=20_000)
    page.wait_for_timeout(300)  # the last letters of the chart
    if os.environ.get("FLUXUS_PICTURES") == "1":
        FOLDER.mkdir(exist_ok=True)
        page.screenshot(path=FOLDER / f"{picture.__name__}.png")
