"""Rule sets in the browser: a local version from draft to signed, its printed list, and screening again."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_walk import check, check_at_this_width

BOARD, MIDWIFE, GYNAECOLOGIST = (
    f"{function}@wilgenstroom.example" for function in ("bestuur", "verloskundige", "gynaecoloog")
)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_draft_that_is_refused_keeps_what_was_typed(open_page, width):
    page = open_page("bestuur@merelwaard.example", width=width)
    page.goto("/casussen/regelsets/")
    page.get_by_role("link", name="Eigen versie").first.click()
    page.get_by_role("link", name="Wijzig dit concept").click()
    check_at_this_width(page, f"draft at {width} px")
    expect(page.get_by_text("1 persoon heeft dit concept getekend")).to_be_visible()
    page.get_by_label("Waarde: Bloedafname binnen", exact=True).fill("tien")
    page.get_by_label("Reden voor een andere waarde: OK-team gewaarschuwd binnen", exact=True).fill(
        "Dokter Vries wil het"
    )
    page.get_by_label("Geldt voor geboorten vanaf").fill("2020-01-01")
    page.get_by_role("button", name="Bewaar dit concept").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("tien")
    expect(summary).to_contain_text("1-1-2020")
    expect(page.get_by_label("Waarde: Bloedafname binnen", exact=True)).to_have_value("tien")
    expect(page.get_by_label("leidt niet naar een persoon")).to_be_visible()
    page.errors.clear()  # the browser itself notes the answer 422
    check_at_this_width(page, f"refused draft at {width} px")


def test_from_draft_to_signed_and_a_case_screened_again(open_page):
    page = open_page(BOARD)
    page.goto("/casussen/regelsets/")
    page.get_by_role("button", name="Maak een concept").click()
    page.get_by_label("Waarde: Wegen of opvangen vanaf", exact=True).fill("1000")
    page.get_by_label("Reden voor een andere waarde: Wegen of opvangen vanaf", exact=True).fill(
        "Afspraak van het VSV"
    )
    page.get_by_label(re.compile("Zet uit: P23")).check()
    page.get_by_label(re.compile("Reden om uit te zetten: P23")).fill("Omstreden")
    page.get_by_role("button", name="Bewaar dit concept").click()
    expect(page.get_by_text("Het concept is bewaard.")).to_be_visible()
    check(page, "a draft of one's own")
    address = page.url
    for email, profession in (
        (BOARD, "anesthesioloog"),
        (MIDWIFE, "verloskundige"),
        (GYNAECOLOGIST, "gynaecoloog"),
    ):
        signer = open_page(email)
        signer.goto(address)
        signer.get_by_label(profession, exact=True).check()
        signer.get_by_label("Ik heb deze lijst gelezen").check()
        signer.get_by_role("button", name="Teken deze lijst").click()
        expect(signer.get_by_text("U hebt deze versie getekend.")).to_be_visible()
    page.goto(address)
    expect(page.get_by_text("getekend, geldig vanaf")).to_be_visible()
    expect(page.get_by_role("link", name="Wijzig dit concept")).to_have_count(0)
    name = address.rstrip("/").split("/")[-1]
    page.goto("/casussen/")
    number = page.locator("tr", has_text="besproken").first.get_by_role("link").inner_text()
    page.goto(f"/casussen/{number}/opnieuw-screenen/?rule_set={name}")
    check(page, "what screening again would change")
    expect(page.get_by_text("Er is nog niets veranderd")).to_be_visible()
    page.get_by_role("button", name="Screen opnieuw en bewaar dit").click()
    expect(page.get_by_text("Opnieuw gescreend")).to_be_visible()


def test_the_list_prints_with_what_is_to_be_signed_first(open_page):
    page = open_page(MIDWIFE)
    page.goto("/casussen/regelsets/nl/")
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Alle regelsets")).to_be_hidden()
    heads = page.locator(".thresholds h2").all_inner_texts()
    assert [head.split()[0] for head in heads] == ["Te", "Uit"]
    expect(page.locator(".signing tbody tr")).to_have_count(3)
    assert page.locator(".two").first.evaluate("(e) => getComputedStyle(e).columnCount") == "2"
    assert len(page.pdf(format="A4")) > 10_000
