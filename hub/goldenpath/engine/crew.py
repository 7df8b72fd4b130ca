"""Shares the pages of a build among forked processes: the library renders on one core only.

Every page passes two steps with a meeting between them: after the Markdown step each worker tells the
titles it found and learns those of all others, because the navigation of every page shows them.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from mkdocs.structure.files import File, Files

from . import rendering
from .errors import BuildFailed
from .records import PageRecord
from .site import Site

PAGES_WORTH_A_PROCESS = 40
PR_SET_PDEATHSIG = 1


@dataclass
class Shared:
    """What all processes know after the Markdown step."""

    titles: dict[str, str | None]  # of the pages in the navigation
    references: dict[str, Any] = field(default_factory=dict)  # where reference entries are


@dataclass
class Share:
    """The pages one process works on, with the digest of each one's Markdown."""

    site: Site
    work: list[tuple[File, str]]
    records: list[PageRecord] = field(default_factory=list)

    def read(self) -> None:
        """The first step: Markdown to HTML."""
        self.records = [rendering.read(self.site, file, source) for file, source in self.work]

    def titles(self) -> dict[str, str | None]:
        """The titles found that the navigation shows."""
        shown = {page.file.src_uri for page in self.site.nav.pages}
        return {r.uri: r.title for r in self.records if r.uri in shown}

    def learn(self, shared: Shared) -> None:
        """Take over the titles and references found by others."""
        own = {record.uri for record in self.records}
        for page in self.site.nav.pages:
            uri = page.file.src_uri
            if uri in shared.titles and uri not in own:
                rendering.recall(self.site, page.file, shared.titles[uri])
        if (autorefs := self.site.autorefs) is not None and shared.references:
            vars(autorefs).update(shared.references)
            linking = {r.uri for r in self.records if r.crossrefs}
            files = Files([file for file, _ in self.work if file.src_uri in linking])
            autorefs.on_env(self.site.env, config=self.site.config, files=files)

    def write(self) -> None:
        """The second step: into the template and to disk."""
        for (file, _), record in zip(self.work, self.records, strict=True):
            rendering.write(self.site, file, record)


class Worker:
    """A forked process with its share of the pages."""

    def __init__(self, share: Share) -> None:
        self.uris = [file.src_uri for file, _ in share.work]
        self.pipe, theirs = Pipe()
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            self.pipe.close()
            alone(parent, lambda: _work(share, theirs))
        theirs.close()

    def receive(self) -> Any:
        """The worker's next answer; its failure is ours."""
        try:
            kind, value = self.pipe.recv()
        except EOFError as error:
            raise BuildFailed([f"a build worker ended early, at one of {self.uris[:3]}..."]) from error
        if kind == "failed":
            raise BuildFailed(value)
        return value

    def send(self, value: Shared) -> None:
        """Tell the worker what all know."""
        self.pipe.send(value)

    def end(self) -> None:
        """Make sure that the process is gone."""
        self.pipe.close()
        try:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            return


def _work(share: Share, pipe: Connection) -> None:
    try:
        share.read()
        pipe.send(("titles", share.titles()))
        share.learn(pipe.recv())
        share.write()
        pipe.send(("records", share.records))
    except BuildFailed as error:
        pipe.send(("failed", error.messages))
    except EOFError:  # the parent gave up
        return


def alone(parent: int, work: Callable[[], None]) -> None:
    """Run in a forked child that dies with its parent and never returns."""
    try:
        die_with(parent)
        gc.freeze()
        work()
    except BaseException:  # noqa: BLE001 -- nothing may escape into the parent's stack; it sees the pipe close
        os._exit(1)
    os._exit(0)


def die_with(parent: int) -> None:
    """Ask the kernel to end this process when its parent ends, however that happens."""
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    except (OSError, AttributeError):  # not Linux: an orphan finds its pipe closed instead
        return
    if os.getppid() != parent:
        os._exit(1)


def shares(site: Site, work: list[tuple[File, str]], processes: int) -> list[Share]:
    """Divide pages evenly; neighbours go to different processes, as they are alike in length."""
    count = max(1, min(processes, len(work) // PAGES_WORTH_A_PROCESS))
    return [Share(site, work[start::count]) for start in range(count)]
