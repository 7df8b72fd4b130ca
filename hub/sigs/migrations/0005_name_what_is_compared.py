"""Options, criteria and findings get a name for addresses and files; evidence may be a page of the hub."""

from django.db import migrations, models

import hub.sigs.evidence

KEY = "Its name in addresses and files; it stays."
FINDING_KEY = "Its name in files; it stays when the text is changed."


class Migration(migrations.Migration):
    dependencies = [("sigs", "0004_keep_evaluations_and_whole_conclusions")]

    operations = [
        migrations.AddField(
            "option", "key", models.SlugField(help_text=KEY, max_length=60, default="option"), preserve_default=False
        ),
        migrations.AddField(
            "criterion", "key", models.SlugField(help_text=KEY, max_length=60, default="criterion"), preserve_default=False
        ),
        migrations.AddField(
            "finding", "key", models.SlugField(help_text=FINDING_KEY, max_length=60, default="finding"), preserve_default=False
        ),
        migrations.AlterField(
            "finding",
            "evidence_url",
            models.CharField(
                blank=True,
                help_text="Where to see it: a page, a demo, a recording at its minute.",
                max_length=1000,
                validators=[hub.sigs.evidence.evidence_address],
            ),
        ),
        migrations.AlterModelOptions("finding", {"ordering": ["option", "criterion", "-leaning", "pk"]}),
        migrations.RemoveConstraint("option", "option_compared_once"),
        migrations.RemoveConstraint("criterion", "criterion_used_once"),
        migrations.AddConstraint(
            "option",
            models.UniqueConstraint(
                fields=["evaluation", "name"],
                name="option_compared_once",
                violation_error_message="An option with this name is compared already.",
            ),
        ),
        migrations.AddConstraint(
            "option",
            models.UniqueConstraint(fields=["evaluation", "key"], name="one_compared_option_per_key"),
        ),
        migrations.AddConstraint(
            "option",
            models.UniqueConstraint(
                condition=models.Q(status_quo=True),
                fields=["evaluation"],
                name="one_status_quo_per_evaluation",
                violation_error_message="Another option already means that everything stays as it is.",
            ),
        ),
        migrations.AddConstraint(
            "criterion",
            models.UniqueConstraint(
                fields=["evaluation", "name"],
                name="criterion_used_once",
                violation_error_message="A criterion with this name is used already.",
            ),
        ),
        migrations.AddConstraint(
            "criterion",
            models.UniqueConstraint(fields=["evaluation", "key"], name="one_criterion_per_key"),
        ),
        migrations.AddConstraint(
            "finding",
            models.UniqueConstraint(fields=["option", "criterion", "key"], name="one_finding_per_key"),
        ),
    ]
