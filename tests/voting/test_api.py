"""A whole vote by the API alone, with tokens, as a program does it."""

import json

import pytest

from hub.accounts.tokens import issue_token
from hub.sigs.models import Evaluation
from hub.voting.models import Ballot, Decision
from hub.voting.proof.canonical import digest
from tests.factories import ConclusionFactory, ServiceFactory, UserFactory, now
from tests.voting import rounds

API = "/api/v1/decisions/"
DRAFT = {
    "group": "sig-tracking",
    "question": "Which store?",
    "kind": "schulze",
    "minimum_hours": 1,
    "quorum_base": "people",
    "quorum": 2,
    "options": [{"name": "Feast"}, {"name": "Hopsworks"}, {"name": "Stay as it is", "status_quo": True}],
}


@pytest.fixture
def say(client):
    """Send JSON as somebody, by a token of theirs: `say(person, "put", "which-store/ballot/", {...})`."""
    keys = {}

    def send(person, method, path="", body=None):
        headers = {}
        if person is not None:
            if person.pk not in keys:
                keys[person.pk] = issue_token(by=person, name="program", scope="write")[1]
            headers = {"authorization": f"Bearer {keys[person.pk]}"}
        extra = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return getattr(client, method)(f"{API}{path}", headers=headers, **extra)

    return send


def ok(answer, code=200):
    assert answer.status_code == code, answer.content
    return answer.json() if answer.content else None


def said(answer):
    body = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, body["code"]


def closing(days=7):
    return now(days=days).isoformat()


def test_a_question_goes_from_draft_to_result(say, five):
    chair, *voters = five
    drafted = ok(say(voters[0], "post", body=DRAFT), 201)
    assert (drafted["slug"], drafted["state"], drafted["created_by"]) == (
        "which-store",
        "draft",
        voters[0].handle,
    )
    assert [row["key"] for row in drafted["options"]] == ["feast", "hopsworks", "stay-as-it-is"]

    opened = ok(say(chair, "post", "which-store/opening/", {"closes_at": closing(), "accept_warnings": True}))
    assert (opened["state"], opened["electors"], opened["voted"]) == ("open", 5, 0)

    for voter in voters[:3]:
        receipt = ok(
            say(voter, "put", "which-store/ballot/", {"content": {"ranks": [["hopsworks"], ["feast"]]}})
        )
        assert len(receipt["receipt"]) == 64
        assert receipt["revision"] == 1
    assert ok(say(None, "get", "which-store/"))["voted"] == 3
    assert said(say(chair, "get", "which-store/result/")) == (409, "not_over")

    rounds.close(Decision.objects.get())
    told = ok(say(None, "get", "which-store/result/"))
    assert told["result"]["winners"] == ["hopsworks"]
    assert told["ballots_hash"] == Decision.objects.get().ballots_hash
    assert ok(say(None, "get", "which-store/"))["state"] == "closed"


def test_the_ledger_can_be_checked_by_what_the_api_gives(say, group, five):
    decision = rounds.open_vote(group, kind="approval", secrecy="open")
    rounds.cast(decision, {person: {"approved": ["alpha"]} for person in five})
    rounds.close(decision)

    rows = ok(say(None, "get", f"{decision.slug}/ledger/"))["results"]

    assert [row["kind"] for row in rows] == ["opened", *["cast"] * 5, "closed", "tallied"]
    parent = ""
    for row in rows:
        assert row["parent"] == parent
        told = {name: row[name] for name in ("height", "kind", "at", "payload", "parent")}
        parent = digest({"decision": decision.slug, **told})
        assert row["hash"] == parent
    assert ok(say(None, "get", f"{decision.slug}/"))["head"] == parent


