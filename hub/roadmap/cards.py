"""The cards of the board as HTML. Written here, not in a template: a board has hundreds, which took half its time."""

from __future__ import annotations

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from hub.core.icons import icon
from hub.roadmap.models import RoadmapItem


def card(
    item: RoadmapItem,
    *,
    state: SafeString,
    mark: str = "",
    bare: bool = False,
    link: str = "",
    form: str = "",
) -> SafeString:
    """One item as a card: `state` is its sign, `mark` what is new about it.

    `link` and `form` are the HTML to move it with, one of them; without, who looks at it may not. A `bare` card is
    shown in a frame of another site.
    """
    slug = escape(item.slug)
    held = f' data-card="{slug}" data-state="{escape(item.state)}"' if link or form else ""
    stuck, target = (" impeded" if item.impediment else ""), (' target="_top"' if bare else "")
    return mark_safe(  # noqa: S308 -- every value is escaped
        f'<li class="item-card{stuck}" id="card-{slug}"{held}>'
        f'<a class="item-name" href="{escape(item.get_absolute_url())}"{target}>{escape(item.title)}</a>'
        f'<p class="item-signs">{state}{_impediment(item)}{_mark(mark)}</p>'
        f'<p class="facts-line">{_facts(item)}{link}</p>{form}</li>\n'
    )


def move_link(item: RoadmapItem, query: str) -> str:
    """The link that opens the form to move an item, on the same page."""
    slug = escape(item.slug)
    href = f"?{escape(query)}move={slug}#card-{slug}"
    return f'<a class="move-link" href="{href}" aria-label="Move {escape(item.title)}">Move</a>'


def _impediment(item: RoadmapItem) -> str:
    if not item.impediment:
        return ""
    sign = icon("material/alert-octagon")
    return f'<span class="impediment" title="{escape(item.impediment)}">{sign}Impeded</span>'


def _mark(mark: str) -> str:
    return f'<span class="tag strong">{escape(mark)}</span>' if mark else ""


def _facts(item: RoadmapItem) -> str:
    estimate = f"<span>{item.estimate.normalize():f} w</span>" if item.estimate else ""
    blocked = f", {item.blocked} blocked" if item.blocked else ""
    need = f"{item.supporters} need it{blocked}" if item.supporters else "Nobody asked yet"
    owner = getattr(item, "owner_name", "")
    named = f'<span title="Owner">{escape(owner)}</span>' if owner else ""
    return f"{estimate}<span>{need}</span>{named}"
