"""The app's name for Django."""

from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    name = "hub.roadmap"
    verbose_name = "Roadmap"
