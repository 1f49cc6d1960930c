"""Who is sent an issued report: people of the council, named people, addresses outside."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from portal.models import Report, ReportSchedule
from units.models import Membership, Role, User


@dataclass(frozen=True)
class Recipient:
    """One address; a person may be given a link, an address alone is given the files."""

    address: str
    person: User | None = None

    @property
    def label(self) -> str:
        return f"{self.person.full_name} <{self.address}>" if self.person else self.address


def council_people(host_id: int, roles: Collection[str], *, on: date) -> list[User]:
    """Return the active people who hold one of these roles at the council, each once, in Vietnamese order."""
    held = Membership.objects.in_force(on=on).filter(unit=host_id, role__in=roles)
    people = User.objects.filter(Q(pk__in=held.values("user")), is_active=True).exclude(email="")
    return list(people.order_by("sort_key", "pk"))


def of_schedule(schedule: ReportSchedule, report: Report, *, on: date) -> list[Recipient]:
    """Return whom a schedule's report is sent to."""
    people = council_people(report.host_id, schedule.recipient_roles, on=on)
    people += [person for person in schedule.recipients.filter(is_active=True) if person.email]
    return once([*(Recipient(person.email, person) for person in people), *map(Recipient, schedule.address_list)])


def usual(report: Report, *, on: date) -> list[Recipient]:
    """Return whom a report is sent to unless somebody chooses otherwise: its schedule's list, else the council."""
    if report.schedule:
        return of_schedule(report.schedule, report, on=on)
    people = council_people(report.host_id, Role.at_councils(), on=on)
    return [Recipient(person.email, person) for person in people]


def once(recipients: Iterable[Recipient]) -> list[Recipient]:
    """Drop the second and further mention of an address."""
    found: dict[str, Recipient] = {}
    for one in recipients:
        found.setdefault(one.address.lower(), one)
    return list(found.values())
