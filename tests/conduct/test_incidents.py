"""Incidents in public places: counted by units month by month, years compared, never a name."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conduct.incidents import CountRefused, Pair, Tally, compare, count_incident, count_month
from conduct.models import Incident, IncidentMonth
from conduct.models.incident import is_open
from tests import factories as make


def this_month() -> date:
    return localdate().replace(day=1)


def address(month: date | None = None) -> str:
    month = month or this_month()
    return f"/incidents/{month.year}/{month.month}/"


LINE = {"kind": "litter", "place": "road", "number": "4", "handled": "3", "action": "add"}


@pytest.fixture
def drafters(client, drafter):
    client.force_login(drafter)
    return client


# --- counting -------------------------------------------------------------------------------------------------------


def test_a_unit_counts_and_a_newer_number_stands(drafters, unit, drafter):
    drafters.post(address(), LINE)
    drafters.post(address(), LINE | {"number": "6"})

    line = Incident.objects.get()
    assert (line.number, line.handled, line.report.unit, line.report.noted_by) == (6, 3, unit, drafter)
    assert "Xả rác" in drafters.get(address()).content.decode()


def test_a_month_without_any_is_told_apart_from_one_that_was_not_counted(drafters, unit):
    assert "Chưa ghi số vụ việc" in drafters.get(address()).content.decode()

    drafters.post(address(), {"action": "none"})

    assert IncidentMonth.objects.get(unit=unit).incidents.count() == 0
    assert "Tháng này không có vụ việc" in drafters.get(address()).content.decode()


def test_more_cannot_be_dealt_with_than_happened(drafters):
    page = drafters.post(address(), LINE | {"handled": "5"}).content.decode()

    assert "Số vụ đã xử lý lớn hơn" in page
    assert 'value="5"' in page
    assert not Incident.objects.exists()


def test_the_database_refuses_more_dealt_with_than_happened(unit, drafter):
    line = count_incident(unit, this_month(), Incident(kind="litter", place="road", number=4), by=drafter)
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.filter(pk=line.pk).update(handled=5)


def test_a_line_is_taken_out_by_its_own_unit_only(client, drafters, stranger):
    drafters.post(address(), LINE)
    line = Incident.objects.get()
    client.force_login(stranger)
    assert client.post(f"/incidents/{line.pk}/remove/").status_code == 404
    assert Incident.objects.exists()

    client.force_login(line.report.noted_by)
    client.post(f"/incidents/{line.pk}/remove/")
    assert not Incident.objects.exists()


def test_nobody_counts_for_another_unit(unit, stranger):
    with pytest.raises(CountRefused):
        count_month(unit, this_month(), by=stranger)


def test_a_month_that_is_long_over_stands(drafters, unit, drafter):
    old = (this_month() - timedelta(days=120)).replace(day=1)

    assert "đã khóa" in drafters.post(address(old), LINE, follow=True).content.decode()
    assert not IncidentMonth.objects.exists()
    with pytest.raises(CountRefused):
        count_month(unit, old, by=drafter)


@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2024, 4, 30), False), (date(2024, 5, 1), True), (date(2024, 7, 30), True), (date(2024, 7, 31), False)],
)
def test_a_month_is_open_from_its_first_day_until_sixty_days_after_its_end(on, expected):
    assert is_open(date(2024, 5, 1), on=on) == expected


def test_a_month_that_is_none_is_not_there(drafters):
    assert drafters.get("/incidents/2024/13/").status_code == 404


# --- comparing ------------------------------------------------------------------------------------------------------


def tally(year: int, month: int, number: int, *, unit: str = "A", kind: str = "litter") -> Tally:
    return Tally(unit, date(year, month, 1), kind, "road", number, 0)


def test_a_year_beside_the_one_before_by_hand():
    rows = [tally(2023, 3, 10), tally(2024, 3, 7), tally(2024, 5, 1), tally(2023, 11, 30), tally(2022, 3, 99)]

    found = compare(rows, 2024, lambda one: one.kind, until=6)["litter"]

    assert found == Pair(now=8, before=10)
    assert found.change == Decimal("-20.00")
    assert Pair(now=3).change is None  # there was nothing to compare with
    assert Pair(now=3, before=2).change == Decimal("50.00")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.builds(tally, st.integers(2022, 2025), st.integers(1, 12), st.integers(1, 50), unit=st.sampled_from("AB")),
        max_size=30,
    ),
    st.integers(1, 12),
)
def test_comparisons_are_what_a_naive_sum_gives(rows, until):
    found = compare(rows, 2024, lambda one: one.unit, until=until)

    for unit in "AB":
        sums = {
            year: sum(r.number for r in rows if r.unit == unit and r.month.year == year and r.month.month <= until)
            for year in (2023, 2024)
        }
        pair = found.get(unit, Pair())
        assert (pair.now, pair.before) == (sums[2024], sums[2023])


def test_the_council_compares_and_takes_the_rows_along(client, unit, other_unit, drafter, secretary):
    month = this_month()
    last_year = month.replace(year=month.year - 1)
    count_incident(unit, month, Incident(kind="litter", place="road", number=4, handled=3), by=drafter)
    earlier = IncidentMonth.objects.create(
        unit=unit, month=last_year, noted_by=drafter, noted_at=make.moment(last_year.year, last_year.month, 2)
    )
    Incident.objects.create(report=earlier, kind="litter", place="road", number=8)
    client.force_login(secretary)

    page = client.get("/council/incidents/").content.decode()
    assert f"4 vụ việc năm {month.year}, năm trước 8 vụ việc" in page
    assert "-50,00" in page
    assert "chưa báo" in page  # the other commune has not counted

    narrowed = client.get("/council/incidents/?kind=noise").content.decode()
    assert f"0 vụ việc năm {month.year}" in narrowed

    book = openpyxl.load_workbook(BytesIO(client.get("/council/incidents/?format=xlsx").getvalue()))
    rows = list(book.active.iter_rows(values_only=True))[1:]
    assert [(row[2], row[4], row[5]) for row in rows] == [("Xả rác", 8, 0), ("Xả rác", 4, 3)]


def test_another_council_sees_no_count(client, unit, drafter, foreigner):
    count_incident(unit, this_month(), Incident(kind="litter", place="road", number=4), by=drafter)
    client.force_login(foreigner)

    page = client.get("/council/incidents/").content.decode()
    assert f"0 vụ việc năm {localdate().year}" in page
    assert str(unit) not in page
