"""The addresses of this app."""

from django.urls import path

from hub.recordings import views

app_name = "recordings"
urlpatterns = [
    path("recordings/", views.recordings, name="recordings"),
    path("recordings/<slug:slug>/", views.recording, name="recording"),
    path("recordings/<slug:slug>/media/", views.media, name="media"),
]
