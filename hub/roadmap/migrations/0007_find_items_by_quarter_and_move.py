import django.db.models
from django.db import migrations, models

# When an item moved last stands on the item: lists by it stay quick, whoever writes the move.
SQL = """
CREATE FUNCTION roadmap_keep_moved_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE roadmap_roadmapitem SET moved_at = GREATEST(moved_at, NEW.at) WHERE id = NEW.item_id;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_moved_at AFTER INSERT ON roadmap_move
    FOR EACH ROW EXECUTE FUNCTION roadmap_keep_moved_at();
UPDATE roadmap_roadmapitem item SET moved_at = last.at
FROM (SELECT item_id, max(at) AS at FROM roadmap_move GROUP BY item_id) last WHERE last.item_id = item.id;
"""
UNDO = """
DROP TRIGGER keep_moved_at ON roadmap_move;
DROP FUNCTION roadmap_keep_moved_at;
"""
STANDS = models.Q(canonical=None)


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0006_rounds_as_people_use_them")]

    operations = [
        migrations.AddField(
            model_name="roadmapitem",
            name="moved_at",
            field=models.DateTimeField(
                editable=False,
                help_text="When it moved last; kept by the database with every move.",
                null=True,
            ),
        ),
        migrations.RunSQL(SQL, UNDO),
        migrations.AddIndex(
            model_name="roadmapitem",
            index=models.Index(
                condition=STANDS,
                fields=["quarter", "step", "state"],
                include=("estimate",),
                name="item_by_quarter",
            ),
        ),
        migrations.AddIndex(
            model_name="roadmapitem",
            index=models.Index(
                django.db.models.F("moved_at").desc(nulls_last=True),
                django.db.models.F("id").desc(),
                condition=STANDS,
                name="item_by_move",
            ),
        ),
        migrations.AddIndex(
            model_name="roadmapitem",
            index=models.Index(
                condition=STANDS,
                fields=["-proposed_on", "-id"],
                include=("state",),
                name="item_by_age",
            ),
        ),
    ]
