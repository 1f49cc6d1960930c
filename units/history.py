"""What the database writes down of every change to reference data and rights: by triggers, whoever makes it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pghistory
from django.apps import apps
from django.db import models

ModelClass = type[models.Model]


def with_history(*, exclude: Collection[str] = ()) -> Callable[[ModelClass], ModelClass]:
    """Keep each version of a model's rows in an append-only table of its own; `exclude` is never kept."""
    kept = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    return pghistory.track(*kept, exclude=list(exclude))


def as_it_was(model: ModelClass, *names: str, at: datetime) -> list[Mapping[str, Any]]:
    """Return these columns of every row as they were at a moment; of a row known only from later, as it was first.

    The answer for a moment that has passed never changes: versions are only ever added, each with its own time.
    """
    event_model = apps.get_model(model._meta.app_label, f"{model._meta.object_name}Event")
    found: dict[Any, Mapping[str, Any]] = {}
    for version in event_model.objects.order_by("pgh_id").values("pgh_obj_id", "pgh_created_at", *names):
        row, since = version.pop("pgh_obj_id"), version.pop("pgh_created_at")
        if row not in found or since <= at:
            found[row] = version
    return list(found.values())


@dataclass(frozen=True)
class Version:
    """One change of one row: when, by whom (None: a command or the database's owner), what became of what."""

    at: datetime
    label: str
    who: Any
    changes: list[tuple[str, Any, Any]]


def versions_of(model: ModelClass, pk: Any, *, people: models.QuerySet) -> list[Version]:
    """Return the kept versions of a row, newest first; three queries, whatever their number."""
    event_model = apps.get_model(model._meta.app_label, f"{model._meta.object_name}Event")
    events = list(event_model.objects.filter(pgh_obj_id=pk).select_related("pgh_context").order_by("pgh_id"))
    users = {event.pgh_context.metadata.get("user") for event in events if event.pgh_context}
    names = people.in_bulk([user for user in users if user])
    fields = [
        field for field in event_model._meta.concrete_fields if not field.name.startswith("pgh_") and field.name != "id"
    ]
    found, before = [], None
    for event in events:
        changes = [
            (str(field.verbose_name), _of(before, field), _of(event, field))
            for field in fields
            if before is None or _of(before, field) != _of(event, field)
        ]
        who = names.get(event.pgh_context.metadata.get("user")) if event.pgh_context else None
        found.append(Version(event.pgh_created_at, event.pgh_label, who, changes))
        before = event
    return found[::-1]


def _of(event: Any, field: models.Field) -> Any:
    return None if event is None else getattr(event, field.attname)
