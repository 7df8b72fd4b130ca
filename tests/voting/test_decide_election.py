"""Deciding an election: the elected take office, those of that role who were not elected leave it."""

import pytest

from hub.activity.models import Entry
from hub.core.errors import Refused
from hub.sigs.models import Term
from hub.voting.actions.concluding import conclude
from hub.voting.actions.installing import decide_election
from hub.voting.models import Decision
from tests import factories as make
from tests.pages import text_of
from tests.voting.concluded import closed

pytestmark = pytest.mark.django_db


def election(group, chair, candidates, winners, **facts) -> Decision:
    settings = {"kind": "approval", "role": "chair", "term_days": 365, "seats": len(winners) or 1} | facts
    return closed(
        group, by=chair, question="Who leads?", purpose="election", options=candidates,
        winners=[person.handle for person in winners], **settings,
    )  # fmt: skip


def leading(group, role: str = "chair") -> dict[str, tuple]:
    """Who holds the role today, from when to when."""
    rows = group.terms.on(make.today()).filter(role=role)
    return {row.user.handle: (row.starts_on, row.ends_on) for row in rows}


def test_the_elected_begin_today_and_end_with_their_term(group, chair, member, outsider, admin) -> None:
    vote = election(group, chair, [member, outsider], [member])
    decide_election(vote, by=admin)
    assert leading(group) == {"mateo": (make.today(), make.today(365))}
    before = group.terms.get(user=chair, role="chair")
    assert before.ends_on == make.today()
    vote.refresh_from_db()
    assert (vote.state, vote.conclusion) == (Decision.State.DECIDED, None)


def test_who_is_elected_again_gets_a_new_term_after_the_old_one(group, chair, member) -> None:
    decide_election(election(group, chair, [chair, member], [chair]), by=chair)
    terms = group.terms.filter(user=chair, role="chair").order_by("starts_on")
    assert [(row.starts_on, row.ends_on) for row in terms] == [
        (make.today(-100), make.today()),
        (make.today(), make.today(365)),
    ]


def test_only_the_role_that_was_elected_changes_hands(group, chair, member, admin) -> None:
    tech = make.TermFactory(group=group, role="tech-lead").user
    elsewhere = make.TermFactory(role="chair")
    decide_election(election(group, chair, [member, tech], [tech], term_days=None), by=admin)
    assert leading(group) == {tech.handle: (make.today(), None)}
    assert set(leading(group, "tech-lead")) == {tech.handle}
    assert set(leading(group, "member")) == {"mateo"}
    elsewhere.refresh_from_db()
    assert elsewhere.ends_on is None


def test_several_seats_are_filled_at_once(group, chair, member, outsider) -> None:
    decide_election(election(group, chair, [chair, member, outsider], [member, outsider]), by=chair)
    assert set(leading(group)) == {"mateo", "otto"}


def test_who_left_the_hub_meanwhile_takes_no_office(group, chair, member, outsider) -> None:
    vote = election(group, chair, [member, outsider], [member, outsider])
    member.is_active = False
    member.save()
    decide_election(vote, by=chair)
    assert set(leading(group)) == {"otto", "carla"}  # her seat found nobody else
    assert vote.ledger.get().payload["not_there"] == ["mateo"]
    summary = Entry.objects.get(kind="voting.election_decided").summary
    assert summary.endswith(
        "Otto Outsider as chair; elected, but no longer in the hub: Mateo Member; in office until then: Carla Chair"
    )


def test_the_page_says_who_is_not_there_before_it_is_decided(
    group, chair, member, outsider, as_chair
) -> None:
    vote = election(group, chair, [member, outsider], [member, outsider])
    address = f"{vote.get_absolute_url()}conclusion/"
    assert "no longer in the hub" not in text_of(as_chair.get(address))
    member.is_active = False
    member.save()
    page = text_of(as_chair.get(address))
    assert "Elected, but no longer in the hub: Mateo Member." in page
    assert page.index("Nobody leaves this role.") < page.index("They stay") < page.rindex("Carla Chair")


def test_of_many_in_office_as_many_leave_as_seats_are_taken(group, chair, member, outsider, admin) -> None:
    """Two seats for three in office: one was won by somebody who left, so whoever came last stays."""
    oldest, newest = (make.TermFactory(group=group, role="chair", starts_on=make.today(-n)) for n in (900, 9))
    gone = make.TermFactory(group=group, role="chair", starts_on=make.today(-1), user__is_active=False)
    vote = election(group, chair, [member, outsider], [member, outsider])
    member.is_active = False
    member.save()
    decide_election(vote, by=admin)
    assert set(leading(group)) == {"otto", newest.user.handle}
    for term in (oldest, gone):
        assert term.user.handle not in leading(group)


def test_where_all_the_elected_left_those_in_office_stay(group, chair, member) -> None:
    vote = election(group, chair, [member], [member])
    member.is_active = False
    member.save()
    with pytest.raises(Refused) as refusal:
        decide_election(vote, by=chair)
    assert refusal.value.code == "not_decided"
    assert refusal.value.reason.startswith("Whoever was elected has left the hub")
    assert set(leading(group)) == {"carla"}


def test_where_nothing_was_decided_those_in_office_stay(group, chair, member) -> None:
    vote = election(group, chair, [member], [])
    with pytest.raises(Refused) as refusal:
        decide_election(vote, by=chair)
    assert refusal.value.code == "not_decided"
    assert set(leading(group)) == {"carla"}
    vote.refresh_from_db()
    assert vote.state == Decision.State.CLOSED


def test_an_election_is_decided_once(group, chair, member) -> None:
    vote = election(group, chair, [member], [member])
    decide_election(vote, by=chair)
    with pytest.raises(Refused) as refusal:
        decide_election(vote, by=chair)
    assert refusal.value.code == "not_closed"
    assert Term.objects.filter(user=member, role="chair").count() == 1


def test_the_two_ways_to_end_a_vote_are_not_mixed_up(group, chair, member) -> None:
    with pytest.raises(Refused) as refusal:
        conclude(election(group, chair, [member], [member]), by=chair, title="Mateo", verdict="Leads.")
    assert refusal.value.code == "election"
    with pytest.raises(Refused) as refusal:
        decide_election(closed(group, by=chair), by=chair)
    assert refusal.value.code == "not_election"


def test_the_ledger_and_the_feed_say_who_was_elected(group, chair, member) -> None:
    vote = election(group, chair, [member], [member])
    decide_election(vote, by=chair)
    assert vote.ledger.get().payload == {
        "elected": ["mateo"], "not_there": [], "role": "chair", "starts_on": make.today().isoformat(),
        "ends_on": make.today(365).isoformat(),
    }  # fmt: skip
    entry = Entry.objects.get(kind="voting.election_decided")
    assert entry.summary == "ended the election of SIG Experiment Tracking: Mateo Member as chair"
    assert entry.data["tell"] == [member.pk]  # who leaves is told with the end of their term
