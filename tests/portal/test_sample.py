"""The sample: whole, alive, the same on every machine, and never outside the demo."""

import io
import re
from collections import Counter
from datetime import datetime

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import translation
from django.utils.timezone import localdate

from campaigns import facts
from campaigns.figures import Figures, by, figures
from campaigns.gate import inspect
from campaigns.models import (
    ActivityEntry,
    ActivityPhoto,
    Campaign,
    Evidence,
    EvidenceUse,
    ExtensionRequest,
    Obligation,
    ObligationEvent,
    State,
)
from conduct.codes import publish, remove_clause, start_version, store_version
from conduct.declared import parts
from conduct.freezing import checklist
from conduct.models import (
    Clause,
    Code,
    CodeVersion,
    Feedback,
    FeedbackLink,
    Inspection,
    SampleDraw,
    Violation,
    ViolationPerson,
    Visit,
)
from conduct.rules import checklist_problems
from conduct.sampling import draw
from portal.models import CadenceChoice, ReportDelivery, ReportPaper, ReportSchedule
from portal.reports import facts as report_facts
from portal.sample.guard import refuse_demo_accounts
from tests import factories as make
from tests.crowd import settle
from tests.place import fingerprint
from units.clock import db_now
from units.models import Membership, Role, Succession, Unit, User
from units.workflow import content_hash

# changes with the sample only, never with the machine, the day or the run
HASH_OF_2024 = "dec382e3a12c7dce7a38ebc0fff674f29dbd49374d78151e34006620340fbaab"


@pytest.fixture(scope="module")
def files(django_db_setup, django_db_blocker, tmp_path_factory):
    """Load the sample once for this module, give the folder of its files, throw all of it away at the end."""
    folder = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), override_settings(DEMO=True, MEDIA_ROOT=folder), transaction.atomic():
        call_command("load_sample", stdout=io.StringIO())
        settle()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = DEFAULT")
        yield folder
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _as_in_the_demo(files, settings):
    settings.DEMO, settings.MEDIA_ROOT = True, files


pytestmark = pytest.mark.django_db


def test_it_has_the_districts_46_agencies_and_78_schools():
    groups = Counter(unit.group for unit in Unit.objects.below(Unit.objects.get(kind="host")))

    assert groups["agency"] == 46
    assert groups["school"] == 78


def test_every_unit_has_a_drafter_and_a_head_and_the_council_its_members():
    for unit in Unit.objects.below(Unit.objects.get(kind="host")):
        assert User.objects.filter(username=f"canbo.{unit.code.lower()}").exists()
        assert User.objects.filter(username=f"thutruong.{unit.code.lower()}").exists()
    assert Membership.objects.filter(role=Role.MEMBER).count() == 9
    assert User.objects.get(username="uyvien1").memberships.filter(unit__code="NV", role=Role.HEAD).exists()
    assert User.objects.get(username="uyvien2").memberships.filter(unit__code="GDDT", role=Role.HEAD).exists()


def test_the_closed_year_has_the_same_figures_on_every_machine():
    rows = facts.ledger(Campaign.objects.get(code="PT-2024-001"))

    told = figures(rows, at=make.end_of(2024, 12, 14))

    assert (told.due, told.submitted, told.on_time, told.accepted, told.waived) == (2630, 2546, 2339, 2546, 6)


def test_the_running_year_has_work_in_every_state():
    running = Campaign.objects.running().get()

    states = set(Obligation.objects.filter(campaign=running).values_list("state", flat=True))

    assert states == set(State.values)
    assert Obligation.objects.filter(campaign=running).overdue_now().exists()
    assert Obligation.objects.filter(campaign=running, waived_at__isnull=False).exists()


def test_every_hand_in_of_the_sample_was_complete_by_the_rules():
    for obligation in Obligation.objects.filter(state=State.SUBMITTED).select_related("unit", "campaign"):
        assert obligation.problems() == []


def test_the_scans_that_it_draws_pass_the_gate():
    evidence = Evidence.objects.filter(name__startswith="ke-hoach", mime="application/pdf").first()
    with evidence.file.open() as file:
        facts_of_file = inspect(ContentFile(file.read()), evidence.name, max_bytes=25 * 2**20)

    assert (facts_of_file.mime, facts_of_file.sha256) == ("application/pdf", evidence.sha256)


def test_it_is_not_loaded_twice():
    with pytest.raises(CommandError):
        call_command("load_sample")
    call_command("load_sample", if_empty=True)


