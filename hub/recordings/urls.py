"""The addresses of this app."""

from django.urls import path

from hub.recordings.views import library, media, words

app_name = "recordings"
urlpatterns = [
    path("recordings/", library.recordings, name="recordings"),
    path("recordings/<slug:slug>/", library.recording, name="recording"),
    path("recordings/<slug:slug>/media/", media.media, name="media"),
    path("recordings/<slug:slug>/transcript/", words.transcript, name="transcript"),
    path("recordings/<slug:slug>/transcript/shift/", words.shift, name="shift"),
    path("recordings/<slug:slug>/transcript/names/", words.spelling, name="spelling"),
    path("recordings/<slug:slug>/captions/", words.bring, name="bring_captions"),
    path("recordings/<slug:slug>/captions.<str:language>.vtt", words.captions_file, name="captions"),
    path(
        "recordings/<slug:slug>/transcript.<str:language>.txt", words.transcript_text, name="transcript_text"
    ),
    path(
        "recordings/<slug:slug>/transcript.<str:language>.json", words.transcript_json, name="transcript_json"
    ),
]
