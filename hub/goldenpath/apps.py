"""The app's name for Django."""

from django.apps import AppConfig


class GoldenpathConfig(AppConfig):
    name = "hub.goldenpath"
    verbose_name = "Golden path"
