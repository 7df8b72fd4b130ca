#!/usr/bin/env python
"""Django's command line for the hub, with the embedded database where one is needed."""

import os
import sys


def main() -> None:
    """Run the command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 -- settings first
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    from hub.embedded.commands import prepare  # noqa: PLC0415

    try:
        prepare(sys.argv)
    except ImproperlyConfigured as wrong:
        sys.exit(f"manage.py: {wrong}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
