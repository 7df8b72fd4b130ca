"""The addresses of this app."""

from django.urls import path

from hub.home import views

app_name = "home"
urlpatterns = [
    path("", views.today, name="today"),
    path("community/", views.community, name="community"),
    path("community/speakers/", views.speakers, name="speakers"),
    path("community/tools/", views.tools, name="tools"),
]
