"""Every page that a role can reach: no console error, nothing refused by the policy, no axe violation."""

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from fluxus.demo.people import ACCOUNTS

AXE = Axe()
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LEAVES = re.compile(r"/(logout|i18n|static|export)/|\.(csv|json|png|xlsx)(\?|$)|[?&]format=")
# One account per role and reach: the others would see the same pages again.
ONE_PER_ROLE = list({(a.role, a.landscape is None): a for a in reversed(ACCOUNTS)}.values())
WIDTHS = (1280, 390)
MOST_PER_SHAPE = 2  # of pages that differ only in a number, two are enough


def shape(path):
    return re.sub(r"/(\d+|[0-9A-Z]{4}-[0-9A-Z]{2,4}|[DPE]\d\d)(?=/|$)", "/*", path)


def check(page, path):
    """Look at a page as a phone and as a desktop show it."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        check_at_this_width(page, f"{path} at {width} px")


def check_at_this_width(page, path):
    for plot in page.locator("[data-chart]:visible").all():
        plot.scroll_into_view_if_needed()
        expect(plot).to_have_attribute("data-drawn", "true", timeout=20_000)
    for drawn in page.locator("[data-chart] .main-svg").all():
        assert drawn.evaluate("(svg) => getComputedStyle(svg).position") == "absolute", path
    assert page.evaluate("window.refused") == [], path
    assert page.errors == [], path
    for _attempt in range(20):  # charts follow a resized window after a moment
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide <= 0:
            break
        page.wait_for_timeout(100)
    assert wide <= 0, f"{path} is {wide} px too wide"
    results = AXE.run(page, options=RULES)
    found = [
        (violation["id"], [node["html"][:160] for node in violation["nodes"]][:3])
        for violation in results.response["violations"]
    ]
    assert found == [], f"{path}: {found}"


def links(page):
    found = set()
    for href in page.eval_on_selector_all("a[href]", "(all) => all.map((a) => a.href)"):
        parts = urlsplit(href)
        if parts.netloc == urlsplit(page.url).netloc and not LEAVES.search(parts.path + "?" + parts.query):
            found.add(parts.path + (f"?{parts.query}" if parts.query else ""))
    return sorted(found)


@pytest.mark.parametrize("person", ONE_PER_ROLE, ids=lambda person: person.email)
def test_every_page_of_every_role(open_page, person):
    page = open_page(person.email)
    waiting, seen, shapes = ["/"], set(), {}
    while waiting:
        path = waiting.pop(0)
        bare = shape(path.partition("?")[0])
        if path in seen or shapes.get(bare, 0) >= MOST_PER_SHAPE:
            continue
        seen.add(path)
        shapes[bare] = shapes.get(bare, 0) + 1
        response = page.goto(path)
        assert response.status == 200, f"{path} answers {response.status}"
        check(page, path)
        waiting.extend(links(page))
    assert len(seen) >= 3


def test_the_log_in_page(open_page):
    page = open_page()
    page.goto("/accounts/login/")
    check(page, "/accounts/login/")
    page.get_by_label("E-mailadres").fill("nobody@example.test")
    page.get_by_label("Wachtwoord").fill("wrong")
    page.get_by_role("button", name="Inloggen").click()
    check(page, "/accounts/login/ with a wrong password")


def test_a_page_that_is_not_there(open_page):
    page = open_page()
    response = page.goto("/nergens/")
    assert response.status == 404
    page.errors.clear()  # the browser reports the 404 itself
    check(page, "/nergens/")
