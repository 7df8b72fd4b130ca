"""The button to hear of a thing."""

from typing import Any

from django import template
from django.db import models

from hub.activity.following import is_following

register = template.Library()


@register.inclusion_tag("activity/follow.html", takes_context=True)
def follow_button(context: template.Context, subject: models.Model) -> dict[str, Any]:
    """Follow or unfollow, for somebody who is signed in; nothing for others. One query."""
    user = context["request"].user
    return button_of(user, subject) | {"csrf_token": context.get("csrf_token")}


def button_of(user: Any, subject: models.Model) -> dict[str, Any]:
    """What the button shows."""
    return {
        "subject": subject,
        "subject_kind": subject._meta.label_lower,
        "following": is_following(user, subject),
        "shown": user.is_authenticated,
    }
