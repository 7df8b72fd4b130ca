"""The addresses of this app."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from hub.sigs.views import comparing, evaluations, findings, groups, terms


class Compared(StringConverter):
    """What an evaluation has lists of."""

    regex = "options|criteria"


register_converter(Compared, "compared")

app_name = "sigs"
urlpatterns = [
    path("groups/", groups.groups, name="groups"),
    path("groups/<slug:slug>/", groups.group, name="group"),
    path("groups/<slug:slug>/join/", terms.join, name="join"),
    path("groups/<slug:slug>/leave/", terms.leave, name="leave"),
    path("groups/<slug:slug>/terms/new/", terms.new_term, name="new_term"),
    path("groups/<slug:slug>/terms/<int:key>/end/", terms.end, name="end_term"),
    path("evaluations/", evaluations.evaluations, name="evaluations"),
    path("evaluations/new/", evaluations.new_evaluation, name="new_evaluation"),
    path("evaluations/<slug:slug>/", evaluations.evaluation, name="evaluation"),
    path("evaluations/<slug:slug>/edit/", evaluations.edit_evaluation, name="edit_evaluation"),
    path("evaluations/<slug:slug>/closing/", evaluations.closing, name="closing"),
    path("evaluations/<slug:slug>/reopening/", evaluations.reopening, name="reopening"),
    path("evaluations/<slug:slug>/cell/", findings.cell, name="cell"),
    path("evaluations/<slug:slug>/findings/new/", findings.new_finding, name="new_finding"),
    path("evaluations/<slug:slug>/findings/<int:key>/", findings.edit_finding, name="edit_finding"),
    path(
        "evaluations/<slug:slug>/findings/<int:key>/removal/", findings.remove_finding, name="remove_finding"
    ),
    path("evaluations/<slug:slug>/<compared:sort>/new/", comparing.new, name="new_compared"),
    path("evaluations/<slug:slug>/<compared:sort>/<slug:key>/", comparing.edit, name="edit_compared"),
    path(
        "evaluations/<slug:slug>/<compared:sort>/<slug:key>/removal/",
        comparing.removal,
        name="remove_compared",
    ),
]
