"""`manage.py probe`: measure every target until told to stop."""

import asyncio
import os
import resource
import signal
import socket
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from hub.core.guard import Guard
from hub.status.prober.desk import Desk
from hub.status.prober.running import Running


class Command(BaseCommand):
    help = "Probe every target until stopped. A second prober waits and takes over when the first one ends."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            guard = Guard(settings.PROBE_NETWORKS)
        except ValueError as error:
            raise CommandError(f"HUB_PROBE_NETWORKS: {error}") from None
        keep_one_connection()
        allow_many_sockets()
        name = f"{socket.gethostname()}-{os.getpid()}"
        networks = ", ".join(settings.PROBE_NETWORKS) or "no network (set HUB_PROBE_NETWORKS)"
        self.stderr.write(f"Prober {name} probes {networks}.")
        if asyncio.run(run(guard, Desk(name))):
            os._exit(0)  # the database hangs, and its thread would keep the process


async def run(guard: Guard, desk: Desk) -> bool:
    """Probe until SIGTERM or SIGINT; says whether the database left the process stuck."""
    stop, running = asyncio.Event(), Running(guard, desk)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await running.until(stop)
    return running.stuck


def keep_one_connection() -> None:
    """The lock of the leading prober lives on its connection: no pool may lend that to somebody else."""
    connections.settings["default"]["OPTIONS"].pop("pool", None)


def allow_many_sockets() -> None:
    """Thousands of targets may be slow at once."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
