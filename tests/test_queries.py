"""Every page has a budget of queries, the same for a council of 3, of 30 and of 124 units; and none is a long one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import is_valid_path
from django.utils.timezone import localdate

from campaigns.models import (
    ActivityEntry,
    Campaign,
    Drive,
    ExtensionRequest,
    Obligation,
    ObligationEvent,
    PlanActivity,
)
from conduct.decision_actions import prepare_decision
from conduct.feedback import forward, make_links, take_feedback
from conduct.models import (
    Adoption,
    Award,
    Clause,
    Decision,
    DecisionLine,
    DeclaredAnswer,
    Feedback,
    FeedbackLink,
    Finding,
    Initiative,
    InitiativeAuthor,
    Inspection,
    Nomination,
    Scale,
    Session,
    SessionState,
    Story,
    Violation,
    VisitAnswer,
)
from conduct.models.feedback import VIRTUES
from conduct.models.inspection import VisitEvent
from conduct.nomination_actions import begin
from conduct.session_actions import convene
from conduct.violations import report as report_violation
from conduct.visit_content import visit_content
from portal.models import Report, ReportState
from portal.models.report import new_code
from portal.reports import facts
from portal.reports.issuing import draft_paper
from tests.conduct import councils as councils_of
from tests.conduct.cast import code_in_force, inspection_of
from tests.conduct.dossiers import COMPLETE, an_award
from tests.conduct.initiatives_cast import scale as scale_of_marks
from tests.crowd import Crowd, crowd, settle
from tests.crowd_reports import reported
from tests.factories import days_ahead
from units.clock import db_now
from units.models import Role, User
from units.workflow import content_hash

pytestmark = pytest.mark.django_db
SIZES = (3, 30, 124)
STATEMENT_LENGTH = 4000  # characters; a list of ids would soon be longer

# Session, person, memberships and the units below one's own are four queries; a page itself has what is left.
BUDGETS: dict[str, tuple[str, int]] = {  # address: by whom it is read, how many queries it may need
    "/": (Role.DRAFTER, 12),
    "/todo/": (Role.DRAFTER, 12),
    "/todo/?format=xlsx": (Role.DRAFTER, 12),
    "/obligations/{draft}/": (Role.DRAFTER, 13),
    "/obligations/{accepted}/": (Role.DRAFTER, 13),
    "/obligations/{submitted}/": (Role.SECRETARY, 12),
    "/obligations/{draft}.docx": (Role.DRAFTER, 12),
    "/obligations/{submitted}.docx": (Role.SECRETARY, 12),
    "/obligations/{draft}/submit/": (Role.HEAD, 16),
    "/obligations/{submitted}/return/": (Role.SECRETARY, 14),
    "/obligations/{draft}/edit/": (Role.DRAFTER, 12),
    "/obligations/{draft}/edit/heading/": (Role.DRAFTER, 12),
    "/obligations/{draft}/edit/objectives/": (Role.DRAFTER, 16),
    "/obligations/{draft}/edit/activities/": (Role.DRAFTER, 13),
    "/obligations/{draft}/edit/scan/": (Role.DRAFTER, 12),
    "/obligations/{draft}/edit/check/": (Role.DRAFTER, 12),
    "/obligations/{draft}/evidence/{row}/": (Role.DRAFTER, 14),
    "/log/{entry}/evidence/": (Role.DRAFTER, 12),
    "/obligations/{reporting}/": (Role.DRAFTER, 13),
    "/obligations/{reporting}/edit/": (Role.DRAFTER, 20),
    "/obligations/{reporting}/edit/heading/": (Role.DRAFTER, 20),
    "/obligations/{reporting}/edit/activities/": (Role.DRAFTER, 20),
    "/obligations/{reporting}/edit/figures/": (Role.DRAFTER, 20),
    "/obligations/{reporting}/edit/texts/": (Role.DRAFTER, 20),
    "/obligations/{reporting}/edit/check/": (Role.DRAFTER, 20),
    "/obligations/{reporting}/edit/from-log/": (Role.DRAFTER, 20),
    "/obligations/{reporting}/evidence/activities.kind-training/": (Role.DRAFTER, 20),
    "/obligations/{reporting}/sheet/": (Role.DRAFTER, 20),
    "/obligations/{reporting}/sheet.xlsx": (Role.DRAFTER, 20),
    "/obligations/{reported}/": (Role.DRAFTER, 17),
    "/obligations/{reported}.docx": (Role.SECRETARY, 12),
    "/council/review/{reported}/": (Role.SECRETARY, 16),
    "/council/indicators/?campaign={campaign}": (Role.SECRETARY, 12),
    "/council/indicators/?campaign={campaign}&format=xlsx": (Role.SECRETARY, 12),
    "/council/indicators/documents-in/?campaign={campaign}": (Role.SECRETARY, 13),
    "/papers/": (Role.DRAFTER, 12),
    "/papers/?status=all&q=quy+che": (Role.SECRETARY, 12),
    "/papers/?unit={unit}&format=xlsx": (Role.SECRETARY, 12),
    "/council/": (Role.SECRETARY, 12),
    "/council/matrix/": (Role.SECRETARY, 12),
    "/council/matrix/?format=xlsx": (Role.SECRETARY, 12),
    "/council/matrix/?status=overdue&q=xa": (Role.SECRETARY, 12),
    "/council/obligations/?status=overdue": (Role.SECRETARY, 12),
    "/council/review/": (Role.SECRETARY, 12),
    "/council/review/?q=xa": (Role.SECRETARY, 12),
    "/council/review/?format=xlsx": (Role.SECRETARY, 12),
    "/council/review/{submitted}/": (Role.SECRETARY, 16),
    "/obligations/{draft}/more-time/": (Role.DRAFTER, 12),
    "/council/extensions/": (Role.SECRETARY, 12),
    "/council/extensions/?status=&format=xlsx": (Role.SECRETARY, 12),
    "/council/extensions/{wanted}/": (Role.SECRETARY, 14),
    "/council/units/{unit}/": (Role.SECRETARY, 15),
    "/council/conduct/": (Role.SECRETARY, 12),
    "/council/incidents/": (Role.SECRETARY, 12),
    "/incidents/2024/2/": (Role.DRAFTER, 12),
    "/council/conduct/?group=agency&facet=discipline": (Role.SECRETARY, 12),
    "/council/conduct/clauses/GD-01/": (Role.SECRETARY, 14),
    "/council/conduct/clusters/{cluster}/": (Role.SECRETARY, 14),
    "/council/conduct/units/{unit}/": (Role.SECRETARY, 12),
    "/posters.pdf?unit={unit}": (Role.SECRETARY, 12),
    "/codes/cong-so/": (Role.DRAFTER, 12),
    "/codes/cong-so/versions/1/": (Role.SECRETARY, 12),
    "/codes/cong-so/card.pdf": (Role.DRAFTER, 12),
    "/codes/": (Role.DRAFTER, 12),
    "/council/campaigns/": (Role.SECRETARY, 12),
    "/council/campaigns/{campaign}/": (Role.SECRETARY, 12),
    "/council/campaigns/{campaign}/preview/": (Role.SECRETARY, 20),
    "/council/campaigns/{campaign}/edit/": (Role.SECRETARY, 12),
    "/council/campaigns/{campaign}/requirements/new/": (Role.SECRETARY, 12),
    "/campaigns/{campaign}/": (Role.MEMBER, 12),
    "/council/campaigns/{campaign}/requirements/yeu-cau-0/audience/": (Role.SECRETARY, 12),
    "/reports/": (Role.SECRETARY, 12),
    "/reports/{report}/": (Role.SECRETARY, 16),
    "/reports/{report}/rows/?figure=overdue": (Role.SECRETARY, 12),
    "/reports/{report}/changes/": (Role.SECRETARY, 14),
    "/log/": (Role.DRAFTER, 12),
    "/log/?format=xlsx": (Role.DRAFTER, 12),
    "/log/?q=hop&since=01/01/2020": (Role.SECRETARY, 12),
    "/log/?unit={unit}": (Role.SECRETARY, 12),
    "/log/calendar/": (Role.SECRETARY, 12),
    "/log/new/": (Role.DRAFTER, 12),
    "/log/sheet/": (Role.DRAFTER, 12),
    "/log/sheet.xlsx": (Role.DRAFTER, 12),
    "/obligations/{draft}/sheet/": (Role.DRAFTER, 12),
    "/obligations/{draft}/sheet.xlsx": (Role.DRAFTER, 12),
    "/log/{entry}/": (Role.SECRETARY, 12),
    "/log/{entry}/edit/": (Role.DRAFTER, 14),
    "/log/drives/": (Role.DRAFTER, 12),
    "/notices/": (Role.DRAFTER, 12),
    "/notices/?unread=1": (Role.SECRETARY, 12),
    "/council/mail/": (Role.SECRETARY, 12),
    "/people/": (Role.HEAD, 12),
    "/people/?q=xa": (Role.SECRETARY, 12),
    "/people/delegate/": (Role.HEAD, 12),
    "/council/feedback/": (Role.SECRETARY, 12),
    "/council/feedback/?q=xa&format=xlsx": (Role.SECRETARY, 12),
    "/council/feedback/totals/": (Role.SECRETARY, 12),
    "/council/feedback/posters/": (Role.SECRETARY, 12),
    "/council/feedback/{feedback}/": (Role.SECRETARY, 16),
    "/unit/feedback/": (Role.DRAFTER, 12),
    "/posters/": (Role.SECRETARY, 12),
    "/inspections/": (Role.SECRETARY, 12),
    "/inspections/{inspection}/": (Role.SECRETARY, 18),
    "/council/findings/": (Role.SECRETARY, 14),
    "/council/findings/?q=xa&format=xlsx": (Role.SECRETARY, 14),
    "/visits/{visit}/": (Role.SECRETARY, 18),
    "/visits/{visit}.docx": (Role.SECRETARY, 18),
    "/violations/": (Role.SECRETARY, 12),
    "/violations/{violation}/": (Role.SECRETARY, 14),
    "/council/privacy/": (Role.SECRETARY, 12),
    "/examples/": (Role.SECRETARY, 12),
    "/examples/{tale}/": (Role.SECRETARY, 14),
    "/stories/": (Role.DRAFTER, 12),
    "/stories/?q=tan+tuy": (Role.DRAFTER, 12),
    "/stories/feed/": (Role.DRAFTER, 12),
    "/stories/{tale}/": (Role.DRAFTER, 16),
    "/honours/": (Role.DRAFTER, 12),
    "/initiatives/": (Role.SECRETARY, 12),
    "/initiatives/?q=mot+phieu": (Role.DRAFTER, 12),
    "/initiatives/?format=xlsx": (Role.DRAFTER, 12),
    "/initiatives/spread/": (Role.DRAFTER, 12),
    "/initiatives/{idea}/": (Role.SECRETARY, 18),
    "/initiatives/{own_idea}/edit/": (Role.DRAFTER, 16),
    "/nominations/": (Role.DRAFTER, 12),
    "/nominations/{dossier}/": (Role.DRAFTER, 26),
    "/nominations/{dossier}/edit/": (Role.DRAFTER, 26),
    "/council/nominations/": (Role.SECRETARY, 12),
    "/council/nominations/?q=xa&format=xlsx": (Role.SECRETARY, 12),
    "/council/nominations/overrides/": (Role.SECRETARY, 14),
    "/nominations/{nominated}/": (Role.SECRETARY, 26),
    "/nominations/{nominated}/subject/": (Role.SECRETARY, 14),
    "/nominations/{nominated}/letter.docx": (Role.SECRETARY, 12),
    "/commendations/units/{unit}/": (Role.SECRETARY, 12),
    "/council/commendations/": (Role.SECRETARY, 12),
    "/council/commendations/?format=xlsx": (Role.SECRETARY, 12),
    "/council/sessions/": (Role.SECRETARY, 12),
    "/council/sessions/{session}/": (Role.SECRETARY, 24),
    "/council/sessions/{session}/agenda/": (Role.SECRETARY, 14),
    "/council/sessions/{session}/conflicts/": (Role.SECRETARY, 14),
    "/council/sessions/{session}/minutes/": (Role.SECRETARY, 24),
    "/council/sessions/{session}/minutes.docx": (Role.SECRETARY, 24),
    "/council/sessions/{session}/nominees.docx": (Role.SECRETARY, 12),
    "/council/decisions/": (Role.SECRETARY, 12),
    "/decisions/{decision}/": (Role.SECRETARY, 14),
    "/decisions/{decision}/decision.docx": (Role.SECRETARY, 12),
}


@dataclass(frozen=True)
class Measured:
    """A council of one size, with the rows that the addresses name."""

    crowd: Crowd
    rows: dict[str, object]

    def path(self, address: str) -> str:
        return address.format(**self.rows)

    def reader(self, role: str) -> User:
        own = {Role.DRAFTER: self.crowd.drafters[0], Role.HEAD: self.crowd.heads[0]}
        return own.get(Role(role)) or self.crowd.council[role]


@pytest.fixture(scope="module")
def councils(django_db_setup, django_db_blocker) -> Iterator[dict[int, Measured]]:
    """Three councils in one database, so that each is also read beside the others."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = {size: measured(crowd(size, code=f"C{size}")) for size in SIZES}
        settle()
        yield made
        transaction.set_rollback(True)


