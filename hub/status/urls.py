"""The addresses of this app."""

from django.urls import path

from hub.status import views

app_name = "status"
urlpatterns = [
    path("", views.board, name="board"),
    path("summary.json", views.summary, name="summary"),
    # /status/maintenance/
    path("maintenance/", views.maintenance_list, name="maintenance"),
    path("maintenance/new/", views.announce_maintenance, name="announce_maintenance"),
    path("maintenance/<int:key>/end/", views.end_maintenance, name="end_maintenance"),
    path("badge/<str:public_id>.svg", views.badge, name="badge"),
    path("<slug:slug>/", views.service, name="service"),
    path("<slug:slug>/history/", views.history, name="history"),
]
