"""The page of the timeline: lines as they are read aloud, and every row by itself."""

import json
import re

import pytest
from django.urls import reverse

from cases.models import Case, Receipt, UnreadLine
from cases.screening.facts import SECTIONS
from cases.storage import load_data, load_draft
from cases.timeline.edit import known_words, mark_of
from fluxus.organisations.models import AuditEvent
from fluxus.organisations.permissions import Role
from tests.integration.cases.conftest import section_url

SCRIPT = {"HX-Request": "true"}
LINES = "0010 500 w\n0012 massage\n0015 p 110 rr 95/60\n0020 gyn gebeld\n0055 txa 1 iv"


def url(case, name):
    return reverse(f"cases:{name}", kwargs={"number": case.number})


def add(client, case, lines, *, script=True, **more):
    headers = SCRIPT if script else {}
    return client.post(url(case, "lines"), {"lines": lines, **more}, headers=headers)


def data(case):
    return load_data(Case.objects.get(pk=case.pk))


def key_of(case, name, index=0):
    return f"{name}:{index}:{mark_of(data(case)[name][index])}"


@pytest.fixture
def filled(client, draft):
    add(client, draft, LINES)
    return draft


@pytest.fixture
def colleague(client_as, person, vsv, filled):
    """The browser of somebody else who takes part in the case."""
    other = person(Role.CAREGIVER, vsv)
    filled.invited.add(other)
    return client_as(other)


def test_lines_become_rows(client, draft):
    page = add(client, draft, LINES).content.decode()
    stored = data(draft)
    assert stored["blood_loss"] == [
        {"time": "2025-03-10T00:10+01:00", "cumulative_ml": 500, "method": "weighed"}
    ]
    assert stored["vitals"][0]["systolic"] == 95
    assert stored["medication"][0]["drug"] == "tranexamic_acid"
    assert "500 ml" in page and "tranexaminezuur" in page
    assert page.count("fresh") >= 5
    assert AuditEvent.objects.filter(event="case.lines_added").count() == 1


def test_the_answer_carries_everything_that_changed(client, draft):
    response = add(client, draft, "0010 500 w")
    page = response.content.decode()
    for part in ("timeline-rows", "steps", "save-status", "said", "quick-held"):
        assert re.search(rf'id="{part}"[^>]*hx-swap-oob="true"', page), part
    assert "timeline-figure" in page
    assert re.fullmatch(r"\d\d:\d\d", json.loads(response.headers["HX-Trigger"])["fluxus:saved"]["at"])


def test_the_date_of_another_day_is_shown_with_the_minutes_since_birth(client, filled):
    page = client.get(section_url(filled, "timeline")).content.decode()
    assert "ma 10 mrt" in page
    assert "+75 min" in page


def test_what_cannot_be_read_stays_as_text_with_a_sentence(client, draft):
    page = add(client, draft, "0010 500 w\n0020 hallo iets").content.decode()
    assert UnreadLine.objects.get().text == "0020 hallo iets"
    assert "&quot;hallo&quot; is niet te lezen" in page
    assert len(data(draft)["blood_loss"]) == 1
    assert "0020 hallo iets" in client.get(section_url(draft, "timeline")).content.decode()


@pytest.mark.parametrize(
    ("line", "words"),
    [("0020 200 w", "daalt van 500 ml naar 200 ml"), ("0020 rr 999/60", "999 kan niet")],
)
def test_what_the_case_cannot_hold_stays_as_text_with_a_sentence(client, filled, line, words):
    before = data(filled)
    assert words in add(client, filled, line).content.decode()
    assert UnreadLine.objects.get().text == line
    assert data(filled) == before


def test_one_bad_line_in_a_block_keeps_the_others(client, draft):
    add(client, draft, "0010 500 w\n0020 200 w\n0030 700 w")
    assert [row["cumulative_ml"] for row in data(draft)["blood_loss"]] == [500, 700]
    assert UnreadLine.objects.get().text == "0020 200 w"


def test_a_line_is_mended_or_removed(client, draft):
    add(client, draft, "0020 hallo\n0030 foei")
    first, second = UnreadLine.objects.all()
    client.post(url(draft, "mend"), {"line": first.pk, "text": "0020 massage", "mend": "1"}, headers=SCRIPT)
    assert data(draft)["interventions"] == [{"time": "2025-03-10T00:20+01:00", "kind": "uterine_massage"}]
    answer = client.post(url(draft, "mend"), {"line": second.pk, "text": "x", "remove": "1"}, headers=SCRIPT)
    assert "Weggehaald: 0030 foei" in answer.content.decode()
    assert not UnreadLine.objects.exists()


