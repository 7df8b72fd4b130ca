"""What waits for one person: news they have not read, and work of theirs that is not done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hub.accounts.models import User
from hub.demos.models import Demo
from hub.home.entries import entries_for
from hub.home.items import items_for
from hub.home.recordings import recordings_for
from hub.roadmap.rounds.standing import waiting as rounds_waiting_for
from hub.sigs.models import Conclusion, Term
from hub.voting.models import Decision
from hub.voting.pages.standing import waiting as votes_waiting_for

SHOWN = 5
LATEST = 6
VOTED_ON = (Decision.State.OPEN, Decision.State.CLOSED)
UNFINISHED = (Demo.State.PROPOSED, Demo.State.ACCEPTED, Demo.State.SCHEDULED)


def waiting_for(user: User, today: dt.date) -> dict[str, Any]:
    """Votes and rounds without my ballot, what I am asked, news, proposals, demos to give, what to look at again.

    In the same queries, what moved on the roadmap (`moved`) or, where nothing did, what changed last (`latest`), and
    the newest recordings (`newest`) beside those that wait for my word (`asked`).
    """
    unread, moved = entries_for(user)
    newest, asked = recordings_for(user)
    led = Term.objects.on(today).leading().filter(user=user).values("group")
    due = Conclusion.objects.due(today).filter(group__in=led).with_due(today)
    due = due.exclude(reopened_by__state__in=VOTED_ON)
    return {
        "votes": votes_waiting_for(user)[:SHOWN],
        "rounds": list(rounds_waiting_for(user)[:SHOWN]),
        "unread": unread,
        "moved": moved,
        **items_for(user, latest=0 if moved else LATEST),
        "newest": newest,
        "asked": asked,
        "demos": user.demos.filter(state__in=UNFINISHED).select_related("meeting")[:SHOWN],
        "reviews": due.select_related("group")[:SHOWN],
    }
