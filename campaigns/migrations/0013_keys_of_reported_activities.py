"""Rows of progress reports get a name of their own: evidence stays with its row when the plan's row goes."""

from django.db import migrations, models
from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Cast, Concat


def name_rows(apps, schema_editor):
    apps.get_model("campaigns", "ReportedActivity").objects.update(
        key=Case(
            When(plan_activity__isnull=False, then=Concat(Value("plan-"), Cast("plan_activity_id", CharField()))),
            When(kind__gt="", then=Concat(Value("kind-"), F("kind"))),
            default=Concat(Value("row-"), Cast("id", CharField())),
            output_field=CharField(),
        )
    )


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0012_kinds_of_papers")]
    operations = [
        migrations.AddField(
            "reportedactivity",
            "key",
            models.CharField(default="", editable=False, max_length=40),
            preserve_default=False,
        ),
        migrations.RunPython(name_rows, migrations.RunPython.noop),
        migrations.AddConstraint(
            "reportedactivity",
            models.UniqueConstraint(fields=("report", "key"), name="reported_activity_has_its_own_key"),
        ),
    ]
