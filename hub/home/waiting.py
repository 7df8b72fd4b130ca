"""What waits for one person: news they have not read, and work of theirs that is not done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Q, Window

from hub.accounts.models import User
from hub.demos.models import Demo
from hub.roadmap.answering import unanswered
from hub.roadmap.models import RoadmapItem
from hub.roadmap.questions import use_questions
from hub.roadmap.rounds.standing import waiting as rounds_waiting_for
from hub.sigs.models import Conclusion, Term
from hub.voting.models import Decision
from hub.voting.pages.standing import waiting as votes_waiting_for

SHOWN = 5
VOTED_ON = (Decision.State.OPEN, Decision.State.CLOSED)
UNFINISHED = (Demo.State.PROPOSED, Demo.State.ACCEPTED, Demo.State.SCHEDULED)


def waiting_for(user: User, today: dt.date) -> dict[str, Any]:
    """Votes and rounds without my ballot, what I am asked, news, proposals, demos to give, what to look at again."""
    """Open votes and rounds without my ballot, unread news, proposals, demos to give, conclusions to look at again."""
    led = Term.objects.on(today).leading().filter(user=user).values("group")
    due = Conclusion.objects.due(today).filter(group__in=led).with_due(today)
    due = due.exclude(reopened_by__state__in=VOTED_ON)
    mine = RoadmapItem.objects.visible_to(user).filter(Q(proposed_by=user) | Q(owner=user))
    news = user.notifications.filter(read_at=None, in_app=True).annotate(of=Window(Count("pk")))
    return {
        "votes": votes_waiting_for(user)[:SHOWN],
        "rounds": list(rounds_waiting_for(user)[:SHOWN]),
        "unread": list(news.select_related("entry__actor")[:SHOWN]),
        "items": mine.open()[:SHOWN],
        "uses": use_questions(user)[:SHOWN],
        "answers": unanswered(user)[:SHOWN] if user.is_platform_admin else [],
        "demos": user.demos.filter(state__in=UNFINISHED).select_related("meeting")[:SHOWN],
        "reviews": due.select_related("group")[:SHOWN],
    }
