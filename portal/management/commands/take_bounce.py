"""Take in one returned mail, as the mail server of the sender's address hands it over (docs/running.md)."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from portal.bounces import take_bounce

MOST_BYTES = 1_000_000


class Command(BaseCommand):
    help = "Read a delivery report from standard input and list the mail that did not arrive."

    def handle(self, **options: Any) -> None:
        mail = take_bounce(sys.stdin.buffer.read(MOST_BYTES))
        self.stdout.write(f"{mail.to}: {mail.error}" if mail else "No mail of the portal failed.")
