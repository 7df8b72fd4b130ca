from django.db import migrations

from hub.core.fulltext import findable


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_make_people_and_teams_findable"),
        ("catalog", "0001_services_and_clusters"),
    ]

    operations = [
        findable(
            "catalog_service",
            name="name || ' ' || slug",
            body="summary || ' ' || description || ' ' || hub_words(tags)",
        ),
        findable("catalog_cluster", name="name || ' ' || slug", body="region || ' ' || description"),
    ]