def measured(made: Crowd) -> Measured:
    now = db_now()
    own = Obligation.objects.filter(unit=made.units[0], kind="plan")
    handed_in = own.filter(events__verb="submit", campaign__closed_at=None).order_by("id").distinct()
    accepted, submitted = handed_in.filter(state="accepted").first(), handed_in.last()
    draft = own.filter(opens_at__lte=now, locks_at__gte=now).exclude(Q(plan=None) | Q(pk=submitted.pk)).last()
    Obligation.objects.filter(pk=draft.pk).update(state="drafting")
    Obligation.objects.filter(pk=submitted.pk).update(state="submitted")
    entry = logged(made)
    row = draft.plan.activities.in_order().first() or PlanActivity.objects.create(plan=draft.plan, title="Hội nghị")
    rows = {"row": row.place, "entry": entry.pk, "draft": draft.pk, "submitted": submitted.pk, "accepted": accepted.pk}
    rows["wanted"] = asked_for_more_time(made).pk
    rows["feedback"] = spoken(made).pk
    reporting, sent = reported(made)
    rows |= {"reporting": reporting.pk, "reported": sent.pk}
    inspection = inspected(made)
    rows |= {"inspection": inspection.pk, "visit": inspection.visits.order_by("unit_id").first().pk}
    rows["violation"] = Violation.objects.filter(unit=made.units[0]).first().pk
    rows |= thought_of(made)
    rows["dossier"], rows["nominated"] = proposed(made)
    rows["session"], rows["decision"] = convened(made)
    rows["report"] = frozen_report(made).pk
    rows |= honoured(made)
    return Measured(
        made, rows | {"unit": made.units[0].code, "cluster": made.units[0].cluster.code, "campaign": made.campaign.code}
    )


