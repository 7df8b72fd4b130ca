import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0003_version_of_a_service'),
        ('demos', '0002_make_demos_findable'),
        ('meetings', '0002_dates_agenda_minutes_calendars'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Miss',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(help_text='What was searched for, in small letters.', max_length=100, unique=True)),
                ('times', models.PositiveIntegerField(default=1, help_text='How often.')),
                ('days', models.PositiveIntegerField(default=1, help_text='On how many days.')),
                ('last_on', models.DateField(default=django.utils.timezone.localdate, help_text='The last of them.')),
            ],
            options={
                'verbose_name_plural': 'misses',
                'ordering': ['-days', '-times', 'words'],
            },
        ),
        migrations.AddField(
            model_name='demo',
            name='may_record',
            field=models.BooleanField(default=True, help_text='Whether it may be recorded.'),
        ),
        migrations.AddField(
            model_name='demo',
            name='proposed_at',
            field=models.DateTimeField(default=django.utils.timezone.now, help_text='When it was proposed.'),
        ),
        migrations.AddField(
            model_name='demo',
            name='proposed_by',
            field=models.ForeignKey(blank=True, help_text='Who proposed it.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='proposed_demos', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='demo',
            name='reminded_at',
            field=models.DateTimeField(editable=False, help_text='When its presenters were reminded of its date; empty again when it moves.', null=True),
        ),
        migrations.AddField(
            model_name='demo',
            name='shows',
            field=models.CharField(blank=True, help_text='What people will have seen afterwards, in one sentence.', max_length=500),
        ),
        migrations.AddField(
            model_name='demo',
            name='slot',
            field=models.OneToOneField(blank=True, help_text='Its place on the agenda of that meeting.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='demo', to='meetings.agendaitem'),
        ),
        migrations.AddField(
            model_name='demo',
            name='state_reason',
            field=models.CharField(blank=True, help_text='Why it was declined or withdrawn.', max_length=500),
        ),
        migrations.AlterField(
            model_name='demo',
            name='state',
            field=models.CharField(choices=[('proposed', 'Proposed'), ('accepted', 'Accepted'), ('scheduled', 'Scheduled'), ('given', 'Given'), ('published', 'Published'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='proposed', help_text='How far it is.', max_length=20),
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(help_text='What to show, in one line.', max_length=200)),
                ('why', models.CharField(blank=True, help_text='What for.', max_length=500)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, help_text='When.')),
                ('state', models.CharField(choices=[('open', 'Open'), ('taken', 'Somebody shows it'), ('shown', 'Shown'), ('closed', 'Closed')], default='open', help_text='What became of it.', max_length=10)),
                ('reason', models.CharField(blank=True, help_text='Why it was closed.', max_length=500)),
                ('voices', models.PositiveIntegerField(default=0, editable=False, help_text='How many people wish for it.')),
                ('demo', models.ForeignKey(blank=True, help_text='The demo that answers it.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='wishes', to='demos.demo')),
                ('made_by', models.ForeignKey(blank=True, help_text='Who wished for it first.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='wishes', to=settings.AUTH_USER_MODEL)),
                ('service', models.ForeignKey(blank=True, help_text='The service it is about.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='wishes', to='catalog.service')),
            ],
            options={
                'verbose_name_plural': 'wishes',
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='WishVoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, help_text='When.')),
                ('user', models.ForeignKey(help_text='The person.', on_delete=django.db.models.deletion.CASCADE, related_name='wish_voices', to=settings.AUTH_USER_MODEL)),
                ('wish', models.ForeignKey(help_text='The wish.', on_delete=django.db.models.deletion.CASCADE, related_name='said', to='demos.wish')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('wish', 'user'), name='one_voice_per_wish')],
            },
        ),
    ]
