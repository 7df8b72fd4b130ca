"""Publish the docs: wish for it, do it one at a time, note what became of it."""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core.alone import alone
from hub.goldenpath import handwritten, navigation, publisher, tree
from hub.goldenpath.handwritten import Written
from hub.goldenpath.models import DocPage, Publication

log = logging.getLogger(__name__)
LOCK = 0x676F6C64  # the advisory lock of whoever publishes
State = Publication.State


def wish() -> None:
    """Ask for a publication; it joins the one that waits, which has not looked at the database yet."""
    Publication.objects.bulk_create([Publication(state=State.WAITING)], ignore_conflicts=True)


def publish_waiting() -> list[Publication]:
    """Carry out what waits, until nothing waits; nothing at all when somebody else is at it.

    Who comes second leaves at once: the first looks again after it has let go of the lock.
    """
    done = []
    while Publication.objects.unfinished().exists():
        with publishing(wait=False) as mine:
            if not mine:
                break
            take_up_dropped()
            if publication := begin():
                done.append(carry_out(publication))
    return done


def publish_now(*, full: bool = False) -> Publication:
    """Publish at once, after whoever is at it; `full` renders every page anew."""
    with publishing(wait=True):
        take_up_dropped()
        wish()
        publication = begin()
        if publication is None:  # nobody else begins while we hold the lock
            raise RuntimeError("the wish just made is gone")
        return carry_out(publication, full=full)


def publishing(*, wait: bool) -> AbstractContextManager[bool]:
    """Be the only one who publishes; false when somebody else does and we do not wait."""
    return alone(LOCK, wait=wait)


@transaction.atomic
def take_up_dropped() -> None:
    """Wish again for what its process left: with the lock in hand, nothing can be running."""
    dropped = Publication.objects.filter(state=State.RUNNING)
    reason = "The process that published it ended early. It is done again."
    if dropped.update(state=State.FAILED, finished_at=timezone.now(), reason=reason):
        wish()


def begin() -> Publication | None:
    """Take what waits; from here on a new wish makes a new publication."""
    now = timezone.now()
    waiting = Publication.objects.filter(state=State.WAITING)
    key = waiting.values_list("pk", flat=True).first()
    if key is None or not waiting.filter(pk=key).update(state=State.RUNNING, started_at=now):
        return None
    return Publication.objects.get(pk=key)


def carry_out(publication: Publication, *, full: bool = False) -> Publication:
    """Publish, and note how it went; the last good site stays when it fails."""
    try:
        published = build(full=full)
    except Exception as error:
        log.exception("Publication %s failed.", publication.pk)
        return failed(publication, str(error) or type(error).__name__)
    publication.state = State.PUBLISHED if published.rendered or published.changed else State.UNCHANGED
    publication.pages, publication.changed, publication.build = (
        published.pages,
        published.changed,
        published.id,
    )
    publication.finished_at = timezone.now()
    publication.save()
    return publication


def build(*, full: bool = False) -> publisher.Published:
    """From the database to the site being served."""
    source = settings.VAR / "docs-src"
    config = settings.BASE_DIR / "mkdocs.yml"
    tree.write(source, settings.BASE_DIR / "docs", full=full)
    overrides = navigation.merged(config) | {"site_url": f"{settings.BASE_URL}{settings.SITE_URL}"}
    published = publisher.publish(
        source, config, Path(settings.SITE_ROOT), overrides=overrides, full=full, wait=60
    )
    make_findable(handwritten.pages(settings.BASE_DIR / "docs"))
    return published


@transaction.atomic
def make_findable(pages: list[Written]) -> None:
    """Have the search know these hand-written pages, and no others; what is the same is left alone."""
    known = {page.path: page for page in DocPage.objects.all()}
    wanted = {page.path: page for page in pages}
    DocPage.objects.filter(path__in=known.keys() - wanted.keys()).delete()
    changed = [
        DocPage(path=page.path, title=page.title, text=page.text)
        for page in wanted.values()
        if page.path not in known
        or (known[page.path].title, known[page.path].text) != (page.title, page.text)
    ]
    DocPage.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["path"], update_fields=["title", "text"]
    )


@transaction.atomic
def failed(publication: Publication, reason: str) -> Publication:
    """Note why it failed and tell the platform admins; readers keep the last good site."""
    publication.state, publication.reason = State.FAILED, reason[:10_000]
    publication.finished_at = timezone.now()
    publication.save()
    record(
        "goldenpath.publication_failed",
        publication,
        "could not publish the docs; readers still see the last good site",
        by=None,
        tell=list(User.objects.platform_admins()),
        public=False,
        reason=reason[:1000],
    )
    return publication
