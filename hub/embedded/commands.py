"""Lets `manage.py anything` work out of the box: starts the embedded database where a command needs it."""

from hub.embedded.postgres import ensure_running

WITHOUT_DATABASE = {
    "check",
    "collectstatic",
    "compilemessages",
    "count_ballots",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "spectacular",
    "startapp",
    "test",
    "up",  # starts it as a step of its own
    "version",
}


def needs_database(argv: list[str]) -> bool:
    """Whether the command line is one that reads or writes the database."""
    command = next(iter(argv[1:]), "help")
    if command.startswith("-") or "--help" in argv or "-h" in argv:
        return False
    return command not in WITHOUT_DATABASE or "--database" in argv


def prepare(argv: list[str]) -> None:
    """Check the settings and have the embedded database up until this process ends, if the command needs it.

    With DATABASE_URL set nothing is started. Raises ImproperlyConfigured with one line.
    """
    from django.conf import settings  # noqa: PLC0415 -- the settings import this package

    if settings.EMBEDDED_DATABASE and needs_database(argv):
        ensure_running(settings.VAR)
