"""Decisions in community files: by the same verbs as people's, at the time of the import, and in demo mode only."""

import pytest

from hub.voting.models import Ballot, BallotBox, Concern, Decision, LedgerEvent
from tests.exchange.conftest import community, reasons
from tests.factories import now
from tests.voting import chains

pytestmark = pytest.mark.django_db
PEOPLE = {
    "people": "".join(f"{name}: {{name: {name.title()}}}\n" for name in ("ada", "bob", "cleo", "dan", "eve")),
    "groups": """
        sig-a:
          name: SIG A
          people:
            - {person: ada, role: chair, from: 2026-01-01}
            - {person: bob, role: member, from: 2026-01-01}
            - {person: cleo, role: member, from: 2026-01-01}
            - {person: dan, role: member, from: 2026-01-01}
            - {person: eve, role: member, from: 2026-01-01}
    """,
}
DRAFT = """
    question: Which store?
    group: sig-a
    by: ada
    kind: approval
    minimum_hours: 0
    options: [{name: Feast}, {name: Hopsworks}, {name: As today, status_quo: true}]
"""
BALLOTS = """
    ballots:
      - {person: bob, approved: [feast]}
      - {person: cleo, approved: [feast, hopsworks]}
      - {person: dan, approved: [as-today]}
"""


def with_decision(*lines: str, name: str = "which-store") -> dict[str, str]:
    """The community with one decision."""
    return community(**PEOPLE) | {f"decisions/{name}.yml": "\n".join(lines)}


@pytest.fixture
def demo(settings) -> None:
    settings.DEMO = True


@pytest.mark.parametrize("is_demo", [True, False])
def test_draft_is_taken_in_anywhere(take_in, settings, is_demo):
    settings.DEMO = is_demo
    report = take_in(with_decision(DRAFT))

    decision = Decision.objects.get()
    assert reasons(report) == []
    assert (decision.slug, decision.state, decision.created_by.handle) == ("which-store", "draft", "ada")
    assert [option.key for option in decision.options.all()] == ["feast", "hopsworks", "as-today"]


@pytest.mark.parametrize(
    "more",
    [
        "    state: open\n" + BALLOTS,
        "    state: open\n",
        "    state: closed\n",
        BALLOTS,
        "    state: announced\n",
    ],
)
def test_ballots_and_openings_from_files_are_refused_but_in_a_demonstration(take_in, more):
    report = take_in(with_decision(DRAFT, more))

    refusal = "which-store.yml:1: decision which-store: ballots are cast by people, not by files; left out"
    assert reasons(report) == [refusal]
    assert not Decision.objects.exists()


def test_closed_vote_is_opened_cast_and_closed_now(take_in, demo):
    begin = now()
    report = take_in(with_decision(DRAFT, "    state: closed\n", BALLOTS))

    decision = Decision.objects.get()
    assert reasons(report) == []
    assert (decision.state, decision.result["winners"]) == ("closed", ["feast"])
    assert begin < decision.opened_at < decision.closed_at < now()
    events = list(decision.ledger.order_by("height"))
    assert chains.fault(decision.slug, events) == ""
    assert [event.kind for event in events] == ["opened", "closed", "tallied"]
    assert all(begin < event.at < now() for event in events)


def test_second_import_leaves_a_decision_untouched(take_in, demo):
    files = with_decision(DRAFT, "    state: open\n", BALLOTS)
    take_in(files)
    before = list(Ballot.objects.values()), list(LedgerEvent.objects.values())

    again = take_in(
        files | {"decisions/which-store.yml": files["decisions/which-store.yml"].replace("bob", "eve")}
    )

    assert (again.total("created"), again.total("changed"), reasons(again)) == (0, 0, [])
    assert (list(Ballot.objects.values()), list(LedgerEvent.objects.values())) == before


def test_detached_ballots_go_into_the_box(take_in, demo):
    take_in(with_decision(DRAFT, "    state: open\n    secrecy: detached\n", BALLOTS))
    assert len(BallotBox.objects.get().papers) == 3
    assert not Ballot.objects.exists()


def test_concerns_are_raised_and_answered(take_in, demo):
    consent = DRAFT.replace("approval", "consent").split("    options")[0]
    concerns = """
    state: open
    concerns:
      - {person: bob, title: Too dear}
      - {person: cleo, title: Too slow, state: answered, by: ada, reply: It is fast enough.}
      - {person: dan, title: Too new, state: withdrawn}
    """
    report = take_in(with_decision(consent, concerns))
    assert reasons(report) == []
    found = {row.title: row.state for row in Concern.objects.all()}
    assert found == {"Too dear": "raised", "Too slow": "answered", "Too new": "withdrawn"}


def test_one_file_may_hold_many(take_in, demo):
    inner = DRAFT.replace("\n    ", "\n      ")
    files = community(**PEOPLE) | {"decisions.yml": f"one:{inner}\ntwo:{inner.replace('Which', 'What')}"}
    assert reasons(take_in(files)) == []
    assert sorted(Decision.objects.values_list("slug", flat=True)) == ["one", "two"]


def test_dry_run_leaves_nothing(take_in, demo):
    report = take_in(with_decision(DRAFT, "    state: closed\n", BALLOTS), dry_run=True)
    assert report.sources[0].counts["decision"]["created"] == 1
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["    group: nobody\n", DRAFT.replace("    group: sig-a\n", "")], "there is no group 'nobody'"),
        ([DRAFT.replace("by: ada", "by: zoe")], "there is no person 'zoe'"),
        ([DRAFT.replace("    by: ada\n", "")], "there is no person 'nothing'"),
        ([DRAFT, "    state: finished\n"], "state 'finished' is none of"),
        ([DRAFT, "    state: open\n    days: 0\n"], "days must be from 1"),
        ([DRAFT, "    state: open\n    ballots: [{person: bob, approved: [nothing]}]\n"], "There is no option"),
        ([DRAFT, "    state: open\n    ballots: [{person: zoe, approved: [feast]}]\n"], "there is no person 'zoe'"),
        ([DRAFT, "    state: open\n    ballots: [{person: bob, points: {feast: 1}}]\n"], "says only"),
        ([DRAFT.replace("approval", "borda")], "borda"),
        ([DRAFT.replace("minimum_hours: 0", "minimum_hours: soon")], "soon"),
        ([DRAFT, "    seats: [1]\n"], ""),
        ([DRAFT.replace("[{name: Feast}", "[Feast, {name: Feast}")], ""),
        (["just a line"], "has no fields"),
    ],
)  # fmt: skip
def test_nonsense_is_named_and_the_rest_goes_in(take_in, demo, lines, reason):
    report = take_in(with_decision(*lines))
    assert reason in " ".join(reasons(report))
    assert report.refused
    assert report.sources[0].counts["group"]["created"] == 1
    assert Ballot.objects.count() == 0


def test_unknown_words_are_reported(take_in, demo):
    report = take_in(with_decision(DRAFT, "    colour: red\n"))
    assert [name for _form, name in report.unknown] == ["decision.colour"]


def test_import_takes_no_ballot_of_somebody_who_is_no_elector(take_in, demo):
    files = with_decision(DRAFT, "    state: open\n    electorate: leads\n", BALLOTS)
    report = take_in(files)
    assert "Only electors" in reasons(report)[0]
    assert not Decision.objects.exists()
