"""The addresses of this app."""

from django.urls import path

from hub.roadmap.views import answers, board, items, moving, noting, releases, steering, supporting

app_name = "roadmap"
urlpatterns = [
    path("", board.roadmap, name="roadmap"),
    path("new/", items.new_item, name="new_item"),
    path("similar/", items.similar, name="similar"),
    path("releases/", releases.releases, name="releases"),
    path("answers/", answers.answers, name="answers"),
    path("<slug:slug>/", items.item, name="item"),
    path("<slug:slug>/edit/", items.edit, name="edit"),
    path("<slug:slug>/support/", supporting.support, name="support"),
    path("<slug:slug>/support/withdrawal/", supporting.withdrawal, name="withdrawal"),
    path("<slug:slug>/move/", moving.move, name="move"),
    path("<slug:slug>/plan/", moving.plan, name="plan"),
    path("<slug:slug>/notes/", noting.notes, name="notes"),
    path("<slug:slug>/impediment/", noting.impediment, name="impediment"),
    path("<slug:slug>/impediment/end/", noting.freed, name="freed"),
    path("<slug:slug>/steering/", steering.steering, name="steering"),
    path("<slug:slug>/release/", releases.release, name="release"),
    path("<slug:slug>/use/", releases.use, name="use"),
]