def test_a_line_that_was_mended_already_comes_back_into_the_box(client, draft):
    answer = client.post(url(draft, "mend"), {"line": "7", "text": "0020 massage"}, headers=SCRIPT)
    assert 'data-box="0020 massage"' in answer.content.decode()
    assert data(draft)["interventions"] == []


def test_a_line_that_can_lead_to_a_person_is_not_stored(client, draft):
    page = add(client, draft, "0010 500 w\n0020 mevr. Jansen belde").content.decode()
    assert 'data-box="0020 mevr. Jansen belde"' in page
    assert "<mark>mevr. Jansen</mark>" in page
    assert not UnreadLine.objects.exists()
    assert len(data(draft)["blood_loss"]) == 1
    assert "Jansen" not in str(list(AuditEvent.objects.values_list("details", flat=True)))


def test_what_was_declared_harmless_is_stored_and_remembered(client, draft):
    page = add(client, draft, "0020 mevr. Jansen belde").content.decode()
    key = re.search(r'name="declared" value="([^"]+)"', page)[1]
    add(client, draft, "0020 mevr. Jansen belde", declared=key)
    assert UnreadLine.objects.get().text == "0020 mevr. Jansen belde"
    assert key in Case.objects.get(pk=draft.pk).harmless


def test_without_a_script_the_held_line_is_back_in_the_box(client, draft):
    response = add(client, draft, "0020 mevr. Jansen belde", script=False)
    assert response.status_code == 422
    assert ">0020 mevr. Jansen belde</textarea>" in response.content.decode()


def test_the_same_deed_is_done_once(client, draft):
    for _again in range(3):
        assert add(client, draft, "0010 500 w", token="t1").status_code == 200
    add(client, draft, "0010 500 w\n0030 gyn gebeld", token="t2")
    assert len(data(draft)["blood_loss"]) == 2
    assert len(data(draft)["calls"]) == 1
    assert Receipt.objects.count() == 2


@pytest.mark.parametrize("script", [True, False])
def test_a_line_that_is_only_too_long_says_so_and_leads_to_nobody(client, draft, script):
    line = "0010 " + "x" * 600
    response = add(client, draft, line, script=script)
    page = response.content.decode()
    assert response.status_code == (200 if script else 422)
    assert "deze regel is 605 tekens lang, meer dan 500; splits haar." in page
    assert line in page and "naar een persoon" not in page.partition('id="quick-held"')[2][:3000]


def test_a_line_that_was_held_comes_back_when_its_answer_was_lost(client, draft):
    lines, known = "0010 500 w\n0020 mevr. Jansen belde\n0030 hallo iets", known_words(data(draft))
    lost = add(client, draft, lines, token="t1", known=known).content.decode()
    before = data(draft)
    again = add(client, draft, lines, token="t1", known=known).content.decode()
    for page in (lost, again):
        assert 'data-box="0020 mevr. Jansen belde"' in page
        assert "<mark>mevr. Jansen</mark>" in page
        assert "Toegevoegd: 00:10 · 500 ml" in page
        assert "1 regel is niet te lezen" in page
        assert "Uw collega" not in page
        assert len(re.findall(r'class="blood_loss fresh"', page)) == 1
    assert data(draft) == before
    assert [line.text for line in UnreadLine.objects.all()] == ["0030 hallo iets"]
    assert "Jansen" not in str(list(AuditEvent.objects.values_list("details", flat=True)))


def test_a_line_mended_into_one_that_is_held_comes_back_when_its_answer_was_lost(client, draft):
    add(client, draft, "0020 hallo")
    mended = {"line": UnreadLine.objects.get().pk, "text": "0020 mevr. Jansen belde", "token": "t2"}
    for _again in range(2):
        page = client.post(url(draft, "mend"), mended, headers=SCRIPT).content.decode()
        assert 'data-box="0020 mevr. Jansen belde"' in page
    assert [line.text for line in UnreadLine.objects.all()] == ["0020 hallo"]


