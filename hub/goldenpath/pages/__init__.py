"""What the docs site says about the community: every kind of page, each made from one read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hub.goldenpath.pages import clusters, conclusions, demos, groups, paths, recordings, roadmap, services
from hub.goldenpath.pages.page import Page, Reading

__all__ = ["PAGES", "Kind", "Page", "Reading"]


@dataclass(frozen=True)
class Kind:
    """One kind of page: the folder it fills, its name in the navigation, and where it comes from."""

    folder: str
    title: str
    pages: Callable[[Reading], Iterator[Page]]


PAGES = (
    Kind("paths", "Golden paths", paths.pages),
    Kind("services", "Services", services.pages),
    Kind("clusters", "Clusters", clusters.pages),
    Kind("groups", "Groups", groups.pages),
    Kind("conclusions", "Conclusions", conclusions.pages),
    Kind("demos", "Demos", demos.pages),
    Kind("recordings", "Recordings", recordings.pages),
    Kind("roadmap", "Roadmap", roadmap.pages),
)
