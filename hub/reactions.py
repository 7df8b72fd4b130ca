"""What follows from what: every kind of entry, its label in people's preferences, and its consequences.

The only wiring between features: a verb records, this table says which tasks hear of it.
"""

from hub.activity.kinds import Kind

TELL = "hub.activity.tasks.tell"
PUBLISH = "hub.goldenpath.tasks.wish"

REACTIONS: dict[str, Kind] = {
    "roadmap.item_proposed": Kind("A roadmap item is proposed", (PUBLISH, TELL)),
    "roadmap.item_edited": Kind("A roadmap item is edited", (PUBLISH, TELL), in_app=False),
    "roadmap.item_supported": Kind("Somebody needs a roadmap item", (PUBLISH, TELL)),
    "exchange.community_imported": Kind("A community was imported", (PUBLISH,), in_app=False),
    "status.flipped": Kind("A service changes its status", (TELL,)),
    "status.maintenance_announced": Kind("Maintenance of a service is announced", (TELL,)),
    "status.maintenance_ended": Kind("Maintenance of a service ends", (TELL,), in_app=False),
}
