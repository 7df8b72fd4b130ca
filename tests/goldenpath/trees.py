"""Small trees of Markdown for the tests of the docs engine, and the official build to compare with."""

from __future__ import annotations

import filecmp
import os
import subprocess
import sys
from pathlib import Path

import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
SETTINGS = REPOSITORY / "mkdocs.yml"

DETAIL = """---
description: About {name}.
---
# {name}

{body} See [the next](item-{next}.md#use) and [all](index.md).

!!! note "For {name}"
    Ask the *platform team*.

## Use

| Cluster | Stage |
|---|:--:|
| blue | beta |

```python
print("{name}")
```

=== "One"
    Text with a footnote.[^1]

=== "Two"
    - [x] done

[^1]: Said in the minutes.
"""


def write_tree(docs: Path, pages: int = 8) -> None:
    """A start page, a guide in the navigation, and detail pages outside it."""
    put(
        docs,
        "index.md",
        "# Start\n\n[Guide](guides/first.md), [services](services/index.md)\n\n![mark](img/mark.svg)\n",
    )
    put(
        docs,
        "guides/first.md",
        "# First model\n\n1. [A service](../services/item-0.md)\n\n## Register\n\nDone.\n",
    )
    put(docs, "img/mark.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>\n')
    for n in range(pages):
        put(docs, f"services/item-{n}.md", detail(n, pages))
    links = "\n".join(f"- [Service {n}](item-{n}.md)" for n in range(pages))
    put(docs, "services/index.md", f"# Services\n\n{links}\n")


def detail(n: int, pages: int, body: str = "Body.") -> str:
    return DETAIL.format(name=f"Service {n}", body=body, next=(n + 1) % pages)


def put(docs: Path, name: str, text: str) -> Path:
    path = docs / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def settings(docs: Path, **more: object) -> dict[str, object]:
    """What a test tree has instead of the site's own folder and navigation."""
    nav = [{"Home": "index.md"}, {"Guides": ["guides/first.md"]}, {"Services": ["services/index.md"]}]
    own = {"docs_dir": str(docs), "nav": nav, "not_in_nav": "/services/item-*.md\n/reference/\n"}
    return {**own, "site_url": "http://hub.test/docs/", **more}


def official_build(docs: Path, site: Path, **more: object) -> None:
    """What `mkdocs build` makes of the tree, run as a person would run it."""
    config = docs.parent / "official.yml"
    theme = {"custom_dir": str(REPOSITORY / "hub/goldenpath/theme")}  # it is looked for beside this file
    values = {"INHERIT": str(SETTINGS), "theme": theme, **settings(docs, **more), "site_dir": str(site)}
    config.write_text(yaml.safe_dump(values))
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(config)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment, cwd=REPOSITORY, check=False
    )
    assert done.returncode == 0, done.stderr


def differences(one: Path, other: Path) -> list[str]:
    """Every file that is not byte for byte the same in both folders, or is in one only."""
    names = {p.relative_to(root) for root in (one, other) for p in root.rglob("*") if p.is_file()}
    return sorted(
        str(name)
        for name in names
        if not ((one / name).is_file() and (other / name).is_file())
        or not filecmp.cmp(one / name, other / name, shallow=False)
    )
