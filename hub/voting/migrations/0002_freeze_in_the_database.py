from django.db import migrations

# What is settled stays settled, whoever writes: a verb with a fault, a shell, another program.
# Emptying whole tables (TRUNCATE) is left to whoever owns the database.
SQL = """
CREATE FUNCTION voting_decision_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.opened_at IS NOT NULL THEN
            RAISE EXCEPTION 'A decision that was opened is never deleted.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'A decision begins as a draft.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('draft', 'open'), ('draft', 'void'), ('open', 'closed'), ('open', 'void'),
        ('closed', 'decided'), ('closed', 'void')
    ) THEN
        RAISE EXCEPTION 'A decision does not go from % to %.', OLD.state, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.void_reason <> NEW.void_reason AND (OLD.state = 'void' OR NEW.state <> 'void') THEN
        RAISE EXCEPTION 'Why a decision is void is said once, when it is voided.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state = 'draft' THEN
        RETURN NEW;
    END IF;
    IF (OLD.slug, OLD.group_id, OLD.question, OLD.context, OLD.purpose, OLD.kind, OLD.electorate,
        OLD.quorum_base, OLD.quorum, OLD.threshold, OLD.threshold_of, OLD.unranked, OLD.tie_rule, OLD.seats,
        OLD.team_cap, OLD.max_mark, OLD.credits, OLD.quadratic, OLD.secrecy, OLD.shown, OLD.minimum_hours,
        OLD.role, OLD.term_days, OLD.opened_at, OLD.closes_at, OLD.frozen, OLD.frozen_hash,
        OLD.electorate_hash)
       IS DISTINCT FROM
       (NEW.slug, NEW.group_id, NEW.question, NEW.context, NEW.purpose, NEW.kind, NEW.electorate,
        NEW.quorum_base, NEW.quorum, NEW.threshold, NEW.threshold_of, NEW.unranked, NEW.tie_rule, NEW.seats,
        NEW.team_cap, NEW.max_mark, NEW.credits, NEW.quadratic, NEW.secrecy, NEW.shown, NEW.minimum_hours,
        NEW.role, NEW.term_days, NEW.opened_at, NEW.closes_at, NEW.frozen, NEW.frozen_hash,
        NEW.electorate_hash)
       OR (NEW.evaluation_id IS NOT NULL AND OLD.evaluation_id IS DISTINCT FROM NEW.evaluation_id)
       OR (NEW.reopens_id IS NOT NULL AND OLD.reopens_id IS DISTINCT FROM NEW.reopens_id)
    THEN
        RAISE EXCEPTION 'The settings of a decision are frozen since its opening.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state <> 'open' AND (OLD.closed_at, OLD.ballots_hash, OLD.result)
       IS DISTINCT FROM (NEW.closed_at, NEW.ballots_hash, NEW.result)
    THEN
        RAISE EXCEPTION 'The result of a decision is never changed.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_guard BEFORE INSERT OR UPDATE OR DELETE ON voting_decision
    FOR EACH ROW EXECUTE FUNCTION voting_decision_guard();

CREATE FUNCTION voting_state_of(key bigint) RETURNS text LANGUAGE sql STABLE AS
    $$ SELECT state FROM voting_decision WHERE id = key $$;

CREATE FUNCTION voting_option_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP <> 'INSERT' AND voting_state_of(OLD.decision_id) NOT IN ('draft', 'void'))
       OR (TG_OP <> 'DELETE' AND voting_state_of(NEW.decision_id) <> 'draft') THEN
        RAISE EXCEPTION 'The options of a decision are frozen since its opening.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER option_guard BEFORE INSERT OR UPDATE OR DELETE ON voting_option
    FOR EACH ROW EXECUTE FUNCTION voting_option_guard();

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

-- What a decision came from may go; then, and only then, the decision forgets it. Known at the commit.
CREATE FUNCTION voting_origin_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'draft' AND (
        (NEW.evaluation_id IS NULL AND EXISTS (SELECT FROM sigs_evaluation WHERE id = OLD.evaluation_id))
        OR (NEW.reopens_id IS NULL AND EXISTS (SELECT FROM sigs_conclusion WHERE id = OLD.reopens_id))
    ) THEN
        RAISE EXCEPTION 'The settings of a decision are frozen since its opening.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER origin_guard AFTER UPDATE OF evaluation_id, reopens_id ON voting_decision
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION voting_origin_guard();

CREATE FUNCTION voting_services_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' AND voting_state_of(NEW.decision_id) <> 'draft'
       OR TG_OP = 'UPDATE' AND voting_state_of(OLD.decision_id) <> 'draft' THEN
        RAISE EXCEPTION 'The settings of a decision are frozen since its opening.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER services_guard BEFORE INSERT OR UPDATE ON voting_decision_services
    FOR EACH ROW EXECUTE FUNCTION voting_services_guard();

CREATE FUNCTION voting_service_kept_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF voting_state_of(OLD.decision_id) NOT IN ('draft', 'void')
       AND EXISTS (SELECT FROM catalog_service WHERE id = OLD.service_id) THEN
        RAISE EXCEPTION 'The settings of a decision are frozen since its opening.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER service_kept_guard AFTER DELETE ON voting_decision_services
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION voting_service_kept_guard();

CREATE FUNCTION voting_elector_guard() RETURNS trigger LANGUAGE plpgsql AS $$
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
    IF (OLD.decision_id, OLD.person_id, OLD.handle, OLD.team, OLD.source, OLD.reason)
       IS DISTINCT FROM
       (NEW.decision_id, NEW.person_id, NEW.handle, NEW.team, NEW.source, NEW.reason)
       OR voting_state_of(NEW.decision_id) <> 'open' THEN
        RAISE EXCEPTION 'The electorate is frozen since the opening.' USING ERRCODE = 'check_violation';
    END IF;
    IF (OLD.recused_at, OLD.recusal_reason) IS DISTINCT FROM (NEW.recused_at, NEW.recusal_reason)
       AND (OLD.recused_at IS NOT NULL OR NEW.recused_at IS NULL) THEN
        RAISE EXCEPTION 'Who stepped aside stays aside.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER elector_guard BEFORE INSERT OR UPDATE OR DELETE ON voting_elector
    FOR EACH ROW EXECUTE FUNCTION voting_elector_guard();

CREATE FUNCTION voting_ballot_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    decision bigint;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'A ballot is never deleted.' USING ERRCODE = 'check_violation';
    END IF;
    SELECT decision_id INTO decision FROM voting_elector WHERE id = NEW.elector_id;
    IF voting_state_of(decision) <> 'open' THEN
        RAISE EXCEPTION 'Ballots are cast while a decision is open.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (
        (OLD.elector_id, OLD.revision, OLD.content, OLD.nonce, OLD.receipt, OLD.cast_at)
        IS DISTINCT FROM (NEW.elector_id, NEW.revision, NEW.content, NEW.nonce, NEW.receipt, NEW.cast_at)
        OR NEW.current
    ) THEN
        RAISE EXCEPTION 'A ballot is never changed, only followed by a later one.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ballot_guard BEFORE INSERT OR UPDATE OR DELETE ON voting_ballot
    FOR EACH ROW EXECUTE FUNCTION voting_ballot_guard();

-- A ballot stops counting only because the same elector cast a later one. Known at the commit.
CREATE FUNCTION voting_ballot_followed_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.current AND NOT NEW.current AND NOT EXISTS (
        SELECT FROM voting_ballot
        WHERE elector_id = OLD.elector_id AND current AND revision > OLD.revision
    ) THEN
        RAISE EXCEPTION 'A ballot is never taken away, only followed by a later one.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ballot_followed_guard AFTER UPDATE ON voting_ballot
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION voting_ballot_followed_guard();

CREATE FUNCTION voting_box_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'A ballot box is never deleted.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND voting_state_of(OLD.decision_id) <> 'open' THEN
        RAISE EXCEPTION 'Ballots are cast while a decision is open.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER box_guard BEFORE UPDATE OR DELETE ON voting_ballotbox
    FOR EACH ROW EXECUTE FUNCTION voting_box_guard();

CREATE FUNCTION voting_ledger_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger is never changed.' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER ledger_guard BEFORE UPDATE OR DELETE ON voting_ledgerevent
    FOR EACH ROW EXECUTE FUNCTION voting_ledger_guard();
"""

UNDO = "".join(
    f"DROP TRIGGER {name}_guard ON voting_{table}; DROP FUNCTION voting_{name}_guard();"
    for name, table in (
        ("decision", "decision"),
        ("origin", "decision"),
        ("invited", "decision_invited"),
        ("services", "decision_services"),
        ("service_kept", "decision_services"),
        ("option", "option"),
        ("elector", "elector"),
        ("ballot", "ballot"),
        ("ballot_followed", "ballot"),
        ("box", "ballotbox"),
        ("ledger", "ledgerevent"),
    )
) + "DROP FUNCTION voting_state_of(bigint);"


class Migration(migrations.Migration):
    dependencies = [("voting", "0001_decisions_ballots_and_ledger")]

    operations = [migrations.RunSQL(SQL, UNDO)]
