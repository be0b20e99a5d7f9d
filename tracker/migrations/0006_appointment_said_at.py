from django.db import migrations, models


def said_when_it_became_so(apps, schema_editor):
    said = apps.get_model('tracker', 'Appointment').objects.exclude(outcome='')
    said.update(said_at=models.F('outcome_at'))


class Migration(migrations.Migration):

    dependencies = [
        ('tracker', '0005_asked_for_homework'),
    ]

    operations = [
        migrations.AddField(
            model_name='appointment',
            name='said_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(said_when_it_became_so, migrations.RunPython.noop),
    ]
