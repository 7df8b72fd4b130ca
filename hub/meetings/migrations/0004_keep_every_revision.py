from django.db import migrations

# What was written stays as it was written, and every text has its revision, whoever writes it.
SQL = """
CREATE FUNCTION meetings_note_minutes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last meetings_revision;
BEGIN
    SELECT * INTO last FROM meetings_revision WHERE meeting_id = NEW.id ORDER BY number DESC LIMIT 1;
    IF coalesce(last.text, '') <> NEW.notes THEN
        INSERT INTO meetings_revision (meeting_id, number, base, text, is_merge, by_id, at)
        VALUES (NEW.id, coalesce(last.number, 0) + 1, coalesce(last.number, 0), NEW.notes, false, NULL, now());
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER note_minutes AFTER INSERT OR UPDATE OF notes ON meetings_meeting
    FOR EACH ROW EXECUTE FUNCTION meetings_note_minutes();

INSERT INTO meetings_revision (meeting_id, number, base, text, is_merge, by_id, at)
    SELECT m.id, coalesce(r.number, 0) + 1, coalesce(r.number, 0), m.notes, false, NULL, now()
    FROM meetings_meeting m
    LEFT JOIN LATERAL (
        SELECT number, text FROM meetings_revision WHERE meeting_id = m.id ORDER BY number DESC LIMIT 1
    ) r ON true
    WHERE m.notes <> coalesce(r.text, '');

CREATE FUNCTION meetings_revision_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A revision of minutes is never changed.' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER revision_stays BEFORE UPDATE OF meeting_id, number, base, text, is_merge, at OR DELETE
    ON meetings_revision FOR EACH ROW EXECUTE FUNCTION meetings_revision_stays();
CREATE TRIGGER author_stays BEFORE UPDATE OF by_id ON meetings_revision FOR EACH ROW
    WHEN (NEW.by_id IS NOT NULL AND NEW.by_id IS DISTINCT FROM OLD.by_id)
    EXECUTE FUNCTION meetings_revision_stays();
"""
UNDO = """
DROP TRIGGER author_stays ON meetings_revision;
DROP TRIGGER revision_stays ON meetings_revision;
DROP FUNCTION meetings_revision_stays();
DROP TRIGGER note_minutes ON meetings_meeting;
DROP FUNCTION meetings_note_minutes();
"""


class Migration(migrations.Migration):
    """Every text of minutes has its revision, and no revision is ever changed."""

    dependencies = [("meetings", "0003_when_dates_changed")]

    operations = [migrations.RunSQL(SQL, UNDO)]
