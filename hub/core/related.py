"""What features above know about a thing, read without importing them: along the reverse relation."""

from typing import Any

from django.db.models import Model, Prefetch


def visible(model: type[Model], relation: str, user: Any) -> Prefetch:
    """Load a reverse relation for all rows at once, only as far as `user` may see it."""
    related: Any = model._meta.get_field(relation).related_model
    return Prefetch(relation, related._default_manager.visible_to(user))
