"""Groups as sigs.yaml and its relatives keep them: leads, meetings, contacts and pieces of work."""

from __future__ import annotations

import re
from typing import Any

from django.utils.text import slugify

from hub.accounts.models import HANDLE
from hub.core import limits
from hub.exchange.formats import cadence
from hub.exchange.marked import Mapping
from hub.exchange.rows import Batch
from hub.exchange.source import File, mapping, mappings, place_of, strangers

FORM = "groups"
KINDS = {
    "sigs": "sig",
    "workinggroups": "working-group",
    "committees": "committee",
    "usergroups": "user-group",
}
ROLES = {
    "chairs": "chair", "co_chairs": "chair", "tech_leads": "tech-lead", "leads": "chair",
    "emeritus_leads": "emeritus", "emeritus_chairs": "emeritus", "emeritus": "emeritus",
    "liaisons": "liaison", "members": "member",
}  # fmt: skip
FIELDS = frozenset(
    {"dir", "name", "mission_statement", "label", "leadership", "meetings", "contact", "charter_link",
     "subprojects", "stakeholder_sigs"}
)  # fmt: skip
MEETING_FIELDS = frozenset(
    {"description", "day", "time", "tz", "frequency", "url", "archive_url", "recordings_url", "calendar_url"}
)
CONTACT_FIELDS = frozenset({"slack", "mailing_list", "liaison", "teams", "private_mailing_list"})
PERSON_FIELDS = frozenset({"github", "name", "company", "email"})
SUBPROJECT_FIELDS = frozenset({"name", "description", "owners", "contact", "meetings", "leads"})


def recognised(content: Any) -> bool:
    """Whether some list at the top holds groups."""
    return isinstance(content, Mapping) and any(is_kind(value) for value in content.values())


def is_kind(raw: Any) -> bool:
    """Whether a value is a list of groups: entries with a folder and something only groups have."""
    marks = {"mission_statement", "leadership", "charter_link", "meetings"}
    return isinstance(raw, list) and any(
        isinstance(item, Mapping) and "dir" in item and marks & set(item) for item in raw
    )


def read(files: list[File], batch: Batch) -> None:
    """All groups of a file."""
    for file in files:
        for key, raw in file.content.items():
            if is_kind(raw):
                for node in mappings(raw, file.name, key, batch.report):
                    _Group(batch, file.name, node, key).read()
            elif key not in KINDS or raw:
                batch.report.unknown_field(FORM, key, file.place(file.content.line_of(key)))


