"""What follows from what: every kind of entry, its label in people's preferences, and its consequences.

The only wiring between features: a verb records, this table says which tasks hear of it.
"""

from dataclasses import replace

from hub.activity.kinds import HOOK, TELL, Kind

PUBLISH = "hub.goldenpath.tasks.wish"
FILL = "hub.roadmap.tasks.fill_after"
COME_BACK = "hub.voting.tasks.come_back_after"  # stages may have changed

KINDS: dict[str, Kind] = {
    "roadmap.item_proposed": Kind("A roadmap item is proposed", (PUBLISH, TELL)),
    "roadmap.item_edited": Kind("A roadmap item is edited", (PUBLISH, TELL), in_app=False),
    "roadmap.item_supported": Kind("Somebody needs what I proposed", (PUBLISH, TELL), to_followers=False),
    "roadmap.support_withdrawn": Kind("A need is withdrawn", (PUBLISH,), in_app=False),
    "roadmap.item_moved": Kind("An item I need or follow moves", (PUBLISH, TELL), by_mail=True),
    "roadmap.item_answered": Kind("An item I need or follow is answered", (TELL,), by_mail=True),
    "roadmap.item_noted": Kind("Something is noted on an item I follow", (TELL,), in_app=False),
    "roadmap.item_impeded": Kind("Something is in the way of an item I follow", (PUBLISH, TELL)),
    "roadmap.item_freed": Kind("Nothing is in the way of an item I follow any more", (PUBLISH, TELL)),
    "roadmap.item_steered": Kind("The plan of an item I follow changes", (PUBLISH, TELL), in_app=False),
    "roadmap.supported_for": Kind("Somebody says for me what I need", (PUBLISH, TELL), to_followers=False),
    "roadmap.item_merged": Kind("What I need or propose is merged", (PUBLISH, TELL)),
    "roadmap.item_unmerged": Kind("A merge is taken back", (PUBLISH, TELL)),
    "roadmap.round_opened": Kind("A round opens: what should the quarter hold?", (TELL,), by_mail=True),
    "roadmap.round_voter_admitted": Kind(
        "I am admitted to a round", (TELL,), by_mail=True, to_followers=False
    ),
    "roadmap.round_closing_soon": Kind(
        "A round closes and I have not voted", (TELL,), by_mail=True, to_followers=False
    ),
    "roadmap.round_counting": Kind("The vote in a round is over", (FILL,), in_app=False),
    "roadmap.round_closed": Kind("A round is closed and filled", (TELL,), by_mail=True),
    "roadmap.round_confirmed": Kind(
        "A round is answered by the platform team", (PUBLISH, TELL), by_mail=True
    ),
    "roadmap.round_voided": Kind("A round is voided", (TELL,), by_mail=True),
    "roadmap.release_edited": Kind(
        "The release of an item I follow is edited", (PUBLISH, TELL), in_app=False
    ),
    "roadmap.use_asked": Kind(
        "I am asked whether I use what I needed", (TELL,), by_mail=True, to_followers=False
    ),
    "roadmap.use_said": Kind("Somebody says whether they use what I proposed", (TELL,), to_followers=False),
    "roadmap.uptake_measured": Kind("The use of an item I need or follow is counted", (PUBLISH, TELL)),
    "roadmap.capacity_published": Kind("The capacity of a team is published", (PUBLISH,), in_app=False),
    "roadmap.team_updated": Kind(
        "A team tells its news in a sync", (TELL,), in_app=False, to_followers=False
    ),
    "demos.demo_proposed": Kind("A demo is proposed", (TELL,)),
    "meetings.point_added": Kind("I am to lead a point of a meeting", (TELL,), to_followers=False),
    "meetings.point_edited": Kind("A point of an agenda is edited", in_app=False),
    "meetings.point_removed": Kind("A point is taken off an agenda", in_app=False),
    "meetings.point_placed": Kind("A point is put on another date", in_app=False),
    "meetings.agenda_ordered": Kind("An agenda gets another order", in_app=False),
    "meetings.carried_forward": Kind("A point of mine is carried forward", (TELL,), to_followers=False),
    "meetings.meeting_begun": Kind("A meeting begins", in_app=False),
    "meetings.point_reached": Kind("A meeting goes on to its next point", in_app=False),
    "meetings.meeting_over": Kind("A meeting is over", in_app=False),
    "meetings.minutes_saved": Kind("The minutes of a meeting are written", (PUBLISH,), in_app=False),
    "meetings.presence_ticked": Kind("It is written down who was at a meeting", in_app=False),
    "sigs.evaluation_started": Kind("A group of mine starts an evaluation", (TELL,)),
    "sigs.evaluation_edited": Kind("An evaluation I follow is edited", (TELL,), in_app=False),
    "sigs.evaluation_closed": Kind("An evaluation is closed", (TELL,)),
    "sigs.evaluation_reopened": Kind("An evaluation is taken up again", (TELL,)),
    "sigs.finding_added": Kind("Something is found in an evaluation I follow", (TELL,)),
    "sigs.finding_edited": Kind("A finding is edited", (TELL,), in_app=False),
    "sigs.finding_removed": Kind("A finding is removed", (TELL,), in_app=False),
    "sigs.joined": Kind("Somebody joins a group I follow", (PUBLISH, TELL), in_app=False),
    "sigs.left": Kind("Somebody leaves a group I lead", (PUBLISH, TELL)),
    "sigs.appointed": Kind("Somebody is given a role in a group", (PUBLISH, TELL)),
    "sigs.term_ended": Kind("Somebody's term in a group ends", (PUBLISH, TELL)),
    "exchange.community_imported": Kind("A community was imported", (PUBLISH, COME_BACK), in_app=False),
    "goldenpath.publication_failed": Kind("The docs could not be published", (TELL,)),
    "voting.conclusion_made": Kind("A group of mine concludes something", (PUBLISH, TELL)),
    "voting.conclusion_kept": Kind("A conclusion still holds", (PUBLISH, TELL), in_app=False),
    "voting.conclusion_due": Kind("My group should look at a conclusion again", (PUBLISH, TELL)),
    "voting.election_decided": Kind("An election ends", (PUBLISH, TELL)),
    "status.flipped": Kind("A service changes its status", (TELL,)),
    "status.maintenance_announced": Kind("Maintenance of a service is announced", (TELL,)),
    "status.maintenance_ended": Kind("Maintenance of a service ends", (TELL,), in_app=False),
    "voting.election_announced": Kind("An election is announced", (TELL,), by_mail=True),
    "voting.election_edited": Kind("An announced election is edited", (TELL,)),
    "voting.nominated": Kind("Somebody is nominated", (TELL,), by_mail=True),
    "voting.nomination_answered": Kind("Somebody answers a nomination", (TELL,)),
    "voting.decision_opened": Kind("A vote opens", (TELL,), by_mail=True),
    "voting.elector_admitted": Kind("I am admitted to a vote", (TELL,), by_mail=True, to_followers=False),
    "voting.elector_recused": Kind("I step aside from a vote", (TELL,), by_mail=True, to_followers=False),
    "voting.concern_raised": Kind("A concern is raised", (TELL,)),
    "voting.concern_settled": Kind("A concern is settled", (TELL,)),
    "voting.closing_soon": Kind(
        "A vote closes and I have not voted", (TELL,), by_mail=True, to_followers=False
    ),
    "voting.decision_closed": Kind("A vote is closed and counted", (TELL,), by_mail=True),
    "voting.decision_voided": Kind("A vote is voided", (TELL,), by_mail=True),
    "activity.webhook_made": Kind("A webhook is made", in_app=False),
    "activity.webhook_changed": Kind("A webhook is changed", in_app=False),
    "activity.webhook_secret_renewed": Kind("A webhook gets another secret", in_app=False),
    "activity.webhook_removed": Kind("A webhook is removed", in_app=False),
    "activity.webhook_pinged": Kind("A webhook is tried", in_app=False),
    "activity.webhook_sent_again": Kind("A message of a webhook is sent again", in_app=False),
    "activity.webhook_given_up": Kind(
        "A message of a webhook of mine is given up", (TELL,), to_followers=False
    ),
}

