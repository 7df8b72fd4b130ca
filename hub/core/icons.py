"""Icons are the SVG sets that mkdocs-material ships, inlined so that they take the colour of the text."""

import re
from functools import cache
from pathlib import Path

import material
from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

SETS = Path(material.__file__).parent / "templates" / ".icons"
NAME = re.compile(r"[a-z0-9]+(?:[-_/][a-z0-9]+)*")


class IconNotFoundError(LookupError):
    """No icon has this name."""


def icon(name: str, label: str = "") -> SafeString:
    """The SVG called `name` ("material/rocket"); with a label it speaks, without one it is decoration.

    A wrong name is an error while developing and nothing at all in production: no page fails for a picture.
    """
    try:
        view_box, body = _drawing(name)
    except IconNotFoundError:
        if settings.DEBUG:
            raise
        return SafeString("")
    voice = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    # Only files of the installed package reach this line, and the label is escaped above.
    return mark_safe(f'<svg class="icon" viewBox="{view_box}" {voice}>{body}</svg>')  # noqa: S308


@cache
def _drawing(name: str) -> tuple[str, str]:
    """View box and inner shapes of an icon file."""
    path = SETS / f"{name}.svg"
    if not NAME.fullmatch(name) or not path.is_file():
        raise IconNotFoundError(f"No icon called {name!r} in mkdocs-material's sets.")
    source = path.read_text()
    found = re.search(r'<svg[^>]*viewBox="([\d. -]+)"[^>]*>(.*)</svg>', source, re.DOTALL)
    if not found:
        raise IconNotFoundError(f"{path.name} is not a drawing with a view box.")
    return found[1], re.sub(r"<!--.*?-->", "", found[2], flags=re.DOTALL)
