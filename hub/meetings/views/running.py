"""The doors to a meeting that takes place: who comes, from point to point, what is carried forward."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from hub.accounts.models import User
from hub.core.errors import Refused
from hub.core.forms import carry_out
from hub.core.permissions import authorize
from hub.meetings import actions
from hub.meetings.content_forms import AnswerForm, PresenceForm
from hub.meetings.dates import Date
from hub.meetings.views.meeting import allowed, done, found, shown, written


# /community/meetings/<series>/<day>/running/
@login_required
@require_POST
def running(request: HttpRequest, slug: str, day: dt.date) -> HttpResponse:
    """Begin it, go on to the next point, or end it."""
    date = allowed(request, slug, day, "meetings.run_meeting")
    act, seen = request.POST.get("act", ""), request.POST.get("seen", "")
    where: dict[str, Any] = {"by": request.user, "on": day}
    if act == "begin":
        actions.begin_meeting(date.series, **where)
    elif act == "next":
        after = int(seen) if seen.isdecimal() and len(seen) < 10 else None
        actions.next_point(date.series, **where, after=after)
    elif act == "end":
        actions.end_meeting(date.series, **where)
    else:
        raise Refused("Say what to do: begin it, go on, or end it.", "no_act")
    return done(request, date, "", "#agenda")


# /community/meetings/<series>/<day>/carrying/
@login_required
@require_POST
def carrying(request: HttpRequest, slug: str, day: dt.date) -> HttpResponse:
    """Carry what was not reached to the next date, or into the backlog."""
    date = allowed(request, slug, day, "meetings.run_meeting")
    to_backlog = request.POST.get("to") == "backlog"
    made = actions.carry_forward(date.series, by=request.user, on=day, to_backlog=to_backlog)  # type: ignore[arg-type]
    where = made[0].meeting
    words = f"{where.starts_at:%-d %B}" if where else "the backlog"
    number = f"{len(made)} {'point' if len(made) == 1 else 'points'}"
    return done(request, date, f"{number} carried forward to {words}.", "#agenda")


# /community/meetings/<series>/<day>/attendance/
@login_required
@require_POST
def attendance(request: HttpRequest, slug: str, day: dt.date) -> HttpResponse:
    """Say whether one comes."""
    date = allowed(request, slug, day, "meetings.attend")
    form = AnswerForm(request.POST)
    if carry_out(form, actions.say_whether_coming, date.series, by=request.user, on=day):
        return done(request, date, "", "#attendance")
    return shown(request, date, answer_form=form)


# /community/meetings/<series>/<day>/presence/
@login_required
@require_POST
def presence(request: HttpRequest, slug: str, day: dt.date) -> HttpResponse:
    """Say who was there: oneself, or for who leads the group, everybody."""
    date = found(request, slug, day)
    form = PresenceForm(request.POST)
    if not form.is_valid():
        return shown(request, date, presence_form=form)
    about_me = form.cleaned_data["me"]
    authorize(request.user, "meetings.attend" if about_me else "meetings.tick_others", written(date))
    if about_me:
        was_there = {"yes": True, "no": False}.get(about_me)
        where: dict[str, Any] = {"by": request.user, "on": day, "people": [request.user]}
        actions.tick_presence(date.series, **where, was_there=was_there)
    else:
        _tick(request, date, day, form)
    return done(request, date, "", "#attendance")


def _tick(request: HttpRequest, date: Date, day: dt.date, form: PresenceForm) -> None:
    """Those who are ticked were there, those who were asked about and are not ticked were not."""
    there, asked = set(request.POST.getlist("there")), set(request.POST.getlist("asked"))
    people = list(User.objects.filter(handle__in=there | asked))
    came = [person for person in people if person.handle in there] + form.cleaned_data["others"]
    missing = [person for person in people if person not in came]
    for group, was_there in ((came, True), (missing, False)):
        if group:
            actions.tick_presence(date.series, by=request.user, on=day, people=group, was_there=was_there)  # type: ignore[arg-type]
