"""The navigation of the published site: that of docs/, with the community's lists after the front page.

Pages of single things stay out of it, or it would grow with the square of the pages.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.utils.yaml import yaml_load

from hub.goldenpath.pages import PAGES

LISTS: list[dict[str, Any]] = [
    {"Golden paths": ["paths/index.md"]},
    {"Services": ["services/index.md", {"Clusters": "clusters/index.md"}]},
    {
        "Community": [
            "groups/index.md",
            {"Conclusions": "conclusions/index.md"},
            {"Demos": "demos/index.md"},
            {"Recordings": "recordings/index.md"},
        ]
    },
    {"Roadmap": ["roadmap/index.md", {"What's new": "roadmap/releases/whats-new.md"}]},
]


def merged(config: Path) -> dict[str, Any]:
    """What the merged tree needs in place of the values of the settings file."""
    with config.open("rb") as file:
        values = yaml_load(file)
    nav = values["nav"]
    alone = "".join(f"/{kind.folder}/\n" for kind in PAGES)
    return {"nav": [*nav[:1], *LISTS, *nav[1:]], "not_in_nav": values.get("not_in_nav", "") + alone}