def proposed(made: Crowd) -> tuple[int, int]:
    """Let every unit propose five people; return a draft and a hand-in of the first."""
    award = Award.objects.filter(code="de-nghi").first() or an_award("de-nghi")
    facts = {"host": made.host, "campaign": made.campaign, "year": made.campaign.year, "award": award, **COMPLETE}
    received = {"state": "submitted", "received_at": made.at, "terms": award.terms.get()}
    rows = Nomination.objects.bulk_create(
        Nomination(unit=unit, subject="person", name=f"Nguyễn Văn {n}", sort_key=str(n), **facts, **received)
        for unit in made.units
        for n in range(5)
    )
    draft = begin(Nomination(unit=made.units[0], name="Trần Thị Nháp", **facts), by=made.drafters[0])
    return draft.pk, rows[0].pk


def convened(made: Crowd) -> tuple[int, int]:
    """Convene a session on as many nominations as there are units, and draft a decision on them."""
    secretary, rule = made.council[Role.SECRETARY], councils_of.rule()
    award = councils_of.award(rule)
    rows = [councils_of.nomination(made.host, award, unit=unit, name=f"Trần {unit.code}") for unit in made.units]
    session = Session.objects.create(
        host=made.host, title="Phiên họp", held_at=made.at, place="Hội trường", state=SessionState.DRAFT
    )
    councils_of.put_on(session, rows, by=secretary, manner="open")
    convene(session, by=secretary, at=made.at)
    Nomination.objects.filter(pk__in=[row.pk for row in rows]).update(state="approved")
    return session.pk, prepare_decision(made.host, rows, title="Khen thưởng", by=secretary).pk


