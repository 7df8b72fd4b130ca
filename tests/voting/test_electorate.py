"""Who may vote: noted by name at the opening; what people do later changes nothing."""

import datetime as dt
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError

from hub.accounts.models import User
from hub.activity.models import Entry, Notification
from hub.activity.telling import tell
from hub.sigs.models import Term
from hub.voting import actions
from hub.voting.models import Decision
from hub.voting.people import electorates
from hub.voting.proof.bundle import bundle_of
from hub.voting.proof.canonical import digest
from hub.voting.proof.verify_decision import verify
from hub.voting.tally.published import published
from tests.factories import MembershipFactory, TeamFactory, TermFactory, UserFactory, today
from tests.voting import chains, rounds

PAPER = {"approved": ["alpha"]}


def handles(decision: Decision) -> set[str]:
    return set(decision.electors.values_list("person__handle", flat=True))


@pytest.fixture
def crowd(group, chair, member, outsider):
    """People with every role in the group, and some who left it or the hub."""
    roles = {"tina": Term.Role.TECH_LEAD, "lila": Term.Role.LIAISON, "emil": Term.Role.EMERITUS}
    for handle, role in roles.items():
        TermFactory(group=group, user=UserFactory(handle=handle), role=role)
    TermFactory(group=group, user=UserFactory(handle="gone"), ends_on=today())
    TermFactory(group=group, user=UserFactory(handle="soon"), starts_on=today(1))
    TermFactory(group=group, user=UserFactory(handle="left", is_active=False))
    imported = UserFactory(handle="imported", email="")
    imported.set_unusable_password()
    imported.save()
    return group


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("members", {"carla", "mateo", "tina", "lila"}),
        ("leads", {"carla", "tina"}),
        ("everyone", {"carla", "mateo", "otto", "tina", "lila", "emil", "gone", "soon"}),
        ("named", {"otto", "mateo"}),
    ],
)
def test_rule_names_the_electors(crowd, member, outsider, rule, expected):
    left = UserFactory(handle="invited-and-left", is_active=False)
    decision = rounds.open_vote(crowd, electorate=rule, invited=[member, outsider, left])
    assert handles(decision) == expected


def test_person_with_two_roles_is_one_elector(group, chair):
    TermFactory(group=group, user=chair, role=Term.Role.TECH_LEAD)
    assert rounds.open_vote(group).electors.count() == 1


def test_team_is_the_one_they_were_in_first_on_that_day(group, chair, member):
    second = TeamFactory(name="Aardvarks")
    MembershipFactory(user=member, team=second, starts_on=today(-10))
    MembershipFactory(user=chair, team=second, ends_on=today())
    teams = dict(rounds.open_vote(group).electors.values_list("person__handle", "team"))
    assert teams == {"mateo": "Pricing", "carla": ""}


def test_hash_is_of_the_sorted_list(group, chair, member):
    decision = rounds.open_vote(group)
    expected = [
        {"handle": "carla", "team": "", "source": "rule"},
        {"handle": "mateo", "team": "Pricing", "source": "rule"},
    ]
    assert electorates.as_list(decision) == expected
    assert decision.electorate_hash == digest(expected)
    opened = decision.ledger.get()
    assert opened.payload == {
        "settings_hash": digest(decision.frozen),
        "electorate_hash": digest(expected),
        "electors": 2,
    }


def test_leaving_the_group_and_the_team_later_changes_nothing(group, member, team, five):
    decision = rounds.open_vote(group)
    before = electorates.as_list(decision)
    member.terms.all().delete()
    member.memberships.update(ends_on=today(1))
    TermFactory(group=group, user=UserFactory())
    actions.cast_ballot(decision, by=member, paper=PAPER)
    closed = rounds.close(decision)
    assert electorates.as_list(closed) == before
    assert digest(before) == closed.electorate_hash
    assert closed.result["turnout"]["electors"] == 6


def test_leaving_the_hub_later_changes_nothing(group, member, five):
    decision = rounds.open_vote(group)
    actions.cast_ballot(decision, by=member, paper=PAPER)
    member.is_active = False
    member.save()
    result = rounds.close(decision).result
    assert (result["turnout"]["electors"], result["turnout"]["ballots"]) == (6, 1)


