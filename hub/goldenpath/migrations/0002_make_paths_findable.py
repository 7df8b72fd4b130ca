from django.db import migrations

from hub.core.fulltext import findable


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_make_people_and_teams_findable"),
        ("goldenpath", "0001_paths_and_publications"),
    ]

    operations = [
        findable("goldenpath_path", name="title || ' ' || persona", body="outcome || ' ' || introduction"),
    ]
