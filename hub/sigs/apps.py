"""The app's name for Django."""

from django.apps import AppConfig


class SigsConfig(AppConfig):
    name = "hub.sigs"
    verbose_name = "Groups"