def test_elector_reads_their_own_ballot_and_nobody_elses(say, group, five, outsider):
    decision = rounds.open_vote(group, secrecy="peers")
    rounds.cast(decision, {five[0]: {"approved": ["alpha"]}, five[1]: {"approved": ["beta"]}})
    path = f"{decision.slug}/ballot/"

    mine = {"may_vote": True, "voted": True, "content": {"approved": ["alpha"]}, "revision": 1}
    assert ok(say(five[0], "get", path)) == mine
    assert ok(say(five[2], "get", path)) == {
        "may_vote": True,
        "voted": False,
        "content": None,
        "revision": None,
    }
    assert ok(say(outsider, "get", path)) == {
        "may_vote": False,
        "voted": False,
        "content": None,
        "revision": None,
    }
    assert said(say(None, "get", path)) == (401, "not_authenticated")


def test_detached_ballot_is_given_back_to_nobody(say, group, five):
    decision = rounds.open_vote(group, secrecy="detached")
    path, sent = f"{decision.slug}/ballot/", {"content": {"approved": ["alpha"]}, "token": "k3"}

    first = ok(say(five[0], "put", path, sent))

    assert ok(say(five[0], "get", path)) == {
        "may_vote": True,
        "voted": True,
        "content": None,
        "revision": None,
    }
    assert ok(say(five[0], "put", path, sent)) == first
    assert said(say(five[0], "put", path, sent | {"token": "other"})) == (409, "handed_in")


def test_voting_anew_replaces_the_ballot(say, group, five):
    decision = rounds.open_vote(group)
    path = f"{decision.slug}/ballot/"
    ok(say(five[0], "put", path, {"content": {"approved": ["alpha"]}}))

    assert ok(say(five[0], "put", path, {"content": {"approved": ["beta"]}}))["revision"] == 2
    assert Ballot.objects.get(current=True).content == {"approved": ["beta"]}


BAD = {
    "nothing": None,
    "a text": "alpha",
    "a list": ["alpha"],
    "no fields": {},
    "an unknown option": {"approved": ["gamma"]},
    "an option twice": {"approved": ["alpha", "alpha"]},
    "the field of another kind": {"ranks": [["alpha"]]},
    "more fields": {"approved": ["alpha"], "elector": "carla"},
    "an option that is no text": {"approved": [1]},
    "no option": {"approved": []},
    "no abstention": {"abstain": False},
    "nonsense": {"approved": {"alpha": [[[[{"a": []}]]]]}},
    "much too long": {"approved": ["x" * 1_100_000]},
}


@pytest.mark.parametrize("name", BAD)
def test_bad_ballot_is_refused_and_the_one_before_stays(say, group, five, name):
    decision = rounds.open_vote(group)
    rounds.cast(decision, {five[0]: {"approved": ["alpha"]}})

    answer = say(five[0], "put", f"{decision.slug}/ballot/", {"content": BAD[name]})

    assert said(answer) == (400, "invalid")
    assert answer.json()["errors"]
    assert Ballot.objects.get().content == {"approved": ["alpha"]}


@pytest.mark.parametrize("body", ["[" * 100_000, '{"content": ' + '{"a": ' * 50_000 + "1" + "}" * 50_001])
def test_nested_nonsense_is_refused(say, client, group, five, body):
    decision = rounds.open_vote(group)
    _, key = issue_token(by=five[0], name="x", scope="write")

    answer = client.put(
        f"{API}{decision.slug}/ballot/",
        body,
        content_type="application/json",
        headers={"authorization": f"Bearer {key}"},
    )

    assert said(answer)[0] == 400
    assert not Ballot.objects.exists()


def test_who_may_not_vote_is_told_why(say, group, five, outsider):
    decision = rounds.open_vote(group)
    path, paper = f"{decision.slug}/ballot/", {"content": {"approved": ["alpha"]}}
    draft = rounds.draft(group, question="Later?")

    assert said(say(outsider, "put", path, paper)) == (409, "not_elector")
    assert said(say(None, "put", path, paper)) == (401, "not_authenticated")
    assert said(say(five[0], "put", f"{draft.slug}/ballot/", paper)) == (409, "not_open")
    assert said(say(outsider, "put", f"{draft.slug}/ballot/", paper)) == (404, "not_found")
    rounds.close(decision)
    assert said(say(five[0], "put", path, paper)) == (409, "closed")


