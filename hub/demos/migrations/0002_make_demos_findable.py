from django.db import migrations

from hub.core.fulltext import findable


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_make_people_and_teams_findable"),
        ("demos", "0001_demos"),
    ]

    operations = [
        findable("demos_demo", name="title", body="hub_words(tools) || ' ' || abstract"),
    ]
