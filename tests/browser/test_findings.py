"""The findings of a case on its timeline: hover, focus, decisions in their place, and paper."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from fluxus.demo.names import HIGHER
from fluxus.demo.people import account_for
from fluxus.organisations.permissions import Role
from tests.browser.conftest import wait_until

BOARD = account_for(Role.BOARD, HIGHER).email
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
EVIDENCE = """(plot) => ({
  bands: (plot.layout.shapes ?? []).filter((shape) => shape.name === "evidence").map((s) => [s.x0, s.x1]),
  words: (plot.layout.annotations ?? []).filter((n) => n.name === "evidence").map((n) => n.text),
  marks: plot.data.filter((t) => t.name?.startsWith("lit-")).flatMap((t) => [...(t.x ?? [])]),
})"""
WORDS_OUTSIDE = """(plot) => {
  const box = plot.querySelector(".main-svg").getBoundingClientRect();
  return [...plot.querySelectorAll("text")].filter((text) => {
    const own = text.getBoundingClientRect();
    return own.width && (own.left < box.left - 1 || own.right > box.right + 1);
  }).map((text) => text.textContent);
}"""


@pytest.fixture
def findings(open_page):
    """Return ``findings(width)``: the page of the submitted case with the most points to discuss.

    ``column`` of the list: -2 all points, -1 those that nobody decided about yet.
    """

    def visit(width=1280, column=-2):
        page = open_page(BOARD, width=width)
        page.goto("/casussen/")
        rows = page.locator("tbody tr").all()
        most = max(rows, key=lambda row: int(row.locator("td").all_inner_texts()[column] or 0))
        page.goto(most.get_by_role("link").first.get_attribute("href"))
        page.wait_for_url("**/bespreekpunten/")
        drawn(page)
        return page

    return visit


def drawn(page):
    plot = page.locator("[data-chart]").first
    plot.scroll_into_view_if_needed()
    expect(plot).to_have_attribute("data-drawn", "true", timeout=20_000)
    return plot


def lit(page):
    return page.locator("[data-chart]").first.evaluate(EVIDENCE)


def wait_for_band(page, there):
    wait_until(page, lambda: bool(lit(page)["bands"]) is there, f"the band is{'' if there else ' not'} there")
    return lit(page)


def sound(page):
    assert page.evaluate("window.refused") == []
    assert page.errors == []
    for svg in page.locator("[data-chart] .main-svg").all():
        assert svg.evaluate("(svg) => getComputedStyle(svg).position") == "absolute"
    violations = Axe().run(page, options=RULES).response["violations"]
    assert [(v["id"], [n["html"][:160] for n in v["nodes"]][:3]) for v in violations] == []


def test_hover_lights_up_what_a_finding_rests_on(findings):
    page = findings()
    face = page.locator("[data-from]").first
    assert lit(page)["bands"] == []
    face.locator("h3").hover()
    found = wait_for_band(page, there=True)
    assert found["words"] == [f"<b>{face.get_attribute('data-words')}</b>"]
    assert found["marks"]
    assert page.locator("[data-chart] .shapelayer path").count() > 0
    page.locator("h1").hover()
    assert wait_for_band(page, there=False)["marks"] == []
    sound(page)


def test_the_keyboard_lights_it_up_too_and_keeps_it(findings):
    page = findings()
    button = page.locator("[data-show]").first
    button.focus()
    wait_for_band(page, there=True)
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    page.locator("h1").hover()
    page.keyboard.press("Shift+Tab")
    wait_for_band(page, there=True)
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")
    page.locator("#content").focus()
    wait_for_band(page, there=False)


def test_a_mark_names_the_findings_that_rest_on_it(findings):
    page = findings()
    face = page.locator("[data-from]").first
    entry = face.get_attribute("data-evidence").split()[0]
    place = page.locator("[data-chart]").first.evaluate(
        """(plot, entry) => {
          for (const trace of plot.data) {
            const index = trace.customdata?.findIndex((each) => each[1].split(" ").includes(entry)) ?? -1;
            if (index < 0) continue;
            const box = plot.getBoundingClientRect();
            const x = plot._fullLayout.xaxis;
            const y = plot._fullLayout[`yaxis${(trace.yaxis ?? "y").slice(1)}`];
            return [
              box.left + x._offset + x.l2p(trace.x[index]), box.top + y._offset + y.l2p(trace.y[index]),
            ];
          }
        }""",
        entry,
    )
    page.mouse.move(place[0] - 30, place[1])
    page.mouse.move(*place, steps=5)
    expect(page.locator("#rests a").filter(has_text=face.get_attribute("data-label"))).to_have_count(1)
    expect(face).to_have_class(re.compile("lit"))


def test_every_state_of_the_page_is_accessible(findings):
    page = findings()
    shut = page.locator("main details:not([open]) > summary")
    while shut.count():
        shut.first.click()
    sound(page)
    page.locator("[data-decide]").first.click()
    expect(page.locator("form.decide")).to_have_count(1)
    sound(page)
    page.locator("form.decide [type=radio]").first.check()
    page.locator("form.decide textarea").fill("volgens mevr. Jansen")
    page.locator("form.decide button[type=submit]").click()
    expect(page.locator("form.decide mark")).to_have_text("mevr. Jansen")
    sound(page)


def test_decisions_with_the_keyboard_one_after_the_other(findings):
    page = findings(column=-1)
    waiting = page.locator("[data-next]")
    expect(waiting).to_be_visible()
    before = page.locator("#decided-count").inner_text()
    first = waiting.get_attribute("data-next")
    waiting.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#decision-{first} [type=radio]").first).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator(f"#decision-{first} .if-confirmed")).to_be_visible()
    expect(page.locator(f"#decision-{first} .if-rejected")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator("#decided-count")).not_to_have_text(before)
    expect(page.locator(f"#decision-{first} .tag")).to_be_visible()
    following = page.locator("form.decide")
    if waiting.is_visible():
        expect(following).to_have_count(1)
        expect(following.locator("[type=radio]").first).to_be_focused()
        assert following.get_attribute("data-deciding") != first
    sound(page)


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_no_words_of_the_picture_are_cut(findings, width):
    page = findings(width)
    assert page.locator("[data-chart]").first.evaluate(WORDS_OUTSIDE) == []
    for face in page.locator("[data-from]").all()[:6]:
        face.locator("[data-show]").click()
        wait_for_band(page, there=True)
        assert page.locator("[data-chart]").first.evaluate(WORDS_OUTSIDE) == []
        face.locator("[data-show]").click()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


def test_another_figure_takes_the_place_of_the_old_one(findings):
    page = findings()
    plot = page.locator("[data-chart]").first
    plot.evaluate("(plot) => { plot.querySelector('.main-svg').kept = true; }")
    page.evaluate(
        """() => {
          const source = document.getElementById("timeline-figure");
          const figure = JSON.parse(source.textContent);
          figure.data[0].y = figure.data[0].y.map((each) => each / 2);
          const copy = source.cloneNode();
          copy.textContent = JSON.stringify(figure);
          document.getElementById("timeline-data").replaceChildren(copy);
        }"""
    )
    halved = "(plot) => plot.data[0].y.at(-1) * 2 === plot.data[1].y.at(-1)"
    wait_until(page, lambda: plot.evaluate(halved), "the new figure is drawn")
    assert plot.evaluate("(plot) => plot.querySelector('.main-svg').kept") is True
    assert page.evaluate("window.refused") == []


def test_a_case_prints_on_at_most_two_pages(findings):
    page = findings()
    page.get_by_role("link", name="Afdrukken").click()
    page.wait_for_url("**/afdruk/")
    drawn(page)
    sound(page)
    pdf = page.pdf(prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) <= 2
    words = page.locator("main").inner_text()
    assert not re.search(r"\b(\d{1,2}[-/]\d{1,2}[-/]\d{2,4}|\d{4}-\d\d-\d\d)\b", words)
    assert not re.search(r"\d (jan|feb|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec)", words)
    assert BOARD not in words
