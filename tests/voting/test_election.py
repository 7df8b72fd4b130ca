"""Elections: announced, people nominated, who accepts stands; teams for the cap."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from hub.activity.models import Entry
from hub.voting import actions
from hub.voting.models import Decision, Nomination
from tests.cast import browser_of
from tests.factories import MembershipFactory, TeamFactory, UserFactory, now
from tests.pages import text_of
from tests.voting import rounds


def election(group, **rest) -> Decision:
    plain = {"question": "Who leads?", "purpose": "election", "role": "chair", "kind": "stv"}
    return rounds.draft(group, **{**plain, **rest})


@pytest.fixture
def announced(group, chair, five) -> Decision:
    return actions.announce_election(election(group, seats=2), by=chair, nominations_until=now(days=5))


def stand(decision, person):
    return actions.nominate(decision, by=person, person=person)


def open_after(decision, chair, days=6):
    with rounds.at(now(days=days)):
        return rounds.open_draft(decision, by=chair)


def test_announcing_tells_those_who_may_vote(announced, five, chair):
    entry = Entry.objects.get(kind="voting.election_announced")
    assert set(entry.data["tell"]) == {person.pk for person in five}
    assert Decision.objects.visible_to(UserFactory()).get() == announced


def test_who_stands_by_themselves_has_accepted(announced, five):
    nomination = actions.nominate(announced, by=five[1], person=five[1], statement="I will.")
    assert (nomination.state, nomination.statement) == ("accepted", "I will.")


def test_proposed_person_is_told_and_answers(announced, five):
    nomination = actions.nominate(announced, by=five[1], person=five[2], statement="They are good.")
    assert (nomination.state, nomination.statement) == ("proposed", "")
    assert Entry.objects.get(kind="voting.nominated").data["tell"] == [five[2].pk]
    nomination = actions.answer_nomination(nomination, by=five[2], accept=True, statement="I will.")
    assert (nomination.state, nomination.statement) == ("accepted", "I will.")
    assert actions.answer_nomination(nomination, by=five[2], accept=False).state == "declined"
    assert Entry.objects.filter(kind="voting.nomination_answered").count() == 2


def test_nobody_answers_for_somebody_else(announced, five, chair):
    nomination = actions.nominate(announced, by=five[1], person=five[2])
    for other in (five[1], chair):
        with rounds.refused("not_nominated"):
            actions.answer_nomination(nomination, by=other, accept=True)


def test_person_nominated_twice_is_nominated_once(announced, five):
    first = actions.nominate(announced, by=five[1], person=five[2])
    assert actions.nominate(announced, by=five[3], person=five[2]) == first
    assert Nomination.objects.get().nominated_by == five[1]


def test_only_who_accepted_becomes_an_option_with_their_team(announced, five, chair, team):
    MembershipFactory(user=five[1], team=team)
    for person in five[1:3]:
        stand(announced, person)
    actions.nominate(announced, by=chair, person=five[3])
    declined = actions.nominate(announced, by=chair, person=five[4])
    actions.answer_nomination(declined, by=five[4], accept=False)
    opened = open_after(announced, chair)
    options = {option.person: (option.name, option.team) for option in opened.options.all()}
    assert options == {five[1]: (five[1].name, "Pricing"), five[2]: (five[2].name, "")}
    assert [option["person"] for option in opened.frozen["options"]] == sorted(
        [five[1].handle, five[2].handle], key=lambda handle: {p.handle: p.name for p in five}[handle]
    )


def test_candidate_who_left_meanwhile_does_not_stand(announced, five, chair):
    for person in five[1:4]:
        stand(announced, person)
    five[3].is_active = False
    five[3].save()
    assert open_after(announced, chair).options.count() == 2


def test_two_candidates_of_one_name_are_told_apart(announced, group, chair):
    names = ("Ana García", "Ana  García")
    twins = [UserFactory(name=name, handle=f"ana-{n}") for n, name in enumerate(names, start=1)]
    for person in twins:
        stand(announced, person)
    assert {option.name for option in open_after(announced, chair).options.all()} == {"@ana-1", "@ana-2"}


def test_who_is_called_like_a_handle_takes_nobodys_place(announced, chair):
    people = {"bob": "Bob", "bob-2": "Bob", "eve": "@bob"}
    for handle, name in people.items():
        stand(announced, UserFactory(handle=handle, name=name))
    options = open_after(announced, chair).options
    assert dict(options.values_list("person__handle", "name")) == {
        "bob": "@bob", "bob-2": "@bob-2", "eve": "@eve",
    }  # fmt: skip


def test_cap_of_a_team_is_applied_after_the_ranking(group, chair, five):
    team = TeamFactory(name="Pricing")
    decision = election(group, kind="approval", seats=2, team_cap=1)
    decision = actions.announce_election(decision, by=chair, nominations_until=now(days=5))
    candidates = five[1:4]
    for person in candidates:
        stand(decision, person)
    for person in candidates[:2]:
        MembershipFactory(user=person, team=team)
    opened = open_after(decision, chair)
    keys = {option.person: option.key for option in opened.options.all()}
    one, two, three = (keys[person] for person in candidates)
    papers = [[one, two], [one, two], [one, two], [one, three]]
    ballots = {who: {"approved": paper} for who, paper in zip(five, papers, strict=False)}
    rounds.cast(opened, ballots, when=opened.opened_at)
    result = rounds.close(opened).result
    assert result["winners"] == [one, three]
    assert any("Pricing" in note for note in result["count"]["notes"])
    page = text_of(browser_of(chair).get(decision.get_absolute_url()))
    assert f"“{candidates[1].name}” is passed over: Pricing already has 1" in page


@pytest.mark.parametrize(
    ("days", "candidates", "code"), [(4, 2, "nominations_open"), (6, 0, "no_candidates")]
)
def test_election_opens_after_the_nominations_and_with_candidates(
    announced, five, chair, days, candidates, code
):
    for person in five[1 : candidates + 1]:
        stand(announced, person)
    with rounds.refused(code):
        open_after(announced, chair, days=days)
    assert not announced.options.exists()


def test_election_is_announced_before_it_opens(group, chair):
    with rounds.refused("not_announced"):
        rounds.open_draft(election(group), by=chair)


def test_nominations_end_to_the_microsecond(announced, five):
    with rounds.at(announced.nominations_until), rounds.refused("nominations_over"):
        stand(announced, five[1])
    with rounds.at(announced.nominations_until - rounds.MICROSECOND):
        assert stand(announced, five[1]).state == "accepted"


def test_nobody_is_nominated_before_the_announcement_or_after_leaving(group, chair, announced, five):
    with rounds.refused("not_announced"):
        stand(election(group, question="Another?"), five[1])
    left = UserFactory(is_active=False)
    with rounds.refused("left"):
        actions.nominate(announced, by=five[1], person=left)


def test_nobody_is_nominated_or_answers_once_it_is_open(announced, five, chair):
    nomination = actions.nominate(announced, by=chair, person=five[3])
    for person in five[1:3]:
        stand(announced, person)
    open_after(announced, chair)
    with rounds.refused("not_draft"):
        stand(announced, five[4])
    with rounds.refused("not_draft"):
        actions.answer_nomination(nomination, by=five[3], accept=True)


def test_announcing_again_moves_the_day_and_says_so(announced, chair):
    moved = actions.announce_election(announced, by=chair, nominations_until=now(days=9))
    assert moved.announced_at == announced.announced_at
    assert moved.nominations_until - announced.nominations_until > dt.timedelta(days=3)
    assert "moved the nominations" in Entry.objects.filter(kind="voting.election_announced").first().summary


def test_announcing_again_never_takes_time_away(announced, five, chair):
    day = announced.nominations_until
    with rounds.refused("earlier"):
        actions.announce_election(announced, by=chair, nominations_until=day - rounds.MICROSECOND)
    same = actions.announce_election(announced, by=chair, nominations_until=day)
    assert same.nominations_until == day
    url = f"{announced.get_absolute_url()}announcement/"
    answer = browser_of(chair).post(url, {"nominations_until": f"{now(days=1):%Y-%m-%dT%H:%M}"})
    assert "give them no less" in text_of(answer)
    announced.refresh_from_db()
    assert announced.nominations_until == day


def test_only_an_election_is_announced_and_for_the_future(group, chair):
    with rounds.refused("no_election"):
        actions.announce_election(rounds.draft(group), by=chair, nominations_until=now(days=5))
    with rounds.refused("past"):
        actions.announce_election(election(group), by=chair, nominations_until=now(days=-1))


def test_announced_election_stays_one_and_its_edit_is_told(announced, chair):
    with rounds.refused("announced"):
        actions.edit_decision(announced, by=chair, question="What?", kind="approval")
    actions.edit_decision(
        announced, by=chair, question="Who leads us?", purpose="election", role="chair", kind="stv"
    )
    assert Entry.objects.get(kind="voting.election_edited").actor == chair
    actions.void_decision(announced, by=chair, reason="Nobody wants to")
    assert Entry.objects.get(kind="voting.decision_voided").summary.endswith("Nobody wants to")


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "majority"},
        {"kind": "lazy"},
        {"role": ""},
        {"role": "emeritus"},
        {"role": "member"},
        {"tie_rule": "status-quo"},
        {"options": [{"name": "Ana"}]},
        {"term_days": 0},
        {"term_days": 4_000_000},  # past the last day of the calendar: nobody could ever take office
    ],
)
def test_what_makes_no_election_is_refused(group, chair, wrong):
    plain = {"question": "Who?", "purpose": "election", "role": "chair", "kind": "stv"}
    with pytest.raises(ValidationError):
        actions.draft_decision(group=group, by=chair, **{**plain, **wrong})
    assert not Decision.objects.exists()


def test_the_form_asks_for_no_statement_that_would_be_dropped(announced, five):
    page = text_of(browser_of(five[1]).get(announced.get_absolute_url()))
    assert "others write theirs when they accept" in page
