from django.db import migrations, models

from hub.core.fulltext import findable


class Migration(migrations.Migration):
    dependencies = [
        ("goldenpath", "0002_make_paths_findable"),
    ]

    operations = [
        migrations.CreateModel(
            name="DocPage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "path",
                    models.CharField(
                        blank=True, help_text="Its address below /docs/.", max_length=500, unique=True
                    ),
                ),
                ("title", models.CharField(help_text="Name shown to people.", max_length=200)),
                ("text", models.TextField(blank=True, help_text="Its words, without markup.")),
            ],
            options={
                "ordering": ["path"],
            },
        ),
        findable("goldenpath_docpage", name="title", body='"text"'),
    ]
