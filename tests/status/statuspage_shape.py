"""The public shape of Statuspage's API v2 as a JSON Schema, from what its pages describe and its readers rely on."""

from typing import Any

from jsonschema import Draft202012Validator

TEXT = {"type": "string", "minLength": 1}
MAYBE = {"type": ["string", "null"]}
TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$"}
MAYBE_TIME = {"anyOf": [TIME, {"type": "null"}]}
FLAG = {"type": "boolean"}


def thing(**fields: Any) -> dict[str, Any]:
    """An object that has all of these; it may have more."""
    return {"type": "object", "required": list(fields), "properties": fields}


def many(of: dict[str, Any]) -> dict[str, Any]:
    """A list."""
    return {"type": "array", "items": of}


def one_of(*words: str) -> dict[str, Any]:
    """One of these words."""
    return {"enum": list(words)}


PAGE = thing(id=TEXT, name=TEXT, url=TEXT, time_zone=TEXT, updated_at=TIME)
STATUS = thing(indicator=one_of("none", "minor", "major", "critical"), description=TEXT)
COMPONENT = thing(
    id=TEXT, name=TEXT, created_at=TIME, updated_at=TIME, position={"type": "integer", "minimum": 1},
    status=one_of(
        "operational", "degraded_performance", "partial_outage", "major_outage", "under_maintenance"
    ),
    description=MAYBE, showcase=FLAG, start_date=MAYBE, group_id=MAYBE, page_id=TEXT, group=FLAG,
    only_show_if_degraded=FLAG,
)  # fmt: skip
GROUP = {"if": {"properties": {"group": {"const": True}}}, "then": thing(components=many(TEXT))}
UPDATE = thing(
    id=TEXT, status=TEXT, body=TEXT, incident_id=TEXT, created_at=TIME, updated_at=TIME, display_at=TIME,
    affected_components={"type": "array"}, deliver_notifications=FLAG, custom_tweet=MAYBE, tweet_id=MAYBE,
)  # fmt: skip
EVENT = {
    "id": TEXT, "name": TEXT, "created_at": TIME, "updated_at": TIME, "monitoring_at": MAYBE_TIME,
    "resolved_at": MAYBE_TIME, "shortlink": TEXT, "started_at": TIME, "page_id": TEXT,
    "incident_updates": {**many(UPDATE), "minItems": 1}, "components": many(COMPONENT),
}  # fmt: skip
INCIDENT = thing(
    **EVENT,
    status=one_of("investigating", "identified", "monitoring", "resolved", "postmortem"),
    impact=one_of("none", "minor", "major", "critical", "maintenance"),
)
WORK = thing(
    **EVENT,
    status=one_of("scheduled", "in_progress", "verifying", "completed"),
    impact=one_of("maintenance"),
    scheduled_for=TIME,
    scheduled_until=TIME,
)
PARTS = {
    "page": PAGE,
    "status": STATUS,
    "components": many({"allOf": [COMPONENT, GROUP]}),
    "incidents": many(INCIDENT),
    "scheduled_maintenances": many(WORK),
}
HOLDS = {
    "summary": PARTS.keys(),
    "status": {"status"},
    "components": {"components"},
    "incidents": {"incidents"},
    "scheduled-maintenances": {"scheduled_maintenances"},
}


def faults(path: str, document: Any) -> list[str]:
    """What is not as it has to be in the document of that path."""
    names = {"page"} | set(HOLDS[path.split("/", maxsplit=1)[0]])
    schema = thing(**{name: PARTS[name] for name in names}) | {"additionalProperties": False}
    found = Draft202012Validator(schema).iter_errors(document)
    return [f"{error.json_path}: {error.message[:200]}" for error in found]
