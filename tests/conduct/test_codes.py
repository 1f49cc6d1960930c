"""Codes, versions and clauses: what is published is frozen, checklists are derived."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from conduct.models import Audience, Checklist, Clause, Code, CodeVersion, PublicWindow, Theme, audience_of
from tests import factories as make
from units.models import Kind

DAY = date(2024, 6, 1)


def asked(frequency: str, audience: str, *, on: date = DAY) -> list[str]:
    return [clause.code for clause in Checklist.objects.get(frequency=frequency).clauses(audience, on=on)]


# --- frozen ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", ["versions", "themes", "clauses"])
@pytest.mark.parametrize("attempt", ["update", "delete"])
def test_nothing_of_a_published_version_changes(version, rows, attempt):
    found = {
        "versions": CodeVersion.objects.filter(pk=version.pk),
        "themes": Theme.objects.filter(version=version),
        "clauses": Clause.objects.filter(version=version),
    }[rows]
    column = {"versions": "title", "themes": "name", "clauses": "wording"}[rows]

    with pytest.raises(DatabaseError, match="begin a new one"), transaction.atomic():
        found.update(**{column: "Khác"}) if attempt == "update" else found._raw_delete(found.db)


def test_nothing_is_added_to_a_published_version(version):
    theme = version.themes.first()

    with pytest.raises(DatabaseError, match="begin a new one"), transaction.atomic():
        Clause.objects.create(version=version, theme=theme, code="TG-99", wording="Thêm")
    with pytest.raises(DatabaseError, match="begin a new one"), transaction.atomic():
        Theme.objects.create(version=version, code="ZZ", name="Thêm")


def test_no_clause_is_smuggled_in_from_a_draft(version):
    draft = CodeVersion.objects.create(code=version.code, number=2, title="Bản mới")
    theme = Theme.objects.create(version=draft, code="TG", name="Giờ làm việc")
    clause = Clause.objects.create(version=draft, theme=theme, code="TG-09", wording="Thêm")

    with pytest.raises(DatabaseError, match="begin a new one"), transaction.atomic():
        Clause.objects.filter(pk=clause.pk).update(version=version)


def test_a_code_has_one_draft_at_most(staff_code):
    CodeVersion.objects.create(code=staff_code, number=2, title="Bản mới")

    with pytest.raises(DatabaseError), transaction.atomic():
        CodeVersion.objects.create(code=staff_code, number=3, title="Bản khác")


# --- in force -------------------------------------------------------------------------------------------------------


def test_a_version_is_in_force_until_the_next_one_begins(version, administrator):
    later = CodeVersion.objects.create(code=version.code, number=2, title="Bản mới", valid_from=date(2025, 1, 1))

    assert list(CodeVersion.objects.in_force(on=date(2025, 2, 1)).filter(code=version.code)) == [version]  # a draft
    CodeVersion.objects.filter(pk=later.pk).update(published_at=make.moment(2024, 12, 1), published_by=administrator)

    in_force = {
        day: CodeVersion.objects.in_force(on=day).get(code=version.code).number
        for day in (version.valid_from, date(2024, 12, 31), date(2025, 1, 1), date(2030, 1, 1))
    }
    assert list(in_force.values()) == [1, 1, 2, 2]
    assert not CodeVersion.objects.in_force(on=version.valid_from - timedelta(days=1)).exists()


def test_a_list_of_codes_tells_what_is_in_force(version):
    row = Code.objects.with_version_in_force(on=DAY).get(pk=version.code_id)

    assert row.in_force_id == version.pk


# --- checklists -----------------------------------------------------------------------------------------------------


def test_a_checklist_holds_what_the_unit_itself_can_say_at_that_rhythm(codes):
    monthly, quarterly = asked("monthly", Audience.COMMUNE), asked("quarterly", Audience.COMMUNE)

    assert {"TG-01", "TP-01", "RT-01", "MT-01"} <= set(monthly)
    assert "GD-01" not in monthly  # citizens and inspectors say that
    assert {"TG-03", "LC-01", "TH-01", "NC-03"} <= set(quarterly)
    assert not set(monthly) & set(quarterly)
    assert "KL-01" not in asked("once", Audience.COMMUNE)  # stands in the code only


def test_agencies_without_a_window_are_not_asked_about_procedures(codes):
    assert "TH-01" in asked("quarterly", Audience.WINDOW)
    assert "TH-01" not in asked("quarterly", Audience.OFFICE)


def test_clauses_stand_in_the_order_in_which_the_code_is_read(codes):
    found = asked("once", Audience.WINDOW)

    assert found[:4] == ["TG-01", "TG-02", "TG-03", "TP-01"]
    assert found[-2:] == ["NC-01", "NC-03"]


def test_schools_read_their_own_wording_where_the_law_differs(codes):
    smoking = Clause.objects.get(code="RT-02")

    assert "khuôn viên trường" in smoking.wording_for(Audience.SCHOOL)
    assert "khuôn viên trường" not in smoking.wording_for(Audience.COMMUNE)
    assert Clause.objects.get(code="TG-03").wording_for(Audience.SCHOOL) == Clause.objects.get(code="TG-03").wording


def test_a_unit_belongs_to_the_audience_of_its_kind_and_window(host):
    office = make.UnitFactory(kind=Kind.DEPARTMENT, parent=host)
    window = make.UnitFactory(kind=Kind.DEPARTMENT, parent=host)
    PublicWindow.objects.create(unit=window, since=date(2024, 1, 1), until=date(2024, 6, 30))

    assert audience_of(office, on=DAY) == Audience.OFFICE
    assert audience_of(window, on=DAY) == Audience.WINDOW
    assert audience_of(window, on=date(2024, 7, 1)) == Audience.OFFICE
    assert audience_of(make.UnitFactory(kind=Kind.WARD, parent=host), on=DAY) == Audience.COMMUNE
    assert audience_of(make.UnitFactory(kind=Kind.PRIMARY, parent=host), on=DAY) == Audience.SCHOOL
