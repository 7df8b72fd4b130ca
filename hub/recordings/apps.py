"""The app's name for Django."""

from django.apps import AppConfig


class RecordingsConfig(AppConfig):
    name = "hub.recordings"
    verbose_name = "Recordings"