def asked_for_more_time(made: Crowd) -> ExtensionRequest:
    """Let every unit ask for more time for something that it is writing; return the request of the first."""
    owed = Obligation.objects.filter(campaign=made.campaign, state__in=["pending", "drafting"], waived_at=None)
    rows = [
        ExtensionRequest(
            obligation=row,
            wanted_until=localdate(row.due_at) + timedelta(days=5),
            reason="Bận",
            asked_by=made.drafters[0],
            asked_at=made.at,
        )
        for row in owed.order_by("unit_id", "id").distinct("unit_id")
    ]
    return ExtensionRequest.objects.bulk_create(rows)[0]


def logged(made: Crowd) -> ActivityEntry:
    """Let every unit note a few things today, one drive each; return one of the first unit."""
    day, facts = localdate(made.at), {"noted_by": made.drafters[0], "noted_at": made.at}
    span = {"starts_on": day, "ends_on": day, "made_by": made.drafters[0], "made_at": made.at}
    drives = Drive.objects.bulk_create(
        Drive(unit=unit, campaign=made.campaign, title="Tuần lễ xanh", **span) for unit in made.units
    )
    entries = [
        ActivityEntry(
            unit=drive.unit, campaign=made.campaign, drive=drive, held_on=day, kind=kind, title="Họp", **facts
        )
        for drive in drives
        for kind in ("training", "publicity", "media")
    ]
    return ActivityEntry.objects.bulk_create(entries)[0]


