"""YAML and Markdown that people like to read, and that compare well."""

from __future__ import annotations

from typing import Any

import yaml

from hub.exchange.formats.paths import read_path
from hub.exchange.marked import CONTROL, Unreadable

WIDTH = 100


class _Dumper(yaml.CSafeDumper):
    """Block style, in the order given."""


def _text(dumper: Any, value: str) -> Any:
    """Texts of several lines stand as they are, below their word."""
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _text)
_Dumper.ignore_aliases = lambda _self, _data: True  # type: ignore[method-assign,assignment]


def write_yaml(value: Any) -> str:
    """A value as YAML."""
    return yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH, default_flow_style=False
    )


def write_path(path: dict[str, Any]) -> str | None:
    """A golden path as Markdown; None when its texts could not be read back from it as they are."""
    facts = {word: value for word, value in path.items() if word not in ("introduction", "steps")}
    parts = [f"---\n{write_yaml(facts)}---\n"]
    if path.get("introduction"):
        parts.append(f"{path['introduction']}\n")
    for number, step in enumerate(path.get("steps", []), 1):
        parts.append(_step(number, step))
    text = "\n".join(parts)
    return text if _reads_back(text, path) else None


def _step(number: int, step: dict[str, Any]) -> str:
    facts = {word: value for word, value in step.items() if word not in ("title", "body")}
    block = f"\n```step\n{write_yaml(facts)}```\n" if facts else ""
    body = f"\n{step['body']}\n" if step.get("body") else ""
    return f"## {number}. {step['title']}\n{block}{body}"


def _reads_back(text: str, path: dict[str, Any]) -> bool:
    try:
        node = read_path(text)
    except Unreadable:
        return False
    steps = [(step["title"], step["body"]) for step in node["steps"]]
    wanted = [(step["title"], step.get("body", "")) for step in path.get("steps", [])]
    return bool(node["introduction"] == path.get("introduction", "") and steps == wanted)


def clean(held: Any) -> Any:
    """Text with plain ends of lines and nothing that a reader would refuse."""
    if isinstance(held, str):
        return CONTROL.sub("", held.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if isinstance(held, list):
        return [clean(item) for item in held]
    if isinstance(held, dict):
        return {clean(key): clean(value) for key, value in held.items()}
    return held
