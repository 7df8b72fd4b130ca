import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

# Each two words that are said one right after the other, as they are said, as numbers.
PAIRS = r"""
CREATE FUNCTION hub_pairs(words text) RETURNS integer[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT hashtext(word || ' ' || follower)), '{}')
    FROM (
        SELECT word, lead(word) OVER (ORDER BY place) AS follower
        FROM (
            SELECT regexp_replace(piece, '^\W+|\W+$', '', 'g') AS word, place
            FROM regexp_split_to_table(lower(words), '\s+') WITH ORDINALITY AS said (piece, place)
        ) AS bare
        WHERE word <> ''
    ) AS pairs
    WHERE follower IS NOT NULL
$$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('recordings', '0007_care_of_recordings'),
    ]

    operations = [
        migrations.AddField(
            model_name='passage',
            name='times',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), default=list, help_text='When each of the words begins (milliseconds).', size=None),
        ),
        migrations.RunSQL(PAIRS, "DROP FUNCTION hub_pairs(text)"),
        migrations.AddField(
            model_name='passage',
            name='pairs',
            field=models.GeneratedField(db_persist=True, expression=models.Func(models.F('text'), function='hub_pairs'), output_field=django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
        ),
        migrations.AddIndex(
            model_name='passage',
            index=django.contrib.postgres.indexes.GinIndex(fields=['pairs'], name='passage_by_pairs'),
        ),
    ]
