import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_publish_the_capacity_of_teams'),
        ('catalog', '0003_version_of_a_service'),
        ('meetings', '0002_dates_agenda_minutes_calendars'),
        ('recordings', '0002_make_recordings_findable'),
        ('sigs', '0007_make_evaluations_findable'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Cue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(help_text='Its place: 1, 2, 3 …')),
                ('starts_ms', models.PositiveIntegerField(help_text='When it appears (milliseconds).')),
                ('ends_ms', models.PositiveIntegerField(help_text='When it goes (milliseconds).')),
                ('speaker', models.CharField(blank=True, help_text='Who says it; empty if unknown.', max_length=200)),
                ('text', models.TextField(help_text='The words, as plain text.', validators=[django.core.validators.MaxLengthValidator(50000)])),
            ],
            options={
                'ordering': ['track', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Cut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_ms', models.PositiveIntegerField(help_text='Where it begins (milliseconds).')),
                ('ends_ms', models.PositiveIntegerField(help_text='Where it ends (milliseconds).')),
                ('reason', models.CharField(blank=True, help_text='Why, for those who look after it.', max_length=500)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, help_text='When.')),
            ],
            options={
                'ordering': ['starts_ms'],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('fetch', 'Fetch the file'), ('check', 'Look at the file'), ('video', 'Make the video'), ('poster', 'Take a picture for the poster'), ('storyboard', 'Make the storyboard'), ('audio', 'Make the audio version'), ('chapters', 'Read the chapters in the file'), ('captions', 'Read the captions in the file'), ('speech', 'Write down what is said'), ('links', 'Look for what is talked about')], help_text='What is done.', max_length=12)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('skipped', 'Not needed'), ('failed', 'Failed')], default='waiting', help_text='How far it is.', max_length=10)),
                ('progress', models.PositiveSmallIntegerField(default=0, help_text='How much of it is done (percent).')),
                ('attempts', models.PositiveSmallIntegerField(default=0, help_text='How often it was begun.')),
                ('began_at', models.DateTimeField(blank=True, help_text='When it was begun last.', null=True)),
                ('seen_at', models.DateTimeField(blank=True, help_text='The last sign of life of who works on it; a silent one is taken up again.', null=True)),
                ('over_at', models.DateTimeField(blank=True, help_text='When it was done or failed.', null=True)),
                ('said', models.CharField(blank=True, help_text='What came of it, in words for people.', max_length=500)),
                ('log', models.TextField(blank=True, help_text='The end of what the program said, for those who look for a cause.')),
            ],
            options={
                'ordering': ['recording', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='MediaFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('original', 'Original'), ('video', 'Video'), ('audio', 'Audio only'), ('poster', 'Poster'), ('storyboard', 'Storyboard')], help_text='What it is.', max_length=10)),
                ('name', models.CharField(help_text='Its name in the storage.', max_length=1000, unique=True)),
                ('content_type', models.CharField(help_text='Its type, found in its bytes.', max_length=100)),
                ('bytes', models.PositiveBigIntegerField(help_text='Its size (bytes).')),
                ('sha256', models.CharField(blank=True, help_text='The SHA-256 of its bytes.', max_length=64)),
                ('seconds', models.FloatField(blank=True, help_text='Its length (seconds).', null=True)),
                ('width', models.PositiveIntegerField(blank=True, help_text='Width of the picture (pixels).', null=True)),
                ('height', models.PositiveIntegerField(blank=True, help_text='Height of the picture (pixels).', null=True)),
                ('details', models.JSONField(blank=True, default=dict, help_text='Further facts: codecs, loudness; of a storyboard the tiles and how many seconds each stands for.')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, help_text='When it was made.')),
            ],
            options={
                'ordering': ['recording', 'kind'],
            },
        ),
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_ms', models.PositiveIntegerField(help_text='Where it begins (milliseconds).')),
                ('ends_ms', models.PositiveIntegerField(help_text='Where it ends (milliseconds).')),
                ('speakers', models.CharField(blank=True, help_text='Who speaks in it.', max_length=500)),
                ('text', models.TextField(help_text='The words.')),
                ('search', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.SearchVector('text', config='english'), output_field=django.contrib.postgres.search.SearchVectorField())),
            ],
            options={
                'ordering': ['recording', 'starts_ms'],
            },
        ),
        migrations.CreateModel(
            name='SegmentService',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(blank=True, help_text='The version shown; empty if unknown.', max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name='SignOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agrees', models.BooleanField(blank=True, help_text='What they said; empty while they have not answered.', null=True)),
                ('words', models.CharField(blank=True, help_text='What should be cut, or why not.', max_length=500)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, help_text='When they were asked.')),
                ('said_at', models.DateTimeField(blank=True, help_text='When they answered.', null=True)),
            ],
            options={
                'ordering': ['user__name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Spelling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wrong', models.CharField(help_text='What the machine heard, in small letters.', max_length=200, unique=True)),
                ('right', models.CharField(help_text='How it is written.', max_length=200)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, help_text='When.')),
            ],
            options={
                'ordering': ['wrong'],
            },
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('service', 'Service'), ('team', 'Team'), ('demo', 'Demo'), ('item', 'Roadmap item')], help_text='What it would be linked to.', max_length=10)),
                ('key', models.SlugField(help_text='The name in addresses of what it would be linked to.', max_length=100)),
                ('at_ms', models.PositiveIntegerField(help_text='When it was said (milliseconds).')),
                ('sentence', models.TextField(help_text='What was said, as proof.', validators=[django.core.validators.MaxLengthValidator(50000)])),
                ('times', models.PositiveIntegerField(default=1, help_text='How often it is named in the span.')),
                ('state', models.CharField(choices=[('open', 'Open'), ('accepted', 'Accepted'), ('dismissed', 'Dismissed')], default='open', help_text='What became of it.', max_length=10)),
            ],
            options={
                'ordering': ['at_ms', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TimedNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at_s', models.PositiveIntegerField(help_text='The second it is about.')),
                ('text', models.CharField(help_text='The note.', max_length=500)),
                ('shared', models.BooleanField(default=False, help_text='Whether others see it.')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, help_text='When it was written.')),
            ],
            options={
                'ordering': ['at_s', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Track',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(default='en', help_text='Language, as in BCP 47: en, pt-BR.', max_length=20)),
                ('origin', models.CharField(choices=[('human', 'Written by people'), ('machine', 'Written by a machine'), ('corrected', 'Written by a machine, corrected by people')], default='human', help_text='Who wrote it.', max_length=10)),
                ('model', models.CharField(blank=True, help_text='What wrote it, when it was a machine.', max_length=100)),
                ('version', models.PositiveIntegerField(default=1, help_text='Counts its changes; an editor sends the one it read.')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, help_text='When it was made.')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, help_text='When it was changed last.')),
            ],
            options={
                'ordering': ['recording', 'language'],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('filename', models.CharField(blank=True, help_text='Its name where it comes from.', max_length=500)),
                ('metadata', models.JSONField(blank=True, default=dict, help_text='What the sender said of it.')),
                ('length', models.PositiveBigIntegerField(blank=True, help_text='Its size (bytes), once it is known.', null=True)),
                ('offset', models.PositiveBigIntegerField(default=0, help_text='How much is here (bytes).')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, help_text='When it began.')),
                ('expires_at', models.DateTimeField(db_index=True, help_text='When what is here is thrown away.')),
                ('finished_at', models.DateTimeField(blank=True, help_text='When all of it was here.', null=True)),
            ],
            options={
                'ordering': ['-made_at'],
            },
        ),
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seconds', models.PositiveIntegerField(help_text='Where they stopped (seconds).')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, help_text='When.')),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
        migrations.AddField(
            model_name='recording',
            name='audience',
            field=models.CharField(choices=[('public', 'Everybody'), ('internal', 'People who are signed in'), ('group', 'People of a group')], default='public', help_text='Whom it is meant for.', max_length=10),
        ),
        migrations.RunSQL(
            "UPDATE recordings_recording SET audience = 'internal' WHERE NOT public",
            "UPDATE recordings_recording SET public = (audience = 'public')",
        ),
        migrations.RemoveField(
            model_name='recording',
            name='public',
        ),
        migrations.AddField(
            model_name='recording',
            name='began_at',
            field=models.DateTimeField(blank=True, help_text='When its first second was; finds chapters by the agenda.', null=True),
        ),
        migrations.AddField(
            model_name='recording',
            name='group',
            field=models.ForeignKey(blank=True, help_text='The group whose people may see it, when it is meant for a group.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='recordings', to='sigs.group'),
        ),
        migrations.AddField(
            model_name='recording',
            name='keep_until',
            field=models.DateField(blank=True, help_text='Day on which it is retired unless somebody keeps it; empty for never.', null=True),
        ),
        migrations.AddField(
            model_name='recording',
            name='owner',
            field=models.ForeignKey(blank=True, help_text='Who answers for it.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='owned_recordings', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='recording',
            name='published_at',
            field=models.DateTimeField(blank=True, help_text='When it was published here.', null=True),
        ),
        migrations.AddField(
            model_name='recording',
            name='state',
            field=models.CharField(choices=[('draft', 'Not published yet'), ('published', 'Published'), ('retired', 'Retired')], db_index=True, default='published', help_text='How far it is.', max_length=10),
        ),
        migrations.AddField(
            model_name='recording',
            name='state_reason',
            field=models.CharField(blank=True, help_text='Why it was retired.', max_length=500),
        ),
        migrations.AddField(
            model_name='recording',
            name='warned_days',
            field=models.PositiveSmallIntegerField(editable=False, help_text='How many days before that day its owner was warned last: 60, 30 or 7.', null=True),
        ),
        migrations.AddField(
            model_name='segment',
            name='agenda_item',
            field=models.ForeignKey(blank=True, help_text='The point of the agenda it shows.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='segments', to='meetings.agendaitem'),
        ),
        migrations.AddField(
            model_name='segment',
            name='pages',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=1000), blank=True, default=list, help_text='Pages of the docs it shows, each as its path, with # and a heading for a part of one.', size=None),
        ),
        migrations.AddField(
            model_name='segment',
            name='source',
            field=models.CharField(choices=[('person', 'By hand'), ('agenda', 'From the agenda'), ('file', "From the file's chapters"), ('imported', 'Imported')], default='imported', help_text='Where it comes from.', max_length=10),
        ),
        migrations.AddField(
            model_name='segment',
            name='teams',
            field=models.ManyToManyField(blank=True, help_text='Teams it is about or by.', related_name='segments', to='accounts.team'),
        ),
        migrations.AddConstraint(
            model_name='recording',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('audience', 'group'), _negated=True), ('group__isnull', False), _connector='OR'), name='recording_for_a_group_names_it'),
        ),
        migrations.AddField(
            model_name='cut',
            name='by',
            field=models.ForeignKey(blank=True, help_text='Who cut it.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='cut',
            name='recording',
            field=models.ForeignKey(help_text='The recording.', on_delete=django.db.models.deletion.CASCADE, related_name='cuts', to='recordings.recording'),
        ),
        migrations.AddField(
            model_name='job',
            name='recording',
            field=models.ForeignKey(help_text='The recording.', on_delete=django.db.models.deletion.CASCADE, related_name='jobs', to='recordings.recording'),
        ),
        migrations.AddField(
            model_name='mediafile',
            name='recording',
            field=models.ForeignKey(help_text='The recording.', on_delete=django.db.models.deletion.CASCADE, related_name='files', to='recordings.recording'),
        ),
        migrations.AddField(
            model_name='passage',
            name='recording',
            field=models.ForeignKey(help_text='The recording.', on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='recordings.recording'),
        ),
        migrations.AddField(
            model_name='segmentservice',
            name='segment',
            field=models.ForeignKey(help_text='The segment.', on_delete=django.db.models.deletion.CASCADE, to='recordings.segment'),
        ),
        migrations.AddField(
            model_name='segmentservice',
            name='service',
            field=models.ForeignKey(help_text='The service.', on_delete=django.db.models.deletion.CASCADE, to='catalog.service'),
        ),
        migrations.AddField(
            model_name='segment',
            name='services',
            field=models.ManyToManyField(blank=True, help_text='Services it shows.', related_name='segments', through='recordings.SegmentService', to='catalog.service'),
        ),
        migrations.AddField(
            model_name='signoff',
            name='recording',
            field=models.ForeignKey(help_text='The recording.', on_delete=django.db.models.deletion.CASCADE, related_name='sign_offs', to='recordings.recording'),
        ),
        migrations.AddField(
            model_name='signoff',
            name='user',
            field=models.ForeignKey(help_text='The speaker.', on_delete=django.db.models.deletion.CASCADE, related_name='sign_offs', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='spelling',
            name='by',
            field=models.ForeignKey(blank=True, help_text='Who said so.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='spelling',
            name='service',
            field=models.ForeignKey(blank=True, help_text='The service it names.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='spellings', to='catalog.service'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='decided_by',
            field=models.ForeignKey(blank=True, help_text='Who decided.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='recording',
            field=models.ForeignKey(help_text='The recording.', on_delete=django.db.models.deletion.CASCADE, related_name='suggestions', to='recordings.recording'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='segment',
            field=models.ForeignKey(blank=True, help_text='The span it was said in, when there is one.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='suggestions', to='recordings.segment'),
        ),
        migrations.AddField(
            model_name='timednote',
            name='recording',
            field=models.ForeignKey(help_text='The recording.', on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='recordings.recording'),
        ),
        migrations.AddField(
            model_name='timednote',
            name='user',
            field=models.ForeignKey(help_text='Who wrote it.', on_delete=django.db.models.deletion.CASCADE, related_name='timed_notes', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='track',
            name='recording',
            field=models.ForeignKey(help_text='The recording.', on_delete=django.db.models.deletion.CASCADE, related_name='tracks', to='recordings.recording'),
        ),
        migrations.AddField(
            model_name='passage',
            name='track',
            field=models.ForeignKey(help_text='The captions it is from.', on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='recordings.track'),
        ),
        migrations.AddField(
            model_name='cue',
            name='track',
            field=models.ForeignKey(help_text='The captions it is of.', on_delete=django.db.models.deletion.CASCADE, related_name='cues', to='recordings.track'),
        ),
        migrations.AddField(
            model_name='upload',
            name='recording',
            field=models.ForeignKey(blank=True, help_text='What it is for.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='uploads', to='recordings.recording'),
        ),
        migrations.AddField(
            model_name='upload',
            name='user',
            field=models.ForeignKey(help_text='Who sends it.', on_delete=django.db.models.deletion.CASCADE, related_name='uploads', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='watch',
            name='recording',
            field=models.ForeignKey(help_text='The recording.', on_delete=django.db.models.deletion.CASCADE, related_name='watches', to='recordings.recording'),
        ),
        migrations.AddField(
            model_name='watch',
            name='user',
            field=models.ForeignKey(help_text='The person.', on_delete=django.db.models.deletion.CASCADE, related_name='watches', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='cut',
            constraint=models.CheckConstraint(condition=models.Q(('ends_ms__gt', models.F('starts_ms'))), name='cut_ends_after_it_starts'),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(condition=models.Q(('state__in', ('waiting', 'running'))), fields=['seen_at'], name='job_to_do'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.UniqueConstraint(fields=('recording', 'step'), name='one_job_per_step'),
        ),
        migrations.AddConstraint(
            model_name='mediafile',
            constraint=models.UniqueConstraint(fields=('recording', 'kind'), name='one_file_of_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='segmentservice',
            constraint=models.UniqueConstraint(fields=('segment', 'service'), name='one_link_per_segment_and_service'),
        ),
        migrations.AddConstraint(
            model_name='signoff',
            constraint=models.UniqueConstraint(fields=('recording', 'user'), name='one_sign_off_per_speaker'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.UniqueConstraint(fields=('recording', 'segment', 'kind', 'key'), name='one_suggestion_per_link', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='track',
            constraint=models.UniqueConstraint(fields=('recording', 'language'), name='one_track_per_language'),
        ),
        migrations.AddIndex(
            model_name='passage',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='passage_by_words'),
        ),
        migrations.AddIndex(
            model_name='passage',
            index=models.Index(fields=['track', 'starts_ms'], name='passage_in_order'),
        ),
        migrations.AddConstraint(
            model_name='cue',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('track', 'number'), name='one_cue_per_number'),
        ),
        migrations.AddConstraint(
            model_name='cue',
            constraint=models.CheckConstraint(condition=models.Q(('ends_ms__gte', models.F('starts_ms'))), name='cue_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='upload',
            constraint=models.CheckConstraint(condition=models.Q(('length', None), ('offset__lte', models.F('length')), _connector='OR'), name='upload_is_not_longer_than_it_is'),
        ),
        migrations.AddConstraint(
            model_name='watch',
            constraint=models.UniqueConstraint(fields=('recording', 'user'), name='one_place_to_resume'),
        ),
    ]
