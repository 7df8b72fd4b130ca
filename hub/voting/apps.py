"""The app's name for Django."""

from django.apps import AppConfig


class VotingConfig(AppConfig):
    name = "hub.voting"
    verbose_name = "Voting"
