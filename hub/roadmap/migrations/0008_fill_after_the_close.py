from django.db import migrations, models

# A round closes first, and its quarter is filled afterwards: its result is set once, at the close (as an import
# does) or after it, and never changed. Without a result no round is confirmed.
SQL = """
CREATE OR REPLACE FUNCTION roadmap_round_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.opened_at IS NOT NULL THEN
            RAISE EXCEPTION 'A round that was opened is never deleted.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'A round begins as a draft.' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.result IS NOT NULL THEN
            RAISE EXCEPTION 'A draft has no result.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('draft', 'open'), ('draft', 'void'), ('open', 'closed'), ('open', 'void'), ('closed', 'confirmed'),
        ('closed', 'void')
    ) THEN
        RAISE EXCEPTION 'A round does not go from % to %.', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.result IS DISTINCT FROM NEW.result THEN
        IF OLD.result IS NOT NULL THEN
            RAISE EXCEPTION 'The result of a round is never changed.' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.state <> 'closed' OR jsonb_typeof(NEW.result) <> 'object' THEN
            RAISE EXCEPTION 'The result of a round is set once it is closed.' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF NEW.state = 'confirmed' AND NEW.result IS NULL THEN
        RAISE EXCEPTION 'A round is confirmed once it has a result.' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state = 'draft' THEN
        RETURN NEW;
    END IF;
    IF (OLD.slug, OLD.title, OLD.introduction, OLD.quarter, OLD.capacity, OLD.ballot, OLD.credits, OLD.voters,
        OLD.opened_at, OLD.closes_at)
       IS DISTINCT FROM
       (NEW.slug, NEW.title, NEW.introduction, NEW.quarter, NEW.capacity, NEW.ballot, NEW.credits, NEW.voters,
        NEW.opened_at, NEW.closes_at) THEN
        RAISE EXCEPTION 'The settings of a round are frozen since its opening.' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state <> 'open' AND OLD.closed_at IS DISTINCT FROM NEW.closed_at THEN
        RAISE EXCEPTION 'When a round was closed is never changed.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""
# As 0004 made it.
UNDO = """
CREATE OR REPLACE FUNCTION roadmap_round_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.opened_at IS NOT NULL THEN
            RAISE EXCEPTION 'A round that was opened is never deleted.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'A round begins as a draft.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('draft', 'open'), ('draft', 'void'), ('open', 'closed'), ('open', 'void'), ('closed', 'confirmed'),
        ('closed', 'void')
    ) THEN
        RAISE EXCEPTION 'A round does not go from % to %.', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state = 'draft' THEN
        RETURN NEW;
    END IF;
    IF (OLD.slug, OLD.title, OLD.introduction, OLD.quarter, OLD.capacity, OLD.ballot, OLD.credits, OLD.voters,
        OLD.opened_at, OLD.closes_at)
       IS DISTINCT FROM
       (NEW.slug, NEW.title, NEW.introduction, NEW.quarter, NEW.capacity, NEW.ballot, NEW.credits, NEW.voters,
        NEW.opened_at, NEW.closes_at) THEN
        RAISE EXCEPTION 'The settings of a round are frozen since its opening.' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state <> 'open' AND (OLD.closed_at, OLD.result) IS DISTINCT FROM (NEW.closed_at, NEW.result) THEN
        RAISE EXCEPTION 'The result of a round is never changed.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0007_find_items_by_quarter_and_move")]

    operations = [
        migrations.RunSQL(SQL, UNDO),
        migrations.AlterField(
            model_name="round",
            name="closed_at",
            field=models.DateTimeField(blank=True, help_text="When its ballots became final.", null=True),
        ),
        migrations.AlterField(
            model_name="round",
            name="result",
            field=models.JSONField(
                blank=True,
                help_text="What each rule proposes, and how it came to it; set once, after the close.",
                null=True,
            ),
        ),
    ]
