import django.db.models.deletion
from django.db import migrations, models

from hub.core.fulltext import findable

# A conclusion takes the place of an earlier one, and no chain of them leads back to itself, whoever writes.
GUARD = """
CREATE FUNCTION sigs_conclusion_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        WITH RECURSIVE earlier(id) AS (
            SELECT NEW.supersedes_id
            UNION
            SELECT c.supersedes_id FROM sigs_conclusion c JOIN earlier ON c.id = earlier.id
            WHERE c.supersedes_id IS NOT NULL
        )
        SELECT 1 FROM earlier WHERE id = NEW.id
    ) THEN
        RAISE EXCEPTION 'A conclusion cannot take the place of one that takes its own.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER conclusion_guard BEFORE INSERT OR UPDATE OF supersedes_id ON sigs_conclusion
    FOR EACH ROW WHEN (NEW.supersedes_id IS NOT NULL) EXECUTE FUNCTION sigs_conclusion_guard();
"""
NO_GUARD = "DROP TRIGGER conclusion_guard ON sigs_conclusion; DROP FUNCTION sigs_conclusion_guard();"


def words(*columns: str) -> migrations.RunSQL:
    """The full-text column over these columns, in place of the one there is."""
    made = findable("sigs_conclusion", name="title", body=" || ' ' || ".join(columns))
    drop = "ALTER TABLE sigs_conclusion DROP COLUMN search"
    before = findable(
        "sigs_conclusion", name="title", body="verdict || ' ' || reasons || ' ' || return_condition"
    )
    return migrations.RunSQL([drop, *made.sql], [drop, *before.sql])


class Migration(migrations.Migration):
    dependencies = [("sigs", "0005_name_what_is_compared")]

    operations = [
        migrations.AddField(
            model_name="conclusion",
            name="evaluation",
            field=models.ForeignKey(
                blank=True, help_text="Where the options were compared.", null=True,
                on_delete=django.db.models.deletion.SET_NULL, related_name="conclusions", to="sigs.evaluation",
            ),
        ),
        migrations.AddField(
            model_name="conclusion",
            name="asked_for",
            field=models.DateField(
                blank=True, help_text="The review date on which the group was last told.", null=True
            ),
        ),
        migrations.RunSQL(GUARD, NO_GUARD),
        words("verdict", "reasons", "conditions", "dissent", "return_condition"),
    ]
