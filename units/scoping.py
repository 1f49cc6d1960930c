"""What may this person see? One answer for each model: `Model.objects.visible_to(user)`.

A `Scope` is read once per person and request (two small queries) and kept on the user object.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import connection, models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

if TYPE_CHECKING:
    from units.models import User

M = TypeVar("M", bound=models.Model)

TREE_SQL = """
    WITH RECURSIVE tree(id) AS (
        SELECT id FROM units_unit WHERE id = ANY(%s::bigint[])
        UNION SELECT unit.id FROM units_unit unit JOIN tree ON unit.parent_id = tree.id)
    SELECT id FROM tree
"""


LINE_SQL = """
    WITH RECURSIVE line(id, parent_id) AS (
        SELECT id, parent_id FROM units_unit WHERE id = ANY(%s::bigint[])
        UNION SELECT unit.id, unit.parent_id FROM units_unit unit JOIN line ON unit.id = line.parent_id)
    SELECT id FROM line
"""


@dataclass(frozen=True)
class Scope:
    """A person's memberships in force, as the sets that queries need."""

    roles: Mapping[int, frozenset[str]] = field(default_factory=dict)  # unit or host id → roles held there
    own: frozenset[int] = frozenset()  # units where a unit role is held
    below: frozenset[int] = frozenset()  # units under those: read-only, and only what was handed in
    hosts: frozenset[int] = frozenset()  # hosts where a council role is held

    @property
    def tree(self) -> RawSQL:
        """Every unit in reach, as a subquery: of three thousand units no statement shall list the ids."""
        return RawSQL(TREE_SQL, [sorted(self.own | self.hosts)])

    @property
    def line(self) -> RawSQL:
        """The units in which a role is held and every unit above them, as a subquery."""
        return RawSQL(LINE_SQL, [sorted(self.own | self.hosts)])

    @classmethod
    def of(cls, user: "User") -> "Scope":
        """Return the scope of `user` today, read once and kept on the user object."""
        kept = getattr(user, "_scope", None)
        if kept is None:
            kept = user._scope = cls._read(user)  # type: ignore[attr-defined]
        return kept

    @classmethod
    def _read(cls, user: "User") -> "Scope":
        from units.models import Membership, Role  # the models stand on this module

        if not user.is_authenticated or not user.is_active:
            return cls()
        roles: dict[int, set[str]] = {}
        held = Membership.objects.filter(user=user).in_force(on=timezone.localdate())
        for unit_id, role in held.values_list("unit_id", "role"):
            roles.setdefault(unit_id, set()).add(role)
        own = frozenset(unit for unit, held in roles.items() if held & Role.at_units())
        hosts = frozenset(unit for unit, held in roles.items() if held & Role.at_councils())
        under_own = cls.tree_under(own) if own else frozenset()
        return cls(
            roles={unit: frozenset(held) for unit, held in roles.items()},
            own=own,
            below=under_own - own,
            hosts=hosts,
        )

    @staticmethod
    def tree_under(unit_ids: Iterable[int]) -> frozenset[int]:
        """Return the ids of these units and of everything below them."""
        with connection.cursor() as cursor:
            cursor.execute(TREE_SQL, [list(unit_ids)])
            return frozenset(row[0] for row in cursor.fetchall())

    def roles_at(self, unit_id: int | None) -> frozenset[str]:
        return self.roles.get(unit_id, frozenset()) if unit_id else frozenset()

    def where(self, *roles: str) -> list[int]:
        """Return the units or hosts at which one of these roles is held."""
        return sorted(unit for unit, held in self.roles.items() if held & set(roles))

    def holds(self, *roles: str) -> bool:
        """Whether one of these roles is held anywhere."""
        return any(held & set(roles) for held in self.roles.values())


class ScopedQuerySet(models.QuerySet[M]):
    """A queryset that knows which rows a person may see; each model states its own `reachable` rows."""

    def reachable(self, scope: Scope) -> Q:
        raise TypeError(f"{self.model.__name__} does not say who may see its rows")

    def visible_to(self, user: "User") -> Self:
        """Keep what `user` may see today; what this hides answers 404."""
        return self.filter(self.reachable(Scope.of(user)))
