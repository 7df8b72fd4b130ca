"""How moments and lengths of recordings are shown."""

from django import template

from hub.recordings.models import Segment, clock
from hub.recordings.watching import elsewhere_at

register = template.Library()
register.filter("clock", clock)
register.filter("clock_ms", lambda milliseconds: clock(milliseconds // 1000))


@register.simple_tag
def segment_elsewhere(segment: Segment) -> str:
    """The address of the segment at the video's own host."""
    return elsewhere_at(segment.recording.video_url, segment.starts_s)
