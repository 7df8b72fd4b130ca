"""The addresses of this app."""

from django.urls import path

from hub.demos.views import deciding, demos, proposing, wishes

app_name = "demos"
urlpatterns = [
    path("demos/", demos.demos, name="demos"),
    path("demos/new/", proposing.new_demo, name="new_demo"),
    path("demos/teams/", demos.teams, name="teams"),
    path("demos/people/", demos.people, name="people"),
    # wishes
    path("demos/wishes/", wishes.wishes, name="wishes"),
    path("demos/wishes/new/", wishes.new_wish, name="new_wish"),
    path("demos/wishes/<int:pk>/", wishes.wish, name="wish"),
    path("demos/wishes/<int:pk>/support/", wishes.support, name="wish_support"),
    path("demos/wishes/<int:pk>/support/withdrawal/", wishes.withdrawal, name="wish_withdrawal"),
    path("demos/wishes/<int:pk>/closing/", wishes.closing, name="wish_closing"),
    path("demos/wishes/misses/<int:pk>/removal/", wishes.forgetting, name="miss_removal"),
    # the life of a demo
    path("demos/<slug:slug>/", demos.demo, name="demo"),
    path("demos/<slug:slug>/edit/", proposing.edit, name="edit"),
    path("demos/<slug:slug>/acceptance/", deciding.acceptance, name="acceptance"),
    path("demos/<slug:slug>/decline/", deciding.decline, name="decline"),
    path("demos/<slug:slug>/withdrawal/", deciding.withdrawal, name="withdrawal"),
    path("demos/<slug:slug>/reopening/", deciding.reopening, name="reopening"),
    path("demos/<slug:slug>/schedule/", deciding.schedule, name="schedule"),
    path("demos/<slug:slug>/schedule/next/", deciding.schedule_next, name="schedule_next"),
    path("demos/<slug:slug>/schedule/end/", deciding.schedule_end, name="schedule_end"),
    path("demos/<slug:slug>/given/", deciding.given, name="given"),
    path("demos/<slug:slug>/given/end/", deciding.not_given, name="not_given"),
]
