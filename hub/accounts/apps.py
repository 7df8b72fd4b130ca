"""The app's name for Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "hub.accounts"
    verbose_name = "Accounts"
