"""The sample's commendations of 2024: forty at the year's end in all states, timely praise, a ballot, decisions."""

from collections import Counter

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils.timezone import localdate

from campaigns.models import LegalBasis
from conduct.models import AgendaItem, Decision, Manner, Nomination, NominationState
from conduct.nomination_rules import problems
from portal.sample.awards import load_awards
from portal.sample.nominations import load_nominations
from portal.sample.people import load_people
from tests import factories as make
from tests.crowd import settle
from tests.portal.test_sample_sessions import DECREES
from units.models import Kind, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Load it once for all tests of this file, in a council of the units that it names and as many more as it needs."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(DEMO_PASSWORD="x" * 12):
        host = load(make.UnitFactory(code="UBND-CM", kind=Kind.HOST, cluster=None, name="Ủy ban nhân dân huyện Ví Dụ"))
        settle()
        yield host
        transaction.set_rollback(True)


def load(host):
    for number, since, until in DECREES:
        facts = {"title": "Nghị định", "issued_on": since, "valid_from": since, "valid_until": until}
        LegalBasis.objects.create(number=number, **facts)
    load_awards()
    for code in ("10018", "10060", *(f"2{number:04d}" for number in range(24))):
        make.UnitFactory(code=code, parent=host, short_name=f"Xã Số {code}")
    for code in ("TH-10018", *(f"MN-{number}" for number in range(12))):
        make.UnitFactory(code=code, parent=host, kind=Kind.KINDERGARTEN, short_name=f"Trường {code}")
    for code in ("NV", "GDDT"):
        make.UnitFactory(code=code, parent=host, kind=Kind.DEPARTMENT, short_name=f"Phòng {code}")
    load_people(host, list(Unit.objects.below(host)))
    load_nominations(host, make.CampaignFactory(host=host, year=2024))
    return host


def test_forty_are_proposed_at_the_years_end_and_most_are_decided(loaded):
    year_end = Nomination.objects.filter(is_short_way=False)
    states = Counter(year_end.values_list("state", flat=True))

    assert year_end.count() == 40
    assert set(states) >= {
        *("drafting", "signing", "submitted", "returned", "eligible", "not_eligible"),
        *("not_approved", "published", "revoked"),
    }
    assert states["published"] + states["not_approved"] + states["revoked"] >= 30
    assert {row.subject for row in year_end} == {"person", "collective", "household"}


def test_the_ballot_was_secret_where_the_rule_asks_for_it(loaded):
    manners = Counter(AgendaItem.objects.values_list("manner", flat=True))

    assert manners[Manner.SECRET] >= 8
    assert manners[Manner.OPEN] >= 15


def test_timely_praise_was_given_in_june_and_by_two_ways(loaded):
    praised = Nomination.objects.filter(is_short_way=True)

    assert {row.state for row in praised} == {NominationState.PUBLISHED}
    assert {localdate(row.received_at).month for row in praised} == {6}
    assert sorted(praised.values_list("award__code", flat=True)) == ["bieu-duong"] + ["giay-khen-dot-xuat"] * 2


def test_decisions_name_those_who_were_awarded(loaded):
    june, december = Decision.objects.order_by("issued_on")

    assert (june.number, december.number) == ("1386/QĐ-UBND", "2871/QĐ-UBND")
    assert june.lines.count() == 2
    assert december.lines.exclude(struck_at=None).count() == 1
    assert december.lines.count() == Nomination.objects.filter(lines__decision=december).count() >= 20


def test_what_was_handed_in_was_complete_and_names_are_no_ones_twice(loaded):
    for row in Nomination.objects.exclude(state__in=["revoked"]).filter(is_short_way=False):
        assert list(problems(row, at=row.received_at or make.moment(2024, 12, 9, 10))) == [], row
    people = Nomination.objects.filter(subject="person").values_list("name", "unit")
    assert len(set(people)) == len(people)
