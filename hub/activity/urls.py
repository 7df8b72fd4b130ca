"""The addresses of this app."""

from django.urls import path

from hub.activity import views
from hub.activity.feeds import ActivityFeed

app_name = "activity"
urlpatterns = [
    path("session.json", views.session, name="session"),
    path("activity/", views.feed, name="feed"),
    path("activity/feed.atom", ActivityFeed(), name="atom"),
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/<int:pk>/", views.notification, name="notification"),
    path("notifications/reading/", views.reading, name="reading"),
    path("profile/notifications/", views.preferences, name="preferences"),
    path("follows/", views.follow, name="follow"),
    path("follows/end/", views.unfollow, name="unfollow"),
]
