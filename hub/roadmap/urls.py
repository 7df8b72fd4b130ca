"""The addresses of this app."""

from django.urls import path

from hub.roadmap import feeds
from hub.roadmap.api import exporting
from hub.roadmap.views import (
    answers,
    board,
    capacities,
    contradictions,
    items,
    merging,
    mine,
    moving,
    noting,
    pictures,
    releases,
    steering,
    supporting,
    syncing,
)
from hub.roadmap.views.rounds import casting as rounds_casting
from hub.roadmap.views.rounds import drafting as rounds_drafting
from hub.roadmap.views.rounds import reading as rounds_reading
from hub.roadmap.views.rounds import running as rounds_running

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
    path("releases/", releases.releases, name="releases"),
    path("answers/", answers.answers, name="answers"),
    # rounds
    path("rounds/", rounds_reading.rounds, name="rounds"),
    path("rounds/new/", rounds_drafting.new_round, name="new_round"),
    path("rounds/<slug:slug>/", rounds_reading.one_round, name="round"),
    path("rounds/<slug:slug>/edit/", rounds_drafting.edit, name="edit_round"),
    path("rounds/<slug:slug>/candidates/", rounds_drafting.candidates, name="candidates"),
    path("rounds/<slug:slug>/candidates/new/", rounds_drafting.add, name="add_candidates"),
    path("rounds/<slug:slug>/opening/", rounds_drafting.opening, name="opening"),
    path("rounds/<slug:slug>/ballot/", rounds_casting.ballot, name="ballot"),
    path("rounds/<slug:slug>/ballot/withdrawal/", rounds_casting.withdrawal, name="ballot_withdrawal"),
    path("rounds/<slug:slug>/voters/", rounds_reading.voters, name="voters"),
    path("rounds/<slug:slug>/voters/admission/", rounds_running.admission, name="admission"),
    path("rounds/<slug:slug>/close/", rounds_running.closing, name="closing"),
    path("rounds/<slug:slug>/void/", rounds_running.void, name="void"),
    path("rounds/<slug:slug>/confirmation/", rounds_running.confirmation, name="confirmation"),
    path("rounds/<slug:slug>/ballots/", rounds_reading.ballots, name="ballots"),
    path("rounds/<slug:slug>/ballots.pb", rounds_reading.ballots_file, name="ballots_file"),
    # items
    path("mine/", mine.mine, name="mine"),
    path("capacity/<slug:slug>/", capacities.capacity, name="capacity"),
    # taking items out (exchange)
    path("moves.atom", feeds.moves, name="moves_atom"),
    path("contradictions/", contradictions.contradictions, name="contradictions"),
    path("export.csv", exporting.as_csv, name="export_csv"),
    path("export.json", exporting.as_json, name="export_json"),
    path("<slug:slug>/", items.item, name="item"),
    path("<slug:slug>/edit/", items.edit, name="edit"),
    path("<slug:slug>/place/", board.place, name="place"),
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
    path("<slug:slug>/support/for/", supporting.support_for, name="support_for"),
    path("<slug:slug>/merge/", merging.merge, name="merge"),
    path("<slug:slug>/merge/undo/", merging.unmerge, name="unmerge"),
]
