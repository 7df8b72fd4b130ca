"""The addresses of this app."""

from django.urls import path

from hub.recordings.views import care, library, media

app_name = "recordings"
urlpatterns = [
    path("recordings/", library.recordings, name="recordings"),
    path("recordings/<slug:slug>/", library.recording, name="recording"),
    path("recordings/<slug:slug>/media/", media.media, name="media"),
    path("recordings/<slug:slug>/care/", care.care, name="care"),
    path("recordings/<slug:slug>/publication/", care.publication, name="publication"),
    path("recordings/<slug:slug>/retirement/", care.retirement, name="retirement"),
    path("recordings/<slug:slug>/return/", care.taking_back, name="taking_back"),
    path("recordings/<slug:slug>/keeping/", care.keeping_on, name="keeping"),
    path("recordings/<slug:slug>/audience/", care.audience, name="audience"),
    path("recordings/<slug:slug>/speakers/", care.speakers, name="speakers"),
    path("recordings/<slug:slug>/sign-off/", care.sign_off, name="sign_off"),
]
