"""The addresses of this app."""

from django.urls import path

from hub.voting.views import concluding, conclusions

app_name = "voting"
ONE = "decisions/<slug:slug>/"
urlpatterns = [
    path(f"{ONE}conclusion/", concluding.conclusion, name="conclude"),
    path("conclusions/", conclusions.conclusions, name="conclusions"),
    path("conclusions/<slug:slug>/", conclusions.conclusion, name="conclusion"),
    path("conclusions/<slug:slug>/keeping/", conclusions.keeping, name="keeping"),
]
