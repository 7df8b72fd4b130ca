"""The addresses of this app."""

from django.urls import path

from hub.status import feeds, views

app_name = "status"
urlpatterns = [
    path("", views.board, name="board"),
    path("summary.json", views.summary, name="summary"),
    # /status/maintenance/
    path("maintenance/", views.maintenance_list, name="maintenance"),
    path("maintenance/new/", views.announce_maintenance, name="announce_maintenance"),
    path("maintenance/<int:key>/end/", views.end_maintenance, name="end_maintenance"),
    path("badge/<str:public_id>.svg", feeds.badge, name="badge"),
    path("badge/<str:public_id>.json", feeds.badge_json, name="badge_json"),
    path("metrics", feeds.metrics, name="metrics"),
    path("api/v2/<path:document>.json", feeds.statuspage, name="statuspage"),
    path("<slug:slug>/", views.service, name="service"),
    path("<slug:slug>/history/", views.history, name="history"),
]
