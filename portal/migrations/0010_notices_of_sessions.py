import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conduct", "0013_latecomers"),
        ("campaigns", "0012_kinds_of_papers"),
        ("portal", "0009_frozen_whoever_asks"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="session",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="conduct.session"
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="obligation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="campaigns.obligation",
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="step",
            field=models.CharField(
                choices=[
                    ("opened", "A new task was opened"),
                    ("due_7", "Due in 7 working days"),
                    ("due_3", "Due in 3 working days"),
                    ("due_1", "Due on the next working day"),
                    ("due_today", "Due today"),
                    ("overdue", "Overdue"),
                    ("overdue_head", "Overdue: told to the head"),
                    ("overdue_office", "Overdue: told to the standing office"),
                    ("returned", "Returned"),
                    ("refused", "Not taken in"),
                    ("accepted", "Accepted"),
                    ("extended", "More time granted"),
                    ("extension_asked", "More time is asked for"),
                    ("extension_declined", "More time not granted"),
                    ("redated", "New due date"),
                    ("waived", "Excused from it"),
                    ("unwaived", "Owed again"),
                    ("mentioned", "Mentioned in a review"),
                    ("session_convened", "The council is convened"),
                    ("session_changed", "A session was changed"),
                    ("session_cancelled", "A session does not take place"),
                    ("session_results", "Results of a session"),
                ],
                max_length=20,
                verbose_name="step",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("session__isnull", False)),
                fields=("person", "session", "step", "occasion"),
                name="session_notice_stands_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("obligation__isnull", False), ("session", None)),
                    models.Q(("obligation", None), ("session__isnull", False)),
                    _connector="OR",
                ),
                name="notice_tells_of_one_thing",
            ),
        ),
    ]
