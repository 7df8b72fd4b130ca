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
    """Listen while the block runs. The logger is global: one build at a time in a process.

    Whatever the process did to its logging (a level, a configuration that silences what was there
    before), a warning of the engine must be heard: strictness hangs on it.
    """
    logger, handler = logging.getLogger("mkdocs"), Warnings()
    level = logger.level
    logger.setLevel(logging.WARNING)
    wake()
    logger.addHandler(handler)
    try:
        yield handler
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


def wake() -> None:
    """Undo what `disable_existing_loggers` did to the loggers of the engine."""
    for name, logger in logging.root.manager.loggerDict.items():
        if name.partition(".")[0] == "mkdocs" and isinstance(logger, logging.Logger):
            logger.disabled = False
