"""What people can follow: the things named in `settings.FOLLOWABLE`, and nothing else."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string

from hub.activity.models import Follow


def find_subject(kind: str, key: str, *, by: Any) -> models.Model | None:
    """The thing of that kind (`app.model`) and key that this person may see; None when there is none."""
    if kind not in import_string(settings.FOLLOWABLE) or not key.isdecimal() or len(key) > 18:
        return None
    manager: Any = apps.get_model(kind)._default_manager
    found: models.Model | None = manager.visible_to(by).filter(pk=int(key)).first()
    return found


def is_following(user: Any, subject: models.Model) -> bool:
    """Whether the person hears what happens to the thing."""
    if not user.is_authenticated:
        return False
    kind = subject._meta.label_lower
    return Follow.objects.filter(user=user, subject_kind=kind, subject_id=subject.pk).exists()
