"""Every move of the roadmap, for feed readers."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import conditional_page, require_safe

from hub.roadmap.models import Move, RoadmapItem
from hub.roadmap.quarters import is_quarter, words

SHOWN = 100
BEGINNING = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)  # of a feed in which nothing moved yet


class MovesAtom(Atom1Feed):
    """Atom whose time is that of the last move, so that nothing new stays nothing new."""

    def latest_post_date(self) -> dt.datetime:
        """When something moved last."""
        return max((item["updateddate"] for item in self.items), default=BEGINNING)


class MovesFeed(Feed):
    """The newest moves of what everybody may see; the address may ask for a group, service, quarter or item."""

    feed_type = MovesAtom
    link = "/roadmap/"
    author_name = "ML Platform Hub"
    subtitle = "What went from where to where, when and why."

    def get_object(self, request: HttpRequest) -> dict[str, str]:
        """What was asked for; what makes no sense counts as not asked, as in the lists."""
        names = ("group", "service", "quarter", "item")
        asked = {name: request.GET.get(name, "").replace("\0", "") for name in names}
        if not is_quarter(asked["quarter"]):
            asked["quarter"] = ""
        return {name: value for name, value in asked.items() if value}

    def title(self, asked: dict[str, str]) -> str:
        """Which moves these are."""
        only = ", ".join(asked.values())
        return f"Moves of the roadmap: {only[:200]}" if only else "Moves of the roadmap"

    def items(self, asked: dict[str, str]) -> QuerySet[Move]:
        """The newest moves: a feed reader is nobody."""
        seen = RoadmapItem.objects.visible_to(AnonymousUser())
        if "group" in asked:
            seen = seen.filter(group__slug=asked["group"])
        if "service" in asked:
            seen = seen.filter(services__slug=asked["service"])
        if "item" in asked:
            seen = seen.filter(slug=asked["item"])
        moves = Move.objects.filter(item__in=seen)
        if quarter := asked.get("quarter"):
            moves = moves.filter(Q(from_quarter=quarter) | Q(to_quarter=quarter))
        return moves.select_related("item", "by").order_by("-at", "-pk")[:SHOWN]

    def item_title(self, item: Move) -> str:
        """What went where."""
        where = f" for {words(item.to_quarter)}" if item.to_quarter else ""
        if item.changes_state:
            return f"{item.item.title}: {item.get_to_state_display().lower()}{where}"
        return f"{item.item.title}: {f'moved to {words(item.to_quarter)}' if item.to_quarter else 'in no quarter'}"

    def item_description(self, item: Move) -> str:
        """Where it was before, who moved it and why."""
        before = item.get_from_state_display().lower()
        if item.from_quarter:
            before += f" for {words(item.from_quarter)}"
        told = f"It was {before}. Moved by {item.by.name if item.by else 'an import'}."
        return f"{told} {item.reason}".strip()

    def item_link(self, item: Move) -> str:
        """The page of the item."""
        return item.item.get_absolute_url()

    def item_guid(self, item: Move) -> str:
        """Stays the same for ever."""
        return f"urn:hub:move:{item.pk}"

    def item_author_name(self, item: Move) -> str:
        """Who moved it."""
        return item.by.name if item.by else "ML Platform Hub"

    def item_pubdate(self, item: Move) -> dt.datetime:
        """When."""
        return item.at

    def item_updateddate(self, item: Move) -> dt.datetime:
        """Moves never change."""
        return item.at

    def item_categories(self, item: Move) -> list[str]:
        """The state and quarter it came to, for readers that sort."""
        return [word for word in (item.to_state, item.to_quarter) if word]

    def feed_url(self, asked: dict[str, str]) -> str:
        """Its own address, under the name of the hub."""
        return f"{settings.BASE_URL}/roadmap/moves.atom" + (f"?{urlencode(asked)}" if asked else "")


_feed = MovesFeed()


# /roadmap/moves.atom
@require_safe
@conditional_page
def moves(request: HttpRequest) -> HttpResponse:
    """The feed; a reader that has it already is told so."""
    return _feed(request)