def test_a_loop_of_ballots_is_slowed_down(say, group, five):
    decision = rounds.open_vote(group)
    path = f"{decision.slug}/ballot/"
    answers = [say(five[0], "put", path, {"content": {"approved": ["alpha"]}}) for _ in range(31)]

    assert {answer.status_code for answer in answers[:30]} == {200}
    assert said(answers[30]) == (429, "throttled")
    assert int(answers[30]["Retry-After"]) > 0
    assert say(five[1], "put", path, {"content": {"approved": ["alpha"]}}).status_code == 200


def test_what_would_go_wrong_is_said_before_it_opens(say, group, five):
    chair = five[0]
    ok(say(chair, "post", body=DRAFT | {"secrecy": "detached", "options": DRAFT["options"][:2]}), 201)

    found = ok(say(chair, "get", "which-store/findings/"))
    answer = say(chair, "post", "which-store/opening/", {"closes_at": closing(2)})

    assert {"no_close"} <= {row["code"] for row in found}
    assert said(answer) == (409, "warnings")
    codes = {row["code"]: row["level"] for row in answer.json()["errors"]["findings"]}
    assert codes["no_status_quo"] == codes["short_window"] == "warn"
    assert Decision.objects.get().state == "draft"


def test_what_stops_a_vote_cannot_be_accepted(say, group, chair):
    rounds.members(group, 2)
    ok(say(chair, "post", body=DRAFT | {"secrecy": "detached"}), 201)

    answer = say(chair, "post", "which-store/opening/", {"closes_at": closing(), "accept_warnings": True})

    assert said(answer) == (409, "too_few_for_secrecy")
    assert answer.json()["errors"]["findings"][0]["level"] == "stop"


def test_open_vote_is_not_looked_over_again(say, group, five):
    decision = rounds.open_vote(group)
    assert said(say(five[0], "get", f"{decision.slug}/findings/")) == (409, "not_draft")


def test_edit_of_a_draft_keeps_what_is_not_said(say, group, five):
    service, friend = ServiceFactory(slug="feast"), UserFactory(handle="fred")
    more = {"electorate": "named", "invited": ["fred"], "services": ["feast"], "context": "Why."}
    ok(say(five[0], "post", body=DRAFT | more), 201)

    edited = ok(say(five[0], "patch", "which-store/", {"question": "Which one?", "quorum": 3}))

    assert (edited["question"], edited["quorum"], edited["slug"]) == ("Which one?", 3, "which-store")
    assert (edited["kind"], edited["context"], edited["services"]) == ("schulze", "Why.", [service.slug])
    assert [row["name"] for row in edited["options"]] == ["Feast", "Hopsworks", "Stay as it is"]
    assert edited["options"][2]["status_quo"] is True
    assert list(Decision.objects.get().invited.all()) == [friend]


def test_draft_comes_from_an_evaluation_or_reopens_a_conclusion(say, group, five):
    evaluation, conclusion = (
        Evaluation.objects.create(group=group, slug="stores", question="Stores?"),
        ConclusionFactory(group=group, slug="old"),
    )

    told = ok(say(five[0], "post", body=DRAFT | {"evaluation": "stores", "reopens": "old"}), 201)

    assert (told["evaluation"], told["reopens"]) == (evaluation.slug, conclusion.slug)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "borda"}, "kind"),
        ({"group": "nobody"}, "group"),
        ({"question": " "}, "question"),
        ({"seats": 0}, "seats"),
        ({"seats": 10**30}, "seats"),
        ({"quorum": -1}, "quorum"),
        ({"quorum_base": "percent", "quorum": 101}, "quorum"),
        ({"secrecy": "peers", "shown": "always"}, "shown"),
        ({"options": [{"name": "A"}, {"name": "A"}]}, "options"),
        ({"options": [{"text": "nameless"}]}, "options"),
        ({"options": "Feast"}, "options"),
        ({"purpose": "election", "role": "chair"}, "options"),
        ({"invited": ["nobody"]}, "invited"),
        ({"evaluation": "nowhere"}, "evaluation"),
    ],
)
def test_wrong_settings_are_named(say, five, wrong, field):
    answer = say(five[0], "post", body=DRAFT | wrong)
    assert said(answer) == (400, "invalid")
    assert field in answer.json()["errors"]
    assert not Decision.objects.exists()


