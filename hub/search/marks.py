"""What a hit says of itself before one opens it: that a recording is retired, a draft, or shows an older version."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from hub.recordings.models import Recording, SegmentService
from hub.search.hits import Hit

SHELF = "/community/recordings/"
OLDER = "Shows an older version"


def marks(hits: Sequence[Hit]) -> dict[str, list[str]]:
    """For the address of each recording among the hits what there is to say; one query, or none."""
    slugs = {slug_of(hit.url) for hit in hits} - {""}
    if not slugs:
        return {}
    older = Exists(SegmentService.objects.outdated().filter(segment__recording=OuterRef("pk")))
    rows = Recording.objects.filter(slug__in=slugs).annotate(older=older).only("slug", "state")
    said = {row.slug: words(row) for row in rows}
    return {hit.url: said[slug_of(hit.url)] for hit in hits if slug_of(hit.url) in said}


def words(recording: Recording) -> list[str]:
    """The words of one recording; none when it is published and up to date."""
    state = [] if recording.state == Recording.State.PUBLISHED else [recording.get_state_display()]
    return [*state, *([OLDER] if recording.older else [])]  # type: ignore[attr-defined] # annotated above


def slug_of(url: str) -> str:
    """The name of the recording in an address such as /community/recordings/NAME/?t=12; empty for other pages."""
    return url.removeprefix(SHELF).partition("/")[0] if url.startswith(SHELF) else ""
