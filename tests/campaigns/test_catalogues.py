"""The catalogues that come with the portal: holidays, legal bases, school years, indicators."""

import csv
import itertools
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
import tablib
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.forms.models import model_to_dict

from campaigns.models import (
    ActivityKind,
    Aggregation,
    Holiday,
    Indicator,
    IndicatorValue,
    LegalBasis,
    Prefill,
    ProgressReport,
    SchoolYear,
    ValueType,
)
from campaigns.resources import IndicatorResource

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


# --- indicators ------------------------------------------------------------------------------------------------------


def filled() -> dict[str, Indicator]:
    call_command("fill_indicators", stdout=StringIO())
    return {indicator.code: indicator for indicator in Indicator.objects.all()}


def test_each_indicator_says_what_is_counted_in_which_measure_and_where_that_is_asked_for():
    for indicator in filled().values():
        indicator.full_clean()
        assert indicator.definition and indicator.measure and indicator.source and indicator.section, indicator.code


def test_the_catalogue_holds_every_figure_that_the_movement_reports():
    known = filled()

    counted = {kind for row in known.values() if row.prefill == Prefill.ENTRIES for kind in row.prefill_kinds}
    assert counted == set(ActivityKind.values)
    assert {row.value_type for row in known.values()} == set(ValueType)
    assert {row.aggregation for row in known.values()} == set(Aggregation)
    assert len([code for code in known if code.startswith("incidents-")]) == 13
    named = ["households-reached", "documents-in", "documents-out", "documents-via-system", "documents-signed"]
    named += ["paper-sheets", "procedures-posted", "procedures-reviewed", "procedures-shortened", "minutes-saved"]
    named += ["staff-conferences", "members-praised", "initiatives"]
    assert set(named) <= set(known)


def test_filling_indicators_twice_keeps_what_the_office_wrote():
    Indicator.objects.create(
        code="initiatives", name="Sáng kiến (huyện)", definition="Theo quy chế", measure="sáng kiến"
    )

    number = len(filled())

    assert len(filled()) == number == 56
    assert Indicator.objects.get(code="initiatives").name == "Sáng kiến (huyện)"


def test_a_share_names_its_part_and_whole_and_is_never_averaged():
    share = Indicator(code="ty-le", name="Tỷ lệ", definition="Phần trên tổng", measure="%", value_type=ValueType.RATIO)
    with pytest.raises(ValidationError, match="tên tử số"):
        share.full_clean()

    share.part_label, share.whole_label, share.aggregation = "đạt", "tổng", Aggregation.MEAN
    with pytest.raises(ValidationError, match="từ tử số và mẫu số"):
        share.full_clean()


def test_what_units_have_reported_keeps_its_type(plan):
    indicator = filled()["paper-sheets"]
    report = ProgressReport.objects.create(obligation=plan)
    IndicatorValue.objects.create(report=report, indicator=indicator, amount=500)

    indicator.name = "Số tờ giấy"
    indicator.full_clean()
    indicator.value_type = ValueType.MONEY
    with pytest.raises(ValidationError, match="ngừng dùng"):
        indicator.full_clean()


def test_the_catalogue_comes_back_from_a_sheet_as_it_went_out():
    before = [model_to_dict(row, exclude=["id"]) for row in filled().values()]
    sheet = IndicatorResource().export()
    Indicator.objects.all().delete()

    result = IndicatorResource().import_data(tablib.Dataset().load(sheet.csv, "csv"), raise_errors=True)

    assert not result.has_errors()
    assert [model_to_dict(row, exclude=["id"]) for row in Indicator.objects.all()] == before


def test_a_sheet_with_a_kind_that_is_none_is_refused_whole():
    filled()
    sheet = tablib.Dataset().load(IndicatorResource().export().csv, "csv")
    column = sheet.headers.index("prefill_kinds")
    row = list(sheet[0])
    row[column] = "gap-mat"
    sheet[0] = row

    result = IndicatorResource().import_data(sheet, use_transactions=True, rollback_on_validation_errors=True)

    assert result.has_validation_errors() or result.has_errors()
