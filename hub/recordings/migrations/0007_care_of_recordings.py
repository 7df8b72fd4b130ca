"""Since when a recording is retired, and how often a speaker was reminded."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recordings", "0003_media_words_and_care")]
    operations = [
        migrations.AddField(
            "recording",
            "retired_at",
            models.DateTimeField(editable=False, help_text="When it was retired.", null=True),
        ),
        migrations.AddField(
            "signoff",
            "reminded_days",
            models.PositiveSmallIntegerField(
                editable=False, help_text="After how many days they were reminded last: 3 or 10.", null=True
            ),
        ),
    ]