def test_production_does_not_start_with_the_demos_accounts(settings):
    settings.DEMO = settings.TESTING = False

    with pytest.raises(ImproperlyConfigured):
        refuse_demo_accounts()


def test_the_sample_is_refused_outside_the_demo(settings):
    settings.DEMO = False

    with pytest.raises(CommandError):
        call_command("load_sample")


def test_units_have_noted_what_they_did_and_only_within_their_campaign():
    for campaign in Campaign.objects.all():
        entries = ActivityEntry.objects.filter(campaign=campaign)

        assert entries.values("unit").distinct().count() > 20
        assert not entries.exclude(held_on__range=(campaign.starts_on, campaign.ends_on)).exists()
        assert not entries.filter(noted_at__gt=db_now()).exists()


# --- self-assessments -----------------------------------------------------------------------------------------------


def test_every_unit_is_asked_for_a_checklist_each_month_and_each_quarter_of_2024():
    asked = Obligation.objects.filter(campaign__code="PT-2024-001", kind="checklist")

    assert Counter(asked.values_list("requirement__frequency", flat=True)) == {
        "monthly": 12 * 124,
        "quarterly": 4 * 124,
    }


def test_some_checklists_are_late_missing_or_came_back():
    told = by_requirement(Campaign.objects.get(code="PT-2024-001"))["tu-danh-gia-thang"]

    assert 0.9 < told.submitted / told.due < 0.99
    assert 0.8 < told.on_time / told.due < 0.95
    events = ObligationEvent.objects.filter(obligation__kind="checklist", obligation__campaign__year=2024)
    assert events.filter(verb="return").count() > 20


def by_requirement(campaign: Campaign) -> dict[str, Figures]:
    rows = facts.ledger(campaign)
    return by(rows, lambda row: row.requirement, at=make.end_of(2024, 12, 14))


def test_what_was_declared_is_what_was_handed_in():
    """Of every tenth paper: its answers, its rows and its content say the same, and nothing was lacking."""
    papers = ObligationEvent.objects.filter(obligation__kind="checklist", verb="submit").order_by("id")
    for event in papers[::10]:
        content = {row["code"]: (row["verdict"], row["assessed"], row["complied"]) for row in event.content["answers"]}
        declared = {
            row.clause.code: (row.verdict, *("" if n is None else str(n) for n in (row.assessed, row.complied)))
            for row in event.declared_answers.select_related("clause")
        }
        assert declared == content
        assert content_hash(event.content) == event.content_sha256
        assert list(checklist_problems(event.content)) == []


def test_the_clerks_of_the_readme_find_a_checklist_to_fill_in_and_one_to_copy_from():
    for code in ("10015", "TH-10018", "NV"):
        own = Obligation.objects.filter(unit__code=code, kind="checklist", campaign__closed_at=None)
        to_write = own.filter(requirement__frequency="monthly").editable().order_by("period_start").first()
        assert to_write is not None
        assert to_write.state == State.PENDING


# --- reports --------------------------------------------------------------------------------------------------------


def of_2024(**facts):
    return Obligation.objects.filter(campaign__code="PT-2024-001", kind="progress", **facts)


def test_every_unit_reports_for_quarters_and_for_half_and_whole_years_schools_by_the_school_year():
    told = Counter(of_2024().values_list("group", "requirement__frequency", "requirement__scheme"))

    assert told == {
        ("agency", "quarterly", "decree09"): 4 * 46,
        ("agency", "half_yearly", "decree09"): 2 * 46,
        ("agency", "yearly", "decree09"): 46,
        ("school", "quarterly", "decree09"): 4 * 78,
        ("school", "term", "school"): 2 * 78,
        ("school", "yearly", "school"): 78,
    }


def test_what_was_told_in_memory_is_what_the_portal_makes_of_the_same_draft():
    """Of every twentieth quarter's report: the last hand-in, frozen anew by the portal, is the same to the letter."""
    rows = of_2024(requirement__frequency="quarterly", state=State.ACCEPTED).select_related("unit", "requirement")
    for row in rows.order_by("id")[::20]:
        last = row.events.filter(verb="submit").order_by("id").last()
        with translation.override("vi"):
            assert row.frozen_content("submit") == last.content
        assert content_hash(last.content) == last.content_sha256
        assert row.problems() == []


def test_the_moves_of_reports_are_those_that_the_moves_table_allows():
    for row in of_2024().prefetch_related("events").order_by("id")[::25]:
        state, at = State.PENDING, row.campaign.opened_at
        for event in row.events.order_by("id"):
            move = row.MOVES[event.verb]
            assert (event.from_state, event.to_state) == (state, move.target_from(state))
            assert state in move.sources and event.at >= at
            state, at = event.to_state, event.at
        now = facts.standing_now(row, at=db_now())
        assert (row.state, row.effective_due_at, row.first_submitted_at) == (state, now.effective_due, now.submitted_at)


