"""The hub's own files: which word stands for which field. Reading and writing both go by this table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from hub.exchange.tables import BY_KIND, Table
from hub.meetings.models import Revision


@dataclass(frozen=True)
class Shape:
    """How one kind of thing is written: its words, and the lists of lesser things inside it.

    `parent` is the field by which a lesser thing points to the one it is in; `order` sorts it when written.
    `local` are links to things inside the same whole: the file leaves out the whole's name.
    `only` chooses which of the lesser things are written there.
    """

    kind: str
    words: Mapping[str, str]
    parts: Mapping[str, Shape] = field(default_factory=dict)
    parent: str = ""
    order: tuple[str, ...] = ()
    local: frozenset[str] = frozenset()
    only: Callable[[Any], Any] = lambda rows: rows

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

MEMBERS = Shape("membership", _since(person="user"), parent="team", order=("starts_on", "pk"))
UPDATES = Shape(
    "team_update",
    _words("meeting", "text", "by", at="changed_at"),
    parent="team",
    order=("meeting__starts_at", "pk"),
)
TEAMS = Shape(
    "team",
    _words("name", "company", "capacity", about="description"),
    {"members": MEMBERS, "updates": UPDATES},
)

TERMS = Shape("term", _since(person="user", role="role"), parent="group", order=("role", "starts_on", "pk"))
CASES = Shape("case", _words("use_case", "verdict"), parent="conclusion", order=("position", "pk"))
RETURNS = Shape("return_condition", _words("service", "stage"), parent="conclusion", order=("pk",))
CONCLUSIONS = Shape(
    "conclusion",
    _words("slug", "title", "verdict", "reasons", "conditions", "dissent", "confidence", "return_condition")
    | _words("concluded_on", "review_on", "supersedes", "evaluation"),
    {"cases": CASES, "returns": RETURNS},
    parent="group",
    order=("concluded_on", "slug"),
)
SUBPROJECTS = Shape(
    "subproject", _words("name", "links", about="description"), parent="group", order=("name",)
)
GROUPS = Shape(
    "group",
    _words("name", "kind", "mission", "chat", "mailing_list", charter="charter_url", details="details"),
    {"people": TERMS, "conclusions": CONCLUSIONS, "subprojects": SUBPROJECTS},
)

FINDINGS = Shape(
    "finding",
    _words("key", "criterion", "leaning", "text", "author", evidence="evidence_url", since="created_at"),
    parent="option",
    order=("criterion__position", "created_at", "pk"),
    local=frozenset({"criterion"}),
)
OPTIONS = Shape(
    "option",
    _words("key", "name", "summary", "url", "status_quo"),
    {"findings": FINDINGS},
    parent="evaluation",
    order=("position", "pk"),
)
CRITERIA = Shape("criterion", _words("key", "name", "why"), parent="evaluation", order=("position", "pk"))
EVALUATIONS = Shape(
    "evaluation",
    _words("question", "group", "state", "context", started_by="created_by", started_on="created_on"),
    {"criteria": CRITERIA, "options": OPTIONS},
)

SERVICE_STAGES = Shape("service_stage", STAGE_WORDS, parent="subject", order=("starts_on", "pk"))
ENABLEMENTS = Shape(
    "enablement", _since(cluster="cluster", url="url"), parent="service", order=("starts_on", "pk")
)
SERVICES = Shape(
    "service",
    _words(
        "name",
        "summary",
        "step",
        "owner",
        "group",
        "version",
        "support",
        "tags",
        "conclusions",
        "needs",
        "details",
    )
    | {"homepage": "homepage_url", "source": "source_url", "about": "description"},
    {"stages": SERVICE_STAGES, "clusters": ENABLEMENTS},
)

CLUSTER_STAGES = Shape("cluster_stage", STAGE_WORDS, parent="subject", order=("starts_on", "pk"))
CLUSTERS = Shape(
    "cluster",
    _words("name", "purpose", "region", "teams", "details", about="description"),
    {"stages": CLUSTER_STAGES},
)


def _by_people(rows: Any) -> Any:
    """Minutes that people wrote: a text that came with a file has no history but the file's."""
    written = Revision.objects.filter(Q(by__isnull=False) | Q(number__gt=1))
    return rows.filter(meeting__in=written.values("meeting"))


REVISIONS = Shape(
    "revision",
    _words("number", "base", "by", "at", "text", merged="is_merge"),
    parent="meeting",
    order=("number",),
    only=_by_people,
)
POINT = _words("title", "minutes", "presenter", "outcome", "text", "url", "carried_from", by="added_by") | {
    "since": "added_at", "began": "began_at", "over": "over_at"
}  # fmt: skip
AGENDA = Shape("agenda_item", POINT, parent="meeting", order=("position", "pk"))
BACKLOG = Shape(
    "agenda_item", POINT, parent="series", order=AGENDA.order, only=lambda rows: rows.filter(meeting=None)
)
MEETINGS = Shape(
    "meeting",
    _words("title", "state", "reason", "url", "notes", at="starts_at", minutes="ends_at")
    | {"stands_for": "occurs_on", "began": "began_at", "over": "over_at"},
    {"agenda": AGENDA, "revisions": REVISIONS},
    parent="series",
    order=("starts_at",),
)
SERIES = Shape(
    "series",
    _words("title", "kind", "group", "rrule", "first_on", "time", "timezone", "minutes", "url")
    | _words("ended_on", "remind_hours")
    | {"when": "cadence", "about": "description", "notes": "notes_url", "recordings": "recordings_url"},
    {"meetings": MEETINGS, "backlog": BACKLOG},
)

