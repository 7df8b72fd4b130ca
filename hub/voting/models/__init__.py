"""The nouns of voting: a question, who may vote on it, their ballots, and the ledger of what happened."""

from hub.voting.models.ballots import Ballot, BallotBox
from hub.voting.models.concerns import Concern, Nomination
from hub.voting.models.decisions import Decision, DecisionQuerySet, Option
from hub.voting.models.electors import Elector, ElectorQuerySet
from hub.voting.models.ledger import LedgerEvent
from hub.voting.models.returns import ReturnCondition

__all__ = [
    "Ballot",
    "BallotBox",
    "Concern",
    "Decision",
    "DecisionQuerySet",
    "Elector",
    "ElectorQuerySet",
    "LedgerEvent",
    "Nomination",
    "Option",
    "ReturnCondition",
]
