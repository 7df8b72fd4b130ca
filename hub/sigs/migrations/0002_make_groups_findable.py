from django.db import migrations

from hub.core.fulltext import findable


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_make_people_and_teams_findable"),
        ("sigs", "0001_groups"),
    ]

    operations = [
        findable("sigs_group", name="name || ' ' || slug", body="mission"),
        findable(
            "sigs_conclusion", name="title", body="verdict || ' ' || reasons || ' ' || return_condition"
        ),
    ]
