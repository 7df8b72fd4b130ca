from django.db import migrations

from hub.core.fulltext import findable

# The options of a decision are frozen with it at the opening: from then on they are found, too.
OPTIONS = "coalesce(jsonb_path_query_array(frozen, '$.options[*].name')::text, '')"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_make_people_and_teams_findable"),
        ("voting", "0002_freeze_in_the_database"),
    ]

    operations = [findable("voting_decision", name="question", body=f"context || ' ' || {OPTIONS}")]
