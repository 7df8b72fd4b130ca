from django.db import migrations

from hub.core.fulltext import findable


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_make_people_and_teams_findable"),
        ("recordings", "0001_recordings"),
    ]

    operations = [
        findable(
            "recordings_recording",
            name="title",
            body="hub_words(speakers) || ' ' || event || ' ' || hub_words(tags) || ' ' || description",
        ),
    ]