def test_some_reports_are_late_missing_or_came_back_and_units_differ():
    rows = facts.ledger(Campaign.objects.get(code="PT-2024-001"))
    reports = [row for row in rows if row.kind == "progress"]
    told = figures(reports, at=make.end_of(2024, 12, 14))

    assert 0.9 < told.submitted / told.due < 0.995
    assert 0.75 < told.on_time / told.due < 0.97
    assert ObligationEvent.objects.filter(obligation__in=of_2024(), verb="return").count() > 20
    by_unit = by(reports, lambda row: row.unit_code, at=make.end_of(2024, 12, 14))
    assert len({(part.on_time, part.late, part.overdue) for part in by_unit.values()}) > 6


def test_units_asked_for_more_time_with_every_outcome():
    closed = Counter(one.state for one in ExtensionRequest.objects.filter(obligation__campaign__year=2024))
    running = Counter(one.state for one in ExtensionRequest.objects.filter(obligation__campaign__closed_at=None))

    assert set(closed) == {"granted", "declined", "withdrawn"}
    assert set(running) == {"waiting", "granted", "declined", "withdrawn"}
    for one in ExtensionRequest.objects.filter(granted_until__isnull=False).select_related("event"):
        assert (one.event.verb, one.event.obligation_id) == ("extend", one.obligation_id)


def test_the_log_goes_through_the_year_with_photos_that_nobody_took_from_anywhere():
    months = ActivityEntry.objects.filter(campaign__code="PT-2024-001").dates("held_on", "month")
    photos = ActivityPhoto.objects.all()

    assert len(months) == 12
    assert photos.count() > 60
    assert photos.values("sha256").distinct().count() == photos.count()
    assert set(photos.filter(unit__code="10015").values_list("is_agreed", flat=True)) == {True}


def test_units_show_evidence_one_file_in_several_places_and_a_clusters_paper_with_several_units():
    uses = EvidenceUse.objects.filter(obligation__campaign__code="PT-2024-001").exclude(place="scan")
    places = Counter(use.evidence_id for use in uses.filter(evidence__note="", evidence__link=""))
    shared = Counter(uses.filter(place="figures").values_list("evidence__source_sha256", flat=True))
    kinds = set(uses.values_list("obligation__kind", flat=True))

    assert kinds == {"progress", "checklist"}
    assert places.most_common(1)[0][1] == 2
    assert shared.most_common(1)[0][1] > 1
    assert EvidenceUse.objects.filter(entry__isnull=False, evidence__in=places).exists()
    own = Counter(Evidence.objects.exclude(file="").values_list("unit", "source_sha256"))
    assert set(own.values()) == {1}  # a unit keeps the same content once


def test_the_report_of_the_closed_year_has_the_same_hash_on_every_run():
    read = report_facts.read(Campaign.objects.get(code="PT-2024-001"), at=make.end_of(2024, 12, 14))

    assert content_hash(read.snapshot()) == HASH_OF_2024


# --- inspections, feedback, violations ------------------------------------------------------------------------------


def test_eight_inspections_of_the_closed_year_have_findings_with_remedies_in_every_state():
    closed = Inspection.objects.filter(campaign__code="PT-2024-001")
    remedies = Obligation.objects.filter(finding__visit__inspection__in=closed)

    assert closed.count() == 8
    assert {inspection.state for inspection in closed} == {"done"}
    assert set(remedies.values_list("state", flat=True)) == {"pending", "drafting", "submitted", "returned", "accepted"}
    assert {visit.state for visit in Visit.objects.filter(inspection__in=closed)} == {
        "acknowledged",
        "unsigned",
        "dropped",
    }
    for kept in SampleDraw.objects.all():
        assert kept.drawn == draw(kept.frame, kept.size, kept.seed)


def test_inspections_of_this_year_can_be_walked_today():
    running = Visit.objects.filter(inspection__state="open")
    assert {visit.state for visit in running} == {"planned", "filling", "presented", "acknowledged"}
    assert Inspection.objects.filter(state="preparing").count() == 1


