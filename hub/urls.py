"""The table of contents of the site: which app answers at which address."""

from django.urls import include, path
from django.views.generic import RedirectView

handler500 = "hub.core.views.server_error"

urlpatterns = [
    path("", include("hub.status.root_urls")),  # /healthz
    path("", include("hub.home.urls")),
    path("", include("hub.accounts.urls")),  # /sign-in/ /profile/ /people/ /teams/
    path("", include("hub.activity.urls")),  # /session.json /notifications/
    path("", include("hub.catalog.urls")),  # /services/ /clusters/
    path("community/", include("hub.sigs.urls")),  # groups/ evaluations/
    path("community/", include("hub.voting.urls")),  # decisions/ conclusions/
    path("community/", include("hub.meetings.urls")),  # meetings/
    path("community/", include("hub.demos.urls")),  # demos/
    path("community/", include("hub.recordings.urls")),  # recordings/
    path("roadmap/", include("hub.exchange.urls")),  # import/
    path("roadmap/", include("hub.roadmap.urls")),
    path("status/", include("hub.status.urls")),
    path("search/", include("hub.search.urls")),
    path("api/", RedirectView.as_view(pattern_name="api:docs")),
    path("api/v1/", include("hub.api")),
    path("docs/", include("hub.goldenpath.urls")),
]
