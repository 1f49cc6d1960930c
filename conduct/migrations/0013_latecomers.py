from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conduct", "0012_dossiers_rest_on_initiatives")]

    operations = [
        migrations.AddField(
            model_name="seat",
            name="arrived_at",
            field=models.DateTimeField(null=True),
        ),
    ]
