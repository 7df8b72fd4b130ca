"""The ballots of a closed round as a Pabulib file, so that anybody can fill it again with other software."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.crypto import salted_hmac

from hub.roadmap.filling.pabulib import to_pabulib
from hub.roadmap.models import Round, RoundVoter
from hub.roadmap.rounds import views
from hub.roadmap.rounds.outcome import ground_of, papers_of


def as_pabulib(found: Round) -> str:
    """A closed round as a .pb file: what was voted on, and each ballot under a number that says nothing.

    In the view that the proposal follows every ballot weighs the same, so filling the file by equal shares funds
    what the round proposes (what must be done is off the top and not in the file). Two queries.
    """
    ground = ground_of(found, list(found.candidates.select_related("item")))
    papers = papers_of(unnamed(list(found.electorate.exclude(cast_at=None).select_related("team"))))
    main = views.chosen(votes_by_team=found.votes_by_team)[0]
    meta = {
        "description": " ".join(found.title.split()),
        "instance": found.quarter,
        "unit": "team-weeks",
        "rule": "equalshares/add1",
    }
    if found.opened_at and found.closed_at:
        meta |= {"date_begin": f"{found.opened_at:%d.%m.%Y}", "date_end": f"{found.closed_at:%d.%m.%Y}"}
    return to_pabulib(views.instance(main, ground, papers), meta)


def unnamed(rows: Sequence[RoundVoter]) -> list[RoundVoter]:
    """The ballots in an order that only the hub can work out, the same at every download."""

    def place(row: RoundVoter) -> str:
        return salted_hmac("hub.roadmap.rounds.download", f"{row.round_id} {row.pk}").hexdigest()

    return sorted(rows, key=place)
