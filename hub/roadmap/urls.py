"""The addresses of this app."""

from django.urls import path

from hub.roadmap.views import board, capacities, items, merging, mine, supporting

app_name = "roadmap"
urlpatterns = [
    path("", board.roadmap, name="roadmap"),
    path("new/", items.new_item, name="new_item"),
    path("similar/", items.similar, name="similar"),
    path("mine/", mine.mine, name="mine"),
    path("capacity/<slug:slug>/", capacities.capacity, name="capacity"),
    path("<slug:slug>/", items.item, name="item"),
    path("<slug:slug>/edit/", items.edit, name="edit"),
    path("<slug:slug>/support/", supporting.support, name="support"),
    path("<slug:slug>/support/withdrawal/", supporting.withdrawal, name="withdrawal"),
    path("<slug:slug>/support/for/", supporting.support_for, name="support_for"),
    path("<slug:slug>/merge/", merging.merge, name="merge"),
    path("<slug:slug>/merge/undo/", merging.unmerge, name="unmerge"),
]
