"""The WSGI entry point that the web server loads."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
django = get_wsgi_application()

from hub.core.garbage import collect_between_pages  # noqa: E402 -- the apps are loaded by now
from hub.recordings.media.front import films_first  # noqa: E402
from hub.status.front import polls_first  # noqa: E402

application = polls_first(films_first(django))

get_resolver().url_patterns  # noqa: B018 -- reading it loads all pages now, not for the first visitor
collect_between_pages()
