"""The hub's own files: which word in them stands for which field. Reading and writing both go by this table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hub.exchange.tables import BY_KIND, Table


@dataclass(frozen=True)
class Shape:
    """How one kind of thing is written: its words, and the lists of lesser things inside it.

    `parent` is the field by which a lesser thing points to the one it stands in; `order` sorts it when written.
    """

    kind: str
    words: Mapping[str, str]
    parts: Mapping[str, Shape] = field(default_factory=dict)
    parent: str = ""
    order: tuple[str, ...] = ()

    @property
    def table(self) -> Table:
        """What is known of this kind of thing."""
        return BY_KIND[self.kind]

    @property
    def key(self) -> str:
        """The field that names it: the name of its file, or its word in a list of many."""
        return self.table.key[0]


def _words(*same: str, **other: str) -> dict[str, str]:
    """Words that are the field's own name, then those that differ."""
    return {word: word for word in same} | other


def _since(**other: str) -> dict[str, str]:
    return {**other, "from": "starts_on", "until": "ends_on"}


STAGE_WORDS = {"stage": "stage", "from": "starts_on", "reason": "reason", "by": "by"}

PEOPLE = Shape("person", _words("name", "company", platform_admin="is_platform_admin"))
TEAMS = Shape("team", _words("name", "company", about="description"), {
    "members": Shape("membership", _since(person="user"), parent="team", order=("starts_on", "pk")),
})  # fmt: skip
GROUPS = Shape("group", _words("name", "kind", "mission", "chat", "mailing_list", charter="charter_url", details="details"), {
    "people": Shape("term", _since(person="user", role="role"), parent="group", order=("role", "starts_on", "pk")),
    "conclusions": Shape("conclusion", _words(
        "slug", "title", "verdict", "reasons", "return_condition", "concluded_on", "review_on",
    ), parent="group", order=("concluded_on", "slug")),
    "subprojects": Shape("subproject", _words("name", "links", about="description"), parent="group", order=("name",)),
})  # fmt: skip
SERVICES = Shape("service", _words(
    "name", "summary", "step", "owner", "group", "support", "tags", "conclusions", "details",
    homepage="homepage_url", source="source_url", about="description",
), {
    "stages": Shape("service_stage", STAGE_WORDS, parent="subject", order=("starts_on", "pk")),
    "clusters": Shape("enablement", _since(cluster="cluster", url="url"), parent="service", order=("starts_on", "pk")),
})  # fmt: skip
CLUSTERS = Shape("cluster", _words("name", "purpose", "region", "details", about="description"), {
    "stages": Shape("cluster_stage", STAGE_WORDS, parent="subject", order=("starts_on", "pk")),
})  # fmt: skip
SERIES = Shape("series", _words(
    "title", "kind", "group", "rrule", "first_on", "time", "timezone", "minutes", "url",
    when="cadence", about="description", notes="notes_url", recordings="recordings_url",
), {
    "meetings": Shape("meeting", _words("title", "notes", at="starts_at", minutes="ends_at"), parent="series", order=("starts_at",)),
})  # fmt: skip
DEMOS = Shape(
    "demo",
    _words("title", "state", "team", "presenters", "services", "tools", "meeting", "minutes", "abstract"),
)
RECORDINGS = Shape("recording", _words(
    "title", "event", "recorded_on", "language", "speakers", "tags", "links", "licence", "meeting", "details",
    length="seconds", video="video_url", about="description",
), {
    "segments": Shape("segment", _words("title", "demo", at="starts_s", until="ends_s"), parent="recording", order=("starts_s", "pk")),
})  # fmt: skip
ROADMAP = Shape("item", _words(
    "title", "state", "state_reason", "quarter", "step", "group", "team", "owner", "proposed_by", "proposed_on",
    "updated_on", "for_whom", "need", "workaround", "services", "demos", "conclusions", "links", "details",
), {
    "milestones": Shape("item_stage", _words("stage", release="milestone"), parent="item", order=("position", "pk")),
    "support": Shape("support", _words("need", "why", person="user", since="changed_at"), parent="item", order=("changed_at", "pk")),
})  # fmt: skip
PATHS = Shape("path", _words("title", "persona", "outcome", "group", "support", "verified_on", "introduction"), {
    "steps": Shape("step", _words("title", "minutes", "services", "expect", "body", watch="segment"), parent="path", order=("position",)),
})  # fmt: skip
TARGETS = Shape("target", _words(
    "name", "service", "cluster", "url", "expected_codes", "body_contains", "json_path", "json_equals", "degraded_ms",
    "interval_s", "timeout_s", "confirmations", "enabled",
))  # fmt: skip

#: By the name of the file or folder, in the order in which a community reads best.
SHAPES: dict[str, Shape] = {
    "people": PEOPLE, "teams": TEAMS, "groups": GROUPS, "services": SERVICES, "clusters": CLUSTERS, "series": SERIES,
    "demos": DEMOS, "recordings": RECORDINGS, "roadmap": ROADMAP, "paths": PATHS, "targets": TARGETS,
}  # fmt: skip
