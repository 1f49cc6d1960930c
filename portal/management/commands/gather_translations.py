"""Bring the catalogues to what code and templates say."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal import translations


class Command(BaseCommand):
    help = "Gather the texts of code and templates into locale/vi and locale/en."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        translations.gather(settings.BASE_DIR)
        untranslated = translations.missing(settings.BASE_DIR)
        self.stdout.write(f"{len(untranslated)} texts wait for a Vietnamese translation.")
