"""The app's name for Django."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "hub.meetings"
    verbose_name = "Meetings"
