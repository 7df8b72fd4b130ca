import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


# What was written down so far stands for the date that the rule gives on its day.
OCCURS = """
UPDATE meetings_meeting SET occurs_on = day FROM (
    SELECT DISTINCT ON (series.id, (starts_at AT TIME ZONE series.timezone)::date)
           meeting.id AS key, (starts_at AT TIME ZONE series.timezone)::date AS day
    FROM meetings_meeting meeting JOIN meetings_series series ON series.id = meeting.series_id
    WHERE series.rrule <> '' AND series.time IS NOT NULL
    ORDER BY series.id, (starts_at AT TIME ZONE series.timezone)::date, starts_at
) first WHERE meetings_meeting.id = key
"""


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0001_series_and_meetings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(help_text='What it is about, in one line.', max_length=200)),
                ('text', models.TextField(blank=True, help_text='What to know beforehand (Markdown).', validators=[django.core.validators.MaxLengthValidator(50000)])),
                ('minutes', models.PositiveSmallIntegerField(default=10, help_text='Planned length (minutes).', validators=[django.core.validators.MaxValueValidator(480)])),
                ('position', models.PositiveIntegerField(default=0, help_text='Its place in the order.')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, help_text='When it was added.')),
                ('url', models.CharField(blank=True, help_text='What it is about, as an address here or elsewhere.', max_length=1000)),
                ('outcome', models.CharField(choices=[('open', 'Open'), ('done', 'Done'), ('carried', 'Carried forward'), ('dropped', 'Dropped')], default='open', help_text='What became of it.', max_length=10)),
                ('began_at', models.DateTimeField(blank=True, help_text='When it was really begun.', null=True)),
                ('over_at', models.DateTimeField(blank=True, help_text='When it was really over.', null=True)),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(blank=True, choices=[('yes', 'Comes'), ('maybe', 'May come'), ('no', 'Cannot come')], help_text='What they said beforehand; empty when nothing.', max_length=5)),
                ('was_there', models.BooleanField(blank=True, help_text='Whether they were there; empty if nobody said.', null=True)),
                ('said_at', models.DateTimeField(default=django.utils.timezone.now, help_text='When it was said last.')),
            ],
            options={
                'ordering': ['user__name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CalendarKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hashed', models.CharField(editable=False, help_text='SHA-256 of the key.', max_length=64, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, help_text='When it was made.')),
            ],
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(help_text='1, 2, 3 …')),
                ('base', models.PositiveIntegerField(default=0, help_text='The revision its author had before them; 0 for an empty page.')),
                ('text', models.TextField(blank=True, help_text='The minutes (Markdown).', validators=[django.core.validators.MaxLengthValidator(50000)])),
                ('is_merge', models.BooleanField(default=False, help_text='Whether the changes of somebody else were joined with it by themselves.')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, help_text='When.')),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.AddField(
            model_name='meeting',
            name='began_at',
            field=models.DateTimeField(blank=True, help_text='When it really began.', null=True),
        ),
        migrations.AddField(
            model_name='meeting',
            name='occurs_on',
            field=models.DateField(blank=True, help_text='The day of the rule that it stands for, also when it was moved; empty for a date of its own.', null=True),
        ),
        migrations.RunSQL(OCCURS, ""),
        migrations.AddField(
            model_name='meeting',
            name='over_at',
            field=models.DateTimeField(blank=True, help_text='When it was really over.', null=True),
        ),
        migrations.AddField(
            model_name='meeting',
            name='reason',
            field=models.CharField(blank=True, help_text='Why it was moved or cancelled, for those who wanted to come.', max_length=500),
        ),
        migrations.AddField(
            model_name='meeting',
            name='reminded_at',
            field=models.DateTimeField(editable=False, help_text='When people were reminded of it; once.', null=True),
        ),
        migrations.AddField(
            model_name='meeting',
            name='sequence',
            field=models.PositiveIntegerField(default=0, editable=False, help_text='How often it was moved, cancelled or changed, for calendars.'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='state',
            field=models.CharField(choices=[('planned', 'Planned'), ('cancelled', 'Cancelled')], default='planned', help_text='Whether it takes place.', max_length=10),
        ),
        migrations.AddField(
            model_name='meeting',
            name='uid',
            field=models.UUIDField(default=uuid.uuid4, editable=False, help_text='What calendars know it by when no rule gives its date.'),
        ),
        migrations.RunSQL("UPDATE meetings_meeting SET uid = gen_random_uuid()", ""),
        migrations.AlterField(
            model_name='meeting',
            name='uid',
            field=models.UUIDField(default=uuid.uuid4, editable=False, help_text='What calendars know it by when no rule gives its date.', unique=True),
        ),
        migrations.AddField(
            model_name='meeting',
            name='url',
            field=models.URLField(blank=True, help_text='Where to join, when it is not where the series meets.', max_length=1000),
        ),
        migrations.AddField(
            model_name='series',
            name='ended_on',
            field=models.DateField(blank=True, help_text='First day on which it does not take place any more; empty while it goes on.', null=True),
        ),
        migrations.AddField(
            model_name='series',
            name='remind_hours',
            field=models.PositiveSmallIntegerField(default=24, help_text='How long before a date people are reminded (hours); 0 for never.'),
        ),
        migrations.AddField(
            model_name='series',
            name='sequence',
            field=models.PositiveIntegerField(default=0, editable=False, help_text='How often its rule, time or place changed, for calendars.'),
        ),
        migrations.AddField(
            model_name='series',
            name='uid',
            field=models.UUIDField(default=uuid.uuid4, editable=False, help_text='What calendars know it by; never changes.'),
        ),
        migrations.RunSQL("UPDATE meetings_series SET uid = gen_random_uuid()", ""),
        migrations.AlterField(
            model_name='series',
            name='uid',
            field=models.UUIDField(default=uuid.uuid4, editable=False, help_text='What calendars know it by; never changes.', unique=True),
        ),
        migrations.AlterField(
            model_name='meeting',
            name='notes',
            field=models.TextField(blank=True, help_text='Its minutes as they stand now (Markdown).', validators=[django.core.validators.MaxLengthValidator(50000)]),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(fields=('series', 'occurs_on'), name='one_meeting_per_date_of_the_rule'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('over_at', None), models.Q(('began_at__isnull', False), ('over_at__gte', models.F('began_at'))), _connector='OR'), name='meeting_is_over_after_it_began'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='added_by',
            field=models.ForeignKey(blank=True, help_text='Who added it.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='carried_from',
            field=models.OneToOneField(blank=True, help_text='The point of an earlier date that this one goes on with.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='carried_to', to='meetings.agendaitem'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='meeting',
            field=models.ForeignKey(blank=True, help_text='The date it is on; empty while it waits in the backlog.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='agenda_items', to='meetings.meeting'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='presenter',
            field=models.ForeignKey(blank=True, help_text='Who leads it.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='agenda_items', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='series',
            field=models.ForeignKey(help_text='The series it is for.', on_delete=django.db.models.deletion.CASCADE, related_name='agenda_items', to='meetings.series'),
        ),
        migrations.AddField(
            model_name='attendance',
            name='meeting',
            field=models.ForeignKey(help_text='The meeting.', on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='meetings.meeting'),
        ),
        migrations.AddField(
            model_name='attendance',
            name='user',
            field=models.ForeignKey(help_text='The person.', on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='calendarkey',
            name='user',
            field=models.OneToOneField(help_text='Whose calendar.', on_delete=django.db.models.deletion.CASCADE, related_name='calendar_key', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='revision',
            name='by',
            field=models.ForeignKey(blank=True, help_text='Who wrote it.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='revision',
            name='meeting',
            field=models.ForeignKey(help_text='The meeting.', on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='meetings.meeting'),
        ),
        migrations.AddIndex(
            model_name='agendaitem',
            index=models.Index(fields=['series', 'meeting', 'position'], name='agenda_in_order'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.CheckConstraint(condition=models.Q(('over_at', None), models.Q(('began_at__isnull', False), ('over_at__gte', models.F('began_at'))), _connector='OR'), name='agenda_item_is_over_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(fields=('meeting', 'user'), name='one_attendance_per_person'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.UniqueConstraint(fields=('meeting', 'number'), name='one_revision_per_number'),
        ),
    ]
