"""The pages of a round: the draft, the ballot, the result, the answer; what each person finds there."""

import pytest

from hub.roadmap.actions import rounds
from hub.roadmap.models import Candidate, Round
from tests.cast import browser_of
from tests.factories import MembershipFactory, RoadmapItemFactory, TeamFactory, UserFactory
from tests.roadmap import filled

pytestmark = pytest.mark.django_db
NEW = {"title": "First quarter", "quarter": "2027-Q1", "capacity": "8", "voters": "people", "ballot": "points",
       "credits": "10", "introduction": ""}  # fmt: skip


def at(found, tail=""):
    return f"{found.get_absolute_url()}{tail}"


def text(answer):
    return answer.content.decode()


# --- list -----------------------------------------------------------------------------------------------------
def test_list_teaches_what_a_round_is_when_there_is_none(as_anonymous, as_admin):
    assert "No round yet" in text(as_anonymous.get("/roadmap/rounds/"))
    assert "Begin the first round" in text(as_admin.get("/roadmap/rounds/"))


def test_list_shows_an_open_round_with_my_state(as_member, member, as_anonymous):
    found = filled.opened()
    assert "Your ballot is missing" in text(as_member.get("/roadmap/rounds/"))
    filled.vote(found, {member: {"alpha": 1}})
    assert "You voted" in text(as_member.get("/roadmap/rounds/"))
    assert "Your ballot" not in text(as_anonymous.get("/roadmap/rounds/"))


def test_draft_is_known_to_the_platform_team_only(as_admin, as_member):
    found = filled.drafted()
    assert found.title in text(as_admin.get("/roadmap/rounds/"))
    assert found.title not in text(as_member.get("/roadmap/rounds/"))
    for tail in (
        "",
        "edit/",
        "opening/",
        "ballot/",
        "voters/",
        "close/",
        "void/",
        "confirmation/",
        "ballots/",
    ):
        assert as_member.get(at(found, tail)).status_code == 404, tail


