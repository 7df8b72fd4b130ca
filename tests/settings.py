"""The hub's own settings, with a data folder of their own that lives as long as the test run."""

import os
import tempfile
from pathlib import Path

if "HUB_TEST_VAR" not in os.environ:  # workers of the same run find it set
    folder = Path(tempfile.mkdtemp(prefix="hub-test-"))
    folder.chmod(0o711)  # as root, the database's own user passes through
    os.environ["HUB_TEST_VAR"] = str(folder)
os.environ["HUB_VAR"] = os.environ["HUB_TEST_VAR"]

from hub.settings import *  # noqa: F403

STATIC_ROOT = Path(os.environ["HUB_TEST_VAR"]) / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES["staticfiles"] = {  # noqa: F405 -- no collectstatic before a test
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one takes its time on purpose
SPEECH = "off"  # tests of it turn it on: a model takes its time
