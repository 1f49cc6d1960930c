import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conduct", "0011_nominations_in_full")]

    operations = [
        migrations.AddField(
            model_name="nomination",
            name="initiative",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="nominations",
                to="conduct.initiative",
                verbose_name="initiative that was recognised here",
            ),
        ),
    ]
