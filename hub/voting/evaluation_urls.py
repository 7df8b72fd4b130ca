"""The address at which an evaluation is put to the vote; it stands beside the evaluation's own."""

from django.urls import path

from hub.voting.views import from_evaluation

app_name = "voting_from"
urlpatterns = [
    path("evaluations/<slug:slug>/decision/", from_evaluation.draft, name="evaluation"),
]
