"""Read YAML and JSON so that every value still knows its line, and nothing in a file can hurt.

The events of the C parser are put together here, without recursion: its own composer overruns the stack on
deep nesting. Decimals, dates and times stay the words that are written: `1.30` is a version, `9:00` a time.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import yaml

FILE_BYTES = 32 * 1024 * 1024
DEPTH = 40
VALUES = 1_000_000

WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\Z")
WORDS = {"true": True, "false": False}
NOTHING = {"", "~", "null"}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


class Unreadable(Exception):  # noqa: N818 -- an answer about a file
    """The file cannot be read at all; says why, and from which line on."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


class Mapping(dict[str, Any]):
    """A mapping that knows on which line it and each of its keys begin."""

    line: int = 0

    def __init__(self, line: int = 0) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}

    def line_of(self, key: str) -> int:
        """The line of a key, or of the whole when it is not there."""
        return self.lines.get(key, self.line)


class Sequence(list[Any]):
    """A list that knows the line of each of its elements."""

    def __init__(self, line: int = 0) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


class JsonMapping(Mapping):
    """An object of a JSON file: the line of a key is looked for when somebody asks."""

    def __init__(self, values: dict[str, Any], text: str) -> None:
        super().__init__(1)
        self.update(values)
        self.text = text

    def line_of(self, key: str) -> int:
        """The line on which the key is first written."""
        found = self.text.find(json.dumps(key) + ":")
        return self.text.count("\n", 0, found) + 1 if found >= 0 else 1


def text_of(path: Path) -> str:
    """The text of a file; refuses what is too large or not UTF-8."""
    try:
        with path.open("rb") as stream:
            data = stream.read(FILE_BYTES + 1)
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror}") from None
    if len(data) > FILE_BYTES:
        raise Unreadable(f"is larger than {FILE_BYTES // 1024 // 1024} MB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable("is not UTF-8 text", line) from None


def read_json(text: str) -> Any:
    """The values of a JSON text; its object knows its lines."""
    try:
        values = json.loads(text)
    except json.JSONDecodeError as error:
        raise Unreadable(f"is not JSON: {error.msg}", error.lineno) from None
    except (RecursionError, ValueError):
        raise Unreadable("is not JSON: nested too deep or a number too long") from None
    return JsonMapping(values, text) if isinstance(values, dict) else values


def read_yaml(text: str, first_line: int = 1) -> Any:
    """The values of a YAML text, with lines; refuses doubled keys and documents, deep nesting and bombs."""
    if found := CONTROL.search(text):
        raise Unreadable("has a control character", text.count("\n", 0, found.start()) + first_line)
    builder = _Builder(first_line)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = " ".join(str(error.problem or error.context).split())
        raise Unreadable(f"is not YAML: {reason}", (mark.line if mark else 0) + first_line) from None
    except (yaml.YAMLError, UnicodeError) as error:
        raise Unreadable(f"is not YAML: {getattr(error, 'reason', None) or 'unreadable character'}") from None
    return builder.root


class _Builder:
    """Puts parser events together to values."""

    def __init__(self, first_line: int) -> None:
        self.root: Any = None
        self.documents = 0
        self.first_line = first_line
        self.open: list[tuple[Any, str | None]] = []  # container, anchor
        self.keys: list[tuple[str, int] | None] = []  # the key that waits for its value
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.sizes: list[int] = []
        self.values = 0

    def take(self, event: Any) -> None:
        """One event of the parser."""
        line = event.start_mark.line + self.first_line
        if isinstance(event, yaml.ScalarEvent):
            self.put(_scalar(event), event.anchor, 1, line)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self.begin(event, line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.end(line)
        elif isinstance(event, yaml.AliasEvent):
            self.again(event.anchor, line)
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise Unreadable("has more than one YAML document", line)

    def begin(self, event: Any, line: int) -> None:
        """A mapping or list begins."""
        if len(self.open) >= DEPTH:
            raise Unreadable(f"is nested deeper than {DEPTH} levels", line)
        if self.keys and self.keys[-1] is None and isinstance(self.open[-1][0], Mapping):
            raise Unreadable("has a key that is not a word", line)
        container = Mapping(line) if isinstance(event, yaml.MappingStartEvent) else Sequence(line)
        self.open.append((container, event.anchor))
        self.keys.append(None)
        self.sizes.append(1)

    def end(self, line: int) -> None:
        """It ends, and is a value itself."""
        container, anchor = self.open.pop()
        self.keys.pop()
        self.put(container, anchor, self.sizes.pop(), line)

    def again(self, anchor: str | None, line: int) -> None:
        """A value that was anchored before; it counts as often as it is used."""
        if anchor is None or anchor not in self.anchors:
            raise Unreadable(f"uses *{anchor} inside or before &{anchor}", line)
        value, size = self.anchors[anchor]
        self.put(value, None, size, line)

    def put(self, value: Any, anchor: str | None, size: int, line: int) -> None:
        """Place a finished value where it belongs."""
        self.values += 1
        if anchor:
            self.anchors[anchor] = (value, size)
        if not self.open:
            self.root = value
            return
        container = self.open[-1][0]
        self.sizes[-1] += size
        if self.sizes[-1] > VALUES or self.values > VALUES:
            raise Unreadable(f"has more than {VALUES:,} values", line)
        if isinstance(container, Sequence):
            container.append(value)
            container.lines.append(getattr(value, "line", line))
        else:
            self.put_in_mapping(container, value, line)

    def put_in_mapping(self, container: Mapping, value: Any, line: int) -> None:
        """A scalar is first the key, then the value of a pair."""
        waiting = self.keys[-1]
        if waiting is None:
            key = _key(value, line)
            if key in container:
                raise Unreadable(f"has the key {key!r} twice (first on line {container.lines[key]})", line)
            self.keys[-1] = (key, line)
            return
        key, key_line = waiting
        container[key] = value
        container.lines[key] = key_line
        self.keys[-1] = None


def _key(value: Any, line: int) -> str:
    if isinstance(value, dict | list):
        raise Unreadable("has a key that is not a word", line)
    if value is True or value is False:
        return str(value).lower()
    return "" if value is None else str(value)


def _scalar(event: Any) -> Any:
    """Plain words become nothing, yes/no or whole numbers where they plainly are; all else stays text."""
    value: str = event.value
    if not event.implicit[0]:
        return value
    lowered = value.lower()
    if lowered in NOTHING:
        return None
    if lowered in WORDS:
        return WORDS[lowered]
    return int(value) if WHOLE.match(value) else value
