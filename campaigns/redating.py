"""Changing when a requirement is due: what nobody has started moves along, all else keeps its date."""

from dataclasses import dataclass, field
from datetime import datetime

from campaigns import calendar
from campaigns.models import Campaign, Holiday, Obligation, ObligationEvent, Requirement, State
from campaigns.preparation import changing
from units.clock import db_now
from units.models import Role, User
from units.scoping import Scope
from units.workflow import MoveRefused, NotAllowed, advance


@dataclass
class Redating:
    """Which obligations move to which date, and why the others do not."""

    moves: list[tuple[Obligation, datetime]] = field(default_factory=list)
    same: int = 0  # would be due when they are due now
    started: int = 0
    past: int = 0
    excused: int = 0  # waived, or with an extension of their own

    @property
    def days(self) -> list[datetime]:
        return sorted({due for _obligation, due in self.moves})


def redating(requirement: Requirement, rule: calendar.DueRule, *, at: datetime | None = None) -> Redating:
    """Return what `redate_pending` would do with this rule at `at`; writes nothing."""
    at = at or db_now()
    holidays = Holiday.objects.days()
    extended = set(
        ObligationEvent.objects.filter(obligation__requirement=requirement, verb="extend").values_list(
            "obligation", flat=True
        )
    )
    found = Redating()
    for row in requirement.obligations.counted().order_by("unit__sort_key", "period_start"):
        due = _due(row, rule, requirement.campaign, holidays, at)
        if row.state != State.PENDING:
            found.started += 1
        elif row.waived_at or row.pk in extended:
            found.excused += 1
        elif at > row.effective_due_at:
            found.past += 1
        elif due == row.effective_due_at:
            found.same += 1
        else:
            found.moves.append((row, due))
    return found


def _due(row: Obligation, rule: calendar.DueRule, campaign: Campaign, holidays: frozenset, at: datetime) -> datetime:
    period = calendar.Period(row.period_start, row.cutoff_on, calendar.PeriodKind.CAMPAIGN, row.period_end.year)
    return calendar.due_at(rule, period, holidays=holidays, now=at, notice_days=campaign.notice_days)


def redate_pending(
    requirement: Requirement, rule: calendar.DueRule, *, by: User, note: str = "", at: datetime | None = None
) -> Redating:
    """Give the requirement a new due rule and move, by the verb `redate`, what nobody has started.

    What was started in the very moment keeps its date and is counted as started. Raises `NotAllowed`, or
    `PreparationRefused` once the campaign is closed.
    """
    if not may_redate(requirement.campaign, by):
        raise NotAllowed
    with changing(requirement.campaign):
        at = at or db_now()
        requirement.due_on, requirement.due_days = rule.on, rule.days_after_cutoff
        requirement.save(update_fields=["due_on", "due_days"])
        planned = redating(requirement, rule, at=at)
        moved = []
        for obligation, due in planned.moves:
            try:
                advance(obligation, "redate", by=by, due_at=due, note=note, at=at)
            except MoveRefused:
                planned.started += 1
            else:
                moved.append((obligation, due))
        planned.moves = moved
    return planned


def may_redate(campaign: Campaign, user: User) -> bool:
    """Whether this person could change due dates: the standing office, while the campaign is not closed."""
    return Role.SECRETARY in Scope.of(user).roles_at(campaign.host_id) and not campaign.closed_at
