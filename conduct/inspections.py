"""Inspections: preparing one, drawing units, and what a finding leads to. Being there: `conduct.on_the_spot`."""

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from campaigns.actions import owe
from campaigns.models import Obligation
from conduct.inspection_moves import VERIFIED, InspectionState, VisitState
from conduct.models import (
    Finding,
    Inspection,
    InspectionMember,
    SampleDraw,
    Visit,
)
from conduct.sampling import draw, strata
from units.clock import db_now
from units.models import Role, Unit, User
from units.scoping import Scope
from units.workflow import NotAllowed, Shut

REMEDY: Final = "remedy"  # the kind of obligation
STRATA: Final = ("cluster", "group", "none")


# --- preparing -----------------------------------------------------------------------------------------------------


def prepare(inspection: Inspection, *, host: Unit, by: User, at: datetime | None = None) -> Inspection:
    """Write a new inspection down; units learn nothing of it yet."""
    inspection.host, inspection.made_by, inspection.made_at = host, by, at or db_now()
    inspection.state = InspectionState.PREPARING
    inspection.save()
    return inspection


def put_in_team(inspection: Inspection, user: User, *, leads: bool) -> InspectionMember:
    """Send a person on the inspection; a new lead takes the place of the old one."""
    with transaction.atomic():
        if leads:
            inspection.members.filter(is_lead=True).exclude(user=user).update(is_lead=False)
        member, _made = InspectionMember.objects.update_or_create(
            inspection=inspection, user=user, defaults={"is_lead": leads}
        )
    return member


def choose_units(inspection: Inspection, units: Iterable[Unit], *, drawn: Iterable[str] = ()) -> int:
    """Put units on the list; those that stand there already stay as they are. Return how many are new."""
    by_lot, there = set(drawn), set(inspection.visits.values_list("unit_id", flat=True))
    new = [
        Visit(inspection=inspection, unit=unit, state=VisitState.PLANNED, was_drawn=unit.code in by_lot)
        for unit in units
        if unit.pk not in there
    ]
    Visit.objects.bulk_create(new)
    return len(new)


def strip_unit(visit: Visit) -> None:
    """Take a unit off the list of an inspection that has not begun. Raises `Shut` for one that has."""
    if not visit.inspection.is_preparing:
        raise Shut(_("The inspection is under way: a unit is left out by “Do not visit”, with the reason."))
    visit.delete()


@transaction.atomic
def draw_units(
    inspection: Inspection, units: Iterable[Unit], *, stratum: str, size: int, by: User, seed: str = "", at: datetime
) -> SampleDraw:
    """Draw `size` units of each stratum by lot, keep how it was done for ever, and put them on the list."""
    frame_units = {unit.code: unit for unit in units}
    frame = strata((unit.code, _stratum_of(unit, stratum)) for unit in frame_units.values())
    seed = seed or secrets.token_hex(8)
    drawn = draw(frame, size, seed)
    made = SampleDraw.objects.create(
        inspection=inspection, at=at, by=by, seed=seed, stratum=stratum, size=size, frame=frame, drawn=drawn
    )
    choose_units(inspection, [frame_units[code] for code in drawn], drawn=drawn)
    return made


def _stratum_of(unit: Unit, stratum: str) -> str:
    if stratum == "cluster":
        return unit.cluster.code if unit.cluster else ""
    return str(unit.group or "") if stratum == "group" else ""


# --- afterwards ----------------------------------------------------------------------------------------------------


def who_may_ask(user: User) -> Callable[[Finding], bool]:
    """Return whether this person may ask for the remedy of a finding that nobody has asked for: one query for many."""
    scope = Scope.of(user)
    led = set(InspectionMember.objects.filter(user=user, is_lead=True).values_list("inspection_id", flat=True))

    def may(finding: Finding) -> bool:
        visit = finding.visit
        if visit.state not in VERIFIED or finding.obligation_id or visit.unit_id in scope.own | scope.below:
            return False
        return visit.inspection_id in led or Role.SECRETARY in scope.roles_at(visit.inspection.host_id)

    return may


@transaction.atomic
def ask_for_remedy(finding: Finding, *, due_at: datetime, by: User, at: datetime | None = None) -> Obligation:
    """Ask the unit to put a finding right by `due_at`. Raises `NotAllowed` or `Shut`."""
    row = Finding.objects.select_for_update(of=("self",)).told().get(pk=finding.pk)
    if row.obligation:
        return row.obligation
    if not who_may_ask(by)(row):
        raise NotAllowed
    with translation.override(settings.LANGUAGE_CODE):
        title = _("Remedy: %(clause)s – %(inspection)s") % {
            "clause": row.clause.code,
            "inspection": row.visit.inspection.title,
        }
    row.obligation = owe(
        unit=row.visit.unit,
        host=row.visit.inspection.host,
        kind=REMEDY,
        title=title[:250],
        due_at=due_at,
        by=by,
        at=at or db_now(),
    )
    row.save(update_fields=["obligation"])
    finding.obligation = row.obligation
    return row.obligation


def units_to_choose(host: Unit) -> list[Unit]:
    """Return the units that an inspection of this council may go to."""
    below = Unit.objects.below(host).active(on=localdate()).exclude(cluster=None)
    return list(below.select_related("cluster").order_by("cluster__position", "sort_key"))
