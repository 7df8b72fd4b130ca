"""The addresses of this app."""

from django.urls import path

from hub.recordings.views import library, media

app_name = "recordings"
urlpatterns = [
    path("recordings/", library.recordings, name="recordings"),
    path("recordings/<slug:slug>/", library.recording, name="recording"),
    path("recordings/<slug:slug>/media/", media.media, name="media"),
]
