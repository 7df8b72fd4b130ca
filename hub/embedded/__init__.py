"""What the hub brings along when nothing is configured: a PostgreSQL, a queue and a secret, in one folder.

Nothing here needs Django's settings, because the settings are made of it. docs/decisions/0002 says why.
"""

from hub.embedded.account import EmbeddedError
from hub.embedded.folders import default_var, make_folder, queue_options, secret_key
from hub.embedded.place import database_url
from hub.embedded.postgres import ensure_running, is_kept, release

__all__ = [
    "EmbeddedError",
    "database_url",
    "default_var",
    "ensure_running",
    "is_kept",
    "make_folder",
    "queue_options",
    "release",
    "secret_key",
]
