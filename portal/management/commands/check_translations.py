"""Tell which texts have no Vietnamese translation."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal import translations


class Command(BaseCommand):
    help = "Fail when a text of code or templates has no Vietnamese translation; changes nothing."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        if not translations.has_gettext():
            sentence = "SKIPPED: gettext is not installed, so missing translations were not looked for."
            if os.environ.get("CI") == "true":
                raise CommandError(sentence)
            self.stdout.write(sentence)
            return
        texts = translations.missing(settings.BASE_DIR)
        if texts:
            lines = "\n".join(f"  {text}" for text in texts)
            raise CommandError(f"{len(texts)} texts have no Vietnamese translation:\n{lines}")
        self.stdout.write("Every text has its Vietnamese translation.")
