"""Enhancement proposals (a tree of kep.yaml) as roadmap items; what is plainly meant is read as meant."""

from __future__ import annotations

import difflib
import re
from pathlib import PurePath
from typing import Any

from django.utils.text import slugify

from hub.core import limits
from hub.exchange import values
from hub.exchange.marked import Mapping
from hub.exchange.rows import Batch
from hub.exchange.source import File, mapping, place_of, strangers

FORM = "keps"
STATES = {
    "provisional": "proposed", "implementable": "accepted", "implemented": "shipped", "deferred": "deferred",
    "rejected": "declined", "withdrawn": "declined", "replaced": "declined", "superseded": "declined",
}  # fmt: skip
STAGES = ("alpha", "beta", "stable", "deprecated", "removed")
UNSET = {"", "tbd", "todo", "none", "n/a", "x.y", "never", "yyyy-mm-dd"}
RELEASE = re.compile(r"v?(\d+\.\d+(?:\.\d+)?)\Z")
DETAILS = (
    "kep-number", "authors", "stage", "latest-milestone", "participating-sigs", "reviewers", "approvers",
    "editor", "see-also", "replaces", "superseded-by", "feature-gates", "metrics", "disable-supported",
)  # fmt: skip
FIELDS = frozenset({"title", "owning-sig", "status", "creation-date", "last-updated", "milestone", *DETAILS})


def recognised(content: Any) -> bool:
    """Whether a file is one proposal."""
    return isinstance(content, Mapping) and "kep-number" in content and "status" in content


def read(files: list[File], batch: Batch) -> None:
    """All proposals of a tree."""
    for file in files:
        _Proposal(batch, file).read()


class _Proposal:
    """One kep.yaml."""

    def __init__(self, batch: Batch, file: File) -> None:
        self.batch, self.report, self.file, self.node = batch, batch.report, file.name, file.content
        folder = PurePath(file.name).parent.name or str(file.content.get("kep-number"))
        self.slug = f"kep-{slugify(folder)}"[: limits.SLUG].strip("-")

    def read(self) -> None:
        node = self.node
        strangers(FORM, self.file, node, FIELDS, self.report)
        state, reason = self.state()
        told = {
            "slug": self.slug, "title": node.get("title"), "state": state, "state_reason": reason,
            "group": node.get("owning-sig"), "details": self.details(), **self.dates(),
        }  # fmt: skip
        row = self.batch.add("item", self.file, node, told, keys={
            "group": "owning-sig", "proposed_on": "creation-date", "updated_on": "last-updated",
        })  # fmt: skip
        if row is not None:
            self.milestones()

    def state(self) -> tuple[str, str]:
        """The state of the item, and why: the status as written, or what it plainly means."""
        raw = str(self.node.get("status") or "").strip()
        word, _, remark = raw.lower().partition("(")
        word = word.strip()
        near = [word] if word in STATES else difflib.get_close_matches(word, STATES, n=2, cutoff=0.85)
        place = place_of(self.file, self.node, "status")
        if len(near) != 1 or "|" in word:
            self.report.refuse(
                place,
                f"roadmap item {self.slug}: status {values.short(raw)} is none of: {', '.join(STATES)};"
                " shown as proposed",
            )
            return "proposed", "The source does not say its status."
        if raw.lower() != near[0]:
            self.report.note(place, f"roadmap item {self.slug}: status {raw!r} is read as {near[0]!r}")
        written = f"{near[0]} ({remark.rstrip(')')})" if remark else near[0]
        return STATES[near[0]], f"Status of the proposal: {written}"

    def dates(self) -> dict[str, Any]:
        """When it was proposed and last changed; a day that does not exist is named, a template's is not."""
        created, updated = self.date("creation-date"), self.date("last-updated")
        told = {"updated_on": updated} if updated else {}
        first = min((day for day in (created, updated) if day), default=None)
        if created or first:
            told["proposed_on"] = created or first
        else:
            self.report.note(
                place_of(self.file, self.node, "creation-date"),
                f"roadmap item {self.slug}: no date; counts as proposed on the day of its import",
            )
        return told

    def date(self, key: str) -> Any:
        raw = self.node.get(key)
        if raw is None or str(raw).strip().lower() in UNSET:
            return None
        try:
            day = values.past(raw)
        except values.Unfit as error:
            self.report.refuse(
                place_of(self.file, self.node, key), f"roadmap item {self.slug}: {key} {error}"
            )
            return None
        if str(raw).strip() != day.isoformat():
            self.report.note(
                place_of(self.file, self.node, key),
                f"roadmap item {self.slug}: {key} {raw!r} is read as {day}",
            )
        return day

    def details(self) -> dict[str, Any]:
        found = {key: self.node[key] for key in DETAILS if self.node.get(key) not in (None, "", [], {})}
        remark = str(self.node.get("status") or "")
        return found | ({"status": remark} if remark else {})

    def milestones(self) -> None:
        """The release of each stage; what is not decided is left out, what is unreadable is named."""
        raw = self.node.get("milestone")
        if raw is not None and not isinstance(raw, Mapping):
            self.report.refuse(
                place_of(self.file, self.node, "milestone"),
                f"roadmap item {self.slug}: milestone must have fields",
            )
        node = mapping(raw)
        for stage, value in node.items():
            release = str(value if value is not None else "").strip()
            if release.lower() in UNSET:
                continue
            found, place = RELEASE.match(release), place_of(self.file, node, stage)
            if stage not in STAGES or not found:
                self.report.refuse(
                    place,
                    f"roadmap item {self.slug}: milestone {values.short(stage)}: {values.short(release)}"
                    " is not a stage and a release",
                )
                continue
            if not release.startswith("v"):
                self.report.note(
                    place, f"roadmap item {self.slug}: release {release!r} is read as {'v' + found[1]!r}"
                )
            told = {
                "item": self.slug,
                "stage": stage,
                "milestone": f"v{found[1]}",
                "position": STAGES.index(stage),
            }
            self.batch.add("item_stage", self.file, node, told, keys={"milestone": stage, "stage": stage})
