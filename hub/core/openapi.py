"""The error shape, described once in the OpenAPI and said of every operation."""

from __future__ import annotations

from typing import Any

SHAPE = {
    "type": "object",
    "description": "The one error shape (RFC 9457).",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "The name of the status code."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence for people."},
        "code": {"type": "string", "description": "A stable word for programs."},
        "errors": {"type": "object", "description": "Messages by field.", "additionalProperties": {}},
    },
}
ANSWER = {
    "description": "Refused; the body says why.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def describe_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add `Problem` to the schemas, and to each operation as its answer to everything that fails."""
    result["components"].setdefault("schemas", {})["Problem"] = SHAPE
    for operations in result["paths"].values():
        for operation in operations.values():
            operation["responses"]["default"] = ANSWER
    return result
