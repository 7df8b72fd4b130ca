"""A golden path as Markdown: its facts on top, its introduction, then a numbered heading for each step."""

from __future__ import annotations

import re
from typing import Any

from hub.exchange.marked import Mapping, Sequence, Unreadable, read_yaml

STEP = re.compile(r"## (\d+)\. (\S.*)\Z")
FENCE = re.compile(r"\s*(```+|~~~+)")


def read_path(text: str) -> Mapping:
    """The path as if it were written in YAML: `introduction`, and `steps` with `title`, facts and `body`."""
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].rstrip() != "---" or "---" not in [line.rstrip() for line in lines[1:]]:
        raise Unreadable("has no facts between two lines of --- on top", 1)
    end = next(number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---")
    node = _facts("\n".join(lines[1:end]), 2)
    for key in ("introduction", "steps"):
        if key in node:
            raise Unreadable(f"has {key} on top: it is the text below", node.line_of(key))
    heads = _headings(lines, end + 1)
    _set(node, "introduction", "\n".join(lines[end + 1 : heads[0] if heads else None]).strip(), end + 2)
    steps = Sequence(end + 2)
    for number, head in enumerate(heads):
        last = heads[number + 1] if number + 1 < len(heads) else len(lines)
        steps.append(_step(lines, head, last))
        steps.lines.append(head + 1)
    _set(node, "steps", steps, end + 2)
    return node


def _headings(lines: list[str], first: int) -> list[int]:
    """The lines that begin a step: numbered headings in order, outside code."""
    heads: list[int] = []
    fence = ""
    for number, line in enumerate(lines[first:], first):
        mark = FENCE.match(line)
        if fence:
            if mark and line.strip() == fence[0] * len(line.strip()) and len(line.strip()) >= len(fence):
                fence = ""
            continue
        if mark:
            fence = mark[1]
            continue
        found = STEP.match(line.rstrip())
        if found and int(found[1]) == len(heads) + 1:
            heads.append(number)
    return heads


def _step(lines: list[str], head: int, last: int) -> Mapping:
    """One step: heading, its facts in a block called step, its text."""
    body = head + 1
    while body < last and not lines[body].strip():
        body += 1
    node = Mapping(head + 1)
    if body < last and lines[body].rstrip() == "```step":
        close = next((n for n in range(body + 1, last) if lines[n].rstrip() == "```"), None)
        if close is None:
            raise Unreadable("has a block of facts that does not end", body + 1)
        node = _facts("\n".join(lines[body + 1 : close]), body + 2)
        node.line = head + 1
        body = close + 1
    for key in ("title", "body"):
        if key in node:
            raise Unreadable(f"has a {key} among the facts of a step", node.line_of(key))
    found = STEP.match(lines[head].rstrip())
    _set(node, "title", found[2] if found else "", head + 1)
    _set(node, "body", "\n".join(lines[body:last]).strip(), body + 1)
    return node


def _facts(text: str, first_line: int) -> Mapping:
    node = read_yaml(text, first_line)
    if node is None:
        return Mapping(first_line)
    if not isinstance(node, Mapping):
        raise Unreadable("has facts that are not `word: value`", first_line)
    return node


def _set(node: Mapping, key: str, value: Any, line: int) -> None:
    node[key] = value
    node.lines[key] = line
