"""What people do with decisions; every verb holds the decision first and reads the clock after that."""

from hub.voting.actions.casting import Cast, cast_ballot
from hub.voting.actions.closing import close_decision, due, void_decision
from hub.voting.actions.concerns import answer_concern, raise_concern, resolve_concern, withdraw_concern
from hub.voting.actions.concluding import conclude, keep_conclusion
from hub.voting.actions.drafting import draft_decision, edit_decision
from hub.voting.actions.electing import admit_elector, recuse
from hub.voting.actions.from_evaluation import draft_from_evaluation
from hub.voting.actions.installing import decide_election
from hub.voting.actions.nominations import announce_election, answer_nomination, nominate
from hub.voting.actions.opening import open_decision
from hub.voting.actions.reminding import remind_undecided
from hub.voting.actions.returning import check_returns

__all__ = [
    "Cast",
    "admit_elector",
    "announce_election",
    "answer_concern",
    "answer_nomination",
    "cast_ballot",
    "check_returns",
    "close_decision",
    "conclude",
    "decide_election",
    "draft_decision",
    "draft_from_evaluation",
    "due",
    "edit_decision",
    "keep_conclusion",
    "nominate",
    "open_decision",
    "raise_concern",
    "recuse",
    "remind_undecided",
    "resolve_concern",
    "void_decision",
    "withdraw_concern",
]
