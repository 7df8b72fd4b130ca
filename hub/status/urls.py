"""The addresses of this app."""

from django.urls import path

from hub.status import feeds, views
from hub.status import views_beats as beats
from hub.status.incidents import views as incidents
from hub.status.incidents.feed import IncidentsFeed

app_name = "status"
urlpatterns = [
    path("", views.board, name="board"),
    path("summary.json", views.summary, name="summary"),
    # /status/maintenance/
    path("maintenance/", views.maintenance_list, name="maintenance"),
    path("maintenance/new/", views.announce_maintenance, name="announce_maintenance"),
    path("maintenance/<int:key>/end/", views.end_maintenance, name="end_maintenance"),
    # /status/beat/<key>, /status/beat/<key>/fail, /status/beat/<key>/<exit code>
    path("beat/<path:told>", beats.beat, name="beat"),
    path("targets/<str:public_id>/address/", beats.make_address, name="make_beat_address"),
    # /status/incidents/
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/feed.atom", IncidentsFeed(), name="incidents_atom"),
    path("incidents/new/", incidents.open_incident, name="open_incident"),
    path("incidents/<int:key>/", incidents.incident, name="incident"),
    path("incidents/<int:key>/update/", incidents.add_update, name="add_update"),
    path("incidents/<int:key>/impact/", incidents.set_impact, name="set_impact"),
    path("incidents/<int:key>/postmortem/", incidents.write_postmortem, name="write_postmortem"),
    path("badge/<str:public_id>.svg", feeds.badge, name="badge"),
    path("badge/<str:public_id>.json", feeds.badge_json, name="badge_json"),
    path("metrics", feeds.metrics, name="metrics"),
    path("api/v2/<path:document>.json", feeds.statuspage, name="statuspage"),
    path("<slug:slug>/", views.service, name="service"),
    path("<slug:slug>/history/", views.history, name="history"),
]
