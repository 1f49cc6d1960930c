"""One store of files: what was attached to an obligation is evidence at its place “scan”, under the same address."""

from django.db import migrations


def take_over(apps, schema_editor):
    attachments = apps.get_model("campaigns", "Attachment")
    evidence = apps.get_model("campaigns", "Evidence")
    use = apps.get_model("campaigns", "EvidenceUse")
    for row in attachments.objects.select_related("obligation").order_by("uploaded_at", "id").iterator():
        kept = evidence.objects.create(
            id=row.id,
            unit_id=row.obligation.unit_id,
            name=row.name,
            file=row.file.name,
            mime=row.mime,
            size=row.size,
            sha256=row.sha256,
            source_sha256=row.sha256,
            added_by_id=row.uploaded_by_id,
            added_at=row.uploaded_at,
        )
        use.objects.create(
            evidence=kept,
            obligation_id=row.obligation_id,
            place="scan",
            added_by_id=row.uploaded_by_id,
            added_at=row.uploaded_at,
            handed_in_at=row.handed_in_at,
            removed_at=row.removed_at,
        )


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0006_evidence")]

    operations = [
        migrations.RunPython(take_over, migrations.RunPython.noop),
        migrations.DeleteModel(name="Attachment"),
    ]