DEMOS = Shape(
    "demo",
    _words("title", "state", "state_reason", "team", "presenters", "services", "tools", "series", "meeting")
    | _words("slot", "minutes", "may_record", "proposed_by", "proposed_at", "shows", "abstract"),
)

VOICES = Shape("wish_voice", _words(person="user", since="at"), parent="wish", order=("at", "pk"))
WISHES = Shape(
    "wish",
    _words("title", "why", "service", "state", "reason", "demo", by="made_by", since="made_at"),
    {"people": VOICES},
)

SHOWN = Shape("shown", _words("service", "version"), parent="segment", order=("service__slug",))
SEGMENTS = Shape(
    "segment",
    _words("title", "demo", "teams", "pages", "source", at="starts_s", until="ends_s", point="agenda_item"),
    {"shows": SHOWN},
    parent="recording",
    order=("starts_s", "pk"),
)
CUTS = Shape("cut", {"at": "starts_ms", "until": "ends_ms"}, parent="recording", order=("starts_ms", "pk"))
REMARKS = Shape(
    "timed_note",
    _words("text", "shared", at="at_s", by="user", since="made_at"),
    parent="recording",
    order=("at_s", "made_at", "pk"),
)
RECORDINGS = Shape(
    "recording",
    _words("title", "event", "recorded_on", "language", "speakers", "tags", "links", "licence")
    | _words("meeting", "details", "state", "state_reason", "audience", "group", "owner", "keep_until")
    | {"length": "seconds", "video": "video_url", "about": "description"}
    | {"began": "began_at", "published": "published_at"},
    {"segments": SEGMENTS, "cuts": CUTS, "notes": REMARKS},
)

MILESTONES = Shape(
    "item_stage", _words("stage", release="milestone"), parent="item", order=("position", "pk")
)
SUPPORT = Shape(
    "support",
    _words("need", "why", "said_by", person="user", since="changed_at"),
    parent="item",
    order=("changed_at", "pk"),
)
MOVES = Shape(
    "move",
    {"from": "from_state", "to": "to_state", "from_quarter": "from_quarter", "quarter": "to_quarter"}
    | _words("reason", "by", "at"),
    parent="item",
    order=("at", "pk"),
)
NOTES = Shape("note", _words("kind", "text", "meeting", "by", "at"), parent="item", order=("at", "pk"))
MERGES = Shape(
    "merge",
    _words("into", "reason", "by", "at", "undone_by", "undone_at"),
    parent="item",
    order=("at", "pk"),
)
UPTAKES = Shape(
    "uptake", _words("days", "asked_at", "measured_at", "facts"), parent="release", order=("days",)
)
RELEASES = Shape(
    "release",
    _words("note", "docs_url", "demo", "by", on="released_on"),
    {"uptakes": UPTAKES},
    parent="item",
    order=("pk",),
)
USES = Shape(
    "use",
    _words("answer", "why", person="user", since="changed_at"),
    parent="item",
    order=("changed_at", "pk"),
)
ROADMAP = Shape(
    "item",
    _words("title", "state", "state_reason", "quarter", "step", "group", "team", "owner", "proposed_by")
    | _words("proposed_on", "updated_on", "for_whom", "need", "workaround", "services", "demos", "segments")
    | _words("conclusions", "links", "details", "kind", "estimate", "target_on", "impediment")
    | {"impeded_since": "impeded_at", "part_of": "canonical"},
    {"milestones": MILESTONES, "support": SUPPORT, "moves": MOVES, "notes": NOTES, "merges": MERGES}
    | {"releases": RELEASES, "uses": USES},
)

STEPS = Shape(
    "step",
    _words("title", "minutes", "services", "expect", "body", watch="segment"),
    parent="path",
    order=("position",),
)
PATHS = Shape(
    "path",
    _words("title", "persona", "outcome", "group", "support", "verified_on", "introduction"),
    {"steps": STEPS},
)

TARGETS = Shape(
    "target",
    _words("name", "service", "cluster", "url", "expected_codes", "body_contains", "json_path", "json_equals")
    | _words("degraded_ms", "interval_s", "timeout_s", "confirmations", "enabled", "kind", "profile")
    | _words("query", "grace_s", "method", "headers", "certificate_days", "host", "port", "expected_address"),
)

#: By the name of the file or folder, in the order in which a community reads best.
SHAPES: dict[str, Shape] = {
    "people": PEOPLE, "teams": TEAMS, "groups": GROUPS, "evaluations": EVALUATIONS, "services": SERVICES,
    "clusters": CLUSTERS, "series": SERIES, "demos": DEMOS, "wishes": WISHES, "recordings": RECORDINGS,
    "roadmap": ROADMAP, "paths": PATHS, "targets": TARGETS,
}  # fmt: skip