def test_settings_of_an_open_vote_stay(say, group, five):
    decision = rounds.open_vote(group)
    answer = say(five[0], "patch", f"{decision.slug}/", {"question": "Another?"})
    assert answer.status_code in {403, 409}
    assert Decision.objects.get().question == decision.question


def test_only_people_of_the_group_draft_and_only_leads_open(say, group, five, outsider):
    _chair, member, *_ = five
    assert said(say(outsider, "post", body=DRAFT)) == (403, "permission_denied")
    ok(say(member, "post", body=DRAFT), 201)
    assert said(say(member, "post", "which-store/opening/", {"closes_at": closing()})) == (
        403,
        "permission_denied",
    )
    assert said(say(outsider, "post", "which-store/opening/", {"closes_at": closing()})) == (404, "not_found")


def test_draft_is_set_aside_and_an_open_vote_is_not(say, group, five, outsider):
    chair = five[0]
    draft, running = rounds.draft(group, question="Old?"), rounds.open_vote(group, question="New?")

    assert said(say(five[1], "delete", f"{running.slug}/")) == (403, "permission_denied")
    assert said(say(chair, "delete", f"{running.slug}/")) == (409, "not_draft")
    ok(say(chair, "delete", f"{draft.slug}/"), 204)
    draft.refresh_from_db()
    assert draft.state == "void"
    assert said(say(outsider, "get", f"{draft.slug}/")) == (404, "not_found")


def test_vote_is_called_off_with_a_reason(say, group, five):
    decision = rounds.open_vote(group)
    rounds.cast(decision, {five[0]: {"approved": ["alpha"]}})

    assert said(say(five[0], "post", f"{decision.slug}/void/", {})) == (400, "invalid")
    told = ok(say(five[0], "post", f"{decision.slug}/void/", {"reason": "A wrong option."}))

    assert (told["state"], told["void_reason"]) == ("void", "A wrong option.")
    assert said(say(five[0], "get", f"{decision.slug}/result/")) == (409, "not_over")


def test_closing_by_hand_waits_for_the_minimum_hours(say, group, five):
    early = rounds.open_vote(group, question="Early?", minimum_hours=48)
    late = rounds.open_vote(group, question="Late?", minimum_hours=0)

    assert said(say(five[0], "post", f"{early.slug}/close/")) == (409, "too_early")
    assert said(say(five[1], "post", f"{late.slug}/close/")) == (403, "permission_denied")
    assert ok(say(five[0], "post", f"{late.slug}/close/"))["state"] == "closed"


def test_electors_are_shown_to_who_is_signed_in(say, group, five, outsider):
    decision, draft = rounds.open_vote(group), rounds.draft(group, question="Later?")
    handles = sorted(person.handle for person in five)

    rows = ok(say(outsider, "get", f"{decision.slug}/electors/"))["results"]

    assert [row["person"] for row in rows] == handles
    assert said(say(None, "get", f"{decision.slug}/electors/")) == (401, "not_authenticated")
    assert [row["person"] for row in ok(say(five[0], "get", f"{draft.slug}/electors/"))["results"]] == handles


