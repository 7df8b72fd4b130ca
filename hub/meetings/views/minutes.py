"""The doors to the minutes: writing them, their revisions, bringing an old one back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hub.core.errors import Refused
from hub.core.forms import status_of
from hub.core.pagination import paginate
from hub.meetings import actions
from hub.meetings.comparing import compare
from hub.meetings.content_forms import MinutesForm
from hub.meetings.dates import Date
from hub.meetings.merging import tidy
from hub.meetings.models import Revision
from hub.meetings.skeleton import skeleton
from hub.meetings.views.meeting import allowed, date_day, done, found, written


# /community/meetings/<series>/<day>/minutes/
@login_required
@require_http_methods(["GET", "POST"])
def minutes(request: HttpRequest, slug: str, day: dt.date) -> HttpResponse:
    """Write the minutes."""
    date = allowed(request, slug, day, "meetings.write_minutes")
    if request.method == "GET":
        return _form(request, date, MinutesForm(initial=_begun(date)))
    form = MinutesForm(request.POST)
    try:
        saved = _saved(request, date, day, form) if form.is_valid() else None
    except actions.Contradiction as contradiction:
        return _contradicted(request, date, form, contradiction)
    except Refused as refusal:
        form.add_error(None, ValidationError(refusal.reason, code="refused"))
    except ValidationError as error:
        for name, errors in error.message_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    if form.errors:
        return _form(request, date, form)
    joined = saved is not None and saved.is_merge and saved.by == request.user
    said = "Saved, together with what somebody else saved meanwhile." if joined else "Saved."
    return done(request, found(request, slug, day), said, f"?saved={saved.number if saved else 0}#minutes")


def _saved(request: HttpRequest, date: Date, day: dt.date, form: MinutesForm) -> Revision | None:
    """What is saved: with `settle`, a contradiction that was shown is settled as its author says."""
    settle, seen = request.POST.get("settle", ""), request.POST.get("seen", "")
    base = form.cleaned_data["base"]
    if settle == "mine" and seen.isdecimal() and len(seen) < 10:
        base = int(seen)  # who saw theirs and sends a text of their own has changed theirs
    return actions.save_minutes(
        date.series, by=request.user, on=day, text=form.cleaned_data["text"], base=base,  # type: ignore[arg-type]
        keep_both=settle == "both",
    )  # fmt: skip


def _begun(date: Date) -> dict[str, Any]:
    """What the form begins with: the text that holds, or the points of the agenda."""
    meeting = written(date)
    last = meeting.revisions.first() if meeting.pk else None
    if last:
        return {"text": last.text, "base": last.number}
    points = meeting.agenda_items.select_related("presenter") if meeting.pk else []
    return {"text": skeleton(meeting, list(points)), "base": 0}


def _form(request: HttpRequest, date: Date, form: MinutesForm, **more: Any) -> HttpResponse:
    meeting = written(date)
    points = meeting.agenda_items.select_related("presenter") if meeting.pk else []
    context = {"form": form, "date": date, "day": date_day(date), "points": points, **more}
    status = 409 if "contradiction" in more else status_of(form)
    return render(request, "meetings/minutes_form.html", context, status=status)


def _contradicted(
    request: HttpRequest, date: Date, form: MinutesForm, contradiction: actions.Contradiction
) -> HttpResponse:
    """The form again, with both texts side by side; nothing was saved and nothing is lost."""
    lines = compare(tidy(contradiction.theirs.text), contradiction.mine, around=None)
    sides = {
        "theirs": [line for line in lines if line.kind != "new"],
        "mine": [line for line in lines if line.kind != "gone"],
    }
    return _form(request, date, form, contradiction=contradiction, sides=sides)


# /community/meetings/<series>/<day>/minutes/revisions/
@require_safe
def revisions(request: HttpRequest, slug: str, day: dt.date) -> HttpResponse:
    """Every saved state of the minutes, the latest first."""
    date = found(request, slug, day)
    rows = (
        written(date).revisions.select_related("by").defer("text")
        if date.meeting
        else Revision.objects.none()
    )
    context = {"date": date, "day": date_day(date), "page": paginate(request, rows)}
    return render(request, "meetings/revision_list.html", context)


# /community/meetings/<series>/<day>/minutes/revisions/<number>/
@require_safe
def revision(request: HttpRequest, slug: str, day: dt.date, number: int) -> HttpResponse:
    """One saved state, and what changed since another."""
    date = found(request, slug, day)
    if date.meeting is None or number > 2**31 - 1:
        raise Http404("There is no such revision.")
    rows = date.meeting.revisions.select_related("by")
    this = get_object_or_404(rows, number=number)
    since = request.GET.get("since", "")
    wanted = int(since) if since.isdecimal() and len(since) < 10 else number - 1
    other = rows.filter(number=wanted).first()
    context = {
        "date": date, "day": date_day(date), "revision": this, "other": other, "last": rows.first(),
        "lines": compare(other.text if other else "", this.text),
    }  # fmt: skip
    return render(request, "meetings/revision_detail.html", context)


# /community/meetings/<series>/<day>/minutes/revisions/<number>/return/
@login_required
@require_POST
def bring_back(request: HttpRequest, slug: str, day: dt.date, number: int) -> HttpResponse:
    """Make an old revision the current text."""
    date = allowed(request, slug, day, "meetings.write_minutes")
    actions.bring_back(date.series, by=request.user, on=day, number=min(number, 2**31 - 1))  # type: ignore[arg-type]
    return done(request, date, f"Revision {number} is the current text again.", "#minutes")
