"""What the roadmap does on the queue, by the clock."""

import logging

from celery import shared_task
from django.utils import timezone

from hub.activity.models import Entry
from hub.roadmap import actions, due, meanings
from hub.roadmap.actions import rounds
from hub.roadmap.models import Release, Round, Uptake

log = logging.getLogger(__name__)


@shared_task
def close_due_rounds() -> None:
    """Close every round whose time is over, and have filled what is closed; one that fails keeps no other open."""
    for found in rounds.due():
        try:
            rounds.close_round(found)
        except Exception:  # the next time tries again
            log.exception("Round %s could not be closed.", found.slug)
    for found in rounds.unfilled():
        fill_round.delay(found.pk)


@shared_task
def fill_round(round_id: int) -> None:
    """Fill the quarter of a closed round; when that fails, the clock comes back to it."""
    rounds.fill_alone(Round.objects.get(pk=round_id))


@shared_task
def fill_after(entry_id: int) -> None:
    """The same right after the close, because of its entry."""
    fill_round(Entry.objects.get(pk=entry_id).subject_id)


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
