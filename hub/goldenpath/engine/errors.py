"""What can go wrong while the docs are built or published."""

from __future__ import annotations


class BuildFailed(Exception):  # noqa: N818 -- it says what happened
    """The site was not built; `messages` says why, one line a problem, each naming its page."""

    def __init__(self, messages: list[str]) -> None:
        self.messages = messages
        super().__init__(messages)

    def __str__(self) -> str:
        return "\n".join(self.messages)


class NavigationChanged(Exception):  # noqa: N818 -- it says what happened
    """A title or entry of the navigation changed: every page shows it, so none can be reused."""
