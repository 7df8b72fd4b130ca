"""The app's name for Django."""

import os

from django.apps import AppConfig

from hub.core.forking import forget_inherited_connections


class CoreConfig(AppConfig):
    name = "hub.core"
    verbose_name = "Core"

    def ready(self) -> None:
        """Keep processes that fork (the queue's workers) off each other's database connections."""
        os.register_at_fork(after_in_child=forget_inherited_connections)
