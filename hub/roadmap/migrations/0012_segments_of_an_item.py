from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('recordings', '0003_media_words_and_care'),
        ('roadmap', '0011_quarters_in_order'),
    ]

    operations = [
        migrations.AddField(
            model_name='roadmapitem',
            name='segments',
            field=models.ManyToManyField(blank=True, help_text='Spans of recordings in which it is talked about.', related_name='items', to='recordings.segment'),
        ),
    ]
