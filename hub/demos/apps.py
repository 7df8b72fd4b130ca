"""The app's name for Django."""

from django.apps import AppConfig


class DemosConfig(AppConfig):
    name = "hub.demos"
    verbose_name = "Demos"