# Of what happens here, programs may hear as well (webhooks), if everybody may read it: as long as an entry is public.
HOOKED = ("roadmap.", "demos.", "sigs.", "voting.", "status.")
# What of the data of an entry leaves with it; of kinds that are not here, the sentence and the links alone.
FACTS = {
    "roadmap.item_supported": ("need",),
    "roadmap.item_moved": ("from", "to", "from_quarter", "to_quarter", "reason", "note", "docs"),
    "roadmap.item_impeded": ("what",),
    "roadmap.item_freed": ("was",),
    "roadmap.item_steered": ("changed",),
    "roadmap.item_merged": ("item", "into", "reason"),
    "roadmap.item_unmerged": ("item", "into", "reason"),
    "roadmap.uptake_measured": ("days", "asked", "using"),
    "status.flipped": ("before", "after"),
    "status.maintenance_announced": ("starts_at", "ends_at"),
}
REACTIONS: dict[str, Kind] = {
    name: replace(kind, reactions=(*kind.reactions, HOOK), facts=FACTS.get(name, ()))
    if name.startswith(HOOKED)
    else kind
    for name, kind in KINDS.items()
}

# What people can follow, as `app.model`.
FOLLOWABLE = (
    "roadmap.roadmapitem",
    "roadmap.round",
    "catalog.service",
    "sigs.group",
    "sigs.evaluation",
    "sigs.conclusion",
    "voting.decision",
)
