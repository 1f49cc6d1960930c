"""Columns that keep Vietnamese text sortable."""

from collections.abc import Callable
from typing import Any

from django.db import models


class SortKeyField(models.CharField):
    """A column that sorts the text of another one in the order of the Vietnamese alphabet.

    Filled whenever the row is saved; compared byte by byte (collation "C"), so that it sorts alike on every server.
    """

    def __init__(self, *, source: str = "", key: Callable[[str], str] | None = None, **options: Any) -> None:
        self.source, self.key = source, key
        options.setdefault("max_length", 600)
        options.update(db_collation="C", editable=False)
        super().__init__(**options)

    def deconstruct(self) -> tuple[str, str, list, dict]:
        name, path, args, options = super().deconstruct()
        del options["db_collation"], options["editable"]
        return name, path, args, options

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        if self.key:
            setattr(model_instance, self.attname, self.key(getattr(model_instance, self.source)))
        return super().pre_save(model_instance, add)
