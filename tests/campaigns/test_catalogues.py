"""The catalogues that come with the portal: holidays, legal bases, school years."""

import csv
import itertools
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from campaigns.models import Holiday, LegalBasis, SchoolYear

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[2] / "portal" / "sample" / "data"


def rows_of(name: str) -> list[dict]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return [{key: value or None for key, value in row.items()} for row in csv.DictReader(file)]


def test_filling_holidays_twice_adds_them_once_and_keeps_what_was_written():
    Holiday.objects.create(day=date(2024, 2, 10), name="Tết (theo thông báo của huyện)")
    Holiday.objects.create(day=date(2024, 7, 1), name="Nghỉ theo quyết định riêng")

    call_command("fill_holidays", years=[2023, 2027], stdout=StringIO())
    number = Holiday.objects.count()
    call_command("fill_holidays", years=[2023, 2027], stdout=StringIO())

    assert Holiday.objects.count() == number
    assert Holiday.objects.get(day=date(2024, 2, 10)).name == "Tết (theo thông báo của huyện)"
    assert {date(2024, 2, 9), date(2024, 4, 30), date(2024, 7, 1), date(2027, 9, 2)} <= Holiday.objects.days()


def test_years_in_the_wrong_order_are_refused():
    with pytest.raises(CommandError):
        call_command("fill_holidays", years=[2027, 2023])


def test_the_legal_bases_are_rows_with_a_validity():
    for row in rows_of("legal_bases.csv"):
        basis = LegalBasis(**row)
        basis.full_clean()
        basis.save()

    valid_then = {basis.number for basis in LegalBasis.objects.all() if basis.is_valid(on=date(2024, 1, 15))}
    valid_now = {basis.number for basis in LegalBasis.objects.all() if basis.is_valid(on=date(2026, 1, 15))}
    assert "98/2023/NĐ-CP" in valid_then - valid_now
    assert "152/2025/NĐ-CP" in valid_now - valid_then


def test_the_school_years_follow_one_another():
    for row in rows_of("school_years.csv"):
        year = SchoolYear(**row)
        year.full_clean()
        year.save()

    years = list(SchoolYear.objects.all())
    assert len(years) == 4
    assert all(before.end < after.start for before, after in itertools.pairwise(years))
