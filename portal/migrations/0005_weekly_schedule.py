"""Every council had a weekly report before there were schedules: it keeps it."""

from django.db import migrations


def add_weekly(apps, schema_editor):
    schedule = apps.get_model("portal", "ReportSchedule")
    if not schedule.objects.exists():
        schedule.objects.create(
            name="Báo cáo hằng tuần", cadence="week", needs_approval=False, recipient_roles=["secretary"]
        )


class Migration(migrations.Migration):
    dependencies = [("portal", "0004_reports_go_out")]

    operations = [migrations.RunPython(add_weekly, migrations.RunPython.noop)]
