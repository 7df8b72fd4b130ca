"""The addresses of this app."""

from django.urls import path

from hub.roadmap.views import board, items, pictures, supporting, syncing

app_name = "roadmap"
urlpatterns = [
    path("", board.roadmap, name="roadmap"),
    path("looked/", board.looked, name="looked"),
    path("timeline/", pictures.as_timeline, name="timeline"),
    path("public/", pictures.public, name="public"),
    path("print/", pictures.as_slides, name="print"),
    path("sync/", syncing.syncs, name="syncs"),
    path("sync/<slug:series>/<str:day>/", syncing.one_sync, name="sync"),
    path("sync/<slug:series>/<str:day>/items/<slug:slug>/notes/", syncing.sync_note, name="sync_note"),
    path(
        "sync/<slug:series>/<str:day>/items/<slug:slug>/impediment/",
        syncing.sync_impediment,
        name="sync_impediment",
    ),
    path("sync/<slug:series>/<str:day>/updates/<slug:slug>/", syncing.sync_update, name="sync_update"),
    path("new/", items.new_item, name="new_item"),
    path("similar/", items.similar, name="similar"),
    path("<slug:slug>/", items.item, name="item"),
    path("<slug:slug>/edit/", items.edit, name="edit"),
    path("<slug:slug>/place/", board.place, name="place"),
    path("<slug:slug>/support/", supporting.support, name="support"),
    path("<slug:slug>/support/withdrawal/", supporting.withdrawal, name="withdrawal"),
]
