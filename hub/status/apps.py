"""The app's name for Django."""

from django.apps import AppConfig


class StatusConfig(AppConfig):
    name = "hub.status"
    verbose_name = "Status"
