from django.db import migrations, models

# Handles may change, and a ledger that was written must keep its names: they are noted with the electorate.
FILL = """
CREATE OR REPLACE FUNCTION voting_elector_guard() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RETURN NEW; END $$;
UPDATE voting_elector SET handle = person.handle FROM accounts_user person WHERE person.id = person_id;
"""
GUARD = """
CREATE OR REPLACE FUNCTION voting_elector_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'An elector is never deleted.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF voting_state_of(NEW.decision_id) = 'draft'
           OR (voting_state_of(NEW.decision_id) = 'open' AND NEW.source = 'late') THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'The electorate is frozen since the opening.' USING ERRCODE = 'check_violation';
    END IF;
    IF (OLD.decision_id, OLD.person_id, OLD.team, OLD.source, OLD.reason)
       IS DISTINCT FROM (NEW.decision_id, NEW.person_id, NEW.team, NEW.source, NEW.reason)
       OR voting_state_of(NEW.decision_id) <> 'open' THEN
        RAISE EXCEPTION 'The electorate is frozen since the opening.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("voting", "0004_make_decisions_findable")]

    operations = [
        migrations.AddField(
            model_name="elector",
            name="handle",
            field=models.CharField(
                default="", help_text="Their handle at that time: the name in the ledger.", max_length=100
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(FILL + GUARD, GUARD),
        migrations.AlterModelOptions(name="elector", options={"ordering": ["decision", "handle"]}),
        migrations.AlterField(
            model_name="ledgerevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opened", "Opened"),
                    ("admitted", "Elector admitted"),
                    ("recused", "Elector recused"),
                    ("cast", "Ballot cast"),
                    ("objected", "Concern raised"),
                    ("settled", "Concern settled"),
                    ("closed", "Closed"),
                    ("tallied", "Counted"),
                    ("voided", "Voided"),
                    ("concluded", "Concluded"),
                ],
                help_text="What happened.",
                max_length=10,
            ),
        ),
    ]
