"""The app's name for Django."""

from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "hub.activity"
    verbose_name = "Activity"