def test_latecomer_is_admitted_and_somebody_steps_aside(say, group, five, outsider):
    chair, member, *_ = five
    decision = rounds.open_vote(group, secrecy="open")
    electors, recusals = f"{decision.slug}/electors/", f"{decision.slug}/recusals/"

    admitted = ok(say(chair, "post", electors, {"person": "otto", "reason": "Joined today."}), 201)
    own = ok(say(member, "post", recusals, {"reason": "It is my own tool."}), 201)
    other = ok(say(chair, "post", recusals, {"person": five[2].handle, "reason": "Sells it."}), 201)

    assert (admitted["person"], admitted["source"]) == ("otto", "late")
    assert [own["person"], other["person"]] == [member.handle, five[2].handle]
    assert ok(say(None, "get", f"{decision.slug}/"))["electors"] == 4
    assert said(say(member, "post", electors, {"person": "otto", "reason": "x"})) == (
        403,
        "permission_denied",
    )
    assert said(say(outsider, "post", recusals, {"person": chair.handle, "reason": "x"})) == (
        403,
        "permission_denied",
    )
    assert said(say(chair, "post", electors, {"person": "nobody", "reason": "x"})) == (400, "invalid")


def test_lead_takes_nobody_out_of_a_secret_vote(say, group, five):
    decision = rounds.open_vote(group, secrecy="peers")
    body = {"person": five[2].handle, "reason": "Sells it."}
    assert said(say(five[0], "post", f"{decision.slug}/recusals/", body)) == (409, "by_themselves")


def test_concern_is_raised_answered_and_settled(say, group, five, outsider):
    chair, one, two, *_ = five
    decision = rounds.open_vote(group, kind="consent")
    path = f"{decision.slug}/concerns/"

    first = ok(say(one, "post", path, {"title": "Too dear", "text": "It costs."}), 201)
    second = ok(say(two, "post", path, {"title": "Too slow"}), 201)
    settled = ok(say(one, "put", f"{path}{first['id']}/settlement/", {"state": "resolved"}))
    assert said(say(one, "put", f"{path}{second['id']}/settlement/", {"state": "resolved"})) == (
        403,
        "permission_denied",
    )
    assert said(say(one, "put", f"{path}{second['id']}/answer/", {"reply": "No."})) == (
        403,
        "permission_denied",
    )
    answered = ok(say(chair, "put", f"{path}{second['id']}/answer/", {"reply": "It is fast enough."}))

    assert (settled["state"], answered["state"], answered["reply"]) == (
        "resolved",
        "answered",
        "It is fast enough.",
    )
    assert [row["author"] for row in ok(say(None, "get", path))] == [one.handle, two.handle]
    assert said(say(outsider, "post", path, {"title": "Me too"})) == (409, "not_elector")
    assert said(say(one, "put", f"{path}999999/settlement/", {"state": "resolved"})) == (404, "not_found")
    assert said(say(one, "put", f"{path}{first['id']}/settlement/", {"state": "raised"})) == (400, "invalid")


def test_concern_of_another_decision_is_not_found(say, group, five):
    one, other = rounds.open_vote(group, kind="consent"), rounds.open_vote(group, kind="lazy", question="B?")
    concern = ok(say(five[1], "post", f"{one.slug}/concerns/", {"title": "Hm"}), 201)

    answer = say(five[1], "put", f"{other.slug}/concerns/{concern['id']}/settlement/", {"state": "withdrawn"})

    assert said(answer) == (404, "not_found")


