"""`manage.py up`: everything the hub needs on this machine, in one terminal, until Ctrl-C."""

import http.client
import os
import signal
import sys
import time
from argparse import ArgumentParser

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import BaseCommand, CommandError, get_commands
from django.db import connection

from hub import embedded
from hub.core import boot
from hub.core.supervisor import LOOK_EVERY, Program, Supervisor

STARTER = "starter"
PATIENCE = 60
MANAGE = str(settings.BASE_DIR / "manage.py")


class Command(BaseCommand):
    help = "Start the hub: database, web server, worker and prober; Ctrl-C stops all of it."
    requires_system_checks: list[str] = []  # the web server's start does them

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="where to listen (default: %(default)s)")
        parser.add_argument("--port", type=int, default=8000, help="default: %(default)s")

    def handle(self, *, host: str, port: int, **_options: object) -> None:
        console = boot.Console()
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        os.environ.setdefault("HUB_BASE_URL", address)  # for what is started from here
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _interrupt)
        with boot.claimed(settings.VAR, address):
            boot.check_port(host, port)
            run(console, host, port, address)


def run(console: boot.Console, host: str, port: int, address: str) -> None:
    """Prepare, serve and watch; whatever ends that, stop everything that was started."""
    supervisor = Supervisor(say=lambda text: console.line(f"  ! {text}"))
    try:
        prepare(console)
        serve(console, supervisor, host, port)
        announce(console, address)
        watch(console, supervisor)
    except KeyboardInterrupt:
        console.line("\n  stopping")
    except ImproperlyConfigured as wrong:
        raise CommandError(str(wrong)) from None
    finally:
        _ignore_signals()
        supervisor.stop()
        if settings.EMBEDDED_DATABASE and not embedded.release(settings.VAR):
            console.line("  the database stays up: another command uses it, and it stops when that ends")


def prepare(console: boot.Console) -> None:
    """Everything that must be there before the first page."""
    with console.step("database") as done:
        done(boot.open_database())
    if reason := boot.why_elsewhere():
        console.line(f"  {reason}")
    with console.step("tables") as done:
        done(boot.migrate())
    starter = settings.BASE_DIR / STARTER
    with console.step("starter community") as done:
        if not boot.is_empty():
            done("left alone: the database has content")
        elif not starter.is_dir():
            done(f"left out: there is no folder {boot.shorten(starter)}")
        else:
            done(boot.run_command(console, "starter community", "import_community", str(starter)))
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined] # from here on the programs talk to the database
    with console.step("static files") as done:
        done(boot.collect_static())


def serve(console: boot.Console, supervisor: Supervisor, host: str, port: int) -> None:
    """Start the programs and wait until the web server answers."""
    had_site = (settings.SITE_ROOT / "current").exists()
    with console.step("web server") as done:
        supervisor.start(Program("web", web_command(host, port), boot.log_file("web")))
        done(wait_for_page(supervisor, host, port))
    with console.step("worker and prober") as done:
        supervisor.start(Program("worker", worker_command(), boot.log_file("worker")))
        for name, once in (("probe", False), ("publish", True)):
            if name in get_commands():
                command = [sys.executable, MANAGE, name]
                supervisor.start(Program(name, command, boot.log_file(name), once=once))
        done(f"{', '.join(program.name for program in supervisor.programs[1:])} started")
    with console.step("docs site") as done:  # nobody waits for it: its pages say that they are coming
        done(f"{'there from last time, renewed' if had_site else 'being built'} in the background")


def web_command(host: str, port: int) -> list[str]:
    """Granian on WSGI: two processes with a few threads each; one that dies is replaced."""
    options = {
        "--interface": "wsgi",
        "--host": host,
        "--port": str(port),
        "--workers": "2",
        "--blocking-threads": "4",
        "--backpressure": "64",
        "--respawn-interval": "1",
        "--workers-kill-timeout": "5",
        "--log-level": "warning",
    }
    flags = ["--respawn-failed-workers", "--no-ws"]
    words = [word for pair in options.items() for word in pair]
    return [sys.executable, "-m", "granian", *words, *flags, "hub.wsgi:application"]


def worker_command() -> list[str]:
    """Celery in threads (its tasks wait for the database and for subprocesses), with the clock beside it."""
    schedule = embedded.make_folder(settings.VAR / "queue-clock", 0o700) / "beat"
    options = ["--pool=threads", "--concurrency=4", "--loglevel=warning", "--beat", f"--schedule={schedule}"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return [sys.executable, "-m", "celery", "-A", "hub", "worker", *options, *quiet]


def wait_for_page(supervisor: Supervisor, host: str, port: int) -> str:
    """Wait for the first answer. Raises CommandError when none comes."""
    limit = time.monotonic() + PATIENCE
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- asked for by the caller
    while time.monotonic() < limit:
        supervisor.look()
        page = http.client.HTTPConnection(target, port, timeout=10)
        try:
            page.request("GET", "/", headers={"Host": f"127.0.0.1:{port}"})
            status = page.getresponse().status
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
            continue
        finally:
            page.close()
        server_error = 500
        return (
            "answers"
            if status < server_error
            else f"answers with error {status} (see {boot.shorten(boot.log_file('web'))})"
        )
    raise CommandError(f"The web server does not answer: see {boot.log_file('web')}")


def announce(console: boot.Console, address: str) -> None:
    """Where to go, and how to get in."""
    console.line()
    console.line(f"  The hub:  {address}/")
    if settings.DEMO:
        console.line(
            '  Sign in:  choose "Sign in"; this is demo mode, you can be anyone of the starter community'
        )
    else:
        console.line("  Sign in:  make the first account with .venv/bin/python manage.py createsuperuser")
    if settings.DEMO and not address.startswith(("http://127.", "http://localhost", "http://[::1]")):
        console.line("  Caution:  demo mode on this address lets everybody who reaches it sign in as anyone")
    console.line(f"  Logs:     {boot.shorten(settings.VAR / 'log')}/      Ctrl-C stops the hub")
    console.line()


def watch(console: boot.Console, supervisor: Supervisor) -> None:
    """Look after programs and database until somebody interrupts."""
    while True:
        supervisor.look()
        if settings.EMBEDDED_DATABASE and not embedded.is_kept(settings.VAR):
            console.line("  ! the database ended; starting it again")
            try:
                embedded.ensure_running(settings.VAR)
            except embedded.EmbeddedError as error:
                console.line(f"  ! {error}")
                time.sleep(5)
        time.sleep(LOOK_EVERY)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _ignore_signals() -> None:
    """What is being stopped is not interrupted again; kill -9 still works."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
