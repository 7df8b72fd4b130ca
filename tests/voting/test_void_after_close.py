"""A vote that is over is voided by those who run the hub only, and what was counted stays to be checked."""

import pytest

from hub.core.permissions import may
from hub.voting import actions
from hub.voting.models import Ballot, Decision
from hub.voting.proof.verify_decision import verify
from tests.cast import CAST
from tests.voting import rounds

PAPER = {"approved": ["alpha"]}
REASON = "The question was wrong"


@pytest.fixture
def lost(group, five) -> Decision:
    decision = rounds.open_vote(group, secrecy="peers")
    rounds.cast(decision, dict.fromkeys(five[1:3], PAPER))
    return decision


@pytest.fixture
def voided(lost, admin) -> Decision:
    return actions.void_decision(rounds.close(lost), by=admin, reason=REASON)


@pytest.mark.parametrize("who", CAST)
def test_only_who_runs_the_hub_may_void_a_closed_vote(lost, cast, who):
    assert may(cast(who), "voting.void_decision", lost) == (who in {"admin", "chair"})
    with rounds.at(lost.closes_at):  # over, though nobody has counted it yet
        assert may(cast(who), "voting.void_decision", lost) == (who == "admin")
    assert may(cast(who), "voting.void_decision", rounds.close(lost)) == (who == "admin")


def test_lead_does_not_void_a_vote_that_they_lost(lost, chair, as_chair):
    closed = rounds.close(lost)
    with rounds.refused("ended"):
        actions.void_decision(closed, by=chair, reason=REASON)
    assert as_chair.post(f"{closed.get_absolute_url()}void/", {"reason": REASON}).status_code == 403
    path = f"/api/v1/decisions/{closed.slug}/void/"
    assert as_chair.post(path, {"reason": REASON}, "application/json").status_code == 403
    assert "Declare it void" not in as_chair.get(closed.get_absolute_url()).content.decode()
    assert Decision.objects.get().state == "closed"


def test_lead_who_waits_for_the_last_moment_comes_too_late(lost, chair):
    with rounds.at(lost.closes_at), rounds.refused("ended"):
        actions.void_decision(lost, by=chair, reason=REASON)


def test_admin_voids_a_closed_vote_on_its_page(lost, as_admin):
    closed = rounds.close(lost)
    assert "Declare it void" in as_admin.get(closed.get_absolute_url()).content.decode()
    assert as_admin.post(f"{closed.get_absolute_url()}void/", {"reason": REASON}).status_code == 302
    assert Decision.objects.get().state == "void"


def test_page_and_list_of_a_voided_vote_still_say_what_was_counted(voided, client):
    page = client.get(voided.get_absolute_url()).content.decode()
    assert f"Void, because: {REASON}" in page
    assert "The count said: Alpha wins." in page
    assert f"Void, because: {REASON}" in client.get("/community/decisions/").content.decode()
    ballots = client.get(f"{voided.get_absolute_url()}ballots/").content.decode()
    assert all(receipt[:16] in ballots for receipt in receipts())
    assert "voided after the count" in ballots


def test_bundle_of_a_voided_vote_is_served_and_verified(voided, client, as_admin):
    data = client.get(f"{voided.get_absolute_url()}bundle.json").content
    assert verify(data)["ledger"][-1]["payload"] == {"reason": REASON}
    assert as_admin.get(f"/api/v1/decisions/{voided.slug}/bundle/").content == data


def test_api_serves_the_result_of_a_voided_vote_marked(voided, as_admin):
    path = f"/api/v1/decisions/{voided.slug}/"
    said = as_admin.get(f"{path}result/").json()
    assert (said["void_reason"], said["result"]["winners"]) == (REASON, ["alpha"])
    assert [row["receipt"] for row in as_admin.get(f"{path}ballots/").json()["results"]] == receipts()
    decision = as_admin.get(path).json()
    assert (decision["state"], decision["void_reason"]) == ("void", REASON)


def test_what_was_not_counted_stays_hidden(lost, chair, client, as_chair):
    actions.void_decision(lost, by=chair, reason=REASON)
    for name in ("ballots/", "bundle.json"):
        assert client.get(f"{lost.get_absolute_url()}{name}").status_code == 404
    for name in ("ballots", "bundle", "result"):
        assert as_chair.get(f"/api/v1/decisions/{lost.slug}/{name}/").status_code == 409
    page = client.get(lost.get_absolute_url()).content.decode()
    assert f"This vote was voided: {REASON}" in page
    assert "The count said" not in page


def receipts() -> list[str]:
    return sorted(Ballot.objects.values_list("receipt", flat=True))
