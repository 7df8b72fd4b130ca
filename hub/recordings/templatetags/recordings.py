"""How moments and lengths of recordings are shown."""

from django import template
from django.utils.http import urlencode

from hub.recordings.models import Segment, clock
from hub.recordings.watching import elsewhere_at

register = template.Library()
register.filter("clock", clock)


@register.simple_tag
def segment_elsewhere(segment: Segment) -> str:
    """The address of the segment at the video's own host."""
    return elsewhere_at(segment.recording.video_url, segment.starts_s)


@register.filter
def seconds(ms: int | None) -> int:
    """Milliseconds as whole seconds."""
    return (ms or 0) // 1000


@register.simple_tag
def querystring_of(asked: dict[str, str]) -> str:
    """Words as the query of an address."""
    return urlencode(asked)
