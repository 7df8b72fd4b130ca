"""Hand-written pages that a chapter of a recording is linked to say where it can be watched."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from markdown.extensions.toc import slugify

from hub.goldenpath import markdown
from hub.goldenpath.handwritten import address
from hub.goldenpath.pages.page import READER, place
from hub.recordings.models import Segment

HEADING = re.compile(r"#{1,6}\s+(?P<words>.+?)\s*#*\s*(?:\{[^}]*?#(?P<id>[\w-]+)[^}]*\})?\s*\Z")
FENCE = re.compile(r"\s*(```|~~~)")
LABEL = 120
MOST = 5  # at one heading
Chapters = dict[str, dict[str, list[Segment]]]


def chapters() -> Chapters:
    """The chapters that everybody may watch, by the page they show and its heading; the latest first."""
    rows = Segment.objects.visible_to(READER).filter(recording__state="published").exclude(pages=[])
    found: Chapters = defaultdict(lambda: defaultdict(list))
    for row in rows.order_by("-recording__recorded_on", "recording", "starts_s"):
        for page in row.pages:
            path, _, heading = page.partition("#")
            found[path][heading].append(row)
    return found


def with_chapters(path: str, text: str, known: Chapters) -> str:
    """A page of docs/ with “Watch” below the headings that chapters show; a heading that is gone: below the title."""
    wanted = dict(known.get(address(Path(path)), {}))
    if not wanted:
        return text
    lines = text.split("\n")
    places = dict(reversed(list(_headings(lines))))  # of two alike the first
    title = min(places.values(), default=-1)
    below: dict[int, list[Segment]] = defaultdict(list)
    for heading, segments in wanted.items():
        below[places.get(heading, title)] += segments
    for line in sorted(below, reverse=True):
        at = line + 1 if line >= 0 else len(lines)
        lines[at:at] = _watch(below[line], "../" * path.count("/"))
    return "\n".join(lines)


def _headings(lines: Iterable[str]) -> Iterator[tuple[str, int]]:
    """The headings of a page by what leads to them, with their lines; none of those in a block of code."""
    fence, seen = "", Counter[str]()
    front = False  # within the facts above the page
    for number, line in enumerate(lines):
        if line.strip() == "---" and (number == 0 or front):
            front = not front
        elif found := FENCE.match(line):
            fence = "" if found[1] == fence else fence or found[1]
        elif not fence and not front and (heading := HEADING.match(line)):
            name = heading["id"] or slugify(re.sub(r"[*`]", "", heading["words"]), "-")
            seen[name] += 1
            yield (f"{name}_{seen[name] - 1}" if seen[name] > 1 else name), number


def _watch(segments: list[Segment], root: str) -> list[str]:
    """One paragraph for each chapter: what it shows, and from which second of what."""
    found = [""]
    for row in segments[:MOST]:
        label, talk = markdown.inline(row.title, LABEL), markdown.inline(row.recording, LABEL)
        there = markdown.url(row.get_absolute_url())
        page = f"{root}{place(row.recording)}"
        found += [
            f"[Watch: {label}]({there}) at {row.starts_clock} in [{talk}]({page})",
            "{: .hub-watch }",
            "",
        ]
    return found
