"""What a page about a recording says first."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.utils import timezone

from hub.core.permissions import may
from hub.recordings.keeping import WARN_DAYS
from hub.recordings.models import Recording, SegmentService

register = template.Library()


@register.inclusion_tag("recordings/notices.html", takes_context=True)
def recording_notices(context: template.Context, recording: Recording) -> dict[str, Any]:
    """That it is a draft, retired, about to be retired, or shows what has moved on."""
    user = context["request"].user
    soon = timezone.localdate() + dt.timedelta(days=max(WARN_DAYS))
    draft = recording.state == Recording.State.DRAFT
    expiring = (
        recording.state == Recording.State.PUBLISHED
        and recording.keep_until is not None
        and recording.keep_until <= soon
    )
    return {
        "recording": recording,
        "outdated": list(SegmentService.objects.outdated().filter(segment__recording=recording)),
        "expiring": expiring,
        "cares": (draft or expiring) and may(user, "recordings.look_after", recording),
        "speaks": draft and may(user, "recordings.sign_off", recording),
    }


@register.simple_tag(takes_context=True)
def may_care(context: template.Context, recording: Recording) -> bool:
    """Whether the person looks after this recording."""
    return may(context["request"].user, "recordings.look_after", recording)


@register.simple_tag(takes_context=True)
def may_object(context: template.Context, recording: Recording) -> bool:
    """Whether the person speaks in what is published, and may ask for it to be taken down."""
    return recording.is_shown and may(context["request"].user, "recordings.sign_off", recording)
