"""Reports after a reorganisation, and beside a campaign's targets: by hand, and the same again later."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from campaigns.calendar import VIET_NAM
from campaigns.models import Campaign, CampaignTarget
from campaigns.opening import open_campaign
from portal.reports import asking, facts, making
from portal.reports.comparison import comparisons
from portal.reports.render_docx import docx
from portal.reports.render_pdf import pdf
from tests import factories as make
from tests.papers import words_of
from units.models import Succession
from units.workflow import content_hash

pytestmark = pytest.mark.django_db
THEN, NOW = make.end_of(2024, 3, 31), make.end_of(2025, 3, 31)
LAW = "Nghị quyết 1286/NQ-UBTVQH15"


def at(year, month, day) -> datetime:
    return datetime(year, month, day, 9, tzinfo=VIET_NAM)


@pytest.fixture
def merged(history, unit, other_unit, host, secretary):
    """The two units of 2024 became one on 1 January 2025; it takes part in the campaign of 2025, in another cluster."""
    cluster = make.ClusterFactory(code="CUM-MOI", name="Cụm mới")
    new = make.UnitFactory(code="10096-HP", name="Ủy ban nhân dân xã Hồng Phú", parent=host, cluster=cluster)
    type(unit).objects.filter(pk__in=[unit.pk, other_unit.pk]).update(active_until=make.date(2024, 12, 31))
    campaign = make.CampaignFactory(
        code="PT-2025-001", host=host, year=2025, starts_on=make.date(2025, 1, 1), ends_on=make.date(2025, 12, 31)
    )
    make.RequirementFactory(campaign=campaign, due_on=make.date(2025, 2, 28))
    open_campaign(campaign, by=secretary, at=at(2025, 1, 15))
    campaign.refresh_from_db()
    return campaign, new


def follow(before, after, *, on=None, recorded=None, **more):
    defaults = {"kind": "merge", "legal_basis": LAW, "effective_on": on or make.date(2025, 1, 1)}
    row = Succession(predecessor=before, successor=after, **defaults | more)
    row.recorded_at = recorded or at(2025, 1, 2)
    row.save()
    return row


def year_ago(campaign, **scope):
    return next(
        one for one in facts.read(campaign, at=NOW, **scope).snapshot()["compared"] if one["span"] == "year_ago"
    )


def test_without_a_succession_the_earlier_units_stand_for_themselves(merged):
    campaign, _new = merged

    told = year_ago(campaign)

    assert {row["code"] for row in told["units"]} == {"10054", "10060"}
    assert told["followed"] == []


def test_comparisons_follow_the_successor_into_its_cluster(merged, unit, other_unit):
    campaign, new = merged
    for one in (unit, other_unit):
        follow(one, new)

    told = year_ago(campaign)

    assert [(row["code"], row["due"], row["accepted"]) for row in told["units"]] == [("10096-HP", 2, 1)]
    assert [(row["key"], row["due"]) for row in told["clusters"]] == [("CUM-MOI", 2)]
    assert [(row["before"], row["by"]) for row in told["followed"]] == [
        ("Ủy ban nhân dân xã Đại Yên", "10096-HP"),
        ("Ủy ban nhân dân xã Tốt Động", "10096-HP"),
    ]
    assert year_ago(campaign, cluster="CUM-MOI")["totals"] == told["totals"]


def test_a_chain_of_successions_ends_in_the_unit_that_takes_part(merged, unit, host):
    campaign, new = merged
    between = make.UnitFactory(code="GIUA", parent=None, cluster=unit.cluster)
    follow(unit, between)
    follow(between, new, on=make.date(2025, 2, 1))

    assert {row["code"]: row["due"] for row in year_ago(campaign)["units"]} == {"10096-HP": 1, "10060": 1}


def test_of_a_unit_that_was_split_the_main_successor_goes_on(merged, unit, host):
    campaign, new = merged
    part = make.UnitFactory(code="PHAN", parent=host, cluster=unit.cluster)
    follow(unit, new, kind="split")
    follow(unit, part, kind="split", is_main=False)

    assert "10096-HP" in {row["code"] for row in year_ago(campaign)["units"]}


def test_what_is_written_down_later_changes_no_earlier_report(merged, unit, other_unit):
    campaign, new = merged
    follow(unit, new)
    before = facts.read(campaign, at=NOW).snapshot()
    follow(other_unit, new, recorded=at(2025, 4, 2))
    follow(unit, other_unit, recorded=at(2025, 4, 2))

    assert content_hash(facts.read(campaign, at=NOW).snapshot()) == content_hash(before)


def test_every_face_says_whose_figures_they_were(merged, unit, other_unit, secretary, client):
    campaign, new = merged
    for one in (unit, other_unit):
        follow(one, new)
    report = asking.ask(campaign, at=NOW, by=secretary)
    assert making.make_next()
    report.refresh_from_db()
    note = comparisons(report.snapshot, report.words)[-1].notes[0]
    client.force_login(secretary)

    assert "Hồng Phú" in note
    assert "Đại Yên" in note
    assert note in client.get(report.get_absolute_url()).content.decode()
    assert note in words_of(docx(report, address="https://portal.example.vn/"))
    assert pdf(report, address="https://portal.example.vn/").startswith(b"%PDF")


def test_successions_are_only_added_and_never_in_a_circle(merged, unit, other_unit):
    row = follow(unit, other_unit)
    with pytest.raises(DatabaseError), transaction.atomic():
        Succession.objects.filter(pk=row.pk).update(note="x")
    with pytest.raises(ValidationError):
        Succession(
            predecessor=other_unit, successor=unit, effective_on=make.date(2025, 1, 1), kind="merge", legal_basis=LAW
        ).full_clean()


# --- targets ---------------------------------------------------------------------------------------------------------


def aim(campaign: Campaign, figure: str, value, *, set_at=None, **more) -> CampaignTarget:
    facts = {"source": "Kế hoạch 12/KH-UBND", "decided_on": make.date(2024, 1, 10)}
    row = CampaignTarget(campaign=campaign, figure=figure, value=value, **facts | more)
    row.set_at = set_at or make.moment(2024, 1, 20)
    row.save()
    return row


def told_of(campaign, secretary):
    report = asking.ask(campaign, at=THEN, by=secretary)
    assert making.make_next()
    report.refresh_from_db()
    return report


def test_a_target_stands_beside_what_was_reached(history, secretary):
    aim(history, "submitted", Decimal(50))
    aim(history, "on_time", Decimal(95))
    aim(history, "submitted", Decimal(99), group="school")
    report = told_of(history, secretary)
    word = words_of(docx(report, address="https://portal.example.vn/"))

    assert [row["value"] for row in report.snapshot["targets"]] == ["95", "50", "99"]
    assert "Kế hoạch 12/KH-UBND" in word
    assert "Đạt 1/2 mục tiêu" in report.paper.assessment  # of schools nothing was due
    assert "Tỷ lệ nộp đúng hạn" in report.paper.limits


def test_the_last_word_on_a_target_counts_and_an_empty_one_takes_it_back(history):
    aim(history, "submitted", Decimal(50))
    aim(history, "submitted", Decimal(70), set_at=make.moment(2024, 2, 1))
    aim(history, "accepted", Decimal(10))
    aim(history, "accepted", None, set_at=make.moment(2024, 2, 1))
    before = facts.read(history, at=THEN).snapshot()
    aim(history, "submitted", Decimal(100), set_at=make.moment(2024, 4, 2))

    assert [row["value"] for row in before["targets"]] == ["70"]
    assert content_hash(facts.read(history, at=THEN).snapshot()) == content_hash(before)
    assert [row["value"] for row in facts.read(history, at=make.end_of(2024, 4, 30)).snapshot()["targets"]] == ["100"]


def test_targets_are_only_added(history):
    row = aim(history, "submitted", Decimal(50))
    with pytest.raises(DatabaseError), transaction.atomic():
        CampaignTarget.objects.filter(pk=row.pk).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        aim(history, "indicator", Decimal(50))
    with pytest.raises(DatabaseError), transaction.atomic():
        aim(history, "submitted", Decimal(101))


def test_the_administrator_adds_them_and_changes_none(history, unit, other_unit, administrator, client):
    client.force_login(administrator)
    data = {"campaign": history.pk, "figure": "submitted", "value": "95", "source": "KH 12", "decided_on": "10/01/2024"}
    assert (
        client.post("/admin/campaigns/campaigntarget/add/", {**data, "indicator": "", "group": ""}).status_code == 302
    )
    kept = CampaignTarget.objects.get()
    assert kept.set_by == administrator
    own = {"predecessor": unit.pk, "successor": other_unit.pk, "effective_on": "01/01/2025", "kind": "merge"}
    more = {"is_main": "on", "legal_basis": LAW}
    assert client.post("/admin/units/succession/add/", {**own, **more}).status_code == 302
    for path in (f"campaigns/campaigntarget/{kept.pk}", f"units/succession/{Succession.objects.get().pk}"):
        assert client.post(f"/admin/{path}/change/", data).status_code == 403
        assert client.post(f"/admin/{path}/delete/", {"post": "yes"}).status_code == 403
