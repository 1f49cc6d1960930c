"""Load units and their clusters from CSV files; loading the same files again changes nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from units.loading import FileRefused, Loaded, load, read_clusters, read_units
from units.models import Cluster, Unit


class Command(BaseCommand):
    help = "Load units and clusters from CSV files: adds and changes by code, removes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("units", type=Path, help="CSV file of units, UTF-8, with a heading")
        parser.add_argument("--clusters", type=Path, help="CSV file of clusters: code, name, position")

    def handle(self, *, units: Path, clusters: Path | None = None, **options: Any) -> None:
        cluster_rows = self.read(clusters, read_clusters) if clusters else []
        known = {*Cluster.objects.values_list("code", flat=True), *(row["code"] for row in cluster_rows)}
        parents = {code: parent or "" for code, parent in Unit.objects.values_list("code", "parent__code")}
        unit_rows = self.read(units, lambda data: read_units(data, clusters=known, parents=parents))
        of_units, of_clusters = load(unit_rows, cluster_rows)
        if clusters:
            self.tell(_("Clusters"), of_clusters)
        self.tell(_("Units"), of_units)

    def read(self, path: Path, reader: Any) -> Any:
        try:
            return reader(path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from None
        except FileRefused as refused:
            raise CommandError(_("%(file)s was not loaded:") % {"file": path.name} + f"\n{refused}") from None

    def tell(self, what: str, loaded: Loaded) -> None:
        counts = _("%(added)s added, %(changed)s changed, %(unchanged)s unchanged") % {
            "added": len(loaded.added),
            "changed": len(loaded.changed),
            "unchanged": len(loaded.unchanged),
        }
        self.stdout.write(f"{what}: {counts}")
