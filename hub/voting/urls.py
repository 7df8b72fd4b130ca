"""The addresses of this app."""

from django.urls import path

from hub.voting.views import (
    casting,
    concluding,
    conclusions,
    decision,
    downloads,
    drafting,
    from_evaluation,
    lists,
    speaking,
    steering,
)

app_name = "voting"
ONE = "decisions/<slug:slug>/"
urlpatterns = [
    path("decisions/", lists.decisions, name="decisions"),
    path("decisions/new/", drafting.new_decision, name="new_decision"),
    path(ONE, decision.decision, name="decision"),
    path(f"{ONE}edit/", drafting.edit, name="edit"),
    path(f"{ONE}announcement/", drafting.announcement, name="announcement"),
    path(f"{ONE}nominations/", speaking.nominations, name="nominations"),
    path(f"{ONE}nominations/<int:pk>/", speaking.nomination, name="nomination"),
    path(f"{ONE}opening/", drafting.opening, name="opening"),
    path(f"{ONE}electors/", decision.electors, name="electors"),
    path(f"{ONE}electors/admission/", steering.admission, name="admission"),
    path(f"{ONE}electors/recusal/", steering.recusing, name="recusing"),
    path(f"{ONE}recusal/", casting.recusal, name="recusal"),
    path(f"{ONE}ballot/", casting.ballot, name="ballot"),
    path(f"{ONE}ballot/summary/", casting.summary, name="summary"),
    path(f"{ONE}concerns/", speaking.concerns, name="concerns"),
    path(f"{ONE}concerns/<int:pk>/settling/", speaking.settling, name="settling"),
    path(f"{ONE}concerns/<int:pk>/answer/", speaking.answer, name="answer"),
    path(f"{ONE}close/", steering.closing, name="closing"),
    path(f"{ONE}void/", steering.void, name="void"),
    path(f"{ONE}ledger/", decision.ledger, name="ledger"),
    path(f"{ONE}ballots/", decision.ballots, name="ballots"),
    path(f"{ONE}bundle.json", downloads.bundle, name="bundle"),
    path(f"{ONE}verify_decision.py", downloads.verifier, name="verifier"),
    path(f"{ONE}conclusion/", concluding.conclusion, name="conclude"),
    path("evaluations/<slug:slug>/decision/", from_evaluation.draft, name="from_evaluation"),
    path("conclusions/", conclusions.conclusions, name="conclusions"),
    path("conclusions/<slug:slug>/", conclusions.conclusion, name="conclusion"),
    path("conclusions/<slug:slug>/keeping/", conclusions.keeping, name="keeping"),
]
