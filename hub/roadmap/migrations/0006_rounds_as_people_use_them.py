from decimal import Decimal

import django.core.validators
from django.db import migrations, models

# Once the platform team answered, or a round is void, nothing of it changes any more; what was asked of a
# candidate at the opening has a cost.
SQL = """
CREATE FUNCTION roadmap_round_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A round that is confirmed or void is never changed.' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER round_is_final BEFORE UPDATE ON roadmap_round FOR EACH ROW
    WHEN (OLD.state IN ('confirmed', 'void')) EXECUTE FUNCTION roadmap_round_is_final();

CREATE FUNCTION roadmap_round_opens_with_costs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM roadmap_candidate WHERE round_id = NEW.id AND cost IS NULL) THEN
        RAISE EXCEPTION 'A round opens when every candidate has a cost.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER round_opens_with_costs AFTER UPDATE OF state ON roadmap_round FOR EACH ROW
    WHEN (OLD.state = 'draft' AND NEW.state = 'open') EXECUTE FUNCTION roadmap_round_opens_with_costs();
"""
UNDO = """
DROP TRIGGER round_opens_with_costs ON roadmap_round;
DROP TRIGGER round_is_final ON roadmap_round;
DROP FUNCTION roadmap_round_opens_with_costs, roadmap_round_is_final;
"""


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0005_remember_when_meanings_were_found")]

    operations = [
        migrations.AddField(
            model_name="round",
            name="reminded_at",
            field=models.DateTimeField(
                blank=True, help_text="When those who had not voted were reminded.", null=True
            ),
        ),
        migrations.AlterField(
            model_name="candidate",
            name="cost",
            field=models.DecimalField(
                blank=True,
                decimal_places=1,
                help_text="What it costs (team-weeks); a draft may lack it.",
                max_digits=5,
                null=True,
                validators=[django.core.validators.MinValueValidator(Decimal("0.1"))],
            ),
        ),
        migrations.AlterField(
            model_name="candidate",
            name="taken",
            field=models.BooleanField(
                blank=True, help_text="Whether the platform team takes it into the quarter.", null=True
            ),
        ),
        migrations.RunSQL(SQL, UNDO),
    ]
