"""The addresses of this app."""

from django.urls import path

from hub.roadmap.views import board, items, pictures, supporting

app_name = "roadmap"
urlpatterns = [
    path("", board.roadmap, name="roadmap"),
    path("looked/", board.looked, name="looked"),
    path("timeline/", pictures.as_timeline, name="timeline"),
    path("public/", pictures.public, name="public"),
    path("print/", pictures.as_slides, name="print"),
    path("new/", items.new_item, name="new_item"),
    path("similar/", items.similar, name="similar"),
    path("<slug:slug>/", items.item, name="item"),
    path("<slug:slug>/edit/", items.edit, name="edit"),
    path("<slug:slug>/place/", board.place, name="place"),
    path("<slug:slug>/support/", supporting.support, name="support"),
    path("<slug:slug>/support/withdrawal/", supporting.withdrawal, name="withdrawal"),
]
