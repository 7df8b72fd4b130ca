"""The addresses of this app."""

from django.urls import path

from hub.recordings.views import cuts, library, media, tus, uploads

app_name = "recordings"
urlpatterns = [
    path("recordings/", library.recordings, name="recordings"),
    path("recordings/new/", uploads.new_recording, name="new_recording"),
    path("recordings/key/<int:pk>/", uploads.by_key, name="by_key"),
    path("recordings/uploads/", tus.Uploads.as_view(), name="uploads"),
    path("recordings/uploads/<uuid:key>/", tus.OneUpload.as_view(), name="upload"),
    path("recordings/<slug:slug>/", library.recording, name="recording"),
    path("recordings/<slug:slug>/media/", media.media, name="media"),
    path("recordings/<slug:slug>/audio/", media.audio, name="audio"),
    path("recordings/<slug:slug>/poster/", media.poster, name="poster"),
    path("recordings/<slug:slug>/storyboard/", media.storyboard, name="storyboard"),
    path("recordings/<slug:slug>/original/", media.original, name="original"),
    path("recordings/<slug:slug>/file/", uploads.file, name="file"),
    path("recordings/<slug:slug>/file/address/", uploads.address, name="file_address"),
    path("recordings/<slug:slug>/file/again/", uploads.again, name="file_again"),
    path("recordings/<slug:slug>/cuts/", cuts.add, name="add_cut"),
    path("recordings/<slug:slug>/cuts/<int:pk>/", cuts.remove, name="remove_cut"),
]
