from django.db import migrations

# What happened stays as it happened, whoever writes: a verb with a fault, a shell, another program.
SQL = """
-- A change of state or quarter is always an event: who writes past the verbs (an import) leaves one without a name.
CREATE FUNCTION roadmap_note_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last roadmap_move;
BEGIN
    SELECT * INTO last FROM roadmap_move WHERE item_id = NEW.id ORDER BY id DESC LIMIT 1;
    IF last.id IS NULL OR (last.to_state, last.to_quarter) IS DISTINCT FROM (NEW.state, NEW.quarter) THEN
        INSERT INTO roadmap_move (item_id, from_state, to_state, from_quarter, to_quarter, reason, by_id, at)
        VALUES (NEW.id, OLD.state, NEW.state, OLD.quarter, NEW.quarter, NEW.state_reason, NULL, now());
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER note_move AFTER UPDATE OF state, quarter ON roadmap_roadmapitem FOR EACH ROW
    WHEN ((OLD.state, OLD.quarter) IS DISTINCT FROM (NEW.state, NEW.quarter))
    EXECUTE FUNCTION roadmap_note_move();

CREATE FUNCTION roadmap_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What happened to an item is never changed.' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER move_stays BEFORE UPDATE OR DELETE ON roadmap_move
    FOR EACH ROW EXECUTE FUNCTION roadmap_stays();
CREATE TRIGGER note_stays BEFORE UPDATE OF item_id, kind, text, by_id, at OR DELETE ON roadmap_note
    FOR EACH ROW EXECUTE FUNCTION roadmap_stays();
CREATE TRIGGER merge_stays BEFORE UPDATE OF item_id, into_id, by_id, at OR DELETE ON roadmap_merge
    FOR EACH ROW EXECUTE FUNCTION roadmap_stays();
CREATE TRIGGER uptake_stays BEFORE UPDATE ON roadmap_uptake FOR EACH ROW
    WHEN (OLD.measured_at IS NOT NULL) EXECUTE FUNCTION roadmap_stays();

CREATE FUNCTION roadmap_round_guard() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER round_guard BEFORE INSERT OR UPDATE OR DELETE ON roadmap_round
    FOR EACH ROW EXECUTE FUNCTION roadmap_round_guard();

CREATE FUNCTION roadmap_round_state(key bigint) RETURNS text LANGUAGE sql STABLE AS
    $$ SELECT state FROM roadmap_round WHERE id = key $$;

CREATE FUNCTION roadmap_candidate_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND roadmap_round_state(OLD.round_id) = 'closed'
       AND (OLD.round_id, OLD.item_id, OLD.cost, OLD.standing, OLD.reason, OLD.evidence)
           IS NOT DISTINCT FROM (NEW.round_id, NEW.item_id, NEW.cost, NEW.standing, NEW.reason, NEW.evidence) THEN
        RETURN NEW;  -- the platform team answers
    END IF;
    IF (TG_OP <> 'INSERT' AND roadmap_round_state(OLD.round_id) NOT IN ('draft'))
       OR (TG_OP <> 'DELETE' AND roadmap_round_state(NEW.round_id) <> 'draft') THEN
        RAISE EXCEPTION 'The candidates of a round and what was known about them are frozen since its opening.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER candidate_guard BEFORE INSERT OR UPDATE OR DELETE ON roadmap_candidate
    FOR EACH ROW EXECUTE FUNCTION roadmap_candidate_guard();

CREATE FUNCTION roadmap_round_voter_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held roadmap_round;
BEGIN
    IF TG_OP = 'DELETE' THEN
        SELECT * INTO held FROM roadmap_round WHERE id = OLD.round_id;
        IF FOUND AND held.opened_at IS NOT NULL THEN
            RAISE EXCEPTION 'Nobody loses a vote in a round that was opened.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN OLD;
    END IF;
    SELECT * INTO held FROM roadmap_round WHERE id = NEW.round_id FOR SHARE;
    IF held.state NOT IN ('draft', 'open') THEN
        RAISE EXCEPTION 'The ballots of a round are final since its close.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND held.state = 'open'
       AND (OLD.round_id, OLD.user_id, OLD.team_id, OLD.capacity, OLD.admitted_at, OLD.admitted_why)
           IS DISTINCT FROM
           (NEW.round_id, NEW.user_id, NEW.team_id, NEW.capacity, NEW.admitted_at, NEW.admitted_why) THEN
        RAISE EXCEPTION 'The electorate of a round is frozen since its opening.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER round_voter_guard BEFORE INSERT OR UPDATE OR DELETE ON roadmap_roundvoter
    FOR EACH ROW EXECUTE FUNCTION roadmap_round_voter_guard();
"""
UNDO = """
DROP TRIGGER round_voter_guard ON roadmap_roundvoter;
DROP TRIGGER candidate_guard ON roadmap_candidate;
DROP TRIGGER round_guard ON roadmap_round;
DROP TRIGGER uptake_stays ON roadmap_uptake;
DROP TRIGGER merge_stays ON roadmap_merge;
DROP TRIGGER note_stays ON roadmap_note;
DROP TRIGGER move_stays ON roadmap_move;
DROP TRIGGER note_move ON roadmap_roadmapitem;
DROP FUNCTION roadmap_round_voter_guard, roadmap_candidate_guard, roadmap_round_state, roadmap_round_guard,
    roadmap_stays, roadmap_note_move;
"""


def count_support(apps, schema_editor):
    """The counts that items keep since this release."""
    schema_editor.execute(
        """
        UPDATE roadmap_roadmapitem item SET supporters = said.supporters, blocked = said.blocked
        FROM (SELECT item_id, count(*) FILTER (WHERE need > 0) AS supporters,
                     count(*) FILTER (WHERE need = 3) AS blocked
              FROM roadmap_support GROUP BY item_id) said
        WHERE said.item_id = item.id
        """
    )


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0003_moves_merges_rounds_releases")]

    operations = [
        migrations.RunSQL(SQL, UNDO),
        migrations.RunPython(count_support, migrations.RunPython.noop, elidable=True),
    ]