def test_who_joins_later_is_no_elector(group, chair, outsider):
    decision = rounds.open_vote(group)
    TermFactory(group=group, user=outsider)
    with rounds.refused("not_elector"):
        actions.cast_ballot(decision, by=outsider, paper=PAPER)


def test_lead_admits_somebody_late_with_a_reason(group, chair, outsider):
    decision = rounds.open_vote(group)
    before = decision.electorate_hash
    elector = actions.admit_elector(decision, person=outsider, reason=" Was  on leave ", by=chair)
    assert (elector.source, elector.reason) == ("late", "Was on leave")
    event = decision.ledger.get(height=1)
    assert (event.kind, event.payload) == ("admitted", {"elector": "otto", "reason": "Was on leave"})
    actions.cast_ballot(decision, by=outsider, paper=PAPER)
    decision.refresh_from_db()
    assert decision.electorate_hash == before == digest(electorates.as_list(decision))
    assert rounds.close(decision).result["turnout"] == {
        "electors": 2, "ballots": 1, "by_team": [{"team": "Teams under five people", "electors": 2, "ballots": 1}],
    }  # fmt: skip


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501, "a\ud800", "a\0b"])
@pytest.mark.parametrize("verb", [actions.admit_elector, actions.recuse])
def test_without_a_good_reason_nothing_changes(group, chair, outsider, verb, reason):
    decision = rounds.open_vote(group)
    with pytest.raises(ValidationError):
        verb(decision, person=outsider, reason=reason, by=chair)
    assert decision.ledger.count() == 1


def test_elector_is_not_admitted_twice_nor_who_left(group, chair, member, outsider):
    decision = rounds.open_vote(group)
    with rounds.refused("already_elector"):
        actions.admit_elector(decision, person=member, reason="Again", by=chair)
    outsider.is_active = False
    outsider.save()
    with rounds.refused("left"):
        actions.admit_elector(decision, person=outsider, reason="Late", by=chair)


def test_who_steps_aside_leaves_the_base_of_the_quorum(group, chair, five):
    """Of six, half are three; of five, half are three too; of four it is two."""
    decision = rounds.open_vote(group, quorum_base="percent", quorum=50)
    rounds.cast(decision, dict.fromkeys(five[:2], PAPER))
    for person in five[3:]:
        actions.recuse(decision, person=person, reason="Sells one of them", by=person)
    result = rounds.close(decision).result
    assert result["quorum"] == {"needed": 2, "took_part": 2, "met": True}
    events = decision.ledger.filter(kind="recused").values_list("payload", flat=True)
    assert list(events) == [{"elector": who.handle, "reason": "Sells one of them"} for who in five[3:]]


def test_ballot_of_who_steps_aside_no_longer_counts(group, chair, five):
    decision = rounds.open_vote(group, secrecy="peers")
    rounds.cast(decision, {five[0]: {"approved": ["beta"]}, five[1]: PAPER, five[2]: {"approved": ["beta"]}})
    for person in (five[0], five[2]):
        actions.recuse(decision, person=person, reason="Sells it", by=person)
    closed = rounds.close(decision)
    assert closed.result["winners"] == ["alpha"]
    assert closed.result["turnout"]["ballots"] == 1
    with rounds.refused("closed"):
        actions.recuse(decision, person=five[3], reason="Too late", by=five[3])


@pytest.mark.parametrize("verb", ["cast", "recuse", "concern"])
def test_who_stepped_aside_takes_no_part(group, chair, five, verb):
    decision = rounds.open_vote(group, kind="consent")
    person = five[2]
    actions.recuse(decision, person=person, reason="Sells it", by=person)
    with rounds.refused("recused"):
        if verb == "cast":
            actions.cast_ballot(decision, by=person, paper={"vote": "consent"})
        elif verb == "recuse":
            actions.recuse(decision, person=person, reason="Again", by=person)
        else:
            actions.raise_concern(decision, by=person, title="Wait")


