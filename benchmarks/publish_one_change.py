"""How long until one changed page can be read.

Usage: python benchmarks/publish_one_change.py [pages ...]

Measured in a process that has published before, as the worker has; the peer is `mkdocs build` of the tree.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

import measured
import synthetic_tree
import yaml

sys.path.insert(0, str(measured.REPOSITORY))

from hub.goldenpath import publisher

CHANGES = 7


def main(sizes: list[int]) -> None:
    """One page after the other gets a new paragraph."""
    for pages in sizes:
        with tempfile.TemporaryDirectory() as folder:
            _measure(Path(folder), pages)


def _measure(folder: Path, pages: int) -> None:
    docs, config, root = folder / "docs", folder / "mkdocs.yml", folder / "root"
    synthetic_tree.write_tree(docs, pages)
    values = {"INHERIT": str(measured.SETTINGS), **synthetic_tree.settings(docs, folder / "site")}
    config.write_text(yaml.safe_dump(values))
    publisher.publish(docs, config, root)
    times = [_change(docs, config, root, number, pages // 4) for number in range(CHANGES)]
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(config)]
    other = measured.run(command).seconds
    value = statistics.median(times)
    measured.say(
        name="publish_one_change", value=value, unit="s", n=pages, peer="mkdocs build", peer_value=other,
        ratio=value / other, slowest=max(times),
    )  # fmt: skip


def _change(docs: Path, config: Path, root: Path, number: int, count: int) -> float:
    text = synthetic_tree.page("services", number, count, note=f"\nChanged for the {number}. time.\n")
    (docs / "services" / f"item-{number:05d}.md").write_text(text)
    start = time.perf_counter()
    done = publisher.publish(docs, config, root)
    seconds = time.perf_counter() - start
    html = (root / "current" / "site" / "services" / f"item-{number:05d}" / "index.html").read_text()
    if done.rendered != 1 or f"for the {number}. time" not in html:
        sys.exit(f"not what was meant to be measured: {done}")
    return seconds


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [2000])
