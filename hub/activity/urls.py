"""The addresses of this app."""

from django.urls import path

from hub.activity import views, views_webhooks
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
    path("profile/webhooks/", views_webhooks.webhooks, name="webhooks"),
    path("profile/webhooks/new/", views_webhooks.new, name="new_webhook"),
    path("profile/webhooks/<int:pk>/", views_webhooks.webhook, name="webhook"),
    path("profile/webhooks/<int:pk>/secret/", views_webhooks.secret, name="webhook_secret"),
    path("profile/webhooks/<int:pk>/ping/", views_webhooks.ping, name="webhook_ping"),
    path("profile/webhooks/<int:pk>/removal/", views_webhooks.removal, name="webhook_removal"),
    path("profile/webhooks/<int:pk>/deliveries/<int:delivery>/", views_webhooks.again, name="webhook_again"),
    path("follows/", views.follow, name="follow"),
    path("follows/end/", views.unfollow, name="unfollow"),
]
