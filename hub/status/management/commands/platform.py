"""`manage.py platform`: a real MLflow and a real Jupyter server on loopback, for the starter to watch."""

import signal
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseError

from hub.core.supervisor import Supervisor
from hub.status import actions, local_platform


class Command(BaseCommand):
    help = (
        "Start a real MLflow and a real Jupyter server on loopback until Ctrl-C, and have the hub watch them."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mlflow-port", type=int, default=5000)
        parser.add_argument("--jupyter-port", type=int, default=8888)
        parser.add_argument("--install-only", action="store_true", help="make the environment and stop")

    def handle(self, *, mlflow_port: int, jupyter_port: int, install_only: bool, **_options: Any) -> None:
        try:
            home = local_platform.installed(settings.BASE_DIR, settings.VAR, say=self.stderr.write)
        except local_platform.InstallError as error:
            raise CommandError(str(error)) from None
        if install_only:
            return
        servers = local_platform.servers(home, settings.VAR, mlflow_port, jupyter_port)
        taken = [server.port for server in servers if local_platform.is_taken(server.port)]
        if taken:
            raise CommandError(
                f"Port {taken[0]} is in use: choose another with --mlflow-port or --jupyter-port."
            )
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _interrupt)
        self.run(servers)

    def run(self, servers: list[local_platform.LocalServer]) -> None:
        """Start them, wait until they answer, point the hub at them, and end them with this program."""
        supervisor = Supervisor(say=self.stderr.write)
        try:
            for server in servers:
                supervisor.start(server.program)
            for server in servers:
                self.await_answer(server, supervisor)
            while True:
                supervisor.look()
                time.sleep(0.5)
        except KeyboardInterrupt:
            self.stderr.write("  stopping")
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            supervisor.stop()

    def await_answer(self, server: local_platform.LocalServer, supervisor: Supervisor) -> None:
        """Say when it answers, and have its targets ask there."""
        seconds = local_platform.answers(server, supervisor)
        if seconds is None:
            raise CommandError(f"{server.name} does not answer; see {server.program.log}")
        self.stderr.write(f"  {server.name:<10} {server.url}   answers after {seconds:.1f} s")
        try:
            watched = actions.watch_local(server.name.lower(), server.url)
        except (DatabaseError, ImproperlyConfigured):
            watched = 0  # the hub's database is away
        if not watched:
            self.stderr.write(
                "             nothing watches it: the hub has no starter community, or is not running"
            )


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