class _Group:
    """One group and what hangs on it."""

    def __init__(self, batch: Batch, file: str, node: Mapping, kind: str) -> None:
        self.batch, self.report, self.file, self.node, self.kind = batch, batch.report, file, node, kind
        self.slug = ""
        self.titles: set[str] = set()

    def read(self) -> None:
        contact = self.part("contact")
        strangers(FORM, self.file, self.node, FIELDS, self.report)
        strangers(FORM, self.file, contact, CONTACT_FIELDS, self.report, "contact.")
        row = self.batch.add("group", self.file, self.node, self.told(contact), keys={
            "slug": "dir", "mission": "mission_statement", "charter_url": "charter_link",
            "chat": "contact", "mailing_list": "contact", "details": "label",
        })  # fmt: skip
        if row is None:
            return
        self.slug = row.values["slug"]
        self.leaders(contact)
        for node in mappings(
            self.node.get("meetings"), self.file, "meetings", self.report, self.node.line_of("meetings")
        ):
            self.meeting(node, "")
        for node in mappings(
            self.node.get("subprojects"),
            self.file,
            "subprojects",
            self.report,
            self.node.line_of("subprojects"),
        ):
            self.subproject(node)

    def part(self, key: str) -> Mapping:
        """A mapping inside; something else in its place is refused."""
        raw = self.node.get(key)
        if raw is not None and not isinstance(raw, Mapping):
            self.report.refuse(
                place_of(self.file, self.node, key), f"group {self.node.get('dir')}: {key} must have fields"
            )
        return mapping(raw)

    def told(self, contact: Mapping) -> dict[str, Any]:
        node = self.node
        charter = node.get("charter_link")
        details = {
            "label": node.get("label"),
            "stakeholders": node.get("stakeholder_sigs"),
            "teams": contact.get("teams"),
        }
        if self.kind not in KINDS:
            details["kind"] = self.kind
        elsewhere = isinstance(charter, str) and "://" not in charter and ":" not in charter
        if elsewhere:
            details["charter"] = charter
        told = {
            "slug": node.get("dir"), "name": node.get("name"), "kind": KINDS.get(self.kind, "other"),
            "mission": node.get("mission_statement"), "charter_url": None if elsewhere else charter,
            "chat": contact.get("slack"), "mailing_list": contact.get("mailing_list"),
            "details": {name: value for name, value in details.items() if value},
        }  # fmt: skip
        return {name: value for name, value in told.items() if value is not None}

    def leaders(self, contact: Mapping) -> None:
        leadership = self.part("leadership")
        for words, people in leadership.items():
            role = ROLES.get(words.replace("-", "_").lower())
            if role is None:
                role = "member"
                self.report.note(
                    place_of(self.file, leadership, words),
                    f"group {self.slug}: {words} are taken in as members",
                )
            for node in mappings(people, self.file, words, self.report, leadership.line_of(words)):
                self.term(node, role)
        if isinstance(contact.get("liaison"), Mapping):
            self.term(contact["liaison"], "liaison")

    def term(self, node: Mapping, role: str) -> None:
        """A person in a role; without a name nobody is meant."""
        strangers(FORM, self.file, node, PERSON_FIELDS, self.report, "person.")
        handle = handle_of(node)
        told = {"handle": handle, "name": node.get("name"), "company": node.get("company")}
        told = {name: value for name, value in told.items() if value is not None or name == "name"}
        person = self.batch.add("person", self.file, node, told, keys={"handle": "github"}, mention=True)
        if person is None:
            self.report.refuse(
                place_of(self.file, node, ""),
                f"group {self.slug}: a {role} without a name or handle; left out",
            )
            return
        self.batch.add(
            "term",
            self.file,
            node,
            {"group": self.slug, "user": person.values["handle"], "role": role, "starts_on": None},
        )

    def subproject(self, node: Mapping) -> None:
        strangers(FORM, self.file, node, SUBPROJECT_FIELDS, self.report, "subproject.")
        leads = [
            str(lead.get("name") or lead.get("github"))
            for lead in node.get("leads") or []
            if isinstance(lead, Mapping)
        ]
        chat = mapping(node.get("contact")).get("slack")
        lines = [
            node.get("description"),
            f"Leads: {', '.join(leads)}." if leads else "",
            f"Chat: #{chat}" if chat else "",
        ]
        told = {"group": self.slug, "name": node.get("name"), "links": node.get("owners") or []}
        if not isinstance(node.get("description"), dict | list):
            told["description"] = "\n\n".join(str(line).strip() for line in lines if line)
        if self.batch.add("subproject", self.file, node, told, keys={"links": "owners"}):
            for meeting in mappings(
                node.get("meetings"), self.file, "meetings", self.report, node.line_of("meetings")
            ):
                self.meeting(meeting, str(node["name"]))

    def meeting(self, node: Mapping, subproject: str) -> None:
        """A meeting: its words are kept, a rule is made of them only where they are plain."""
        strangers(FORM, self.file, node, MEETING_FIELDS, self.report, "meeting.")
        told = {"slug": "", "title": node.get("description"), "kind": "group", "group": self.slug}
        if subproject and isinstance(told["title"], str) and subproject.lower() not in told["title"].lower():
            told["title"] = f"{subproject}: {told['title']}"
        told["slug"] = self.meeting_slug(str(told["title"] or ""), node)
        told |= self.time_of(node)
        for name, key in (("url", "url"), ("notes_url", "archive_url"), ("recordings_url", "recordings_url")):
            if node.get(key):
                told[name] = node[key]
        if isinstance(node.get("calendar_url"), str) and node["calendar_url"].startswith("http"):
            told["description"] = f"[Calendar]({node['calendar_url']})"
        self.batch.add("series", self.file, node, told, keys={
            "title": "description", "time": "time", "timezone": "tz", "notes_url": "archive_url",
        })  # fmt: skip

    def time_of(self, node: Mapping) -> dict[str, Any]:
        words = {
            key: str(node[key]).strip()
            for key in ("day", "time", "tz", "frequency")
            if node.get(key) is not None
        }
        said = " ".join(words[key] for key in ("day", "time", "tz") if words.get(key))
        told: dict[str, Any] = {
            "cadence": ", ".join(part for part in (said, words.get("frequency")) if part)[: limits.NAME]
        }
        zone = cadence.zone(words.get("tz", ""))
        if zone:
            told["timezone"] = zone
            told |= cadence.span(words.get("time", ""))
        elif words.get("tz"):
            self.report.refuse(
                place_of(self.file, node, "tz"),
                f"group {self.slug}: {words['tz']!r} is not a known time zone; only the words are kept",
            )
        rule = cadence.rule(words.get("day", ""), words.get("frequency", ""))
        if rule:
            told["rrule"] = rule.rrule
            if rule.first_on:
                told["first_on"] = rule.first_on
        return told

    def meeting_slug(self, title: str, node: Mapping) -> str:
        """A name that stays when other meetings come and go: title, else with its day, else with its time."""
        base = slugify(title)
        base = base if base.startswith(self.slug) else f"{self.slug}-{base}"
        day, time = slugify(str(node.get("day") or "")), slugify(str(node.get("time") or "").replace(":", ""))
        for slug in (base, f"{base}-{day}", f"{base}-{day}-{time}"):
            if (slug := slug[: limits.SLUG].strip("-")) not in self.titles:
                break
        self.titles.add(slug)
        return slug


def handle_of(node: Mapping) -> str | None:
    """The handle of a person: the account, else the name as an address; accounts do not care for case."""
    for raw in (node.get("github"), slugify(str(node.get("name") or ""))):
        handle = str(raw or "").strip().lstrip("@").lower()
        if handle and re.match(HANDLE.regex, handle):
            return handle
    return None
