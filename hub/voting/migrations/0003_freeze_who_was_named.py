from django.db import migrations

# The last setting that could still change: the list of named electors is a table of its own.
SQL = """
CREATE FUNCTION voting_invited_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP <> 'INSERT' AND voting_state_of(OLD.decision_id) NOT IN ('draft', 'void'))
       OR (TG_OP <> 'DELETE' AND voting_state_of(NEW.decision_id) <> 'draft') THEN
        RAISE EXCEPTION 'The settings of a decision are frozen since its opening.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER invited_guard BEFORE INSERT OR UPDATE OR DELETE ON voting_decision_invited
    FOR EACH ROW EXECUTE FUNCTION voting_invited_guard();
"""

UNDO = "DROP TRIGGER invited_guard ON voting_decision_invited; DROP FUNCTION voting_invited_guard();"


class Migration(migrations.Migration):
    dependencies = [("voting", "0002_freeze_in_the_database")]

    operations = [migrations.RunSQL(SQL, UNDO)]