# --- draft ----------------------------------------------------------------------------------------------------
def test_platform_team_drafts_adds_prices_and_opens(as_admin):
    RoadmapItemFactory(slug="alpha", title="Alpha", state="accepted", estimate="2.5")
    RoadmapItemFactory(slug="beta", title="Beta", state="proposed")
    answer = as_admin.post("/roadmap/rounds/new/", NEW)
    found = Round.objects.get()
    assert answer.url == at(found)
    page = text(as_admin.get(at(found)))
    assert "Nothing to vote on yet" in page
    assert 'value="alpha"' in page
    as_admin.post(at(found, "candidates/new/"), {"item": ["alpha", "beta"]})
    alpha, beta = found.candidates.order_by("item__slug")
    assert "has no cost" in text(as_admin.get(at(found)))
    sent = {f"{alpha.pk}-cost": "3", f"{alpha.pk}-standing": "must", f"{alpha.pk}-reason": "Law",
            f"{beta.pk}-cost": "6", f"{beta.pk}-standing": "candidate", f"{beta.pk}-reason": ""}  # fmt: skip
    assert as_admin.post(at(found, "candidates/"), sent).status_code == 302
    page = text(as_admin.get(at(found, "opening/")))
    assert "it cannot be funded" in page
    until = {"closes_at": "2099-01-01T00:00"}
    assert as_admin.post(at(found, "opening/"), until).status_code == 409
    soon = (filled.timezone.now() + filled.dt.timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
    assert as_admin.post(at(found, "opening/"), {"closes_at": soon}).status_code == 409
    answer = as_admin.post(at(found, "opening/"), {"closes_at": soon, "accept_warnings": "on"})
    assert answer.url == at(found)
    found.refresh_from_db()
    assert found.state == "open"


def test_table_with_a_mistake_changes_nothing_and_keeps_what_was_typed(as_admin):
    found = filled.drafted({"alpha": 3, "beta": 5})
    alpha, beta = found.candidates.all()
    sent = {f"{alpha.pk}-cost": "4", f"{alpha.pk}-standing": "candidate",
            f"{beta.pk}-cost": "7", f"{beta.pk}-standing": "excluded", f"{beta.pk}-reason": ""}  # fmt: skip
    answer = as_admin.post(at(found, "candidates/"), sent)
    assert answer.status_code == 422
    assert "Beta: say why." in text(answer)
    assert 'value="7"' in text(answer)
    assert list(found.candidates.values_list("cost", flat=True)) == [3, 5]


def test_candidate_is_taken_out_on_the_page(as_admin):
    found = filled.drafted({"alpha": 3})
    row = found.candidates.get()
    as_admin.post(at(found, "candidates/"), {f"{row.pk}-standing": "candidate", f"{row.pk}-remove": "on"})
    assert not Candidate.objects.exists()


def test_items_to_add_are_found_by_words(as_admin):
    found = filled.drafted({})
    RoadmapItemFactory(title="Compare runs", state="accepted")
    RoadmapItemFactory(title="Faster notebooks", state="accepted")
    page = text(as_admin.get(at(found), {"q": "compare"}))
    assert "Compare runs" in page
    assert "Faster notebooks" not in page


@pytest.mark.parametrize("wrong", [{"quarter": "soon"}, {"capacity": "0"}, {"capacity": "x"}, {"title": ""}])
def test_settings_that_cannot_be_are_said_at_their_field(as_admin, wrong):
    answer = as_admin.post("/roadmap/rounds/new/", NEW | wrong)
    assert answer.status_code == 422
    assert not Round.objects.exists()


# --- voting ---------------------------------------------------------------------------------------------------
def test_voter_fills_in_the_ballot_and_finds_it_again(as_member, member):
    found = filled.opened()
    page = text(as_member.get(at(found, "ballot/")))
    assert page.count('type="number"') == 3
    assert "<strong data-left>10</strong> of 10" in page
    answer = as_member.post(at(found, "ballot/"), {"item-alpha": "7", "item-beta": "", "item-gamma": "3"})
    assert answer.url == at(found)
    assert found.electorate.get(user=member).marks == {"alpha": 7, "gamma": 3}
    page = text(as_member.get(at(found, "ballot/")))
    assert "<strong data-left>0</strong> of 10" in page
    assert 'value="7"' in page


def test_ballot_with_too_many_points_keeps_what_was_typed(as_member, member):
    found = filled.opened()
    answer = as_member.post(at(found, "ballot/"), {"item-alpha": "7", "item-beta": "6"})
    assert answer.status_code == 422
    assert "You gave 13 points and have 10." in text(answer)
    assert 'value="7"' in text(answer)
    assert found.electorate.get(user=member).cast_at is None


@pytest.mark.parametrize("typed", ["-1", "x", "1.5", "11", "9" * 30])
def test_nonsense_on_a_ballot_is_said(as_member, typed):
    found = filled.opened()
    answer = as_member.post(at(found, "ballot/"), {"item-alpha": typed})
    assert answer.status_code == 422


def test_voter_approves_and_takes_it_back(as_member, member):
    found = filled.opened(ballot="approval")
    as_member.post(at(found, "ballot/"), {"item-alpha": "1", "item-beta": "1"})
    assert found.electorate.get(user=member).marks == {"alpha": 1, "beta": 1}
    assert as_member.post(at(found, "ballot/withdrawal/")).url == at(found)
    assert found.electorate.get(user=member).cast_at is None


def test_who_has_no_ballot_is_told_why(as_outsider, as_member):
    found = filled.opened()
    late = browser_of(UserFactory())
    answer = late.get(at(found, "ballot/"))
    assert answer.status_code == 409
    assert "noted at the opening" in text(answer)
    assert "You have no ballot in this round" in text(late.get(at(found)))


def test_visitor_is_asked_to_sign_in(as_anonymous):
    found = filled.opened()
    assert as_anonymous.get(at(found, "ballot/")).url.startswith("/sign-in/")
    assert "Sign in to vote" in text(as_anonymous.get(at(found)))


def test_order_is_stable_for_one_voter_and_differs_between_voters(member):
    found = filled.opened({f"item-{n}": 3 for n in range(12)})

    def order(person):
        page = text(browser_of(person).get(at(found, "ballot/")))
        return [part.split('"')[0] for part in page.split('name="item-item-')[1:]]

    assert order(member) == order(member)
    other = rounds.admit_voter(found, by=filled.platform(), person=UserFactory(), reason="x").user
    assert sorted(order(other)) == sorted(order(member))
    assert order(other) != order(member)


def test_member_votes_for_the_team_and_page_says_who_did(as_member, member, team):
    other = filled.crowd(1, team)[0]
    found = filled.opened(voters="teams")
    as_member.post(at(found, "ballot/"), {"item-alpha": "7", "team": team.slug})
    page = text(browser_of(other).get(at(found, "ballot/")))
    assert f"by {member.name}" in page
    assert 'value="7"' in page


def test_person_in_two_teams_chooses_the_ballot(as_member, member, team):
    search = TeamFactory(slug="search", name="Search")
    MembershipFactory(user=member, team=search)
    found = filled.opened(voters="teams")
    as_member.post(at(found, "ballot/"), {"item-beta": "2", "team": "search"})
    assert dict(found.electorate.values_list("team__slug", "marks")) == {team.slug: {}, "search": {"beta": 2}}
    assert as_member.get(at(found, "ballot/?team=nothing")).status_code == 409


def test_ballots_come_at_the_pace_of_people(as_member, member):
    found = filled.opened()
    codes = [as_member.post(at(found, "ballot/"), {"item-alpha": "1"}).status_code for _ in range(32)]
    assert codes[:30] == [302] * 30
    assert codes[-1] == 429


def test_ballot_of_200_candidates_takes_as_many_queries_as_one_of_3(as_member, queries):
    few, many = filled.opened(), filled.opened({f"x{n}": 3 for n in range(60)}, quarter="2027-Q2")
    counts = [queries(lambda found=found: as_member.get(at(found, "ballot/"))) for found in (few, many)]
    assert counts[0] == counts[1] <= 15


# --- running --------------------------------------------------------------------------------------------------
def test_platform_team_admits_closes_and_voids(as_admin, admin, as_member):
    found = filled.opened()
    late = UserFactory(handle="lena", name="Late Lena")
    sent = {"person": "@lena", "reason": "Came on Monday"}
    assert as_member.post(at(found, "voters/admission/"), sent).status_code == 403
    assert as_admin.post(at(found, "voters/admission/"), sent).status_code == 302
    assert "Came on Monday" in text(as_member.get(at(found, "voters/")))
    assert as_admin.post(at(found, "voters/admission/"), sent | {"person": "nobody"}).status_code == 422
    assert found.electorate.filter(user=late).exists()
    assert as_admin.post(at(found, "close/")).status_code == 409
    assert as_member.post(at(found, "close/")).status_code == 403
    assert as_admin.post(at(found, "void/"), {"reason": "Costs"}).status_code == 302
    assert "Costs" in text(as_member.get(at(found)))


# --- result ---------------------------------------------------------------------------------------------------
@pytest.fixture
def over(admin, member, team):
    found = filled.opened({"alpha": 3, "beta": 5, "must": 2}, standings={"must": "must"}, capacity=6)
    return filled.closed(found, {member: {"alpha": 6, "beta": 4}})


def test_result_shows_the_proposal_and_explains_it(over, as_member, as_anonymous):
    page = text(as_member.get(at(over)))
    for words in (
        "Equal shares: 5 of 6 team-weeks",
        "Greedy: 5 of 6",
        "What each team got",
        "Pricing",
        "too few",
    ):
        assert words in page, words
    visitor = text(as_anonymous.get(at(over)))
    assert "Pricing" not in visitor
    assert "to see what each team got" in visitor


def test_ballots_are_shown_with_names_to_who_is_signed_in(over, as_member, as_anonymous, member):
    page = text(as_member.get(at(over, "ballots/")))
    assert member.name in page
    assert "Alpha <strong>6</strong>" in page
    assert as_anonymous.get(at(over, "ballots/")).url.startswith("/sign-in/")


def test_result_page_reads_what_was_stored(over, as_member):
    before = text(as_member.get(at(over)))
    for item in (filled.item_of("alpha"), filled.item_of("beta")):
        item.title, item.estimate = "Renamed", 77
        item.save()
    TeamFactory(slug="another")
    after = text(as_member.get(at(over)))
    assert "Renamed" not in after
    assert [line for line in before.splitlines() if "num" in line] == [
        line for line in after.splitlines() if "num" in line
    ]


@pytest.mark.parametrize(
    ("typed", "words"),
    [("10", "Gets in: "), ("6", "The same items fit."), ("2", "Drops out: "), ("x", "Type a number"),
     ("1e400", "Gets in: "), ("nan", "Type a number"), ("-5", "Drops out: "), ("99999", "Gets in: "),
     ("7,4", "With 7.5 team-weeks")],
)  # fmt: skip
def test_what_if_tells_who_gets_in_and_who_drops_out(over, as_anonymous, typed, words):
    answer = as_anonymous.get(at(over), {"capacity": typed})
    assert answer.status_code == 200
    assert words in text(answer)


def test_result_costs_the_same_queries_for_any_number(member, as_member, queries):
    def made(count, quarter):
        found = filled.opened({f"{quarter[-1]}{n}": 3 for n in range(count)}, quarter=quarter)
        return filled.closed(found, {member: {f"{quarter[-1]}0": 1}})

    few, many = made(2, "2027-Q3"), made(20, "2027-Q4")
    counts = [queries(lambda found=found: as_member.get(at(found))) for found in (few, many)]
    assert counts[0] == counts[1] <= 15


# --- the answer -----------------------------------------------------------------------------------------------
def test_platform_team_answers_with_a_departure(over, as_admin, as_member):
    page = text(as_admin.get(at(over, "confirmation/")))
    assert page.count("checked") == 2
    sent = {"taken-must": "on", "taken-beta": "on", "statement": "We had to."}
    answer = as_admin.post(at(over, "confirmation/"), sent)
    assert answer.status_code == 422
    assert text(answer).count("This is not what the round proposes") >= 2
    assert as_member.post(at(over, "confirmation/"), sent).status_code == 403
    sent |= {"why-beta": "The vendor pays", "why-alpha": "No one left"}
    assert as_admin.post(at(over, "confirmation/"), sent).status_code == 302
    page = text(as_member.get(at(over)))
    for words in ("We had to.", "The vendor pays", "No one left", "Departs", "Confirmed"):
        assert words in page, words


def test_long_names_and_markup_are_text(as_member, member):
    filled.item_of("long", title="<script>" + "x" * 190)
    found = filled.opened({"long": 3, "beta": 9}, title="T" * 200)
    page = text(as_member.get(at(found, "ballot/")))
    assert "<script>x" not in page
    filled.closed(found, {member: {"long": 1}})
    assert "<script>x" not in text(as_member.get(at(found)))
