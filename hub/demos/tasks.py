"""What happens to demos on the queue, by the clock."""

import logging
from collections.abc import Callable

from celery import shared_task
from django.utils import timezone

from hub.demos import actions
from hub.demos.actions import keeping
from hub.demos.models import Demo

log = logging.getLogger(__name__)


@shared_task
def look_after_demos() -> None:
    """Demos follow their agenda, are given when their meeting is over, and published when they can be watched."""
    now = timezone.now()
    _each(keeping.out_of_step(now), actions.follow_agenda)
    _each(keeping.over(now), actions.give_if_over)
    _each(keeping.watchable(), actions.publish_demo)
    _each(keeping.to_remind(now), actions.remind_presenters)


@shared_task
def follow_agenda_after(entry_id: int) -> None:
    """Demos follow their agenda at once, because of an entry: it was carried forward, or its date cancelled."""
    log.info("Entry %s changes agendas.", entry_id)
    _each(keeping.out_of_step(timezone.now()), actions.follow_agenda)


def _each(keys: list[int], verb: Callable[[Demo], object]) -> None:
    for key in keys:
        try:
            verb(Demo.objects.get(pk=key))
        except Exception:  # the next time tries again; one demo keeps no other back
            log.exception("Demo %s could not be looked after.", key)


@shared_task
def forget_old_misses() -> None:
    """Forget what nobody searched for in half a year."""
    actions.sweep_misses(timezone.localdate())
