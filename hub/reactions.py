"""What follows from what: every kind of entry, its label in people's preferences, and its consequences.

The only wiring between features: a verb records, this table says which tasks hear of it.
"""

from dataclasses import replace

from hub.activity.kinds import HOOK, TELL, Kind

PUBLISH = "hub.goldenpath.tasks.wish"
FOLLOW_AGENDA = "hub.demos.tasks.follow_agenda_after"
MEDIA = "hub.recordings.tasks.work_after"
FILL = "hub.roadmap.tasks.fill_after"
REMOVE_FILES = "hub.recordings.tasks.remove_files_after"
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
    "meetings.series_made": Kind("A group I follow makes a series of meetings", (PUBLISH, TELL)),
    "meetings.series_edited": Kind("When or where a series I follow takes place changes", (PUBLISH, TELL)),
    "meetings.series_ended": Kind("A series of meetings I follow ends", (PUBLISH, TELL)),
    "meetings.date_added": Kind("A series I follow gets one more date", (TELL,)),
    "meetings.date_moved": Kind("A meeting I follow or come to is moved", (TELL,), by_mail=True),
    "meetings.date_cancelled": Kind(
        "A meeting I follow or come to is cancelled", (TELL, FOLLOW_AGENDA), by_mail=True
    ),
    "meetings.date_restored": Kind("A cancelled meeting takes place after all", (TELL,), by_mail=True),
    "meetings.reminded": Kind("A meeting I follow or come to is near", (TELL,)),
    "demos.demo_proposed": Kind("A demo is proposed", (TELL,)),
    "recordings.speakers_asked": Kind(
        "I am asked whether a recording may be published", (TELL,), by_mail=True, to_followers=False
    ),
    "recordings.sign_off_reminded": Kind(
        "A recording waits for my word", (TELL,), by_mail=True, to_followers=False
    ),
    "recordings.signed_off": Kind("A speaker answers about a recording of mine", (TELL,), to_followers=False),
    "recordings.recording_published": Kind("A recording of mine is published", (PUBLISH, TELL)),
    "recordings.recording_withdrawn": Kind(
        "A recording of mine is taken back", (PUBLISH, TELL), by_mail=True, to_followers=False
    ),
    "recordings.recording_retired": Kind("A recording of mine is retired", (PUBLISH, TELL, REMOVE_FILES)),
    "recordings.recording_kept": Kind(
        "A recording of mine is kept", (TELL,), in_app=False, to_followers=False
    ),
    "recordings.recording_expiring": Kind(
        "A recording of mine is about to be retired", (TELL,), by_mail=True, to_followers=False
    ),
    "recordings.audience_set": Kind(
        "Others may see a recording of mine", (PUBLISH, TELL), in_app=False, to_followers=False
    ),
    "demos.demo_edited": Kind("A demo of mine is edited", (PUBLISH, TELL), in_app=False),
    "demos.demo_accepted": Kind("A demo of mine is accepted", (PUBLISH, TELL), by_mail=True),
    "demos.demo_declined": Kind("A demo of mine is declined", (PUBLISH, TELL), by_mail=True, private=True),
    "demos.demo_withdrawn": Kind("A demo is withdrawn", (PUBLISH, TELL), by_mail=True, private=True),
    "demos.demo_reopened": Kind("A demo is taken up again", (TELL,), private=True),
    "demos.demo_scheduled": Kind("A demo of mine gets a date", (PUBLISH, TELL), by_mail=True),
    "demos.demo_moved": Kind("A demo of mine gets another date", (PUBLISH, TELL), by_mail=True),
    "demos.demo_unscheduled": Kind("A demo of mine loses its date", (PUBLISH, TELL), by_mail=True),
    "demos.demo_reminded": Kind("The date of a demo of mine comes near", (TELL,), by_mail=True, private=True),
    "demos.demo_given": Kind("A demo of mine was given", (PUBLISH, TELL), in_app=False),
    "demos.demo_not_given": Kind("A demo of mine did not take place", (PUBLISH, TELL)),
    "demos.demo_published": Kind("A demo of mine can be watched", (PUBLISH, TELL)),
    "demos.demo_unpublished": Kind("A demo of mine can no longer be watched", (PUBLISH, TELL)),
    "demos.wish_made": Kind("Somebody wishes for a demo", in_app=False),
    "demos.wish_joined": Kind("Somebody wishes for the same demo", (TELL,), in_app=False),
    "demos.wish_taken": Kind("Somebody shows what I wished for", (TELL,)),
    "demos.wish_shown": Kind("What I wished for was shown", (TELL,), by_mail=True),
    "demos.wish_reopened": Kind("What I wished for is not shown after all", (TELL,)),
    "demos.wish_closed": Kind("What I wished for is off the list", (TELL,)),
    "recordings.link_accepted": Kind("A recording is linked to what it shows", (PUBLISH,), in_app=False),
    "recordings.chapters_changed": Kind("The chapters of a recording change", (PUBLISH,), in_app=False),
    "recordings.recording_begun": Kind("A recording is begun", in_app=False),
    "recordings.file_handed_in": Kind("The file of a recording is handed in", (MEDIA,), in_app=False),
    "recordings.work_begun": Kind("What failed on a recording is tried again", (MEDIA,), in_app=False),
    "recordings.media_ready": Kind("A recording of mine can be watched", (TELL,), to_followers=False),
    "recordings.media_failed": Kind(
        "The file of a recording of mine cannot be used", (TELL,), by_mail=True, to_followers=False
    ),
    "recordings.cut_added": Kind("Something is cut out of a recording", (MEDIA, PUBLISH), in_app=False),
    "recordings.cut_removed": Kind("A cut of a recording is taken back", (MEDIA, PUBLISH), in_app=False),
    "recordings.captions_came": Kind(
        "The captions of a recording of mine come in", (PUBLISH, TELL), to_followers=False
    ),
    "recordings.captions_corrected": Kind("Captions are corrected", (PUBLISH,), in_app=False),
    "meetings.point_added": Kind("I am to lead a point of a meeting", (TELL,), to_followers=False),
    "meetings.point_edited": Kind("A point of an agenda is edited", in_app=False),
    "meetings.point_removed": Kind("A point is taken off an agenda", in_app=False),
    "meetings.point_placed": Kind("A point is put on another date", in_app=False),
    "meetings.agenda_ordered": Kind("An agenda gets another order", in_app=False),
    "meetings.carried_forward": Kind(
        "A point of mine is carried forward", (TELL, FOLLOW_AGENDA), to_followers=False
    ),
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
    "status.incident_opened": Kind("An incident touches a service I follow", (TELL,), by_mail=True),
    "status.incident_updated": Kind("An incident of a service I follow goes on", (TELL,)),
    "status.incident_resolved": Kind("An incident of a service I follow is over", (TELL,), by_mail=True),
    "status.postmortem_written": Kind("What an incident taught is written down", (TELL,)),
    "status.beat_address_made": Kind("A target gets another address for signs of life", in_app=False),
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
HOOKED = ("roadmap.", "meetings.", "demos.", "sigs.", "voting.", "status.")
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
    "meetings.date_moved": ("reason",),
    "meetings.date_cancelled": ("reason",),
    "status.flipped": ("before", "after"),
    "status.maintenance_announced": ("starts_at", "ends_at"),
    "status.incident_opened": ("incident", "state"),
    "status.incident_updated": ("incident", "state"),
    "status.incident_resolved": ("incident", "state"),
}
# The same for whoever reads the feed or makes a webhook: what happens, not what it is to me.
WORDS = {
    "roadmap.item_supported": "Somebody says that they need an item",
    "roadmap.item_moved": "An item moves",
    "roadmap.item_answered": "An item is answered",
    "roadmap.item_noted": "Something is noted on an item",
    "roadmap.item_impeded": "Something is in the way of an item",
    "roadmap.item_freed": "Nothing is in the way of an item any more",
    "roadmap.item_steered": "The plan of an item changes",
    "roadmap.supported_for": "Somebody says what somebody else needs",
    "roadmap.item_merged": "Two items become one",
    "roadmap.round_voter_admitted": "Somebody is admitted to a round",
    "roadmap.round_closing_soon": "A round closes soon",
    "roadmap.release_edited": "The release of an item is edited",
    "roadmap.use_asked": "Supporters are asked whether they use what shipped",
    "roadmap.use_said": "Somebody says whether they use what shipped",
    "roadmap.uptake_measured": "The use of an item is counted",
    "sigs.evaluation_started": "A group starts an evaluation",
    "sigs.evaluation_edited": "An evaluation is edited",
    "sigs.finding_added": "Something is found in an evaluation",
    "sigs.joined": "Somebody joins a group",
    "sigs.left": "Somebody leaves a group",
    "voting.conclusion_made": "A group concludes something",
    "voting.conclusion_due": "A conclusion should be looked at again",
    "voting.elector_admitted": "Somebody is admitted to a vote",
    "voting.elector_recused": "Somebody steps aside from a vote",
    "voting.closing_soon": "A vote closes soon",
    "status.incident_opened": "An incident touches a service",
    "status.incident_updated": "An incident goes on",
    "status.incident_resolved": "An incident is over",
    "activity.webhook_given_up": "A message of a webhook is given up",
    "meetings.series_made": "A group makes a series of meetings",
    "meetings.series_edited": "When or where a series takes place changes",
    "meetings.series_ended": "A series of meetings ends",
    "meetings.date_added": "A series gets one more date",
    "meetings.date_moved": "A meeting is moved",
    "meetings.date_cancelled": "A meeting is cancelled",
    "meetings.reminded": "A meeting is near",
    "meetings.point_added": "Somebody is to lead a point of a meeting",
    "meetings.carried_forward": "A point is carried forward",
    "recordings.speakers_asked": "Speakers are asked whether a recording may be published",
    "recordings.sign_off_reminded": "A recording waits for the word of a speaker",
    "recordings.signed_off": "A speaker answers about a recording",
    "recordings.recording_published": "A recording is published",
    "recordings.recording_withdrawn": "A recording is taken back",
    "recordings.recording_retired": "A recording is retired",
    "recordings.recording_kept": "A recording is kept",
    "recordings.recording_expiring": "A recording is about to be retired",
    "recordings.audience_set": "Others may see a recording",
    "recordings.media_ready": "A recording can be watched",
    "recordings.media_failed": "The file of a recording cannot be used",
    "recordings.captions_came": "The captions of a recording come in",
    "demos.demo_edited": "A demo is edited",
    "demos.demo_accepted": "A demo is accepted",
    "demos.demo_declined": "A demo is declined",
    "demos.demo_scheduled": "A demo gets a date",
    "demos.demo_moved": "A demo gets another date",
    "demos.demo_unscheduled": "A demo loses its date",
    "demos.demo_reminded": "The date of a demo comes near",
    "demos.demo_given": "A demo was given",
    "demos.demo_not_given": "A demo did not take place",
    "demos.demo_published": "A demo can be watched",
    "demos.demo_unpublished": "A demo can no longer be watched",
    "demos.wish_taken": "Somebody shows what was wished for",
    "demos.wish_shown": "What was wished for was shown",
    "demos.wish_reopened": "What was wished for is not shown after all",
    "demos.wish_closed": "A wish is off the list",
}


def _whole(name: str, kind: Kind) -> Kind:
    said = replace(kind, words=WORDS.get(name, ""))
    if not name.startswith(HOOKED):
        return said
    return replace(said, reactions=(*kind.reactions, HOOK), facts=FACTS.get(name, ()))


REACTIONS: dict[str, Kind] = {name: _whole(name, kind) for name, kind in KINDS.items()}

# What people can follow, as `app.model`.
FOLLOWABLE = (
    "roadmap.roadmapitem",
    "roadmap.round",
    "catalog.service",
    "sigs.group",
    "sigs.evaluation",
    "sigs.conclusion",
    "voting.decision",
    "meetings.series",
)

# Not everybody who is signed in may know of these: what happened to one is told to those who may see it.
GUARDED = ("recordings.recording",)
