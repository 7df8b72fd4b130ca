from django.db import migrations

from hub.core.fulltext import findable, functions


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_count_tries"),
    ]

    operations = [
        *functions(),
        findable("accounts_user", name="name || ' ' || handle", body="company"),
        findable("accounts_team", name="name || ' ' || slug", body="company || ' ' || description"),
    ]
