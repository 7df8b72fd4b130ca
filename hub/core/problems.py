"""The one error shape of the API, whatever went wrong."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as ModelError
from django.db import InterfaceError, OperationalError
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response

from hub.core.errors import Refused

log = logging.getLogger(__name__)

PROBLEM = "application/problem+json"


def problem(code: int, detail: str, *, word: str, errors: dict[str, Any] | None = None) -> Response:
    """The one error shape (RFC 9457): `type`, `title`, `status`, `detail`, `code` and, for bad input, `errors`."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(code).phrase,
        "status": code,
        "detail": detail,
        "code": word,
    }
    if errors is not None:
        body["errors"] = errors
    return Response(body, status=code, content_type=PROBLEM)


def handle(error: Exception, _context: dict[str, Any]) -> Response | None:
    """Turn whatever a door raised into the one error shape; nothing escapes as HTML or a trace."""
    if isinstance(error, Refused):
        return problem(status.HTTP_409_CONFLICT, error.reason, word=error.code)
    if isinstance(error, ModelError):
        return problem(400, "Some fields are wrong.", word="invalid", errors=model_errors(error))
    if isinstance(error, exceptions.ValidationError):
        return problem(400, "Some fields are wrong.", word="invalid", errors=field_errors(error.detail))
    if isinstance(error, Http404):
        error = exceptions.NotFound("There is nothing here, or you may not see it.")
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied(str(error) or None)
    if isinstance(error, (OperationalError, InterfaceError)):
        log.error("The database did not answer.", exc_info=error)
        return problem(503, "The database does not answer. Try again in a minute.", word="database_away")
    if isinstance(error, exceptions.APIException):
        return with_headers(error)
    log.error("An API door failed.", exc_info=error)
    return problem(500, "Something went wrong on our side; it has been logged.", word="failed")


def with_headers(error: exceptions.APIException) -> Response:
    """The error shape of what the framework raised, with its headers (how to sign in, when to come back)."""
    word = getattr(error.detail, "code", None) or error.default_code
    answer = problem(error.status_code, str(error.detail), word=str(word))
    if getattr(error, "auth_header", None):
        answer["WWW-Authenticate"] = error.auth_header  # type: ignore[attr-defined]
    if getattr(error, "wait", None):
        answer["Retry-After"] = str(int(error.wait) + 1)  # type: ignore[attr-defined]
    return answer


def model_errors(error: ModelError) -> dict[str, list[str]]:
    """Messages by field; those of the whole object stand under `non_field_errors`."""
    if not hasattr(error, "error_dict"):
        return {"non_field_errors": error.messages}
    return {
        ("non_field_errors" if name == "__all__" else name): rows for name, rows in error.message_dict.items()
    }


def field_errors(detail: Any) -> dict[str, Any]:
    """Messages by field, whatever shape the framework gave them."""
    return detail if isinstance(detail, dict) else {"non_field_errors": detail}
