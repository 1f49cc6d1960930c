"""Which nominations a list shows: what can be asked for, and what answers it."""

from dataclasses import dataclass
from typing import Any, Self

from django.forms import Form

from conduct.models import Award, Nomination, NominationState
from units.models import Cluster, Group


@dataclass(frozen=True)
class Asked:
    """What the filters ask for; empty asks for everything."""

    q: str = ""
    year: int | None = None
    award: Award | None = None
    cluster: str = ""
    group: str = ""
    status: str = ""

    @classmethod
    def of(cls, form: Form) -> Self:
        return cls(**form.cleaned_data) if form.is_valid() else cls()

    def wants(self, row: Nomination) -> bool:
        unit = row.unit
        return (
            (not self.year or row.year == self.year)
            and (not self.award or row.award_id == self.award.pk)
            and (not self.cluster or (unit.cluster is not None and unit.cluster.code == self.cluster))
            and (not self.group or unit.group == self.group)
            and (not self.status or row.state == self.status)
            and (not self.q or row.matches(self.q))
        )


def narrowed(rows: Any, asked: Asked) -> list[Nomination]:
    return [row for row in rows if asked.wants(row)]


def choices_for(found: Any, *, is_council: bool) -> dict[str, Any]:
    """Return the choices of the filters: two queries."""
    years = list(found.order_by("-year").values_list("year", flat=True).distinct())
    clusters = list(Cluster.objects.values_list("code", "name")) if is_council else []
    states = NominationState.choices
    return {"years": years, "clusters": clusters, "groups": Group.choices, "states": states}
