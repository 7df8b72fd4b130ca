"""Names in addresses, made from titles: unique also when two people take the same one at the same moment."""

from django.db import IntegrityError, models, transaction
from django.utils.text import slugify

from hub.core import limits

TRIES = 20


def save_with_slug(
    row: models.Model, title: str, fallback: str, reserved: frozenset[str] = frozenset()
) -> None:
    """Save a new row under the first free slug: the title's, else with -2, -3 and so on behind it.

    Only the database knows who came first: when a slug is taken meanwhile, the next number is tried.
    `reserved` are words that are addresses already, such as "new".
    """
    base = slugify(title)[: limits.SLUG - 5].strip("-") or fallback
    for _ in range(TRIES):
        row.slug = _free(type(row), base, reserved)  # type: ignore[attr-defined]
        row.full_clean(validate_unique=False)  # a name taken this moment is no error: the next one is tried
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            if not type(row)._default_manager.filter(slug=row.slug).exists():  # type: ignore[attr-defined]
                raise
        else:
            return
    raise IntegrityError(f"No free slug for {title!r} after {TRIES} tries.")


def _free(model: type[models.Model], base: str, reserved: frozenset[str]) -> str:
    near = model._default_manager.filter(slug__startswith=base).values_list("slug", flat=True)
    taken = {*near, *reserved}
    number = 1
    while (slug := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return slug
