"""The app's name for Django."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "hub.exchange"
    verbose_name = "Import and export"
