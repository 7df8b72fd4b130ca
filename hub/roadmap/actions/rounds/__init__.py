"""What people do with rounds."""

from hub.roadmap.actions.rounds.casting import cast_ballot, withdraw_ballot
from hub.roadmap.actions.rounds.closing import close_round, due, void_round
from hub.roadmap.actions.rounds.confirming import confirm_round
from hub.roadmap.actions.rounds.drafting import (
    MOST_CANDIDATES,
    add_candidate,
    add_candidates,
    draft_round,
    edit_candidate,
    edit_round,
    remove_candidate,
)
from hub.roadmap.actions.rounds.filling import fill_alone, fill_round, unfilled
from hub.roadmap.actions.rounds.opening import admit_voter, open_round
from hub.roadmap.actions.rounds.reminding import remind_round_voters

__all__ = [
    "MOST_CANDIDATES", "add_candidate", "add_candidates", "admit_voter", "cast_ballot", "close_round",
    "confirm_round", "draft_round", "due", "edit_candidate", "edit_round", "fill_alone", "fill_round",
    "open_round", "remind_round_voters", "remove_candidate", "unfilled", "void_round", "withdraw_ballot",
]  # fmt: skip