def spoken(made: Crowd) -> Feedback:
    """Let two citizens say something of every unit; return what is given to the first unit to answer."""
    secretary = made.council[Role.SECRETARY]
    make_links(made.host, made.units, by=secretary)
    links = FeedbackLink.objects.filter(unit__in=made.units).select_related("unit__cluster", "host").order_by("unit_id")
    scores = dict.fromkeys(VIRTUES, 4)
    rows = [take_feedback(link, ticket=uuid4(), scores=scores, text="Chờ lâu") for link in links for _n in range(2)]
    forward(rows[0], by=secretary, due_at=days_ahead(9))
    return rows[0]


def frozen_report(made: Crowd) -> Report:
    """Let the worker's figures stand in a ready report of the whole campaign, its paper begun."""
    campaign = Campaign.objects.get(pk=made.campaign.pk)
    snapshot = facts.read(campaign, at=made.at).snapshot()
    report = Report.objects.create(
        campaign=campaign,
        host=made.host,
        as_of=made.at,
        requested_by=made.council[Role.SECRETARY],
        state=ReportState.READY,
        snapshot=snapshot,
        sha256=content_hash(snapshot),
        words=facts.words(campaign, snapshot),
        code=new_code(),
        made_at=made.at,
    )
    draft_paper(report, on=localdate(made.at))
    return report


def inspected(made: Crowd) -> Inspection:
    """Send a team to every unit, each of which declared something; at each it found something and presented it."""
    secretary, lead = made.council[Role.SECRETARY], made.council[Role.OBSERVER]
    clause = Clause.objects.first() or code_in_force()["GD-01"]
    inspection = inspection_of(made.host, made.units, lead=lead, others=[], by=secretary)
    inspection.visits.update(state="presented", arrived_at=made.at, presented_at=made.at)
    facts = {"clause": clause, "text": "Niêm yết thiếu", "found_by": lead, "found_at": made.at}
    visits = list(inspection.visits.all())
    Finding.objects.bulk_create(Finding(visit=visit, **facts) for visit in visits)
    VisitAnswer.objects.bulk_create(VisitAnswer(visit=visit, clause=clause, verdict="partly") for visit in visits)
    # of one visit what is kept, for all others the same with their own findings
    content = visit_content(inspection.visits.told().get(pk=visits[0].pk))
    found = dict(Finding.objects.filter(visit__in=visits).values_list("visit_id", "id"))
    VisitEvent.objects.bulk_create(
        VisitEvent(
            visit=visit,
            verb="present",
            from_state="filling",
            to_state="presented",
            at=made.at,
            actor_label="",
            content=content | {"findings": [content["findings"][0] | {"id": str(found[visit.pk])}]},
        )
        for visit in visits
    )
    handed_in = ObligationEvent.objects.filter(obligation__campaign=made.campaign, verb="submit")
    handed_in = handed_in.filter(obligation__period_end__isnull=False).select_related("obligation")
    DeclaredAnswer.objects.bulk_create(
        DeclaredAnswer(event=event, unit_id=event.obligation.unit_id, clause=clause, verdict="met")
        for event in handed_in.order_by("obligation__unit_id", "id").distinct("obligation__unit_id")
    )
    case = {"clause": clause, "occurred_on": localdate(made.at), "description": "Bỏ vị trí"}
    for unit in made.units:
        report_violation(Violation(unit=unit, **case), host=made.host, by=secretary)
    return inspection


