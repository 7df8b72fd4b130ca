"""The guide says of the life of an item what the graph says."""

from __future__ import annotations

import re
from pathlib import Path

from hub.roadmap import lifecycle
from hub.roadmap.models import RoadmapItem

GUIDE = Path(__file__).parents[2] / "docs/guides/roadmap.md"


def test_guide_lists_the_moves_of_the_graph():
    labels = {label.lower(): value for value, label in RoadmapItem.State.choices}
    rows = dict(re.findall(r"^\| (\w[\w ]*) \| (.+) \|$", GUIDE.read_text(), re.MULTILINE))
    said = {
        (labels[old.lower()], labels[way.removesuffix(" with a reason")], way.endswith(" with a reason"))
        for old, ways in rows.items() if old.lower() in labels
        for way in ways.split(", ")
    }  # fmt: skip
    assert said == {
        (old, step.to, step.needs_reason) for old in lifecycle.GRAPH for step in lifecycle.steps_from(old)
    }