def test_citizens_have_spoken_by_the_hundred_and_been_answered_in_every_way():
    assert Feedback.objects.filter(at__year=2024).count() == 320
    assert {row.state for row in Feedback.objects.all()} == {"received", "counted", "forwarded", "merged", "spam"}
    assert not Feedback.objects.filter(at__year=2024, state="received").exists()
    assert Feedback.objects.published().count() > 5
    answers = Obligation.objects.filter(kind="answer").values_list("state", flat=True)
    assert {"pending", "submitted", "accepted"} <= set(answers)
    assert Obligation.objects.filter(kind="answer").overdue_now().exists()
    assert FeedbackLink.objects.in_use().count() == 124


def test_violations_stand_in_every_state_and_their_words_name_nobody():
    rows = Violation.objects.all()

    assert {row.state for row in rows} == {"reported", "confirmed", "dismissed"}
    for person in ViolationPerson.objects.select_related("violation"):
        assert person.name not in person.violation.description


# --- version 2 ------------------------------------------------------------------------------------------------------


def test_publishing_version_2_without_a_clause_leaves_all_of_version_1_as_it_was():
    """Over the whole sample: answers, declarations, hand-ins with their scores, figures, prints and reports."""
    administrator = User.objects.get(username="admin")
    campaign = Campaign.objects.get(code="PT-2024-001")
    at = make.end_of(2024, 12, 14)
    papers = list(Obligation.objects.filter(kind="checklist", state=State.ACCEPTED).order_by("id")[::97])
    reader = Client()
    reader.force_login(User.objects.get(username="thuongtruc"))

    def told() -> dict[str, object]:
        tables = fingerprint()
        kept = ("conduct_answer", "conduct_assessment", "conduct_declaredanswer", "campaigns_obligationevent")
        return {name: tables[name] for name in (*kept, "campaigns_receipt", "portal_report", "conduct_visitanswer")} | {
            "parts": sorted(parts(campaign, at=at), key=str),
            "drafts": [checklist(Obligation.objects.get(pk=paper.pk)) for paper in papers],
            "pages": [printed(reader, f"/obligations/{paper.pk}/") for paper in papers],
            "snapshot": snapshot_sha(campaign, at),
        }

    with transaction.atomic():
        before = told()
        for code, clause in (("can-bo", "TG-01"), ("noi-cong-cong", "NC-03")):
            draft = start_version(Code.objects.get(code=code))
            remove_clause(draft.clauses.get(code=clause))
            draft.valid_from = localdate()
            store_version(draft)
            publish(draft, by=administrator)
        after = told()
        now = CodeVersion.objects.in_force(on=localdate())
        assert not Clause.objects.filter(version__in=now, code__in=["TG-01", "NC-03"]).exists()
        transaction.set_rollback(True)
    assert len(papers) > 15
    assert len(before["parts"]) > 500
    for name, value in before.items():
        assert after[name] == value, name


def printed(reader: Client, address: str) -> str:
    """Return a page without what differs from one reading to the next."""
    text = reader.get(address).content.decode()
    return re.sub(r'(csrfmiddlewaretoken" value|name="csrf-token" content)="[^"]*"', "", text)


def snapshot_sha(campaign: Campaign, at: datetime) -> str:
    """Return the hash of the compliance report as of a moment."""
    read = report_facts.read(campaign, at=at, group="", cluster="")
    return content_hash(read.snapshot())


# --- compliance reports ---------------------------------------------------------------------------------------------


def test_four_reports_of_the_closed_year_went_out_and_one_of_them_was_replaced():
    issued = list(ReportPaper.objects.issued().select_related("report", "replaces__report"))

    assert [paper.number for paper in issued] == [f"{n}/BC-HĐTĐKT" for n in (52, 34, 31, 12)]
    replaced = issued[1].replaces
    assert replaced == issued[2]
    assert replaced.report.sha256 == issued[1].report.sha256  # the same figures, with another assessment
    for paper in issued:
        told = paper.report.snapshot
        assert all(told[key] for key in ("targets", "conduct", "feedback", "indicators")), paper
        assert content_hash(told) == paper.report.sha256
    assert ReportDelivery.objects.filter(opened_at__isnull=False).exists()


def test_a_schedule_of_every_cadence_is_there():
    assert set(ReportSchedule.objects.active().values_list("cadence", flat=True)) == set(CadenceChoice.values)


def test_the_communes_of_the_closed_year_have_their_successors():
    followers = Succession.objects.followers(at=make.end_of(2025, 12, 31))

    assert followers["10093"] == "X-HOA-PHU"  # by way of Hồng Phú
    assert followers["10066"] == "X-XUAN-MAI"  # split: its main part
    assert Succession.objects.followers(at=make.end_of(2025, 3, 1))["10093"] == "10096-HP"
    assert len([code for code in followers if code.isdecimal()]) == 32
