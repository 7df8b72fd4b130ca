"""The addresses of this app."""

from django.urls import path

from hub.roadmap import views

app_name = "roadmap"
urlpatterns = [
    path("", views.roadmap, name="roadmap"),
    path("new/", views.new_item, name="new_item"),
    path("similar/", views.similar, name="similar"),
    path("<slug:slug>/", views.item, name="item"),
    path("<slug:slug>/edit/", views.edit, name="edit"),
    path("<slug:slug>/support/", views.support, name="support"),
    path("<slug:slug>/support/withdrawal/", views.withdrawal, name="withdrawal"),
]
