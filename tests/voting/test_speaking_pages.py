"""What people say by name on the page: concerns with their answers, nominations with theirs."""

import datetime as dt

from django.utils import timezone

from hub.voting import actions
from hub.voting.models import Concern, Decision, Nomination
from tests.cast import browser_of
from tests.pages import text_of
from tests.voting import rounds


def test_elector_raises_a_concern_and_settles_it(group, member, as_member):
    decision = rounds.open_vote(group, kind="consent")
    url = decision.get_absolute_url()
    assert as_member.post(f"{url}concerns/", {"title": "", "text": "Kept"}).status_code == 422
    as_member.post(f"{url}concerns/", {"title": "Too early", "text": "Wait for **May**"})
    concern = Concern.objects.get()
    page = as_member.get(url).content.decode()
    assert "Too early" in page
    assert "<strong>May</strong>" in page
    as_member.post(f"{url}concerns/{concern.pk}/settling/", {"state": "resolved"})
    assert "Resolved by its author" in text_of(as_member.get(url))


def test_lead_answers_in_writing(group, member, chair, as_chair):
    decision = rounds.open_vote(group, by=chair, kind="lazy")
    concern = actions.raise_concern(decision, by=member, title="Too early")
    url = decision.get_absolute_url()
    answer = as_chair.post(f"{url}concerns/{concern.pk}/answer/", {"reply": "  "})
    assert answer.status_code == 422
    as_chair.post(f"{url}concerns/{concern.pk}/answer/", {"reply": "We waited *long*."})
    page = text_of(as_chair.get(url))
    assert "Answered in writing" in page
    assert "We waited long ." in page


def test_nobody_settles_or_answers_for_others(group, member, five, as_outsider):
    decision = rounds.open_vote(group, kind="consent")
    concern = actions.raise_concern(decision, by=member, title="Too early")
    url = f"{decision.get_absolute_url()}concerns/{concern.pk}/"
    for browser in (as_outsider, browser_of(five[1])):
        assert browser.post(f"{url}settling/", {"state": "resolved"}).status_code == 403
        assert browser.post(f"{url}answer/", {"reply": "No"}).status_code == 403
    assert Concern.objects.get().state == "raised"


def test_concern_of_another_decision_is_not_found(group, member, as_member):
    one = rounds.open_vote(group, kind="consent")
    other = rounds.open_vote(group, kind="consent", question="Another?")
    concern = actions.raise_concern(one, by=member, title="Too early")
    assert as_member.post(f"{other.get_absolute_url()}concerns/{concern.pk}/settling/").status_code == 404


def test_outsider_is_told_that_concerns_are_for_electors(group, as_outsider):
    decision = rounds.open_vote(group, kind="consent")
    answer = as_outsider.post(f"{decision.get_absolute_url()}concerns/", {"title": "Me too"})
    assert answer.status_code == 409
    assert "Only electors may do this" in text_of(answer)
    assert 'value="Me too"' in answer.content.decode()


def announced(group, chair):
    decision = rounds.draft(
        group, by=chair, question="Who leads?", kind="stv", purpose="election", role="chair"
    )
    return actions.announce_election(
        decision, by=chair, nominations_until=timezone.now() + dt.timedelta(days=3)
    )


def test_lead_announces_an_election_and_everybody_sees_it(group, chair, as_chair, as_anonymous):
    decision = rounds.draft(
        group, by=chair, question="Who leads?", kind="stv", purpose="election", role="chair"
    )
    url = decision.get_absolute_url()
    assert as_anonymous.get(url).status_code == 404
    assert as_chair.post(f"{url}announcement/", {"nominations_until": "2020-01-01T10:00"}).status_code == 422
    until = timezone.now() + dt.timedelta(days=3)
    as_chair.post(f"{url}announcement/", {"nominations_until": f"{until:%Y-%m-%dT%H:%M}"})
    assert "End of nominations" in text_of(as_anonymous.get(url))


def test_member_nominates_and_the_person_accepts_with_a_statement(group, member, chair, five, as_member):
    decision = announced(group, chair)
    url = decision.get_absolute_url()
    bad = as_member.post(f"{url}nominations/", {"person": "nobody-here", "statement": "Kept"})
    assert (bad.status_code, "Kept" in bad.content.decode()) == (422, True)
    as_member.post(f"{url}nominations/", {"person": f"@{five[1].handle}", "statement": "Patient"})
    row = Nomination.objects.get()
    theirs = browser_of(five[1])
    assert "You are nominated" in text_of(theirs.get(url))
    assert "You are nominated" not in text_of(as_member.get(url))
    assert as_member.post(f"{url}nominations/{row.pk}/", {"answer": "accept"}).status_code == 403
    theirs.post(f"{url}nominations/{row.pk}/", {"answer": "accept", "statement": "I **listen**"})
    page = as_member.get(url).content.decode()
    assert "<strong>listen</strong>" in page
    assert Nomination.objects.get().state == "accepted"


def test_person_declines(group, member, chair, as_member):
    decision = announced(group, chair)
    row = actions.nominate(decision, by=chair, person=member)
    url = decision.get_absolute_url()
    as_member.post(f"{url}nominations/{row.pk}/", {"answer": "decline"})
    assert Nomination.objects.get().state == "declined"
    assert "You declined" in text_of(as_member.get(url))


def test_vote_is_opened_after_the_nominations(group, member, chair, five, as_chair):
    decision = announced(group, chair)
    actions.nominate(decision, by=member, person=member, statement="Me")
    url = decision.get_absolute_url()
    assert "Check and open" not in text_of(as_chair.get(url))
    closes = f"{timezone.now() + dt.timedelta(days=20):%Y-%m-%dT%H:%M}"
    sent = {"closes_at": closes, "accept_warnings": "on"}
    assert as_chair.post(f"{url}opening/", sent).status_code == 409
    with rounds.at(timezone.now() + dt.timedelta(days=4)):
        assert "Check and open" in text_of(as_chair.get(url))
        assert as_chair.post(f"{url}opening/", sent).status_code == 302
    assert [option.person for option in Decision.objects.get().options.all()] == [member]
