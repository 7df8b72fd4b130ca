from django.db import migrations, models

# Who writes an item past the verbs (an import) makes the hub forget what it was about: it is found anew.
SQL = """
CREATE FUNCTION roadmap_mean() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.title, NEW.need) IS DISTINCT FROM (OLD.title, OLD.need)
       AND NEW.meaning IS NOT DISTINCT FROM OLD.meaning THEN
        NEW.meaning = NULL;
    END IF;
    NEW.meant_at = CASE WHEN NEW.meaning IS NULL THEN NULL ELSE clock_timestamp() END;
    RETURN NEW;
END $$;
CREATE TRIGGER mean BEFORE INSERT OR UPDATE OF title, need, meaning ON roadmap_roadmapitem
    FOR EACH ROW EXECUTE FUNCTION roadmap_mean();
"""
UNDO = """
DROP TRIGGER mean ON roadmap_roadmapitem;
DROP FUNCTION roadmap_mean;
"""


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0004_guard_what_happened")]

    operations = [
        migrations.AddField(
            model_name="roadmapitem",
            name="meant_at",
            field=models.DateTimeField(
                editable=False, help_text="When that was found out; the database writes it.", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="roadmapitem",
            index=models.Index(fields=["meant_at"], name="item_by_meant_at"),
        ),
        migrations.RunSQL(SQL, UNDO),
    ]