def test_what_a_lost_answer_stored_is_not_taken_for_a_colleagues(client, filled, colleague):
    known = known_words(data(filled))
    lines = "0040 gyn aanwezig\n0050 1100 w\n0110 onder controle"
    add(client, filled, lines, token="t3", known=known)
    assert "Uw collega" not in add(client, filled, lines, token="t3", known=known).content.decode()
    add(colleague, filled, "0052 massage")
    page = add(client, filled, lines, token="t3", known=known).content.decode()
    assert "Uw collega heeft intussen 1 regel toegevoegd of gewijzigd: 00:52" in page
    assert "Toegevoegd: 01:10" in page
    assert [row["cumulative_ml"] for row in data(filled)["blood_loss"]] == [500, 1100]


def test_a_repeated_deed_on_a_row_is_done_once_and_told_again(client, filled):
    key, known = key_of(filled, "blood_loss"), known_words(data(filled))
    typed = {"row": key, "slug": "blood_loss-0", "blood_loss-0-time": "0010", "known": known, "token": "t4"}
    typed |= {"blood_loss-0-cumulative_ml": "650", "blood_loss-0-method": "weighed"}
    new = {"row": "calls::", "slug": "calls-new", "known": known, "token": "t5"}
    new |= {"calls-new-role": "anaesthesiologist", "calls-new-called": "0030"}
    gone = {"row": key_of(filled, "vitals"), "known": known, "token": "t6"}
    for _again in range(2):
        assert (
            "Bewaard: 00:10 · 650 ml"
            in client.post(url(filled, "row"), typed, headers=SCRIPT).content.decode()
        )
    after = known_words(data(filled))
    for _again in range(2):
        page = client.post(url(filled, "row"), new | {"known": after}, headers=SCRIPT).content.decode()
        assert "Bewaard: 00:30" in page and "Uw collega" not in page
    after = known_words(data(filled))
    for _again in range(2):
        page = client.post(
            url(filled, "row_remove"), gone | {"known": after}, headers=SCRIPT
        ).content.decode()
        assert "Uw collega" not in page
    assert [len(data(filled)[name]) for name in ("blood_loss", "calls", "vitals")] == [1, 2, 0]


def test_a_refused_deed_leaves_no_receipt(client, filled):
    bad = {"row": "blood_loss::", "slug": "blood_loss-new", "token": "t9"}
    bad |= {"blood_loss-new-time": "0050", "blood_loss-new-cumulative_ml": "200"}
    assert "daalt" in client.post(url(filled, "row"), bad, headers=SCRIPT).content.decode()
    good = bad | {"blood_loss-new-cumulative_ml": "900"}
    client.post(url(filled, "row"), good, headers=SCRIPT)
    assert [row["cumulative_ml"] for row in data(filled)["blood_loss"]] == [500, 900]


def test_a_presence_completes_an_open_call(client, filled):
    page = add(client, filled, "0040 gyn aanwezig").content.decode()
    assert data(filled)["calls"][0]["arrived"] == "2025-03-10T00:40+01:00"
    assert data(filled)["staff"][0]["role"] == "gynaecologist"
    assert "de oproep van 00:20 krijgt als aankomst 00:40" in page


def test_moments_of_other_sections_are_set_and_shown(client, filled):
    page = add(
        client, filled, "0110 onder controle\n0042 ambulance gebeld\n2350 placenta geboren"
    ).content.decode()
    stored = data(filled)
    assert stored["birth"]["bleeding_controlled"] == "2025-03-10T01:10+01:00"
    assert stored["ambulance"]["requested"] == "2025-03-10T00:42+01:00"
    assert section_url(filled, "third_stage") + "#id_birth__bleeding_controlled" in page
    again = add(client, filled, "0120 onder controle").content.decode()
    assert "stond er al anders (01:10)" in again


def test_an_answer_by_line_takes_the_place_of_unknown(client, draft):
    Case.objects.filter(pk=draft.pk).update(stated={"birth.bleeding_controlled": "unknown"})
    add(client, draft, "0110 onder controle")
    assert load_draft(Case.objects.get(pk=draft.pk)).stated == {}


def test_the_preview_reads_and_stores_nothing(client, draft):
    before = data(draft)
    answer = client.post(url(draft, "read"), {"lines": "0055 txa 1 iv\n0056 hallo"}).content.decode()
    assert "tranexaminezuur 1 g" in answer and "75 min na de geboorte" in answer
    assert "&quot;hallo&quot; is niet te lezen" in answer
    assert (data(draft), UnreadLine.objects.count()) == (before, 0)