def test_detached_ballot_cannot_be_taken_out_again(group, chair, five):
    rounds.members(group, 1)
    decision = rounds.open_vote(group, secrecy="detached")
    rounds.cast(decision, {five[0]: PAPER})
    with rounds.refused("handed_in"):
        actions.recuse(decision, person=five[0], reason="Sells it", by=five[0])
    actions.recuse(decision, person=five[1], reason="Sells it", by=five[1])
    result = rounds.close(decision).result
    assert (result["turnout"]["electors"], result["turnout"]["ballots"]) == (5, 1)


def test_nobody_steps_aside_from_a_detached_vote_of_five(group, five):
    """Of six one may; of five none, or the result would tell how the four voted."""
    rounds.members(group, 1)
    decision = rounds.open_vote(group, secrecy="detached")
    actions.recuse(decision, person=five[1], reason="Sells it", by=five[1])
    with rounds.refused("too_few_for_secrecy"):
        actions.recuse(decision, person=five[2], reason="Sells it", by=five[2])
    assert decision.electors.voting().count() == 5
    assert decision.ledger.filter(kind="recused").count() == 1


def test_lead_takes_somebody_out_of_an_open_vote_and_the_ledger_says_why(group, chair, five):
    decision = rounds.open_vote(group, secrecy="open")
    rounds.cast(decision, {five[1]: PAPER})
    actions.recuse(decision, person=five[1], reason="Sells it", by=chair)
    assert decision.ledger.last().payload == {"elector": five[1].handle, "reason": "Sells it"}


@pytest.mark.parametrize("secrecy", ["peers", "detached"])
def test_lead_takes_nobody_out_of_a_secret_vote(group, chair, five, secrecy):
    decision = rounds.open_vote(group, secrecy=secrecy)
    rounds.cast(decision, {five[1]: PAPER})
    for person in five[1:3]:  # voted or not, the answer is the same
        with rounds.refused("by_themselves"):
            actions.recuse(decision, person=person, reason="Sells it", by=chair)


def test_whole_chain_of_a_busy_vote_holds(group, chair, five, outsider):
    decision = rounds.open_vote(group, secrecy="open")
    rounds.cast(decision, dict.fromkeys(five[:3], PAPER))
    actions.admit_elector(decision, person=outsider, reason="Late", by=chair)
    actions.recuse(decision, person=five[1], reason="Sells it", by=chair)
    rounds.close(decision)
    events = list(decision.ledger.order_by("height"))
    kinds = ["opened", "cast", "cast", "cast", "admitted", "recused", "closed", "tallied"]
    assert [event.kind for event in events] == kinds
    assert chains.fault(decision.slug, events) == ""
    assert all(one.at <= other.at for one, other in pairwise(events))
    assert events[0].at - decision.opened_at == dt.timedelta(0)


def test_who_is_made_to_step_aside_gets_a_mail(group, five, chair):
    decision = rounds.open_vote(group, secrecy="open")
    actions.recuse(decision, person=five[1], reason="Sells it", by=chair)
    tell(Entry.objects.get(kind="voting.elector_recused"))
    assert list(Notification.objects.filter(mail_wanted=True).values_list("user", flat=True)) == [five[1].pk]


def test_names_are_those_of_the_opening_whatever_they_are_called_later(group, chair, five, outsider):
    decision = rounds.open_vote(group, secrecy="open")
    handles = sorted(person.handle for person in five)
    User.objects.filter(pk=five[1].pk).update(handle="renamed")
    rounds.cast(decision, {five[1]: PAPER})
    actions.recuse(decision, person=five[2], reason="Sells it", by=chair)
    User.objects.filter(pk=five[3].pk).update(handle="renamed-too")
    closed = rounds.close(decision)
    assert [row["handle"] for row in electorates.as_list(closed)] == handles
    assert digest(electorates.as_list(closed)) == closed.electorate_hash
    verify(bundle_of(closed))
    User.objects.filter(pk=five[1].pk).update(handle="renamed-again")
    assert [paper["elector"] for paper in published(closed)] == [five[1].handle]
    assert digest(published(closed)) == closed.ballots_hash
    assert [event.payload["elector"] for event in closed.ledger.filter(kind__in=["cast", "recused"])] == [
        five[1].handle, five[2].handle,
    ]  # fmt: skip
