"""Give the administrators' group the rights of portal/administrators.py; run after migrate."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.administrators import fill_group


class Command(BaseCommand):
    help = "Make the group of administrators hold exactly the rights that the portal gives them."

    def handle(self, **options: Any) -> None:
        group = fill_group()
        self.stdout.write(f"{group.name}: {group.permissions.count()}")