def honoured(made: Crowd) -> dict[str, int]:
    """Let every unit have one published story and one award of a decision; return the first story."""
    facts = {
        "host": made.host,
        "category": "example",
        "title": "Tận tụy vì dân",
        "state": "published",
        "stage": "found",
    }
    at = {"nominated_at": made.at, "published_at": made.at, "changed_at": made.at}
    stories = Story.objects.bulk_create(Story(unit=unit, **facts, **at) for unit in made.units)
    signed = {"number": "12/QĐ-UBND", "issued_on": localdate(made.at), "signer_name": "Lê Văn An", "state": "issued"}
    decision = Decision.objects.create(host=made.host, title="Khen thưởng", **signed)
    DecisionLine.objects.bulk_create(
        DecisionLine(decision=decision, unit=unit, name="Tập thể", award_name="Giấy khen") for unit in made.units
    )
    return {"tale": stories[0].pk}


def thought_of(made: Crowd) -> dict[str, int]:
    """Let every unit have one recognised initiative, the first of which all others have taken over, and one draft."""
    scale, by = Scale.objects.first() or scale_of_marks(), made.drafters[0]
    facts = {"host": made.host, "title": "Một phiếu cho ba tờ khai", "year": made.at.year}
    known = {"state": "recognised", "received_at": made.at, "scale": scale}
    ideas = Initiative.objects.bulk_create(Initiative(unit=unit, **facts, **known) for unit in made.units)
    drafts = Initiative.objects.bulk_create(Initiative(unit=unit, state="drafting", **facts) for unit in made.units)
    InitiativeAuthor.objects.bulk_create(
        InitiativeAuthor(initiative=idea, name=f"Tác giả {n}", share=50) for idea in [*ideas, *drafts] for n in (1, 2)
    )
    taken = {"adopted_on": localdate(made.at), "adopted_by": by, "noted_at": made.at}
    Adoption.objects.bulk_create(Adoption(initiative=ideas[0], unit=unit, **taken) for unit in made.units[1:])
    return {"idea": ideas[0].pk, "own_idea": drafts[0].pk}


@contextmanager
def queries(place: Measured, address: str, role: str) -> Iterator[CaptureQueriesContext]:
    """Read a page as somebody who has been here before, and keep what it asked the database."""
    client = Client()
    client.force_login(place.reader(role))
    path = place.path(address)
    if not is_valid_path(path.partition("?")[0]):
        pytest.skip(f"{path} is not there yet")
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        response = client.get(path, follow=address == "/")
        response.getvalue() if response.streaming else response.content
    assert response.status_code == 200, path
    yield captured


def words(captured: CaptureQueriesContext) -> str:
    return "\n".join(f"{number}. {query['sql'][:300]}" for number, query in enumerate(captured.captured_queries, 1))


@pytest.mark.parametrize("address", BUDGETS)
def test_a_page_keeps_its_budget_whatever_the_size(address, councils):
    role, budget = BUDGETS[address]
    counts = {}
    for size, place in councils.items():
        with queries(place, address, role) as captured:
            counts[size] = len(captured)
        assert len(captured) <= budget, f"{size} units:\n{words(captured)}"

    assert len(set(counts.values())) == 1, counts


@pytest.mark.parametrize("address", BUDGETS)
def test_no_statement_is_a_list_of_ids(address, councils):
    role, _budget = BUDGETS[address]
    with queries(councils[max(SIZES)], address, role) as captured:
        # what follows the first FROM: the names of many columns are no list of ids
        longest = max((query["sql"].partition(" FROM ")[2] for query in captured.captured_queries), key=len)

    assert len(longest) <= STATEMENT_LENGTH, longest[:1500]


def test_pages_are_measured_as_they_are_served():
    assert not settings.DEBUG
