"""Addresses of doors that fail on purpose, beside the real ones."""

from django.db import OperationalError
from django.http import HttpResponse
from django.urls import path

from hub.core.errors import Refused
from hub.urls import handler500
from hub.urls import urlpatterns as real

__all__ = ["handler500", "urlpatterns"]


def refuse(request):
    raise Refused("Voting is closed.", "closed")


def lose_database(request):
    raise OperationalError("server closed the connection unexpectedly")


def break_down(request):
    raise RuntimeError("secret detail")


def fine(request):
    return HttpResponse("fine")


urlpatterns = [
    path("refuse/", refuse),
    path("lost/", lose_database),
    path("broken/", break_down),
    path("fine/", fine),
    *real,
]
