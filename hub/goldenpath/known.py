"""Which pages the docs have: what other features link to them is checked here."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

from django.conf import settings

from hub.goldenpath import serving
from hub.goldenpath.models import DocPage


def unknown_pages(paths: Iterable[str]) -> list[str]:
    """The paths below /docs/ that lead nowhere, or to a heading that their page does not have.

    Before the first publish only the hand-written pages are known, and none of their headings.
    """
    build = serving.current(settings.SITE_ROOT)
    return [path for path in paths if not _is_known(build, *path.partition("#")[::2])]


def _is_known(build: serving.Build | None, path: str, heading: str) -> bool:
    if build is None:
        return DocPage.objects.filter(path=path).exists()
    found = serving.find(build, path)
    if not isinstance(found, serving.Found) or not found.type.startswith("text/html"):
        return False
    return not heading or f'id="{unquote(heading)}"' in found.path.read_text()
