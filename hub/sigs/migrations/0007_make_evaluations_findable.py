from django.db import migrations

from hub.core.fulltext import findable


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_make_people_and_teams_findable"),
        ("sigs", "0006_keep_chains_of_conclusions_whole"),
    ]

    operations = [findable("sigs_evaluation", name="question", body="context")]