@pytest.mark.parametrize("name", SECTIONS)
def test_every_list_has_a_form_with_names_of_its_own(client, draft, name):
    page = client.get(url(draft, "row"), {"row": f"{name}::"}, headers=SCRIPT).content.decode()
    assert f'name="{name}-new-' in page
    assert ", nieuwe regel" in page
    assert client.get(url(draft, "row"), {"row": f"{name}::"}).status_code == 200


def test_a_row_is_changed_in_place(client, filled):
    key = key_of(filled, "blood_loss")
    form = client.get(url(filled, "row"), {"row": key}, headers=SCRIPT).content.decode()
    assert "Totaal tot dan toe (ml), 00:10 bloedverlies" in form
    typed = {"row": key, "slug": "blood_loss-0", "blood_loss-0-time": "0011"}
    typed |= {"blood_loss-0-cumulative_ml": "550", "blood_loss-0-method": "estimated"}
    answer = client.post(url(filled, "row"), typed, headers=SCRIPT).content.decode()
    assert data(filled)["blood_loss"] == [
        {"time": "2025-03-10T00:11+01:00", "cumulative_ml": 550, "method": "estimated"}
    ]
    assert "Bewaard: 00:11" in answer


def test_a_bad_row_says_so_at_its_field_and_changes_nothing(client, filled):
    before, key = data(filled), key_of(filled, "vitals")
    typed = {"row": key, "slug": "vitals-0", "vitals-0-time": "25:99", "vitals-0-heart_rate": "900"}
    answer = client.post(url(filled, "row"), typed, headers=SCRIPT).content.decode()
    assert "is geen tijd" in answer and 'value="900"' in answer
    typed["vitals-0-time"] = "0015"
    assert "900 kan niet" in client.post(url(filled, "row"), typed, headers=SCRIPT).content.decode()
    assert client.post(url(filled, "row"), typed).status_code == 422
    assert data(filled) == before


def test_a_removed_row_can_be_put_back_where_it_stood(client, filled):
    add(client, filled, "0030 700 w\n0040 900 w")
    before = data(filled)
    answer = client.post(
        url(filled, "row_remove"), {"row": key_of(filled, "blood_loss", 1)}, headers=SCRIPT
    ).content.decode()
    assert [row["cumulative_ml"] for row in data(filled)["blood_loss"]] == [500, 900]
    content = re.search(r'name="content" value="([^"]+)"', answer)[1].replace("&quot;", '"')
    key = re.search(r'name="row" value="(blood_loss:1:)"', answer)[1]
    client.post(url(filled, "row_back"), {"row": key, "content": content}, headers=SCRIPT)
    assert data(filled) == before


@pytest.mark.parametrize("content", ["", "[]", '{"cumulative_ml": "veel"}', '{"nonsense": 1}'])
def test_nothing_but_a_row_is_put_back(client, filled, content):
    before = data(filled)
    client.post(url(filled, "row_back"), {"row": "blood_loss:0:", "content": content}, headers=SCRIPT)
    assert data(filled) == before


def test_rows_of_a_colleague_appear_with_a_notice(client, filled, colleague):
    known = known_words(data(filled))
    add(colleague, filled, "0050 1100 w", known=known)
    answer = add(client, filled, "0052 massage", known=known).content.decode()
    assert "Uw collega heeft intussen 1 regel toegevoegd of gewijzigd: 00:50 · 1100 ml" in answer
    assert [row["cumulative_ml"] for row in data(filled)["blood_loss"]] == [500, 1100]
    assert (
        "Uw collega"
        not in add(client, filled, "0053 massage", known=known_words(data(filled))).content.decode()
    )


def _change(client, case, key, ml, known=""):
    typed = {"row": key, "slug": "blood_loss-0", "blood_loss-0-time": "0010", "known": known}
    typed |= {"blood_loss-0-cumulative_ml": ml, "blood_loss-0-method": "weighed"}
    return client.post(url(case, "row"), typed, headers=SCRIPT).content.decode()


