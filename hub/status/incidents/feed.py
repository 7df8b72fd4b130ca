"""What is told of incidents, for feed readers."""

import datetime as dt
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed

from hub.catalog.models import Service
from hub.core.markdown import in_page
from hub.status.models import IncidentUpdate

SHOWN = 50


class IncidentsFeed(Feed):
    """The newest updates as Atom; with `?service=NAME` of one service."""

    feed_type = Atom1Feed
    title = "ML Platform Hub: incidents"
    link = "/status/incidents/"
    subtitle = "Trouble of the platform's services, and how it goes."

    def get_object(self, request: HttpRequest) -> Any:
        """The service that was asked for; what is none stands for all."""
        return Service.objects.filter(slug=request.GET.get("service", "").replace("\0", "")).first()

    def items(self, service: Service | None) -> Any:
        """The newest updates."""
        rows = IncidentUpdate.objects.select_related("incident").order_by("-at", "-pk")
        if service:
            rows = rows.filter(incident__impacts__service=service).distinct()
        return rows[:SHOWN]

    def item_title(self, item: IncidentUpdate) -> str:
        """How far it is, and what it is."""
        return f"{item.get_state_display()}: {item.incident.title}"

    def item_description(self, item: IncidentUpdate) -> str:
        """What was said."""
        return in_page(item.body)

    def item_link(self, item: IncidentUpdate) -> str:
        """The incident."""
        return item.incident.get_absolute_url()

    def item_guid(self, item: IncidentUpdate) -> str:
        """Stays the same for ever."""
        return f"urn:hub:incident-update:{item.pk}"

    def item_pubdate(self, item: IncidentUpdate) -> dt.datetime:
        """When it was said."""
        return item.at

    def item_updateddate(self, item: IncidentUpdate) -> dt.datetime:
        """Updates never change."""
        return item.at
