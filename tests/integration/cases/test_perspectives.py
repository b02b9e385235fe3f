"""Two views on one case: asked, written, given; who reads what, and when."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cases.models import Judgement, Perspective, Review
from cases.perspectives import services as services
from cases.perspectives.queries import are_open, view_work
from cases.perspectives.writing import save_view
from cases.review_services import review_finding
from fluxus.organisations.errors import Refused
from fluxus.organisations.models import AuditEvent, Membership
from fluxus.organisations.permissions import Role
from tests import case_makers

AT_RISK = {"high_risk_known": "yes", "deviation_documented": "no"}
FIRST = "Eerstelijns: de overdracht liep rustig."
SECOND = "Tweedelijns: het team was er meteen."
DECIDED = "Besluit van het bestuur over dit punt."


@pytest.fixture
def entrant(caregiver):
    """Who entered the case."""
    return caregiver


@pytest.fixture
def case(vsv, entrant):
    """A submitted case with flags."""
    return case_makers.make_case(vsv, entrant, submitted=True, mother=AT_RISK)


@pytest.fixture
def midwife(person, vsv):
    """Who gives the view of the first line."""
    return person(Role.CAREGIVER, vsv)


@pytest.fixture
def gynaecologist(person, vsv):
    """Who gives the view of the second line."""
    return person(Role.CAREGIVER, vsv)


def url(page, case, **more):
    return reverse(f"cases:{page}", kwargs={"number": case.number, **more})


def asked(case, line, someone, by):
    return services.ask_view(case=case, line=line, person=someone, by=by).perspective


def write(perspective, went_well, opinion="confirmed"):
    flags = perspective.case.findings.filter(result="flagged")
    values = {f"opinion__{finding.check_id}": opinion for finding in flags}
    values |= {f"reason__{finding.check_id}": "right_choice" for finding in flags if opinion == "rejected"}
    return save_view(perspective=perspective, values=values | {"went_well": went_well}, by=perspective.person)


def give(perspective, went_well, opinion="confirmed"):
    write(perspective, went_well, opinion)
    return services.give_view(perspective=perspective, by=perspective.person)


@pytest.fixture
def both(case, entrant, midwife, gynaecologist):
    """Both lines asked, nothing given."""
    return asked(case, "primary", midwife, entrant), asked(case, "secondary", gynaecologist, entrant)


class TestAsking:
    def test_on_the_screen_with_a_mail_that_holds_a_link_only(
        self, client, case, midwife, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(url("ask_view", case), {"line": "primary", "email": midwife.email})
        assert answer.url == url("perspectives", case)
        [sent] = mail.outbox
        assert sent.to == [midwife.email]
        assert sent.subject == "Fluxus: u bent gevraagd"
        pk = Perspective.objects.get().pk
        assert f"http://testserver{reverse('cases:view_link', kwargs={'pk': pk})}" in sent.body
        assert case.number not in sent.body + sent.subject
        words = re.sub(r"http\S+", "", sent.body)
        assert not re.search(r"fluxus post|bloed|casus|ml\b", words, re.IGNORECASE)

    def test_the_link_leads_who_was_asked_to_her_page_and_nobody_else(
        self, client_as, both, midwife, gynaecologist, board
    ):
        first, _second = both
        link = reverse("cases:view_link", kwargs={"pk": first.pk})
        assert client_as(midwife).get(link).url == url("own_view", first.case)
        assert client_as(gynaecologist).get(link).status_code == 404
        assert client_as(board).get(link).status_code == 404

    def test_a_mail_server_that_fails_undoes_nothing_and_is_said(
        self, client, case, midwife, monkeypatch, django_capture_on_commit_callbacks
    ):
        def fail(*arguments):
            raise ConnectionRefusedError

        monkeypatch.setattr("cases.perspectives.mail.send_mail", fail)
        # The callbacks of a test run after the view; a real commit runs them before the view goes on.
        monkeypatch.setattr("cases.perspectives.mail.transaction.on_commit", lambda send: send())
        page = client.post(url("ask_view", case), {"line": "primary", "email": midwife.email}, follow=True)
        assert "de mail kon niet worden verstuurd" in page.content.decode()
        assert Perspective.objects.count() == 1

    def test_she_sees_the_case_from_then_on_and_no_longer_when_it_is_withdrawn(
        self, client_as, case, entrant, midwife
    ):
        browser = client_as(midwife)
        assert browser.get(url("own_view", case)).status_code == 404
        perspective = asked(case, "primary", midwife, entrant)
        assert browser.get(url("own_view", case)).status_code == 200
        save_view(perspective=perspective, values={"went_well": FIRST}, by=midwife)
        services.withdraw(perspective=perspective, by=entrant)
        assert browser.get(url("own_view", case)).status_code == 404
        assert Perspective.objects.count() == 0
        assert not case.invited.exists()

    def test_who_took_part_already_stays_in_the_case_when_it_is_withdrawn(self, case, entrant, midwife):
        case.invited.add(midwife)
        services.withdraw(perspective=asked(case, "primary", midwife, entrant), by=entrant)
        assert list(case.invited.all()) == [midwife]

    def test_moved_to_a_colleague(self, client, client_as, both, midwife, person, vsv):
        other = person(Role.CAREGIVER, vsv)
        deed = url("change_asked", both[0].case, line="primary", deed="move")
        client.post(deed, {"email": other.email})
        assert Perspective.objects.get(line="primary").person == other
        assert client_as(midwife).get(url("own_view", both[0].case)).status_code == 404

    def test_reminded(self, client, both, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(url("change_asked", both[0].case, line="primary", deed="remind"))
        assert [sent.to for sent in mail.outbox] == [[both[0].person.email]]
        assert Perspective.objects.get(pk=both[0].pk).reminded_at is not None

    def test_nobody_gives_both_and_the_one_who_asks_may_give_one(self, case, entrant):
        asked(case, "primary", entrant, entrant)
        with pytest.raises(Refused, match="niet beide"):
            asked(case, "secondary", entrant, entrant)

    def test_a_line_is_asked_once(self, both, person, vsv, entrant):
        with pytest.raises(Refused, match="al gevraagd"):
            asked(both[0].case, "primary", person(Role.CAREGIVER, vsv), entrant)

    @pytest.mark.parametrize("role", [Role.BOARD, Role.ADMINISTRATOR, Role.DATA_MANAGER])
    def test_only_who_gives_care_here_can_be_asked(self, case, entrant, person, vsv, role):
        with pytest.raises(Refused, match="geen collega"):
            asked(case, "primary", person(role, vsv), entrant)

    def test_nobody_of_another_vsv_can_be_asked(self, case, entrant, person, other_vsv):
        with pytest.raises(Refused, match="geen collega"):
            asked(case, "primary", person(Role.CAREGIVER, other_vsv), entrant)

    def test_a_draft_has_nothing_to_give_a_view_on(self, vsv, entrant, midwife):
        with pytest.raises(Refused, match="Dien de casus eerst in"):
            asked(case_makers.make_case(vsv, entrant), "primary", midwife, entrant)

    def test_who_was_only_asked_does_not_manage_the_invitations(
        self, both, gynaecologist, midwife, person, vsv
    ):
        with pytest.raises(PermissionDenied):
            services.withdraw(perspective=both[1], by=midwife)
        with pytest.raises(PermissionDenied):
            services.withdraw(perspective=both[1], by=person(Role.CAREGIVER, vsv))

    def test_given_it_is_not_withdrawn_or_moved(self, both, entrant, person, vsv):
        give(both[0], FIRST)
        for deed in (
            lambda: services.withdraw(perspective=both[0], by=entrant),
            lambda: services.move(perspective=both[0], person=person(Role.CAREGIVER, vsv), by=entrant),
            lambda: services.remind(perspective=both[0], by=entrant),
        ):
            with pytest.raises(Refused, match="al gegeven"):
                deed()

    def test_who_left_the_vsv_is_out(self, client_as, both, midwife):
        Membership.objects.filter(user=midwife).update(valid_until=timezone.localdate() - timedelta(days=1))
        assert client_as(midwife).get(url("own_view", both[0].case)).status_code in {403, 404}
        with pytest.raises(PermissionDenied):
            save_view(perspective=both[0], values={"went_well": FIRST}, by=midwife)


class TestWriting:
    def test_saved_by_the_page_itself(self, client_as, both, midwife):
        browser, place = client_as(midwife), url("own_view", both[0].case)
        check = both[0].case.findings.filter(result="flagged").first().check_id
        answer = browser.post(
            place,
            {"went_well": FIRST, f"opinion__{check}": "rejected", "changed": f"went_well,opinion__{check}"},
            headers={"HX-Request": "true"},
        )
        assert answer.status_code == 200
        assert '"fluxus:saved"' in answer["HX-Trigger"]
        assert "hx-swap-oob" in answer.content.decode()
        stored = Perspective.objects.get(pk=both[0].pk)
        assert stored.went_well == FIRST
        assert stored.judgements.get().opinion == "rejected"
        assert FIRST in browser.get(place).content.decode()

    def test_only_what_changed_is_written(self, client_as, both, midwife):
        write(both[0], FIRST)
        body = {"went_well": "", "missed": "De infuusnaald zat los.", "changed": "missed"}
        client_as(midwife).post(url("own_view", both[0].case), body, headers={"HX-Request": "true"})
        stored = Perspective.objects.get(pk=both[0].pk)
        assert (stored.went_well, stored.missed) == (FIRST, "De infuusnaald zat los.")

    def test_a_name_is_refused_at_its_field_and_the_rest_is_kept(self, client_as, both, midwife):
        body = {"went_well": FIRST, "missed": "zuster Plaat was er niet", "changed": "went_well,missed"}
        answer = client_as(midwife).post(url("own_view", both[0].case), body, headers={"HX-Request": "true"})
        assert "<mark>zuster Plaat</mark>" in answer.content.decode()
        assert '"traces": ["missed"]' in answer["HX-Trigger"]
        stored = Perspective.objects.get(pk=both[0].pk)
        assert (stored.went_well, stored.missed) == (FIRST, "")

    def test_declared_harmless_it_is_kept_with_this_view_only(self, both, midwife):
        text = {"missed": "zuster Plaat was er niet"}
        save_view(perspective=both[0], values=text, by=midwife, declared=frozenset({"name:zuster plaat"}))
        assert Perspective.objects.get(pk=both[0].pk).harmless == ["name:zuster plaat"]
        written = save_view(perspective=both[1], values=text, by=both[1].person)
        assert written.traces == {"missed"}

    def test_without_a_script_what_was_typed_stays(self, client_as, both, midwife):
        page = client_as(midwife).post(url("own_view", both[0].case), {"missed": "bel 06-12345678"})
        assert page.status_code == 422
        assert "bel 06-12345678</textarea>" in page.content.decode()

    def test_a_result_that_was_not_flagged_can_be_doubted_but_not_confirmed(self, both, midwife):
        other = both[0].case.findings.exclude(result="flagged").first().check_id
        written = save_view(perspective=both[0], values={f"opinion__{other}": "confirmed"}, by=midwife)
        assert list(written.refused) == [f"opinion__{other}"]
        save_view(perspective=both[0], values={f"opinion__{other}": "doubted"}, by=midwife)
        assert Judgement.objects.get().opinion == "doubted"
        save_view(perspective=both[0], values={f"opinion__{other}": ""}, by=midwife)
        assert Judgement.objects.count() == 0

    def test_nobody_else_writes_it(self, both, entrant, board, gynaecologist):
        for someone in (entrant, board, gynaecologist):
            with pytest.raises(PermissionDenied):
                save_view(perspective=both[0], values={"went_well": "x"}, by=someone)

    def test_not_given_before_it_is_complete(self, both, midwife):
        with pytest.raises(Refused) as refused:
            services.give_view(perspective=both[0], by=midwife)
        assert len(refused.value.problems) == 2
        write(both[0], FIRST)
        check = both[0].case.findings.filter(result="flagged").first().check_id
        save_view(perspective=both[0], values={f"opinion__{check}": "rejected"}, by=midwife)
        with pytest.raises(Refused, match=check):
            services.give_view(perspective=both[0], by=midwife)

    def test_given_with_a_confirmation(self, client_as, both, midwife):
        write(both[0], FIRST)
        browser, place = client_as(midwife), url("give_view", both[0].case)
        browser.post(place)
        assert Perspective.objects.get(pk=both[0].pk).given_at is None
        browser.post(place, {"sure": "1"})
        assert Perspective.objects.get(pk=both[0].pk).given_at is not None

    def test_changed_until_the_other_gives_hers_then_fixed(self, client_as, both, midwife):
        give(both[0], FIRST)
        with pytest.raises(Refused):
            save_view(perspective=both[0], values={"went_well": "anders"}, by=midwife)
        client_as(midwife).post(url("take_back_view", both[0].case))
        give(both[0], FIRST + " Echt.")
        give(both[1], SECOND)
        for deed in (services.take_back, services.give_view):
            with pytest.raises(Refused):
                deed(perspective=both[0], by=midwife)
        client_as(midwife).post(url("own_view", both[0].case), {"went_well": "anders"})
        assert Perspective.objects.get(pk=both[0].pk).went_well == FIRST + " Echt."

    def test_the_one_who_gives_at_the_same_moment_wins_over_taking_back(self, both):
        give(both[0], FIRST)
        stale = Perspective.objects.get(pk=both[0].pk)
        give(both[1], SECOND)
        with pytest.raises(Refused, match="ligt vast"):
            services.take_back(perspective=stale, by=stale.person)


def pages_of(browser, case):
    """Return everything that this person can get to read about a case, as one text."""
    names = ("case", "findings", "perspectives", "own_view", "export", "print")
    answers = [browser.get(url(name, case), follow=True) for name in names]
    answers += [browser.get(reverse(name), follow=True) for name in ("home", "cases:list")]
    answers += [
        browser.get(url("review", case, check=finding.check_id), follow=True)
        for finding in case.findings.filter(result="flagged")
    ]
    return "".join(answer.content.decode() for answer in answers if answer.status_code == 200)


class TestBlind:
    def readers(self, person, vsv, other_vsv):
        return [
            person(Role.BOARD, vsv),
            person(Role.ADMINISTRATOR, vsv),
            person(Role.ADMINISTRATOR),
            person(Role.DATA_MANAGER, vsv),
            person(Role.CAREGIVER, vsv),
            person(Role.BOARD, other_vsv),
            person(Role.CAREGIVER, other_vsv),
        ]

    def test_before_both_are_given_only_the_writer_reads_it(
        self, client_as, both, entrant, person, vsv, other_vsv
    ):
        give(both[0], FIRST)
        write(both[1], SECOND)
        case = both[0].case
        assert FIRST in pages_of(client_as(both[0].person), case)
        assert SECOND not in pages_of(client_as(both[0].person), case)
        assert SECOND in pages_of(client_as(both[1].person), case)
        assert FIRST not in pages_of(client_as(both[1].person), case)
        for reader in (entrant, *self.readers(person, vsv, other_vsv)):
            text = pages_of(client_as(reader), case)
            assert FIRST not in text, reader
            assert SECOND not in text, reader

    def test_not_in_the_log_either(self, both):
        give(both[0], FIRST)
        write(both[1], SECOND)
        details = str(list(AuditEvent.objects.values_list("details", flat=True)))
        assert "perspective.given" in AuditEvent.objects.values_list("event", flat=True)
        for words in (FIRST, SECOND, "confirmed"):
            assert words not in details

    def test_who_must_give_hers_sees_no_decision_of_others(self, client_as, both, board):
        flag = both[0].case.findings.filter(result="flagged").first()
        review_finding(finding=flag, status="confirmed", note=DECIDED, by=board)
        browser = client_as(both[0].person)
        assert DECIDED not in pages_of(browser, both[0].case)
        for name in ("findings", "export", "print", "perspectives", "rescreen"):
            assert browser.get(url(name, both[0].case)).url == url("own_view", both[0].case), name
        give(both[0], FIRST)
        assert DECIDED in browser.get(url("findings", both[0].case)).content.decode()

    def test_who_must_give_hers_decides_and_reopens_nothing(self, client_as, both):
        case, flag = both[0].case, both[0].case.findings.filter(result="flagged").first()
        with pytest.raises(Refused, match="eerst uw eigen blik"):
            review_finding(finding=flag, status="confirmed", by=both[0].person)
        client_as(both[0].person).post(url("reopen", case))
        case.refresh_from_db()
        assert case.status == "submitted"
        assert Review.objects.count() == 0

    def test_the_entrant_who_is_asked_is_blind_too(self, client, case, entrant, board):
        asked(case, "primary", entrant, board)
        assert client.get(url("findings", case)).url == url("own_view", case)

    def test_the_block_tells_how_far_they_are(self, client, both):
        give(both[0], FIRST)
        text = client.get(url("findings", both[0].case)).content.decode()
        assert re.search(r"Eerste lijn</strong>:\s+gegeven op", text)
        assert re.search(r"Tweede lijn</strong>:\s+gevraagd op", text)


class TestBeside:
    def test_after_both_everybody_who_sees_the_case_reads_both(
        self, client, client_as, both, board, person, vsv, other_vsv
    ):
        give(both[0], FIRST)
        give(both[1], SECOND, "rejected")
        case = both[0].case
        for browser in (client, client_as(board), client_as(both[0].person), client_as(both[1].person)):
            text = browser.get(url("perspectives", case)).content.decode()
            assert FIRST in text
            assert SECOND in text
        for role, where in ((Role.CAREGIVER, vsv), (Role.BOARD, other_vsv)):
            assert client_as(person(role, where)).get(url("perspectives", case)).status_code == 404
        assert AuditEvent.objects.filter(event="perspective.read").count() == 4

    def test_differences_come_first_with_a_word_and_a_count_and_no_name(self, client, both):
        give(both[0], FIRST)
        write(both[1], SECOND)
        check = both[1].case.findings.filter(result="flagged").first().check_id
        save_view(
            perspective=both[1],
            values={f"opinion__{check}": "rejected", f"reason__{check}": "right_choice"},
            by=both[1].person,
        )
        services.give_view(perspective=both[1], by=both[1].person)
        answer = client.get(url("perspectives", both[0].case))
        shown = answer.context["both"]
        flags = both[0].case.findings.filter(result="flagged").count()
        assert [pair.check_id for pair in shown.differing] == [check]
        assert (shown.agreed, shown.judged) == (flags - 1, flags)
        text = answer.content.decode()
        assert text.index("Waar zij verschillen") < text.index("Waar zij hetzelfde zien")
        assert "verschillend" in text
        for one in both:
            assert one.person.email not in text

    def test_the_board_can_close_without_a_second_view(self, client, client_as, both, board, entrant):
        give(both[0], FIRST)
        with pytest.raises(PermissionDenied):
            services.open_one(case=both[0].case, by=entrant)
        client_as(board).post(url("open_one_view", both[0].case))
        assert are_open(both[0].case)
        assert FIRST in client.get(url("perspectives", both[0].case)).content.decode()
        assert AuditEvent.objects.filter(event="perspective.opened").count() == 1
        assert list(Perspective.objects.values_list("line", flat=True)) == ["primary"]
        with pytest.raises(Refused, match="al worden gelezen"):
            asked(both[0].case, "secondary", both[1].person, entrant)

    def test_nothing_to_open_before_one_was_given(self, both, board):
        with pytest.raises(Refused):
            services.open_one(case=both[0].case, by=board)


def test_home_tells_what_waits(client, client_as, both, midwife, entrant, vsv):
    number = both[0].case.number
    assert f"Geef uw blik op casus {number}" in client_as(midwife).get("/").content.decode()
    assert view_work(entrant, vsv).complete == ()
    give(both[0], FIRST)
    assert f"Geef uw blik op casus {number}" not in client_as(midwife).get("/").content.decode()
    give(both[1], SECOND)
    assert f"Beide blikken op casus {number} zijn binnen" in client.get("/").content.decode()
