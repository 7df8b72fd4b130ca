"""How long a full publish takes, next to `mkdocs build` of the same tree.

Usage: python benchmarks/publish_full.py [pages ...]
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

ROUNDS = 3
ENOUGH = 90  # seconds: no further round begins after that
BUILD = """
import sys
from pathlib import Path
from hub.goldenpath import publisher
publisher.publish(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), full=True)
"""


def main(sizes: list[int]) -> None:
    """Both programs in turn, each started anew, each writing a whole site."""
    for pages in sizes:
        with tempfile.TemporaryDirectory() as folder:
            _measure(Path(folder), pages)


def _measure(folder: Path, pages: int) -> None:
    docs, config = folder / "docs", folder / "mkdocs.yml"
    synthetic_tree.write_tree(docs, pages)
    values = {"INHERIT": str(measured.SETTINGS), **synthetic_tree.settings(docs, folder / "site")}
    config.write_text(yaml.safe_dump(values))
    peer_command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(config)]
    own_command = [sys.executable, "-c", BUILD, str(docs), str(config)]
    peer, own = [], []
    end = time.monotonic() + ENOUGH
    while not peer or (len(peer) < ROUNDS and time.monotonic() < end):
        peer.append(measured.run(peer_command))
        own.append(measured.run([*own_command, str(folder / "root")]))
    value = statistics.median(r.seconds for r in own)
    other = statistics.median(r.seconds for r in peer)
    measured.say(
        name="publish_full",
        value=value,
        unit="s",
        n=pages,
        rounds=len(own),
        peer="mkdocs build",
        peer_value=other,
        ratio=value / other,
        processor_seconds=statistics.median(r.processor_seconds for r in own),
        peer_processor_seconds=statistics.median(r.processor_seconds for r in peer),
        megabytes=max(r.megabytes for r in own),
        peer_megabytes=max(r.megabytes for r in peer),
    )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [2000])
