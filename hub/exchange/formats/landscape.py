"""A CNCF landscape: its projects as services, with the dates of each move from sandbox on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.text import slugify

from hub.core import limits
from hub.exchange import values
from hub.exchange.marked import Mapping
from hub.exchange.rows import Batch
from hub.exchange.source import File, mapping, mappings, place_of, strangers

FORM = "landscape"
LEVELS = {"sandbox": "alpha", "incubating": "beta", "graduated": "stable", "archived": "retired"}
DATES = ("accepted", "incubating", "graduated", "archived")
FIELDS = frozenset({
    "item", "name", "description", "homepage_url", "project", "repo_url", "extra", "second_path",
    "additional_repos", "allow_duplicate_repo", "project_org", "url_for_bestpractices", "open_source",
    "branch", "joined", "enduser", "unnamed_organization", "slug", "logo", "twitter", "crunchbase",
    "bluesky_url",
})  # fmt: skip
EXTRA = frozenset({
    *DATES, "lfx_slug", "artwork_url", "dev_stats_url", "clomonitor_name", "slack_url", "summary_tags",
    "summary_personas", "summary_use_case", "summary_business_use_case", "summary_release_rate",
    "summary_integrations", "summary_integration", "summary_intro_url", "blog_url", "annual_review_date",
    "annual_review_url", "youtube_url", "mailing_list_url", "chat_channel", "audits", "stack_overflow_url",
    "linkedin_url", "specification", "ai", "other_links", "github_discussions_url", "documentation_url",
    "summary_languages", "docker_url", "gitter_url", "bluesky_url", "cncf_tags", "package_manager_url",
    "url_for_bestpractices",
})  # fmt: skip


def recognised(content: Any) -> bool:
    """Whether a file is a landscape."""
    return isinstance(content, Mapping) and isinstance(content.get("landscape"), list)


def read(files: list[File], batch: Batch) -> None:
    """All items that are projects; members and products are not."""
    for file in files:
        for category in mappings(file.content["landscape"], file.name, "landscape", batch.report):
            for part in mappings(
                category.get("subcategories"), file.name, "subcategories", batch.report, category.line
            ):
                for node in mappings(part.get("items"), file.name, "items", batch.report, part.line):
                    if node.get("project"):
                        where = [str(level.get("name") or "") for level in (category, part)]
                        _project(batch, file.name, node, where)


def _project(batch: Batch, file: str, node: Mapping, where: list[str]) -> None:
    extra = mapping(node.get("extra"))
    strangers(FORM, file, node, FIELDS, batch.report)
    strangers(FORM, file, extra, EXTRA, batch.report, "extra.")
    about = str(node.get("description") or extra.get("summary_use_case") or "").strip()
    told = {
        "slug": slugify(str(node.get("name") or ""))[: limits.SLUG].strip("-"), "name": node.get("name"),
        "summary": first_sentence(about), "description": _description(about, extra),
        "homepage_url": node.get("homepage_url"), "source_url": node.get("repo_url"),
        "support": extra.get("slack_url") or extra.get("mailing_list_url"), "tags": _tags(extra),
        "details": {"project": node["project"], "category": where[0], "subcategory": where[1]},
    }  # fmt: skip
    told = {name: value for name, value in told.items() if value not in (None, "")}
    told["name"] = node.get("name")
    keys = {
        "slug": "name",
        "summary": "description",
        "source_url": "repo_url",
        "tags": "extra",
        "support": "extra",
    }
    if isinstance(node.get("description"), dict | list):
        told |= {"description": node["description"]}
        told.pop("summary", None)
    row = batch.add("service", file, node, told, keys=keys)
    if row is not None:
        _stages(batch, file, node, extra, row.values["slug"])


def _stages(batch: Batch, file: str, node: Mapping, extra: Mapping, slug: str) -> None:
    """One row for each dated move; a project taken in at a higher level begins there."""
    level = str(node["project"])
    if level not in LEVELS:
        batch.report.refuse(
            place_of(file, node, "project"),
            f"service {slug}: project {values.short(level)} is none of: {', '.join(LEVELS)}",
        )
    dates = {key: day for key in DATES if (day := _date(batch, file, extra, key, slug))}
    entry = dates.pop("accepted", None)
    moves = dict(dates)
    if entry and entry not in moves.values():
        first = "sandbox" if moves or level not in LEVELS or level == "archived" else level
        moves[first] = entry
    if level in LEVELS and level not in moves:
        batch.report.refuse(
            place_of(file, node, "project"), f"service {slug}: it is {level}, but no date says since when"
        )
    order = list(LEVELS)
    known = sorted(moves, key=order.index)
    if [moves[key] for key in known] != sorted(moves.values()):
        batch.report.refuse(
            place_of(file, extra, known[-1]),
            f"service {slug}: the dates of its moves are out of order; taken as written",
        )
    for key in known:
        told = {"subject": slug, "stage": LEVELS[key], "starts_on": moves[key], "reason": f"CNCF: {key}"}
        batch.add("service_stage", file, extra, told, keys={"starts_on": key if key in extra else "accepted"})


def _date(batch: Batch, file: str, extra: Mapping, key: str, slug: str) -> dt.date | None:
    if extra.get(key) in (None, ""):
        return None
    try:
        return values.date(extra[key])
    except values.Unfit as error:
        batch.report.refuse(place_of(file, extra, key), f"service {slug}: {key} {error}")
        return None


def first_sentence(words: str) -> str:
    """The first sentence, or as much of it as a line takes."""
    line = " ".join(words.split())
    head, dot, _ = line.partition(". ")
    line = head + dot.strip()
    return line if len(line) <= 300 else line[:299].rsplit(" ", 1)[0] + "…"


def _description(about: str, extra: Mapping) -> str:
    more = [
        about,
        *(str(extra.get(key) or "").strip() for key in ("summary_use_case", "summary_business_use_case")),
    ]
    return "\n\n".join(dict.fromkeys(part for part in more if part))


def _tags(extra: Mapping) -> list[str]:
    words = (word.strip() for word in str(extra.get("summary_tags") or "").split(","))
    return [word for word in words if 0 < len(word) <= 60]
