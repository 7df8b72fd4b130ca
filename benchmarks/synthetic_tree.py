"""Writes a tree of pages that look like the generated ones: the input of the publish benchmarks."""

from __future__ import annotations

import shutil
from pathlib import Path

KINDS = ("services", "groups", "roadmap", "recordings")
PER_INDEX = 500  # links on one index page

PAGE = """---
title: {title}
description: What {title} is, who looks after it and where it may be used.
---
# {title}

{title} is item {n} of the {kind}. It is looked after by **team {team}** and was last reviewed in
week {week}. See [the neighbour](item-{near:05d}.md) and [all {kind}](index.md).

!!! warning "Known limits of {title}"
    Jobs longer than {n} minutes are stopped. Ask the *platform team* for more; `quota-{n}` names the limit.

## Where it runs

| Cluster | Class | Stage | Since |
|---|---|---|---|
| blue-{n} | production | general availability | 2026-01-{day:02d} |
| green-{n} | staging | beta | 2026-02-{day:02d} |
| red-{n} | development | alpha | 2026-03-{day:02d} |

## First steps

1. Ask for access on [the page of item {far}](item-{far:05d}.md#first-steps).
2. Install the client: `pip install client=={n}.0`.
3. Run the example and look at the result.

```python
import mlflow

mlflow.set_tracking_uri("https://tracking-{n}.example.org")
with mlflow.start_run(run_name="run-{n}") as run:
    mlflow.log_param("alpha", {n})
    for step in range(10):
        mlflow.log_metric("loss", 1 / (step + {n}), step=step)
```

## Who to ask

Write to the channel `#help-{n}`, or come to the office hour on day {day}. Escalations go to the on-call
engineer; *do not* page anybody for an experiment. Everything said there is written down in the minutes.

## History

- 2026-01-{day:02d}: proposed by team {team}, with {n} people in support.
- 2026-02-{day:02d}: accepted, because the [other option](item-{near:05d}.md#history) had no owner.
- 2026-03-{day:02d}: first users; the recording of demo {n} shows them.

## Evidence

The scorecard has {n} checks, of which {day} pass. A check that is *unknown* is never counted as passed.
Numbers come from the probes of the last {week} weeks; see [where it runs](#where-it-runs).
"""


def write_tree(folder: Path, pages: int) -> None:
    """Write `pages` detail pages with their index pages under `folder`, replacing what is there."""
    shutil.rmtree(folder, ignore_errors=True)
    for offset, kind in enumerate(KINDS):
        count = len(range(offset, pages, len(KINDS)))
        _write_kind(folder / kind, kind, count)
    links = "\n".join(f"- [{kind}]({kind}/index.md)" for kind in KINDS)
    (folder / "index.md").write_text(f"# The platform\n\nWhere to begin:\n\n{links}\n")


def _write_kind(folder: Path, kind: str, count: int) -> None:
    folder.mkdir(parents=True)
    for n in range(count):
        (folder / f"item-{n:05d}.md").write_text(page(kind, n, count))
    shown = range(min(count, PER_INDEX))
    links = "\n".join(f"- [{kind} item {n}](item-{n:05d}.md)" for n in shown)
    (folder / "index.md").write_text(f"# All {kind}\n\n{links}\n")


def page(kind: str, n: int, count: int, note: str = "") -> str:
    """One page: five sections, a table, code, an admonition and links to other pages."""
    values = {"kind": kind, "n": n, "team": n % 7, "week": n % 52, "day": n % 28 + 1}
    values |= {"title": f"{kind.title()} item {n}", "near": (n + 1) % count, "far": (n * 7 + 3) % count}
    return PAGE.format(**values) + note


THEME = Path(__file__).resolve().parents[1] / "hub" / "goldenpath" / "theme"


def settings(folder: Path, site: Path) -> dict[str, object]:
    """What differs from the site's mkdocs.yml: where the tree is, and a navigation of index pages only."""
    nav: list[object] = [{"Home": "index.md"}]
    nav += [{kind.title(): [f"{kind}/index.md"]} for kind in KINDS]
    hidden = "\n".join(f"/{kind}/item-*.md" for kind in KINDS)
    theme = {"custom_dir": str(THEME)}  # it is looked for beside the settings, which lie elsewhere here
    return {"docs_dir": str(folder), "site_dir": str(site), "nav": nav, "not_in_nav": hidden, "theme": theme}
