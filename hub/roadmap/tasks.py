"""What the roadmap does on the queue, by the clock."""

import logging

from celery import shared_task
from django.utils import timezone

from hub.roadmap import actions, due, meanings
from hub.roadmap.actions import rounds
from hub.roadmap.models import Release, Uptake

log = logging.getLogger(__name__)


@shared_task
def close_due_rounds() -> None:
    """Close and fill every round whose time is over; one that fails keeps no other open."""
    for found in rounds.due():
        try:
            rounds.close_round(found)
        except Exception:  # the next time tries again
            log.exception("Round %s could not be closed.", found.slug)


@shared_task
def remind_round_voters() -> None:
    """Remind those who have not voted in a round that closes soon."""
    rounds.remind_round_voters()


@shared_task
def look_after_releases() -> None:
    """Ask who uses what shipped, and count it when its day has come."""
    today = timezone.localdate()
    for key, days in due.to_ask(today):
        ask_use.delay(key, days)
    for key in due.to_measure(today):
        measure_uptake.delay(key)


@shared_task
def ask_use(release_id: int, days: int) -> None:
    """Ask everybody who needed an item whether they use it."""
    actions.ask_use(Release.objects.select_related("item").get(pk=release_id), days=days)


@shared_task
def measure_uptake(uptake_id: int) -> None:
    """Count who uses a release."""
    row = actions.measure_uptake(
        Uptake.objects.select_related("release__item").get(pk=uptake_id), today=timezone.localdate()
    )
    log.info("The uptake of %s was counted: %s.", row, row.facts)


@shared_task
def remember_meanings() -> None:
    """Find out what the items are about that came past the verbs."""
    if done := meanings.remember_meanings():
        log.info("Found out what %s items are about.", done)
