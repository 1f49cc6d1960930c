"""What is asked for beside the requirements: on the unit's list, in its notices, in no campaign's figures."""

import csv
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.timezone import localdate

from campaigns.actions import owe, save_draft
from campaigns.calendar import next_working_day
from campaigns.facts import beside_campaigns, ledger
from campaigns.figures import figures
from campaigns.models import Holiday, Obligation, Paper
from portal import notices
from portal.council import council
from portal.models import Notice
from portal.people import work_of
from tests import factories as make
from tests.story import attach_scan
from units.clock import db_now
from units.models import Kind
from units.workflow import Reason, advance

pytestmark = pytest.mark.django_db
REMEDY = "Khắc phục: biển chỉ dẫn ở Bộ phận Một cửa"


@pytest.fixture
def now():
    return db_now()


@pytest.fixture
def remedy(unit, host, secretary, now):
    facts = {"kind": "paper", "title": REMEDY, "due_at": now + timedelta(days=10)}
    return owe(unit=unit, host=host, by=secretary, at=now - timedelta(hours=2), **facts)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def write_up(remedy, *, by, at):
    def write(row):
        facts = {"number": "05/BC-UBND", "issued_on": at.date(), "signer_name": "Đặng Văn Đức", "summary": "Đã sửa"}
        Paper.objects.create(obligation=row, **facts)
        attach_scan(row, by=by, at=at)

    save_draft(remedy, write, by=by, version=remedy.version, at=at)


def test_it_is_due_on_a_working_day_ahead_and_stands_as_everything_owed_does(unit, host, secretary):
    Holiday.objects.create(day=make.date(2024, 9, 2), name="Quốc khánh")
    at = make.moment(2024, 8, 20)

    row = owe(unit=unit, host=host, kind="paper", title="X", due_at=make.moment(2024, 8, 31), by=secretary, at=at)

    assert row.due_at == row.effective_due_at == row.next_due_at == make.end_of(2024, 9, 3)
    assert (row.opens_at, row.locks_at) == (at, row.due_at + timedelta(days=60))
    assert (row.cluster, row.group, row.host, row.participation) == (unit.cluster, "agency", host, None)
    assert (row.changed_by, row.state) == (secretary, "pending")


def test_a_date_that_has_passed_gives_the_days_of_notice(unit, host, campaign):
    at = make.moment(2024, 6, 10)

    row = owe(
        unit=unit, host=host, kind="paper", title="X", due_at=make.moment(2024, 6, 1), by=None, at=at, campaign=campaign
    )

    assert row.due_at == make.end_of(2024, 6, 17)  # five days of notice end on a Saturday
    assert row.participation == campaign.participations.get(unit=unit)


def test_the_unit_writes_signs_and_hands_in_and_the_council_decides(remedy, drafter, head, secretary, now):
    clerk, chief, office = signed_in(drafter), signed_in(head), signed_in(secretary)
    assert REMEDY in clerk.get("/todo/").content.decode()
    assert clerk.get("/todo/?format=xlsx").status_code == 200
    for page in ("", "edit/", "edit/heading/", "edit/check/"):
        assert clerk.get(f"{remedy.get_absolute_url()}{page}").status_code == 200
    write_up(remedy, by=drafter, at=now)
    assert chief.get(f"{remedy.get_absolute_url()}submit/").status_code == 200
    advance(remedy, "submit", by=head)

    assert REMEDY in office.get("/council/review/").content.decode()
    for page in (f"/council/review/{remedy.pk}/", remedy.get_absolute_url(), f"{remedy.get_absolute_url()}extend/"):
        assert office.get(page).status_code == 200
    reasons = [Reason("other", "", "Thiếu ảnh")]
    advance(remedy, "return", by=secretary, reasons=reasons, due_at=now + timedelta(days=5))
    advance(remedy, "submit", by=head)
    advance(remedy, "accept", by=secretary)
    assert REMEDY in clerk.get("/todo/").content.decode()


def test_it_is_extended_waived_and_taken_back_like_all_else(remedy, secretary, now):
    advance(remedy, "extend", by=secretary, note="Chờ vật tư", due_at=now + timedelta(days=40))
    advance(remedy, "waive", by=secretary, note="Đã dời trụ sở")
    advance(remedy, "unwaive", by=secretary, note="Nhầm")

    assert remedy.effective_due_at == (now + timedelta(days=40)).replace(microsecond=0)
    assert remedy.locks_at == remedy.effective_due_at + timedelta(days=60)


def test_notices_and_hand_over_know_it(remedy, drafter, head, unit, host, secretary, now):
    Notice.objects.all().delete()
    notices.make(at=now - timedelta(days=30))
    later = owe(unit=unit, host=host, kind="paper", title="Y", due_at=now + timedelta(days=30), by=secretary, at=now)
    notices.make(at=now + timedelta(minutes=1))
    told = Notice.objects.filter(obligation=later).values_list("person__username", "step")
    assert set(told) == {("canbo", "opened"), ("thutruong", "opened")}

    due_on = next_working_day(localdate() + timedelta(days=10), Holiday.objects.days())
    notices.make(at=make.moment(due_on.year, due_on.month, due_on.day))
    assert Notice.objects.filter(obligation=remedy, person=drafter, step="due_today").count() == 1
    assert {row.title for row in work_of(unit, at=now).to_begin} >= {REMEDY, "Y"}


@pytest.mark.parametrize("in_campaign", [False, True])
def test_it_counts_in_no_campaigns_figures(in_campaign, campaign, unit, host, secretary, drafter, now, tmp_path):
    facts = {"kind": "paper", "title": REMEDY, "due_at": now + timedelta(days=1), "campaign": None}
    facts["campaign"] = campaign if in_campaign else None
    before = ledger(campaign)
    remedy = owe(unit=unit, host=host, by=secretary, at=now - timedelta(days=1), **facts)

    assert ledger(campaign) == before
    seen = council(secretary, campaign.code)
    assert remedy.pk not in {one.row.obligation_id for one in seen.picture.items}
    call_command("export_ledger", campaign=campaign.code, out=tmp_path, verbosity=0)
    with (tmp_path / "obligations.csv").open(encoding="utf-8") as file:
        assert str(remedy.pk) not in {row["id"] for row in csv.DictReader(file)}
    assert signed_in(drafter).get(f"/campaigns/{campaign.code}/").status_code == 200


def test_the_councils_page_of_the_unit_lists_and_counts_it_apart(remedy, campaign, unit, secretary, foreigner, now):
    address = f"/council/units/{unit.code}/"
    assert REMEDY in signed_in(secretary).get(address).content.decode()
    assert signed_in(foreigner).get(address).status_code == 404

    mine = Obligation.objects.under_council(secretary).beside_campaigns()
    assert figures(beside_campaigns(mine), at=now).due == 0
    assert figures(beside_campaigns(mine), at=remedy.due_at).overdue == 1


def test_a_host_owes_itself_nothing(host, secretary, now):
    assert Kind(host.kind).group is None
    with pytest.raises(ValueError, match="UBND-CM"):
        owe(unit=host, host=host, kind="paper", title="X", due_at=now + timedelta(days=1), by=secretary, at=now)
