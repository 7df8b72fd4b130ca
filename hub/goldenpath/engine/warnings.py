"""Collects the warnings of the docs engine, so that each can be told with the page it is about."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class Warnings(logging.Handler):
    """Keeps what the `mkdocs` logger says at level warning or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.messages.append(record.getMessage())

    def take(self) -> list[str]:
        """What was said since the last call."""
        messages, self.messages = self.messages, []
        return messages


@contextmanager
def collected() -> Iterator[Warnings]:
    """Listen while the block runs. The logger is global: one build at a time in a process."""
    logger, handler = logging.getLogger("mkdocs"), Warnings()
    logger.addHandler(handler)
    try:
        yield handler
    finally:
        logger.removeHandler(handler)
