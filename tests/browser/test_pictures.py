"""The pictures of the README, made from the demo; ``FLUXUS_PICTURES=1`` writes them."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "images"
BOARD = "bestuur@merelwaard.example"


def benchmark(page):
    page.goto("/spiegel/?period=2023..2025")


def findings(page):
    page.goto("/casussen/")
    most = max(page.locator("tbody tr").all(), key=points_to_discuss)
    most.get_by_role("link").first.click()
    page.wait_for_url("**/bespreekpunten/")


def points_to_discuss(row):
    return int(row.locator("td").all_inner_texts()[-2] or 0)


@pytest.mark.parametrize("picture", [benchmark, findings], ids=lambda picture: picture.__name__)
def test_the_pictures_of_the_readme(open_page, picture):
    page = open_page(BOARD, width=1280, height=900)
    picture(page)
    expect(page.locator("[data-chart]").first).to_have_attribute("data-drawn", "true", timeout=20_000)
    page.wait_for_timeout(300)  # the last letters of the chart
    if os.environ.get("FLUXUS_PICTURES") == "1":
        FOLDER.mkdir(exist_ok=True)
        page.screenshot(path=FOLDER / f"{picture.__name__}.png")
