"""Changing from whom something is asked once units owe it: who should owe it and does not, is asked; all else stays."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from campaigns.models import Campaign, Obligation, Participation, Requirement
from campaigns.opening import Pen, enrolled
from campaigns.preparation import changing
from units.clock import db_now
from units.models import Cluster, User
from units.workflow import NotAllowed


@dataclass(frozen=True)
class Audience:
    """From whom: groups, kinds and clusters; an empty one means all of them."""

    groups: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    clusters: Collection[Cluster] = ()

    @classmethod
    def of(cls, requirement: Requirement) -> "Audience":
        return cls(requirement.groups, requirement.kinds, list(requirement.clusters.all()))

    def concerned(self, participations: Collection[Participation]) -> list[Participation]:
        """Keep the units of this audience."""
        probe = Requirement(groups=self.groups, kinds=self.kinds)
        clusters = frozenset(cluster.pk for cluster in self.clusters)
        return [row for row in participations if probe.concerns(row, clusters)]


@dataclass(frozen=True)
class Widening:
    """What another audience would mean."""

    added: list[Obligation]  # would be written
    beside: list[str]  # units that owe it and no longer belong to the audience: what stands stays

    @property
    def units(self) -> int:
        return len({row.unit_id for row in self.added})

    @property
    def days(self) -> list[datetime]:
        return sorted({row.due_at for row in self.added})

    @property
    def signature(self) -> str:
        """Tell whether what is written is still what was looked at."""
        return f"{self.units}-{len(self.added)}-{len(self.beside)}"


def widening(requirement: Requirement, audience: Audience, *, at: datetime | None = None) -> Widening:
    """Return what `widen` would do with this audience at `at`; writes nothing."""
    everyone = enrolled(requirement.campaign)
    concerned = audience.concerned(everyone)
    added = Pen.of(requirement.campaign, at=at or db_now()).missing(requirement, concerned)
    inside = {row.unit_id for row in concerned}
    owing = requirement.obligations.counted().exclude(unit__in=inside).order_by("unit__sort_key")
    return Widening(added, list(dict.fromkeys(owing.values_list("participation__unit_name", flat=True))))


def widen(requirement: Requirement, audience: Audience, *, by: User, at: datetime | None = None) -> Widening:
    """Give the requirement another audience and write what is missing.

    Raises `NotAllowed`, or `PreparationRefused` once the campaign is closed.
    """
    if not may_widen(requirement.campaign, by):
        raise NotAllowed
    with changing(requirement.campaign):
        requirement.groups, requirement.kinds = audience.groups, audience.kinds
        requirement.save(update_fields=["groups", "kinds"])
        requirement.clusters.set(audience.clusters)
        done = widening(requirement, audience, at=at)
        Obligation.objects.bulk_create(done.added, batch_size=1000)
    return done


def may_widen(campaign: Campaign, user: User) -> bool:
    """Whether this person could ask more units: who prepares and opens campaigns, while this one is open."""
    return campaign.state == "open" and campaign.is_prepared_by(user)
