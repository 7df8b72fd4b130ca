"""Decisions in the hub's own files: a question with its rules, and in a demonstration also who voted what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hub.exchange import values
from hub.exchange.marked import Mapping
from hub.exchange.report import Place, Report
from hub.exchange.source import mappings, place_of, strangers
from hub.voting.models.settings import Settings

NOUN = "decisions"
STATES = ("draft", "announced", "open", "closed", "decided")
SETTINGS = frozenset(field.name for field in Settings._meta.fields)
WORDS = SETTINGS | {"group", "question", "context", "purpose", "by", "state", "days", "invited", "services"}
LISTS = {
    "options": frozenset({"name", "text", "status_quo"}),
    "ballots": None,  # who votes, and the paper of the kind
    "concerns": frozenset({"person", "title", "text", "state", "reply", "by"}),
    "nominations": frozenset({"person", "by", "statement", "accept"}),
}
CONCLUSION = frozenset(
    {"title", "verdict", "cases", "reasons", "conditions", "dissent", "confidence", "review_on", "services"}
)
ACTS = ("ballots", "concerns", "nominations")
MOST_DAYS = 365


@dataclass(frozen=True)
class Script:
    """One decision as a file tells it: checked words, and the lists in their order."""

    slug: str
    place: Place
    state: str
    days: int
    words: dict[str, Any]
    lists: dict[str, list[Mapping]]
    conclusion: Mapping | None

    @property
    def label(self) -> str:
        """How a report speaks of it."""
        return f"decision {self.slug}"

    @property
    def acts(self) -> bool:
        """It says what people did, not only what is asked."""
        return self.state != "draft" or any(self.lists[name] for name in ACTS)


def read_decision(file: str, name: str, node: Any, report: Report, line: int = 1) -> Script | None:
    """One decision; None, with the reason in the report, where it makes no sense."""
    if not isinstance(node, Mapping):
        report.refuse(Place(file, line), f"decision {name}: has no fields; left out")
        return None
    try:
        return _script(file, name, node, report)
    except values.Unfit as error:
        report.refuse(place_of(file, node), f"decision {name}: {error}; left out")
        return None


def _script(file: str, name: str, node: Mapping, report: Report) -> Script:
    strangers("community", file, node, WORDS | {*LISTS, "conclusion"}, report, "decision.")
    slug, state = values.slug(name), str(node.get("state", "draft"))
    if state not in STATES:
        raise values.Unfit(f"state {values.short(state)} is none of: {', '.join(STATES)}")
    days = values.whole(node.get("days", 10))
    if not 1 <= days <= MOST_DAYS:
        raise values.Unfit(f"days must be from 1 to {MOST_DAYS}")
    lists = {}
    for word, known in LISTS.items():
        lists[word] = mappings(node.get(word), file, word, report, node.line_of(word))
        for row in lists[word] if known else []:
            strangers("community", file, row, known or frozenset(), report, f"decision.{word}.")
    conclusion = node.get("conclusion")
    if isinstance(conclusion, Mapping):
        strangers("community", file, conclusion, CONCLUSION, report, "decision.conclusion.")
    return Script(
        slug=slug,
        place=place_of(file, node),
        state=state,
        days=days,
        words={word: node[word] for word in WORDS - {"state", "days"} if word in node},
        lists=lists,
        conclusion=conclusion if isinstance(conclusion, Mapping) else None,
    )
