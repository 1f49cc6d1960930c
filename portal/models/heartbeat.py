"""A row that the worker touches, so that anyone can see that background work is going on."""

from django.db import models


class Heartbeat(models.Model):
    """When a process of this name last did its work."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
