import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('demos', '0003_slots_and_wishes'),
        ('meetings', '0002_dates_agenda_minutes_calendars'),
    ]

    operations = [
        migrations.AddField(
            model_name='wish',
            name='slug',
            field=models.SlugField(default='', help_text='Name in files.', max_length=100, unique=True),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='demo',
            name='series',
            field=models.ForeignKey(blank=True, help_text='The meeting it is planned for; its group answers for it.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='planned_demos', to='meetings.series'),
        ),
    ]
