"""Links that came from files of others: shown only when they are links to the web."""

from typing import Any


def is_web_link(link: Any) -> bool:
    """Whether it has a label and an http address; a `javascript:` one runs in the reader's name."""
    if not isinstance(link, dict) or not link.get("label"):
        return False
    return str(link.get("url", "")).lower().startswith(("http://", "https://"))
