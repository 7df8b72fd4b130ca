"""What can be found: one entry per kind of thing. To make a new noun findable, add it here.

Each source starts from `visible_to(user)`, so hits, counts and snippets show nobody more than pages do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db.models import (
    Case,
    CharField,
    Expression,
    F,
    FloatField,
    Func,
    Model,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from hub.accounts.models import Team, User
from hub.catalog.models import Cluster, PipelineStep, Service
from hub.core.fulltext import Document, Finds
from hub.demos.models import Demo
from hub.goldenpath.models import DocPage, Path
from hub.recordings.models import Passage, Recording
from hub.recordings.words import finding
from hub.roadmap.models import RoadmapItem
from hub.search import query
from hub.sigs.models import Conclusion, Evaluation, Group
from hub.voting.models import Decision

Text = Expression | F
WHOLE_WORDS = 10.0  # how much more a word counts than the beginning of one
EMPTY = Value("", output_field=TextField())


def _words(*parts: str) -> Expression:
    """Several columns as one text."""
    pieces: list[Any] = [Cast(F(part), TextField()) for part in parts]
    spaced = [piece for part in pieces for piece in (part, Value(" "))]
    return Concat(*spaced[:-1], output_field=TextField()) if len(parts) > 1 else pieces[0]


def _address(prefix: str, column: str = "slug") -> Expression:
    """The page of the thing, as its `get_absolute_url` has it (a test compares the two)."""
    return Concat(Value(prefix), F(column), Value("/"), output_field=CharField())


def _listed(column: str) -> Expression:
    """An array as a line: Ada, Grace."""
    joined = Func(F(column), Value(", "), function="array_to_string", output_field=TextField())
    return Coalesce(joined, EMPTY)


class Question:
    """What somebody looks for: `words` as typed, the last one perhaps unfinished, and `whole` as they stand."""

    def __init__(self, user: Any, text: str) -> None:
        self.user, self.text = user, text
        self.words, self.whole = query.expression(text), query.whole(text)

    @cached_property
    def windows(self) -> list[int]:
        """The best half minute of each recording in which it is said, as keys: looked for once."""
        return finding.best_windows(self.user, self.text)


@dataclass(frozen=True)
class Source:
    """One kind of thing: where its title, its text, a line about it and its address come from."""

    kind: str
    noun: str
    label: str
    model: type[Model]
    title: str
    address: Text
    body: Text = field(default_factory=lambda: EMPTY)
    about: Text = field(default_factory=lambda: EMPTY)
    words: dict[str, str] = field(
        default_factory=dict
    )  # of the line about it, when it is one of a few values
    weight: float = 1.0  # the platform's own things before the thousands of recordings that mention them

    def in_words(self, about: str) -> str:
        """The line about it as people say it."""
        return self.words.get(about, about)

    def matching(self, asked: Question) -> QuerySet[Any]:
        """What of it the reader may see and the question finds."""
        rows = self.model._default_manager.visible_to(asked.user).order_by()  # type: ignore[attr-defined]
        found: QuerySet[Any] = rows.filter(Finds(Document(), asked.words))
        return found

    def hits(self, asked: Question) -> QuerySet[Any]:
        """Kind, title, address, line about it, text and rank of each hit; whole words before beginnings."""
        exact = Case(When(Finds(Document(), asked.whole), then=Value(WHOLE_WORDS)), default=Value(1.0))
        rank = SearchRank(Document(), asked.words, normalization=Value(1)) * Value(self.weight) * exact
        return self.matching(asked).values_list(
            Value(self.kind, output_field=TextField()),
            Cast(F(self.title), TextField()),
            Cast(self.address, TextField()),
            Cast(self.about, TextField()),
            Cast(self.body, TextField()),
            Cast(rank, FloatField()),
        )


class SpokenSource(Source):
    """What is said in recordings: one hit for each recording, its best half minute; `about` is the passage's key.

    Speech has so many words that the beginning of one is found nearly everywhere: whole words only.
    """

    def matching(self, asked: Question) -> QuerySet[Any]:
        """The best window of each recording that the reader may hear."""
        return Passage.objects.filter(pk__in=asked.windows).order_by()

    def hits(self, asked: Question) -> QuerySet[Any]:
        """Those windows, in the columns of the others."""
        rank = SearchRank(F("search"), asked.whole, normalization=Value(1)) * Value(self.weight * WHOLE_WORDS)
        return self.matching(asked).values_list(
            Value(self.kind, output_field=TextField()),
            Cast(F("recording__title"), TextField()),
            Cast(_address("/community/recordings/", "recording__slug"), TextField()),
            Cast(F("pk"), TextField()),
            F("text"),
            Cast(rank, FloatField()),
        )


SOURCES = (
    Source(
        "path",
        "Golden path",
        "Golden paths",
        Path,
        "title",
        _address("/docs/paths/"),
        _words("outcome", "introduction"),
        F("persona"),
        weight=3.0,
    ),
    Source(
        "service",
        "Service",
        "Services",
        Service,
        "name",
        _address("/services/"),
        _words("summary", "description"),
        F("step"),
        dict(PipelineStep.choices),
        weight=3.0,
    ),
    Source(
        "cluster",
        "Cluster",
        "Clusters",
        Cluster,
        "name",
        _address("/clusters/"),
        _words("region", "description"),
        F("purpose"),
        dict(Cluster.Purpose.choices),
        weight=2.0,
    ),
    Source(
        "group",
        "Group",
        "Groups",
        Group,
        "name",
        _address("/community/groups/"),
        F("mission"),
        F("kind"),
        dict(Group.Kind.choices),
        weight=2.0,
    ),
    Source(
        "conclusion",
        "Conclusion",
        "Conclusions",
        Conclusion,
        "title",
        _address("/community/conclusions/"),
        _words("verdict", "reasons", "conditions", "dissent"),
        F("group__name"),
        weight=2.0,
    ),
    Source(
        "evaluation",
        "Evaluation",
        "Evaluations",
        Evaluation,
        "question",
        _address("/community/evaluations/"),
        F("context"),
        F("state"),
        dict(Evaluation.State.choices),
        weight=2.0,
    ),
    Source(
        "decision",
        "Decision",
        "Decisions",
        Decision,
        "question",
        _address("/community/decisions/"),
        F("context"),
        F("state"),
        dict(Decision.State.choices),
        weight=2.0,
    ),
    Source(
        "item",
        "Roadmap item",
        "Roadmap",
        RoadmapItem,
        "title",
        _address("/roadmap/"),
        _words("need", "workaround"),
        F("state"),
        dict(RoadmapItem.State.choices),
        weight=1.5,
    ),
    Source(
        "demo",
        "Demo",
        "Demos",
        Demo,
        "title",
        _address("/community/demos/"),
        F("abstract"),
        _listed("tools"),
        weight=1.5,
    ),
    Source(
        "recording",
        "Recording",
        "Recordings",
        Recording,
        "title",
        _address("/community/recordings/"),
        F("description"),
        _listed("speakers"),
    ),
    SpokenSource("moment", "Said in", "In recordings", Passage, "text", F("pk"), weight=0.5),
    Source(
        "page",
        "Docs",
        "Docs",
        DocPage,
        "title",
        Concat(Value("/docs/"), "path", output_field=CharField()),
        F("text"),
        weight=2.0,
    ),
    Source(
        "team",
        "Team",
        "Teams",
        Team,
        "name",
        _address("/teams/"),
        F("description"),
        F("company"),
        weight=1.5,
    ),
    Source(
        "person",
        "Person",
        "People",
        User,
        "name",
        _address("/people/", "handle"),
        about=F("company"),
        weight=1.5,
    ),
)
KINDS = {source.kind: source for source in SOURCES}
