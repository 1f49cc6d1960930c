"""Small makers of rows; the cast that most tests need is in conftest.py."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import factory

from campaigns.models import Campaign, Obligation, Requirement
from units.models import Cluster, Kind, Membership, Unit, User

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
SINCE = date(2020, 1, 1)


def moment(year: int, month: int, day: int, hour: int = 9, minute: int = 0, second: int = 0) -> datetime:
    """Return a moment in Hà Nội."""
    return datetime(year, month, day, hour, minute, second, tzinfo=HANOI)


def end_of(year: int, month: int, day: int) -> datetime:
    """Return the last second of a day in Hà Nội."""
    return moment(year, month, day, 23, 59, 59)


class ClusterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Cluster
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"CUM-{n}")
    name = factory.LazyAttribute(lambda cluster: f"Cụm thi đua {cluster.code}")


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit

    code = factory.Sequence(lambda n: f"U{n:04d}")
    name = factory.LazyAttribute(lambda unit: f"Xã thử nghiệm {unit.code}")
    short_name = factory.LazyAttribute(lambda unit: unit.name)
    kind = Kind.COMMUNE
    cluster = factory.SubFactory(ClusterFactory, code="CUM-1")


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"nguoi{n}")
    full_name = factory.Sequence(lambda n: f"Nguyễn Văn Thử {n}")
    position = "Chuyên viên"
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")


def person(role: str | None, unit: Unit | None, **facts: object) -> User:
    """Return a person who holds `role` at `unit` since long ago."""
    user = UserFactory(**facts)
    if role and unit:
        Membership.objects.create(user=user, unit=unit, role=role, since=SINCE)
    return user


class CampaignFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Campaign

    code = factory.Sequence(lambda n: f"pt-{n}")
    year = 2024
    title = "Thực hiện văn hóa công sở và nơi công cộng"
    starts_on = date(2024, 1, 1)
    ends_on = date(2024, 12, 31)


class RequirementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Requirement

    code = "ke-hoach"
    kind = "plan"
    title = "Kế hoạch thực hiện phong trào"
    due_on = date(2024, 2, 29)


DAY = timedelta(days=1)


def days_ahead(days: int) -> datetime:
    """Return the end of a day here, counted from today."""
    return datetime.combine(datetime.now(HANOI).date() + days * DAY, time(23, 59, 59), tzinfo=HANOI)


def due_in(obligation: Obligation, *, days: int) -> Obligation:
    """Move an obligation that nobody started to today: what pages show depends on the day they are read."""
    due = days_ahead(days)
    Obligation.objects.filter(pk=obligation.pk).update(
        opens_at=days_ahead(min(days, 0) - 5),
        due_at=due,
        effective_due_at=due,
        next_due_at=due,
        locks_at=due + 60 * DAY,
    )
    obligation.refresh_from_db()
    return obligation
