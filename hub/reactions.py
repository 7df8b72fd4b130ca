"""What follows from what: every kind of entry, its label in people's preferences, and its consequences.

The only wiring between features: a verb records, this table says which tasks hear of it.
"""

from hub.activity.kinds import TELL, Kind

PUBLISH = "hub.goldenpath.tasks.wish"

REACTIONS: dict[str, Kind] = {
    "roadmap.item_proposed": Kind("A roadmap item is proposed", (PUBLISH, TELL)),
    "roadmap.item_edited": Kind("A roadmap item is edited", (PUBLISH, TELL), in_app=False),
    "roadmap.item_supported": Kind("Somebody needs what I proposed", (PUBLISH, TELL), to_followers=False),
    "roadmap.support_withdrawn": Kind("A need is withdrawn", (PUBLISH,), in_app=False),
    "demos.demo_proposed": Kind("A demo is proposed", (TELL,)),
    "exchange.community_imported": Kind("A community was imported", (PUBLISH,), in_app=False),
    "goldenpath.publication_failed": Kind("The docs could not be published", (TELL,)),
    "status.flipped": Kind("A service changes its status", (TELL,)),
    "status.maintenance_announced": Kind("Maintenance of a service is announced", (TELL,)),
    "status.maintenance_ended": Kind("Maintenance of a service ends", (TELL,), in_app=False),
}

# What people can follow, as `app.model`.
FOLLOWABLE = ("roadmap.roadmapitem", "catalog.service", "sigs.group")
