"""How moments and lengths of recordings are shown."""

from typing import Any

from django import template
from django.conf.locale import LANG_INFO
from django.utils.http import urlencode

from hub.core.icons import icon
from hub.core.permissions import may
from hub.recordings.actions.processing import BUSY
from hub.recordings.models import Job, Recording, Segment, clock
from hub.recordings.watching import elsewhere_at

register = template.Library()
register.filter("clock", clock)
register.filter("clock_ms", lambda milliseconds: clock(milliseconds // 1000))
THREE_LETTERS = {  # as libraries of talks write them
    "ces": "cs", "deu": "de", "eng": "en", "fra": "fr", "ita": "it", "jpn": "ja", "nld": "nl", "pol": "pl",
    "por": "pt", "rus": "ru", "spa": "es", "ukr": "uk",
}  # fmt: skip
ICONS = {
    "waiting": "clock-outline",
    "running": "progress-clock",
    "done": "check",
    "skipped": "minus",
    "failed": "alert-circle",
}


@register.filter
def language(code: str) -> str:
    """The name of a language, or its code where nobody here knows it."""
    code = code.lower().replace("_", "-")
    short = THREE_LETTERS.get(code, code)
    known = LANG_INFO.get(short) or LANG_INFO.get(short.split("-")[0]) or {}
    return str(known.get("name") or code)


@register.filter
def whole(seconds: float) -> int:
    """Whole seconds."""
    return int(seconds)


@register.filter
def moment(milliseconds: int) -> str:
    """A moment as players show it, with tenths where it has some."""
    tenths = milliseconds % 1000 // 100
    return clock(milliseconds // 1000) + (f".{tenths}" if tenths else "")


@register.simple_tag
def job_icon(job: Job) -> str:
    """The sign of a job's state."""
    return icon(f"material/{ICONS[job.state]}")


@register.simple_tag
def media_url(recording: Recording, kind: str) -> str:
    """Where a file of a recording is."""
    return f"{recording.get_absolute_url()}{'media' if kind == 'video' else kind}/"


@register.simple_tag
def segment_elsewhere(segment: Segment) -> str:
    """The address of the segment at the video's own host."""
    return elsewhere_at(segment.recording.video_url, segment.starts_s)


@register.inclusion_tag("recordings/file_link.html", takes_context=True)
def file_of(context: dict[str, Any], recording: Recording) -> dict[str, Any]:
    """The way to the file of a recording, and how far the work on it is, for those who look after it."""
    user = context["request"].user
    if not user.is_authenticated or not may(user, "recordings.look_after", recording):
        return {}
    jobs = recording.jobs.filter(state__in=(*BUSY, Job.State.FAILED)).defer("log").order_by("pk")
    return {"recording": recording, "job": jobs.first()}


@register.filter
def seconds(ms: int | None) -> int:
    """Milliseconds as whole seconds."""
    return (ms or 0) // 1000


@register.simple_tag
def querystring_of(asked: dict[str, str]) -> str:
    """Words as the query of an address."""
    return urlencode(asked)
