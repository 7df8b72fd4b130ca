"""The WSGI entry point that the web server loads."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
django = get_wsgi_application()

from hub.status.front import polls_first  # noqa: E402 -- the apps are loaded by now

application = polls_first(django)

# All pages are loaded now, not by the first visitor; and as they stay until the end, the collector of garbage need
# not look through them again and again.
get_resolver().url_patterns  # noqa: B018 -- reading it loads them
gc.collect()
gc.freeze()
# What a page leaves behind is then collected in small parts, instead of a heap of many pages while one visitor waits.
gc.set_threshold(5_000, 2, 2)
