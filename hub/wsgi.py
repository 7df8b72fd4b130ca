"""The WSGI entry point that the web server loads."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
django = get_wsgi_application()

from hub.status.front import polls_first  # noqa: E402 -- the apps are loaded by now

application = polls_first(django)

# All pages are loaded now, not by the first visitor; and as they stay until the end, nothing looks through them
# for garbage again and again, which cost every twentieth request 0.2 s.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
