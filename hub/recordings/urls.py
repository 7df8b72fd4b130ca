"""The addresses of this app."""

from django.urls import path

from hub.recordings import feeds
from hub.recordings.views import (
    care,
    cuts,
    embedding,
    library,
    media,
    segmenting,
    suggesting,
    tus,
    uploads,
    watching,
    words,
)

app_name = "recordings"
urlpatterns = [
    path("recordings/", library.recordings, name="recordings"),
    # handing one in
    path("recordings/new/", uploads.new_recording, name="new_recording"),
    path("recordings/key/<int:pk>/", uploads.by_key, name="by_key"),
    path("recordings/uploads/", tus.Uploads.as_view(), name="uploads"),
    path("recordings/uploads/<uuid:key>/", tus.OneUpload.as_view(), name="upload"),
    # for other sites, feed readers and podcast players
    path("recordings/feed.atom", feeds.atom, name="atom"),
    path("recordings/podcast.xml", feeds.podcast, name="podcast"),
    path("recordings/oembed.<str:form>", embedding.oembed, name="oembed"),
    path("recordings/<slug:slug>/embed/", embedding.embed, name="embed"),
    path("recordings/<slug:slug>/", library.recording, name="recording"),
    path("recordings/<slug:slug>/media/", media.media, name="media"),
    # its files
    path("recordings/<slug:slug>/audio/", media.audio, name="audio"),
    path("recordings/<slug:slug>/poster/", media.poster, name="poster"),
    path("recordings/<slug:slug>/storyboard/", media.storyboard, name="storyboard"),
    path("recordings/<slug:slug>/original/", media.original, name="original"),
    path("recordings/<slug:slug>/file/", uploads.file, name="file"),
    path("recordings/<slug:slug>/file/address/", uploads.address, name="file_address"),
    path("recordings/<slug:slug>/file/again/", uploads.again, name="file_again"),
    path("recordings/<slug:slug>/cuts/", cuts.add, name="add_cut"),
    path("recordings/<slug:slug>/cuts/<int:pk>/", cuts.remove, name="remove_cut"),
    # looking after it
    path("recordings/<slug:slug>/care/", care.care, name="care"),
    path("recordings/<slug:slug>/publication/", care.publication, name="publication"),
    path("recordings/<slug:slug>/retirement/", care.retirement, name="retirement"),
    path("recordings/<slug:slug>/return/", care.taking_back, name="taking_back"),
    path("recordings/<slug:slug>/keeping/", care.keeping_on, name="keeping"),
    path("recordings/<slug:slug>/audience/", care.audience, name="audience"),
    path("recordings/<slug:slug>/speakers/", care.speakers, name="speakers"),
    path("recordings/<slug:slug>/sign-off/", care.sign_off, name="sign_off"),
    # what people leave behind while they watch
    path("recordings/<slug:slug>/place/", watching.place, name="place"),
    path("recordings/<slug:slug>/notes/", watching.notes, name="notes"),
    path("recordings/<slug:slug>/notes/<int:pk>/removal/", watching.note_removal, name="note_removal"),
    path("recordings/<slug:slug>/chapters.vtt", watching.chapters_vtt, name="chapters_vtt"),
    path("recordings/<slug:slug>/chapters.txt", watching.chapters_text, name="chapters_text"),
    # links that the words suggest
    path("recordings/<slug:slug>/suggestions/", suggesting.suggestions, name="suggestions"),
    path("recordings/<slug:slug>/suggestions/search/", suggesting.search, name="suggestions_search"),
    path("recordings/<slug:slug>/suggestions/<int:pk>/acceptance/", suggesting.acceptance, name="acceptance"),
    path("recordings/<slug:slug>/suggestions/<int:pk>/dismissal/", suggesting.dismissal, name="dismissal"),
    # chapters
    path("recordings/<slug:slug>/chapters/", segmenting.segments, name="segments"),
    path("recordings/<slug:slug>/chapters/agenda/", segmenting.from_agenda, name="segments_from_agenda"),
    path("recordings/<slug:slug>/chapters/text/", segmenting.from_text, name="segments_from_text"),
    path("recordings/<slug:slug>/chapters/beginning/", segmenting.beginning, name="beginning"),
    path("recordings/<slug:slug>/chapters/<int:pk>/", segmenting.segment, name="segment"),
    path(
        "recordings/<slug:slug>/chapters/<int:pk>/removal/",
        segmenting.segment_removal,
        name="segment_removal",
    ),
    # what is said
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