def test_a_row_that_a_colleague_changed_is_shown_twice_and_chosen(client, filled, colleague):
    key, known = key_of(filled, "blood_loss"), known_words(data(filled))
    _change(colleague, filled, key, "600", known)
    answer = _change(client, filled, key, "650", known)
    assert "intussen gewijzigd" in answer and "<td>600</td><td>650</td>" in answer
    assert data(filled)["blood_loss"][0]["cumulative_ml"] == 600
    mine = re.search(r'name="row" value="([^"]+)"', answer)[1]
    _change(client, filled, mine, "650", known)
    assert [row["cumulative_ml"] for row in data(filled)["blood_loss"]] == [650]


def test_a_row_that_a_colleague_removed_is_not_taken_for_another(client, filled, colleague):
    add(client, filled, "0030 700 w")
    key, known = key_of(filled, "blood_loss"), known_words(data(filled))
    colleague.post(url(filled, "row_remove"), {"row": key, "known": known}, headers=SCRIPT)
    answer = _change(client, filled, key, "550", known)
    assert "intussen weggehaald" in answer
    assert [row["cumulative_ml"] for row in data(filled)["blood_loss"]] == [700]


def test_a_changed_row_is_not_removed_unseen(client, filled, colleague):
    key, known = key_of(filled, "blood_loss"), known_words(data(filled))
    _change(colleague, filled, key, "600", known)
    answer = client.post(url(filled, "row_remove"), {"row": key, "known": known}, headers=SCRIPT)
    assert "600 ml" in answer.content.decode() and "Haal hem toch weg" in answer.content.decode()
    assert data(filled)["blood_loss"][0]["cumulative_ml"] == 600


def test_the_place_of_a_row_may_shift(client, filled, colleague):
    add(client, filled, "0030 700 w")
    second, known = key_of(filled, "blood_loss", 1), known_words(data(filled))
    first = key_of(filled, "blood_loss")
    colleague.post(url(filled, "row_remove"), {"row": first, "known": known}, headers=SCRIPT)
    client.post(url(filled, "row_remove"), {"row": second, "known": known}, headers=SCRIPT)
    assert data(filled)["blood_loss"] == []


@pytest.mark.parametrize("script", [True, False])
def test_a_block_that_is_too_long_comes_back_whole(client, draft, script):
    block = "0010 500 w\n" * 4000
    page = add(client, draft, block, script=script).content.decode()
    assert "44000 tekens is te veel in één keer" in page
    assert page.count("0010 500 w") >= 4000
    assert not data(draft).get("blood_loss") and not UnreadLine.objects.exists()


def test_all_lists_complete_at_once(client, filled):
    answer = client.post(url(filled, "all_complete"), headers=SCRIPT).content.decode()
    assert Case.objects.get(pk=filled.pk).incomplete == []
    assert 'id="timeline-complete"' in answer


def test_everything_works_without_a_script(client, draft):
    assert add(client, draft, LINES + "\n0060 hallo", script=False).url == section_url(draft, "timeline")
    key = key_of(draft, "vitals")
    assert 'value="110"' in client.get(url(draft, "row"), {"row": key}).content.decode()
    typed = {"row": key, "slug": "vitals-0", "vitals-0-time": "0015", "vitals-0-heart_rate": "120"}
    assert client.post(url(draft, "row"), typed).status_code == 302
    assert data(draft)["vitals"][0] == {"time": "2025-03-10T00:15+01:00", "heart_rate": 120}
    removed = client.post(url(draft, "row_remove"), {"row": key_of(draft, "vitals")})
    assert removed.status_code == 200 and "Ongedaan maken" in removed.content.decode()
    assert client.post(url(draft, "all_complete")).status_code == 302


def test_a_submitted_case_takes_no_lines(client, submitted):
    before = data(submitted)
    answer = add(client, submitted, "0010 500 w")
    assert answer.status_code in (200, 403, 422)
    assert data(submitted) == before
    assert client.get(url(submitted, "row"), {"row": "calls::"}).status_code == 302


def test_who_has_no_part_in_the_case_changes_nothing(client_as, person, vsv, filled):
    before = data(filled)
    stranger = client_as(person(Role.CAREGIVER, vsv))
    assert add(stranger, filled, "0010 500 w").status_code in (403, 404)
    assert data(filled) == before


def test_what_is_no_row_does_not_exist(client, filled):
    assert client.get(url(filled, "row"), {"row": "nonsense::"}).status_code == 404
    assert client.post(url(filled, "row_remove"), {"row": "nonsense"}).status_code == 404
