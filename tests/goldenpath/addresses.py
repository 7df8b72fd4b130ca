"""The docs site alone, for the tests of its pages."""

from django.urls import include, path

urlpatterns = [path("docs/", include("hub.goldenpath.urls"))]
