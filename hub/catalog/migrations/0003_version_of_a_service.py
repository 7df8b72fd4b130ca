from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0002_make_the_catalogue_findable'),
    ]

    operations = [
        migrations.AddField(
            model_name='service',
            name='version',
            field=models.CharField(blank=True, help_text='The version that runs on the platform now.', max_length=60),
        ),
    ]
