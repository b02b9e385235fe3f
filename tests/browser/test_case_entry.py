"""A midwife enters a case with the keyboard, submits it, and decides about a point to discuss."""

import re

from fluxus.demo.names import HIGHER
from fluxus.demo.people import account_for
from fluxus.organisations.permissions import Role

RECORD = """2341 oxytocine 10 ie im preventief
2355 400 gewogen
2358 massage
0010 800 gewogen
0012 rr 105/60 p 112
0020 1200 gewogen
0025 gyn gebeld 0050"""


def test_from_birth_to_points_to_discuss(open_page):
    page = open_page(account_for(Role.CAREGIVER, HIGHER).email)
    page.goto("/casussen/nieuw/")
    page.get_by_label("Datum van de geboorte").fill("2025-03-09")
    page.get_by_label("Tijd van de geboorte").fill("2340")
    page.get_by_label("Plaats bij de start").select_option("home")
    page.get_by_label("Wijze van geboorte").select_option("spontaneous")
    page.get_by_role("button", name="Begin de casus").click()
    page.wait_for_url(re.compile("/deel/woman/"))

    page.get_by_role("link", name=re.compile("Tijdlijn")).click()
    page.get_by_label("Typ wat er in het dossier staat").fill(RECORD)
    for tick in page.get_by_label(re.compile("Volledig: ")).all():
        tick.check()
    page.get_by_role("button", name="Bewaar en voeg regels toe").click()
    page.wait_for_selector("[data-chart][data-drawn]", state="attached")
    assert page.get_by_label("Totaal tot dan toe (ml), regel 3").input_value() == "1200"
    assert page.get_by_text("10-03 · +40 min").is_visible()

    page.get_by_role("link", name=re.compile("Nageboortetijdperk")).click()
    page.get_by_label("Bloeding onder controle", exact=True).fill("0130")
    page.get_by_label("tonus").check()
    page.get_by_role("button", name="Bewaar", exact=True).click()

    page.get_by_role("link", name=re.compile("Wat ging goed")).click()
    page.get_by_role("button", name="Dien in").click()
    assert page.get_by_text("schrijf eerst op wat er goed ging").is_visible()
    page.get_by_label("Wat ging goed?").fill("Er werd meteen gewogen.")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    page.get_by_role("button", name="Dien in").click()
    page.wait_for_url(re.compile("/bespreekpunten/"))

    assert page.get_by_text("Er werd meteen gewogen.").is_visible()
    page.get_by_role("link", name=re.compile("Bevestig of verwerp")).first.click()
    page.get_by_label("bevestigd").check()
    page.get_by_role("button", name="Bewaar dit besluit").click()
    page.wait_for_url(re.compile("/bespreekpunten/$"))
    assert page.get_by_text("bevestigd: dit is een bespreekpunt").is_visible()
    assert page.evaluate("window.refused") == []
    assert page.errors == []
