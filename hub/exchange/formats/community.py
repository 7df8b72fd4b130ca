"""The hub's own files: a folder with `community.yml` and a file or folder for each kind of thing."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.text import slugify

from hub.exchange import codec, values
from hub.exchange.formats import decisions, media, rounds
from hub.exchange.formats.paths import read_path
from hub.exchange.marked import Mapping, Unreadable, read_yaml, text_of
from hub.exchange.report import Place, Remark
from hub.exchange.rows import Batch, CaptionsFile, Row
from hub.exchange.shapes import SHAPES, Shape
from hub.exchange.source import File, mappings, place_of
from hub.meetings.models import zones
from hub.sigs.actions.keys import LONGEST

FORM = "community"
MARKER = "community.yml"
RECORDING = "recording.yml"
KNOWN_BESIDE = {"README", "LICENSE", "MAKE"}  # what explains or makes a community
CAPTIONS = re.compile(r"captions\.([A-Za-z0-9-]{2,20})\.(?:vtt|srt)")
MARKER_FIELDS = {"name", "about", "format", "made_by", "also"}
EXACTLY = "%Y-%m-%dT%H:%M:%SZ"  # how a meeting is named to the second
LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # a point in a backlog that does not say since when
HERE = "{hub}"  # the hub's own address, in a target


def read(files: list[File], batch: Batch) -> None:
    """Every file of one or more community folders."""
    reader = _Reader(batch)
    for file in files:
        try:
            reader.read(Path(file.name))
        except Unreadable as error:
            batch.report.refuse(Place(file.name, error.line), error.reason)


def further_folders(marker: Path) -> list[Path]:
    """The folders beside it that a community names as its own (`also`), none further away."""
    try:
        node = read_yaml(text_of(marker))
    except Unreadable:
        return []  # said again, with its line, when the marker is read as a file
    named = node.get("also") if isinstance(node, Mapping) else None
    home = marker.parent.resolve().parent
    names = [name for name in named if isinstance(name, str)] if isinstance(named, list) else []
    folders = [Path(os.path.normpath(marker.parent / name)) for name in names]
    return [folder for folder in folders if folder.is_dir() and folder.resolve().is_relative_to(home)]


class _Reader:
    """Reads the files of a community, one by one."""

    def __init__(self, batch: Batch) -> None:
        self.batch, self.report = batch, batch.report

    def read(self, path: Path) -> None:
        """One file, by where it lies: `noun.yml`, `noun/slug.yml`, or `noun/slug/noun.yml` for recordings."""
        if path.name == MARKER:
            self.marker(path)
        elif path.suffix == ".yml" and path.stem in SHAPES:
            self.many(path, SHAPES[path.stem])
        elif path.name == RECORDING:
            self.thing(str(path), path.parent.name, read_yaml(text_of(path)), SHAPES["recordings"])
        elif path.suffix == ".yml" and path.parent.name in SHAPES:
            self.thing(str(path), path.stem, read_yaml(text_of(path)), SHAPES[path.parent.name])
        elif path.suffix == ".yml" and {path.stem, path.parent.name} & {decisions.NOUN, rounds.NOUN}:
            self.played(path)
        elif path.suffix == ".md" and path.parent.name == "paths":
            self.thing(str(path), path.stem, read_path(text_of(path)), SHAPES["paths"])
        else:
            self.beside(path)

    def beside(self, path: Path) -> None:
        """A file that is no thing of its own: captions of a recording, or nothing the hub knows."""
        if found := CAPTIONS.fullmatch(path.name):
            self.batch.captions.append(CaptionsFile(path, path.parent.name, found[1]))
        elif not (path.parent / RECORDING).is_file() and path.stem.upper() not in KNOWN_BESIDE:
            self.report.ignored.append(Remark(Place(str(path)), "no part of a community"))

    def marker(self, path: Path) -> None:
        node = read_yaml(text_of(path))
        if not isinstance(node, Mapping):
            raise Unreadable("must have fields, such as name: and about:", 1)
        self.strangers(str(path), node, MARKER_FIELDS, "")
        if node.get("format", 1) != 1:
            self.report.refuse(
                place_of(str(path), node, "format"),
                f"format {values.short(node['format'])} is not known to this hub; read as 1",
            )

    def many(self, path: Path, shape: Shape) -> None:
        """A file with many things, each under its name."""
        node = read_yaml(text_of(path))
        if node is None:
            return
        if not isinstance(node, Mapping):
            raise Unreadable(f"must name each {shape.table.word}: a word, a colon, and its fields below", 1)
        for name, fields in node.items():
            self.thing(str(path), name, fields, shape, node.line_of(name))

    def played(self, path: Path) -> None:
        """Votes and rounds."""
        if decisions.NOUN in {path.stem, path.parent.name}:
            self.batch.decisions += self.scripts(path, decisions.NOUN, decisions.read_decision)
        else:
            self.batch.rounds += self.scripts(path, rounds.NOUN, rounds.read_round)

    def scripts(self, path: Path, noun: str, read: Callable[..., Any]) -> list[Any]:
        """Votes and rounds: verbs take them in, after everything they speak of."""
        node, file = read_yaml(text_of(path)), str(path)
        if path.parent.name == noun:
            found = [read(file, path.stem, node, self.report)]
        else:
            rows = node if isinstance(node, Mapping) else Mapping()
            found = [
                read(file, name, fields, self.report, rows.line_of(name)) for name, fields in rows.items()
            ]
        return [script for script in found if script is not None]

    def thing(self, file: str, name: str, node: Any, shape: Shape, line: int = 1) -> None:
        """One thing and the lesser things inside it."""
        if not isinstance(node, Mapping):
            self.report.refuse(Place(file, line), f"{shape.table.word} {name}: has no fields; left out")
            return
        node.lines.setdefault("", line)
        beside = media.WORDS if shape.kind == "recording" else frozenset()
        self.strangers(file, node, {*shape.words, *shape.parts, *beside}, shape.kind)
        told = {shape.key: name} | self.told(file, node, shape)
        if shape.kind == "target" and isinstance(told.get("url"), str):
            told["url"] = told["url"].replace(HERE, settings.BASE_URL)
        row = self.batch.add(shape.kind, file, node, told, keys=_keys(shape))
        if row is None:
            return
        if beside:
            self.batch.beside += media.read(file, row.values[shape.key], node, self.report)
        self.inside(file, node, shape, row.values[shape.key], node)

    def inside(self, file: str, node: Mapping, shape: Shape, name: str, whole: Mapping) -> None:
        """The lesser things inside a thing of that name."""
        for word, part in shape.parts.items():
            for number, lesser in enumerate(
                mappings(node.get(word), file, word, self.report, node.line_of(word)), 1
            ):
                self.lesser(file, lesser, part, name, number, whole)

    def lesser(
        self, file: str, node: Mapping, shape: Shape, parent: str, number: int, whole: Mapping
    ) -> None:
        """One entry of a list inside a thing, with the lists inside it."""
        self.strangers(file, node, {*shape.words, *shape.parts}, shape.kind)
        told = {shape.parent: parent, **PLACED[shape.kind](number, node)}
        told |= self.told(file, node, shape)
        if shape.kind == "meeting":
            told |= self.meeting(file, node, whole, told)
        if shape.kind == "agenda_item":
            told = {**of_date(parent), **told}
        for column in shape.local & told.keys():
            told[column] = f"{parent.partition('/')[0]}/{_key(told[column])}"
        row = self.batch.add(shape.kind, file, node, told, keys=_keys(shape))
        if row is not None and shape.parts:
            self.inside(file, node, shape, _named(row, parent), whole)

    def told(self, file: str, node: Mapping, shape: Shape) -> dict[str, Any]:
        """The fields a mapping speaks of, decoded; one that cannot be is named and not passed on."""
        told: dict[str, Any] = {}
        for word, column in shape.words.items():
            if word not in node:
                continue
            decode = codec.READ.get((shape.kind, column))
            try:
                told[column] = decode(node[word]) if decode and node[word] is not None else node[word]
            except values.Unfit as error:
                self.report.refuse(place_of(file, node, word), f"{shape.table.word}: {word} {error}")
        return told

    def meeting(self, file: str, node: Mapping, series: Mapping, told: dict[str, Any]) -> dict[str, Any]:
        """A meeting is written in the time of its series, with its length; its history says its minutes."""
        for column in ("starts_at", "ends_at", *(["notes"] if node.get("revisions") else [])):
            told.pop(column, None)
        zone = str(series.get("timezone") or "UTC")
        try:
            start = codec.start(node.get("at"), zone if zone in zones() else "UTC")
            minutes = values.whole(node.get("minutes") or series.get("minutes") or 60)
        except values.Unfit as error:
            self.report.refuse(place_of(file, node, "at"), f"meeting: at {error}")
            return {}
        return {
            "starts_at": start,
            "ends_at": start + dt.timedelta(minutes=max(0, min(minutes, 7 * 24 * 60))),
        }

    def strangers(self, file: str, node: Mapping, known: set[str], kind: str) -> None:
        for word in node.keys() - known:
            name = f"{kind}.{word[:100]}" if kind else word[:100]
            self.report.unknown_field(FORM, name, place_of(file, node, word))


def _keys(shape: Shape) -> dict[str, str]:
    """The words of a file by field, to find lines."""
    return {column: word for word, column in shape.words.items()} | ({} if shape.parent else {shape.key: ""})


def _named(row: Row, parent: str) -> str:
    """The name of a lesser thing, for what is inside it."""
    if row.table.kind == "meeting":
        return f"{parent}@{row.values['starts_at']:{EXACTLY}}"
    name = row.values.get(row.table.key[-1], parent)  # a release is named like its item
    return name if len(row.table.key) == 1 else f"{parent}/{name}"


def of_date(name: str) -> dict[str, Any]:
    """The series of a point by the name of what it is in, and since when it is there unless the file says."""
    series, _, start = name.partition("@")
    if not start:
        return {"added_at": LONG_AGO}
    return {"series": series, "added_at": dt.datetime.strptime(start, EXACTLY).replace(tzinfo=dt.UTC)}


def _milestone(_number: int, node: Mapping) -> dict[str, Any]:
    order = ("alpha", "beta", "stable", "deprecated", "removed")
    return {"position": order.index(node["stage"]) if node.get("stage") in order else len(order)}


def _compared(number: int, node: Mapping) -> dict[str, Any]:
    return {"position": number, "key": _key(node.get("name"))}


def _key(words: Any) -> str:
    """The key of something that has none in the file: made from its words."""
    return slugify(str(words or ""))[:LONGEST].strip("-_")


#: What the place of an entry says of it.
PLACED: defaultdict[str, Any] = defaultdict(
    lambda: lambda _number, _node: {},
    {
        "step": lambda number, _node: {"position": number},
        "case": lambda number, _node: {"position": number - 1},
        "agenda_item": lambda number, _node: {"position": number - 1},
        "item_stage": _milestone,
        "option": _compared,
        "criterion": _compared,
        "finding": lambda _number, node: {"key": _key(node.get("text")) or "finding"},
    },
)
