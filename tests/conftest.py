"""One cast for all tests: a host with its council, two units, a campaign that is open, a plan that is owed."""

from datetime import datetime

import pytest
from django.core.cache import cache
from django.db import connection
from hypothesis import HealthCheck, settings

from campaigns.models import Campaign, Obligation
from campaigns.opening import open_campaign
from tests import factories as make
from tests.place import Place, furnish
from tests.story import complete_plan
from units.models import Kind, Role, Unit, User
from units.workflow import advance

OPENED = make.moment(2024, 1, 15)

# a machine with much else to do draws examples slowly: that says nothing about the code
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Before the test database is dropped, end what a thread of the live server may still hold open."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def _files_of_this_test_alone(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def _nothing_kept_from_other_tests(request):
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        cache.clear()


@pytest.fixture
def host(db) -> Unit:
    return make.UnitFactory(code="UBND-CM", name="Ủy ban nhân dân huyện Chương Mỹ", kind=Kind.HOST, cluster=None)


@pytest.fixture
def unit(host) -> Unit:
    return make.UnitFactory(code="10054", name="Ủy ban nhân dân xã Đại Yên", short_name="Xã Đại Yên", parent=host)


@pytest.fixture
def other_unit(host) -> Unit:
    return make.UnitFactory(code="10060", name="Ủy ban nhân dân xã Tốt Động", short_name="Xã Tốt Động", parent=host)


@pytest.fixture
def drafter(unit) -> User:
    return make.person(Role.DRAFTER, unit, username="canbo", full_name="Nguyễn Thị Ánh")


@pytest.fixture
def head(unit) -> User:
    return make.person(Role.HEAD, unit, username="thutruong", full_name="Đặng Văn Đức", position="Chủ tịch UBND xã")


@pytest.fixture
def stranger(other_unit) -> User:
    return make.person(Role.DRAFTER, other_unit, username="nguoila", full_name="Bùi Anh Đào")


@pytest.fixture
def secretary(host) -> User:
    return make.person(Role.SECRETARY, host, username="thuongtruc", full_name="Phạm Thị Dung")


@pytest.fixture
def member(host) -> User:
    return make.person(Role.MEMBER, host, username="uyvien", full_name="Trần Thị Ân")


@pytest.fixture
def chair(host) -> User:
    return make.person(Role.CHAIR, host, username="chutich", full_name="Lê Văn An")


@pytest.fixture
def observer(host) -> User:
    return make.person(Role.OBSERVER, host, username="lanhdao", full_name="Nguyễn Huệ")


@pytest.fixture
def administrator(db) -> User:
    return make.UserFactory(username="admin", full_name="Quản trị hệ thống", is_staff=True, is_superuser=True)


@pytest.fixture
def foreigner(db) -> User:
    """The secretary of another council: nothing here is theirs."""
    host = make.UnitFactory(code="UBND-KHAC", name="Ủy ban nhân dân huyện khác", kind=Kind.HOST, cluster=None)
    return make.person(Role.SECRETARY, host, username="thuongtruc.khac")


@pytest.fixture
def campaign(host, unit, other_unit, secretary) -> Campaign:
    """The campaign of 2024, opened on 15 January; the plan is due on 29 February."""
    campaign = make.CampaignFactory(code="PT-2024-001", host=host)
    make.RequirementFactory(campaign=campaign)
    open_campaign(campaign, by=secretary, at=OPENED)
    campaign.refresh_from_db()
    return campaign


@pytest.fixture
def plan(campaign, unit) -> Obligation:
    """The plan that the unit owes, not started."""
    return Obligation.objects.get(campaign=campaign, unit=unit)


@pytest.fixture
def at() -> datetime:
    """A working morning in the campaign, well before the due date."""
    return make.moment(2024, 2, 5)


@pytest.fixture
def submitted_plan(plan, drafter, head, at) -> Obligation:
    """The plan as the council has it: complete, signed, handed in on time."""
    complete_plan(plan, by=drafter, at=at)
    advance(plan, "send", by=drafter, at=at)
    advance(plan, "submit", by=head, at=at)
    return plan


@pytest.fixture
def place(campaign, unit, drafter, head, secretary, member, chair, observer, settings) -> Place:
    """Everything that an address can name: a draft, a hand-in, files, reports, a campaign in preparation."""
    settings.DEMO = True
    return furnish(campaign, unit, drafter=drafter, head=head, secretary=secretary)
