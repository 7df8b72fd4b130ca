"""The addresses of this app."""

from django.urls import path

from hub.roadmap import feeds
from hub.roadmap.api import exporting
from hub.roadmap.views import board, items, supporting

app_name = "roadmap"
urlpatterns = [
    path("", board.roadmap, name="roadmap"),
    path("new/", items.new_item, name="new_item"),
    path("similar/", items.similar, name="similar"),
    # taking items out (exchange)
    path("moves.atom", feeds.moves, name="moves_atom"),
    path("export.csv", exporting.as_csv, name="export_csv"),
    path("export.json", exporting.as_json, name="export_json"),
    path("<slug:slug>/", items.item, name="item"),
    path("<slug:slug>/edit/", items.edit, name="edit"),
    path("<slug:slug>/support/", supporting.support, name="support"),
    path("<slug:slug>/support/withdrawal/", supporting.withdrawal, name="withdrawal"),
]
