from django.db import migrations

from hub.core.fulltext import findable


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_make_people_and_teams_findable"),
        ("roadmap", "0001_items_and_support"),
    ]

    operations = [
        findable(
            "roadmap_roadmapitem",
            name="title",
            body="for_whom || ' ' || need || ' ' || workaround",
        ),
    ]
