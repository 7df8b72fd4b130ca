"""Finds in the words of a recording what it talks about: services, teams, demos and roadmap items by their names.

Nothing is linked by itself: a suggestion carries the sentence and the second as proof, and a person decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from hub.accounts.models import Team
from hub.catalog.models import Service
from hub.demos.models import Demo
from hub.recordings.models import Recording, Segment, Spelling, Suggestion
from hub.recordings.transcript import Line, best_track, lines_of

Kind = Suggestion.Kind
SHORTEST = 3  # letters of a name: AI and Go are said all the time and mean something else
FEWEST_WORDS = 2  # of a title of a demo or item: a single word says too little
AROUND = 240  # letters of proof
SENTENCE_END = re.compile(r"[.!?]\s")


@dataclass(frozen=True)
class Name:
    """How something may be called, and what it is."""

    words: str
    kind: str
    key: str


@dataclass(frozen=True)
class Mention:
    """Something was named at a moment."""

    kind: str
    key: str
    at_ms: int
    sentence: str


def model_of(kind: str) -> Any:
    """What suggestions of a kind would be linked to."""
    items: Any = Segment._meta.get_field("items").related_model
    return {Kind.SERVICE: Service, Kind.TEAM: Team, Kind.DEMO: Demo, Kind.ITEM: items}[Kind(kind)]


def called(rows: Sequence[Suggestion], user: Any) -> list[Any]:
    """The suggestions, each with `name`: what people call what it would be linked to; its key where that is gone."""
    words: dict[tuple[str, str], str] = {}
    for kind in {row.kind for row in rows}:
        known = model_of(kind).objects.visible_to(user)
        words |= {(kind, row.slug): str(row) for row in known.filter(slug__in=[row.key for row in rows])}
    named: list[Any] = list(rows)
    for row in named:
        row.name = words.get((row.kind, row.key), row.key)
    return named


def names() -> list[Name]:
    """What can be talked about: services with their other spellings, teams, demos and items that everybody may know."""
    items: Any = Segment._meta.get_field("items").related_model
    found = [Name(row.name, Kind.SERVICE, row.slug) for row in Service.objects.all()]
    for spelling in Spelling.objects.exclude(service=None).select_related("service"):
        assert spelling.service  # noqa: S101 -- those without one are left out
        found += [
            Name(words, Kind.SERVICE, spelling.service.slug) for words in (spelling.wrong, spelling.right)
        ]
    found += [Name(row.name, Kind.TEAM, row.slug) for row in Team.objects.all()]
    titles = [(Kind.DEMO, row) for row in Demo.objects.filter(state__in=Demo.PUBLIC)]
    titles += [(Kind.ITEM, row) for row in items.objects.filter(canonical=None)]
    found += [
        Name(row.title, kind, row.slug) for kind, row in titles if len(row.title.split()) >= FEWEST_WORDS
    ]
    return [name for name in found if len(name.words.strip()) >= SHORTEST]


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """One expression for all names, the longest first: whole words only, any space or hyphen between them."""
    parts = sorted({spoken(word) for word in words}, key=lambda word: (-len(word), word))
    inner = "|".join(re.escape(part).replace(r"\ ", r"[\s\-]+") for part in parts)
    return re.compile(rf"(?<![\w-])(?:{inner})(?![\w-])", re.IGNORECASE)


def spoken(words: str) -> str:
    """A name as it is compared: small letters, one space for spaces and hyphens."""
    return re.sub(r"[\s\-]+", " ", words.strip()).casefold()


def mentions(lines: Sequence[Line], known: Sequence[Name]) -> Iterator[Mention]:
    """Every moment at which a name is said, with the sentence it is said in; also over the end of a line."""
    if not known or not lines:
        return
    by_words: dict[str, dict[tuple[str, str], Name]] = {}
    for name in known:  # two spellings of one thing may read the same
        by_words.setdefault(spoken(name.words), {})[name.kind, name.key] = name
    text, starts = joined(lines)
    line = 0
    for found in pattern(by_words).finditer(text):
        while line + 1 < len(starts) and starts[line + 1] <= found.start():
            line += 1
        proof = sentence(text, found.start(), found.end())
        for name in by_words.get(spoken(found[0]), {}).values():
            yield Mention(name.kind, name.key, lines[line][0], proof)


def joined(lines: Sequence[Line]) -> tuple[str, list[int]]:
    """All the words as one text, and where in it each line begins."""
    texts, starts, length = [], [], 0
    for line in lines:
        words = " ".join(line[3].split())
        starts.append(length)
        texts.append(words)
        length += len(words) + 1
    return " ".join(texts), starts


def sentence(text: str, start: int, end: int) -> str:
    """The sentence around a place, shortened where nobody speaks in sentences."""
    left, right = max(0, start - AROUND), min(len(text), end + AROUND)
    ends = [found.end() for found in SENTENCE_END.finditer(text, left, start)]
    begin = ends[-1] if ends else (text.find(" ", left, start) + 1 if left else 0)
    after = SENTENCE_END.search(text, max(end - 1, 0), right)
    last = len(text) if right == len(text) else max(text.rfind(" ", end, right), end)
    return text[begin : after.start() + 1 if after else last].strip()


@transaction.atomic
def suggest_links(recording: Recording) -> list[Suggestion]:
    """Write down what the words of a recording suggest to link. Run again, it finds what is new.

    What a person decided stays decided, what is linked already is not suggested, and what is no longer said is no
    longer open.
    """
    locked = Recording.objects.select_for_update().get(pk=recording.pk)
    track = best_track(list(locked.tracks.all()), "", locked.language)
    segments = list(locked.segments.order_by("starts_s", "pk"))
    found: dict[tuple[int | None, str, str], list[Mention]] = {}
    for mention in mentions(lines_of(track), names()) if track else ():
        segment = span_at(segments, mention.at_ms)
        found.setdefault((segment, mention.kind, mention.key), []).append(mention)
    linked = already_linked(locked)
    wanted = {place: said for place, said in found.items() if place not in linked}
    rows = locked.suggestions.filter(state=Suggestion.State.OPEN)
    for row in rows:
        if (row.segment_id, row.kind, row.key) not in wanted:
            row.delete()
    decided = locked.suggestions.exclude(state=Suggestion.State.OPEN)
    settled = {(row.segment_id, row.kind, row.key) for row in decided}
    return [_keep(locked, place, said) for place, said in wanted.items() if place not in settled]


def _keep(recording: Recording, place: tuple[int | None, str, str], said: list[Mention]) -> Suggestion:
    segment: Any
    segment, kind, key = place
    row, _made = Suggestion.objects.update_or_create(
        recording=recording, segment_id=segment, kind=kind, key=key,
        defaults={"at_ms": said[0].at_ms, "sentence": said[0].sentence, "times": len(said)},
    )  # fmt: skip
    return row


def span_at(segments: Sequence[Segment], at_ms: int) -> int | None:
    """The chapter in which something is said; the one that began last where they overlap."""
    inside = [row for row in segments if row.starts_s * 1000 <= at_ms < row.ends_s * 1000]
    return inside[-1].pk if inside else None


def already_linked(recording: Recording) -> set[tuple[int | None, str, str]]:
    """What the chapters are linked to."""
    linked: set[tuple[int | None, str, str]] = set()
    rows: Any = recording.segments
    for kind, column in (
        (Kind.SERVICE, "services"),
        (Kind.TEAM, "teams"),
        (Kind.ITEM, "items"),
        (Kind.DEMO, "demo"),
    ):
        pairs = rows.exclude(**{column: None}).values_list("pk", f"{column}__slug")
        linked |= {(pk, kind, key) for pk, key in pairs}
    return linked


def counted(suggestions: Iterable[Suggestion]) -> Counter[str]:
    """How many were accepted, dismissed and are open: how right the finding is."""
    return Counter(row.state for row in suggestions)
