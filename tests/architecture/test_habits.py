"""Habits that keep the flow of things visible: what the tree must not contain."""

import ast
import re
from pathlib import Path

import pytest

from hub.activity.kinds import kinds
from hub.celery import app

ROOT = Path(__file__).resolve().parents[2]
HUB = ROOT / "hub"
SOURCES = {path: path.read_text() for path in sorted(HUB.rglob("*.py")) if "migrations" not in path.parts}
BANNED_NAMES = {"utils", "helpers", "common", "services", "selectors", "misc"}


def lines_with(pattern: str, sources: dict[Path, str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path, text in sources.items()
        for line in text.splitlines()
        if re.search(pattern, line)
    ]


def test_nothing_happens_behind_a_save():
    assert lines_with(r"\b(post|pre)_(save|delete)\b|m2m_changed|@receiver", SOURCES) == []


def test_no_model_overrides_save_or_delete():
    models = {p: t for p, t in SOURCES.items() if p.name == "models.py" or p.parent.name == "models"}
    assert lines_with(r"def (save|delete)\(", models) == []


def test_serializers_only_describe():
    doors = {path: text for path, text in SOURCES.items() if path.name == "api.py"}
    assert lines_with(r"def (create|update|save)\(self, (validated_data|instance)", doors) == []


def test_no_module_is_a_junk_drawer():
    names = {path.relative_to(HUB).with_suffix("").parts[:2] for path in SOURCES}
    assert {name for parts in names for name in parts} & BANNED_NAMES == set()


def test_only_rules_ask_for_roles():
    asked = {
        path: text for path, text in SOURCES.items() if path.name in {"views.py", "api.py", "actions.py"}
    }
    assert lines_with(r"\.is_(staff|superuser|platform_admin)\b|is_platform_admin=", asked) == []


def test_templates_carry_no_inline_script_or_style():
    pages = {path: path.read_text() for path in HUB.glob("*/templates/**/*.html")}
    assert lines_with(r"<script(?![^>]*\bsrc=)[^>]*>(?!\s*$)|\son[a-z]+=\"|\sstyle=\"|<style", pages) == []


def kinds_recorded() -> set[str]:
    """The kinds that verbs record, read from the code."""
    found = set()
    for text in SOURCES.values():
        for node in ast.walk(ast.parse(text)):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) == "record"
            ):
                found |= {arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)}
    return found


def test_every_recorded_kind_has_its_line_in_reactions():
    assert kinds_recorded() - set(kinds()) == set()


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_reaction_is_a_task(kind):
    app.loader.import_default_modules()
    assert set(kinds()[kind].reactions) <= set(app.tasks)


def test_every_beat_line_is_a_task():
    app.loader.import_default_modules()
    assert {line["task"] for line in app.conf.beat_schedule.values()} <= set(app.tasks)
