"""What happened, for feed readers."""

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.utils.feedgenerator import Atom1Feed

from hub.activity.models import Entry

SHOWN = 50


class ActivityFeed(Feed):
    """The newest public entries as Atom."""

    feed_type = Atom1Feed
    title = "ML Platform Hub: what happened"
    link = "/activity/"
    subtitle = "Proposals, decisions, demos and changes of the platform."

    def items(self) -> QuerySet[Entry]:
        """Public entries only: a feed reader is nobody."""
        return Entry.objects.visible_to(AnonymousUser()).select_related("actor")[:SHOWN]

    def item_title(self, item: Entry) -> str:
        """Who did what."""
        return item.sentence

    def item_description(self, item: Entry) -> str:
        """The name of the thing."""
        return item.subject_label

    def item_link(self, item: Entry) -> str:
        """Where to see it."""
        return item.subject_url or self.link

    def item_guid(self, item: Entry) -> str:
        """Stays the same for ever."""
        return f"urn:hub:entry:{item.pk}"

    def item_pubdate(self, item: Entry) -> dt.datetime:
        """When it happened."""
        return item.created_at

    def item_updateddate(self, item: Entry) -> dt.datetime:
        """Entries never change."""
        return item.created_at