def test_election_is_announced_and_people_stand(say, group, five, outsider):
    chair, one, two, *_ = five
    drafted = ok(
        say(chair, "post", body={"group": group.slug, "question": "Who leads?", "purpose": "election",
                                 "role": "chair", "kind": "schulze"}), 201
    )  # fmt: skip
    path = f"{drafted['slug']}/"
    assert said(say(one, "post", f"{path}nominations/", {"person": two.handle})) == (409, "not_announced")
    assert said(say(None, "get", path)) == (404, "not_found")

    ok(say(chair, "post", f"{path}announcement/", {"nominations_until": closing(3)}))
    ok(say(one, "post", f"{path}nominations/", {"person": two.handle}), 201)
    own = ok(say(one, "post", f"{path}nominations/", {"person": one.handle, "statement": "Me."}), 201)
    declined = ok(say(two, "put", f"{path}nominations/{two.handle}/answer/", {"accept": False}))

    assert (own["state"], own["statement"], declined["state"]) == ("accepted", "Me.", "declined")
    assert said(say(one, "put", f"{path}nominations/{two.handle}/answer/", {"accept": True})) == (
        403,
        "permission_denied",
    )
    assert said(say(outsider, "post", f"{path}nominations/", {"person": "otto"})) == (
        403,
        "permission_denied",
    )
    assert [row["person"] for row in ok(say(None, "get", f"{path}nominations/"))] == [two.handle, one.handle]


def test_list_is_filtered(say, group, five):
    rounds.open_vote(group, question="One?", kind="majority")
    rounds.close(rounds.open_vote(group, question="Two?"))
    rounds.draft(group, question="Three?")

    def asked(query, person=None):
        return [row["question"] for row in ok(say(person, "get", f"?{query}"))["results"]]

    assert asked("state=open") == ["One?"]
    assert asked("kind=approval&state=closed") == ["Two?"]
    assert asked(f"group__slug={group.slug}") == ["Two?", "One?"]
    assert asked("group__slug=other") == []
    assert asked("state=draft") == []
    assert asked("state=draft", five[0]) == ["Three?"]


def test_list_costs_the_same_at_any_length(say, queries, group, five):
    def run(number):
        decision = rounds.open_vote(
            group, question=f"Question {number}?", secrecy=["peers", "open", "detached"][number % 3]
        )
        rounds.cast(decision, {person: {"approved": ["alpha"]} for person in five})

    run(0)
    first = queries(lambda: ok(say(None, "get")))
    for number in range(1, 13):
        run(number)
    body = {}
    assert queries(lambda: body.update(ok(say(None, "get")))) == first <= 6
    assert {(row["electors"], row["voted"]) for row in body["results"]} == {(5, 5)}


def test_guessed_addresses_are_not_found(say, five):
    for path in ("nothing/", "nothing/ballot/", "nothing/ledger/", "nothing/concerns/1/answer/"):
        method = "put" if path.endswith("answer/") else "get"
        assert said(say(five[0], method, path, {"reply": "x"} if method == "put" else None)) == (
            404,
            "not_found",
        )


def test_bundle_is_the_one_to_count_again(say, group, five):
    decision = rounds.open_vote(group, secrecy="detached")
    assert said(say(five[0], "get", f"{decision.slug}/bundle/")) == (409, "not_over")
    receipts = rounds.cast(decision, {person: {"approved": ["alpha"]} for person in five})
    rounds.close(decision)

    answer = say(None, "get", f"{decision.slug}/bundle/")

    bundle = ok(answer)
    assert answer["Content-Disposition"] == f'attachment; filename="{decision.slug}.json"'
    assert {row["receipt"] for row in bundle["ballots"]} == {cast.receipt for cast in receipts.values()}
    assert digest(bundle["ballots"]) == ok(say(None, "get", f"{decision.slug}/result/"))["ballots_hash"]


def test_bundle_with_names_asks_to_sign_in(say, group, five, outsider):
    decision = rounds.open_vote(group, secrecy="open")
    rounds.cast(decision, {five[0]: {"approved": ["alpha"]}})
    rounds.close(decision)

    assert said(say(None, "get", f"{decision.slug}/bundle/")) == (401, "not_authenticated")
    assert ok(say(outsider, "get", f"{decision.slug}/bundle/"))["ballots"][0]["elector"] == five[0].handle
