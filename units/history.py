"""What the database writes down of every change to reference data and rights: by triggers, whoever makes it."""

from collections.abc import Callable, Collection

import pghistory
from django.db import models

ModelClass = type[models.Model]


def with_history(*, exclude: Collection[str] = ()) -> Callable[[ModelClass], ModelClass]:
    """Keep each version of a model's rows in an append-only table of its own; `exclude` is never kept."""
    kept = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    return pghistory.track(*kept, exclude=list(exclude))
