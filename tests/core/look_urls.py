"""Addresses of the look tests only: one page with every component, rendered by the real base page."""

import datetime as dt
from pathlib import Path

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from hub.core.pagination import paginate

SAMPLE = Path(__file__).with_name("look.html")


class NeedForm(forms.Form):
    title = forms.CharField(label="What do you need?", help_text="One sentence.")
    why = forms.CharField(label="Why", widget=forms.Textarea, required=False)
    need = forms.ChoiceField(
        label="How badly?", widget=forms.RadioSelect, choices=[("3", "Blocked"), ("1", "Nice")]
    )
    tell = forms.BooleanField(label="Tell me by mail", required=False)


def look(request: HttpRequest) -> HttpResponse:
    messages.success(request, "Your proposal is on the list.")
    messages.error(request, "Voting closed at 14:00. Your ballot was not counted.")
    now = dt.datetime.now(dt.UTC)
    context = {
        "form": NeedForm({"why": "Three hours a night"}),
        "page": paginate(request, range(2000)),
        "then": now - dt.timedelta(hours=3),
        "section": "services",
    }
    return HttpResponse(engines["django"].from_string(SAMPLE.read_text()).render(context, request))


def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Only leads of the group may close voting.")


urlpatterns = [path("look/", look), path("refuse/", refuse)]
