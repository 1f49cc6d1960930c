"""Any sequence of openings, changes of requirements, extensions, waivers and papers: nothing that was handed in is lost
or re-dated, and figures as of any past time stay what they were, whatever is done afterwards.
"""

import csv
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from io import StringIO
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from campaigns import calendar, deliverables
from campaigns.actions import owe
from campaigns.deliverables import Deliverable
from campaigns.extensions import ask_extension, decline_extension, grant_extension, withdraw_extension
from campaigns.facts import ledger, standing_now
from campaigns.figures import LedgerRow, by, figures
from campaigns.models import ExtensionRequest, Obligation, ObligationEvent, Requirement, SchoolYear
from campaigns.opening import OpeningRefused, close_campaign, open_campaign
from campaigns.preparation import PreparationRefused, change_requirement
from campaigns.redating import redate_pending
from campaigns.widening import Audience, widen
from portal.reports import facts as report_facts
from tests import factories as make
from tests.campaigns.naive_figures import reckon, reckon_by
from units.models import Kind, Role, Unit
from units.workflow import MoveRefused, Reason, advance, content_hash

pytestmark = pytest.mark.django_db
REFUSALS = (MoveRefused, OpeningRefused, PreparationRefused)
RULES = [{"due_days": 3}, {"due_days": -5}, {"due_days": 40}]
RHYTHMS = [
    *({"frequency": frequency} for frequency in ("monthly", "quarterly", "half_yearly", "yearly")),
    {"frequency": "quarterly", "scheme": "calendar"},
    {"frequency": "term", "scheme": "school", "groups": ["school"]},
]
AT_THE_COUNCIL = {"submitted": "accept", "accepted": "reopen"}


class World:
    """A council with two agencies and a school, a campaign, and a clock that only goes on."""

    def __init__(self, host: Unit, seed: int) -> None:
        self.draw = Random(seed)
        self.now = make.moment(2024, 1, 10)
        self.host, self.number, self.answers = host, 0, 0
        self.secretary, self.chair = make.person(Role.SECRETARY, host), make.person(Role.CHAIR, host)
        self.people: dict[int, Any] = {}
        for kind in (Kind.COMMUNE, Kind.DEPARTMENT, Kind.PRIMARY):
            self.add_unit(kind)
        SchoolYear.objects.create(
            name="2023-2024", start=date(2023, 9, 5), second_term_start=date(2024, 1, 15), end=date(2024, 5, 31)
        )
        self.campaign = make.CampaignFactory(host=host)
        make.RequirementFactory(campaign=self.campaign, kind="trial", code="once")
        self.add_requirement()

    # --- the council ---

    def add_unit(self, kind: Kind = Kind.COMMUNE, **facts: Any) -> None:
        cluster = make.ClusterFactory(code=f"CUM-{kind}")
        unit = make.UnitFactory(kind=kind, parent=self.host, cluster=cluster, **facts)
        head = make.person(Role.HEAD, unit)
        head.memberships.create(unit=unit, role=Role.DRAFTER, since=make.SINCE)
        self.people[unit.pk] = head

    def add_requirement(self) -> None:
        self.number += 1
        facts = {"scheme": "decree09", "due_on": None} | self.draw.choice(RHYTHMS) | self.draw.choice(RULES)
        facts["needs_signature"] = self.draw.random() < 0.5
        make.RequirementFactory(campaign=self.campaign, kind="trial", code=f"r{self.number}", **facts)

    def open(self) -> None:
        open_campaign(self.campaign, by=self.secretary, at=self.now)
        self.campaign.refresh_from_db()

    def close(self) -> None:
        if self.draw.random() < 0.15:
            close_campaign(self.campaign, by=self.chair, at=self.now)
            self.campaign.refresh_from_db()

    def join(self) -> None:
        self.add_unit(active_from=self.now.date() + timedelta(days=self.draw.randint(-40, 40)))
        self.open()

    def end_a_unit(self) -> None:
        there = Unit.objects.filter(pk__in=self.people).active(on=self.now.date()).order_by("pk")
        unit = self.draw.choice(list(there) or [self.host])
        Unit.objects.filter(pk=unit.pk).update(active_until=self.now.date())

    def requirement(self) -> Requirement:
        requirement = self.draw.choice(list(Requirement.objects.order_by("pk")))
        requirement.campaign = self.campaign
        return requirement

    def rename(self) -> None:
        requirement = self.requirement()
        requirement.title = f"Tên mới {self.now:%d/%m}"
        change_requirement(requirement, requirement.save, is_harmless=True)

    def redate(self) -> None:
        rule = calendar.DueRule(days_after_cutoff=self.draw.choice([-20, 0, 5, 30]))
        redate_pending(self.requirement(), rule, by=self.secretary, at=self.now)

    def widen(self) -> None:
        groups = self.draw.choice([[], ["agency"], ["school"]])
        widen(self.requirement(), Audience(groups=groups), by=self.secretary, at=self.now)

    def ask_beside(self) -> None:
        unit = Unit.objects.get(pk=self.draw.choice(sorted(self.people)))
        campaign = self.draw.choice([None, self.campaign])
        facts = {"kind": "trial", "title": "Khắc phục", "due_at": self.ahead(20), "by": self.secretary}
        owe(unit=unit, host=self.host, at=self.now, campaign=campaign, **facts)

    # --- one paper ---

    def ahead(self, most: int) -> datetime:
        day = self.now.date() + timedelta(days=self.draw.randint(1, most))
        return make.end_of(day.year, day.month, day.day)

    def paper(self, *states: str) -> Obligation | None:
        """Return a paper in one of the states, of those whose due date is nearest."""
        rows = [row for row in Obligation.objects.order_by("id") if not states or row.state in states]
        rows.sort(key=lambda row: abs(row.next_due_at - self.now))
        return self.draw.choice(rows[:6]) if rows else None

    def move(self, row: Obligation | None, verb: str, **facts: Any) -> None:
        if row is None:
            return
        by = {"reopen": self.chair, "cancel": None} | dict.fromkeys(("start", "submit"), self.people[row.unit_id])
        note = "" if verb in {"start", "submit", "accept"} else "Lý do"
        advance(row, verb, by=by.get(verb, self.secretary), at=self.now, note=note, **facts)

    def hand_in(self) -> None:
        row = self.paper("pending", "drafting", "returned")
        if row and row.state == "pending":
            self.move(row, "start")
        self.move(row, "submit")

    def start(self) -> None:
        self.move(self.paper("pending"), "start")

    def decide(self) -> None:
        row = self.paper("submitted", "accepted")
        verb = self.draw.choice([AT_THE_COUNCIL[row.state], "return", "refuse"]) if row else ""
        reasons = [Reason("other", "", "Sửa")] if verb == "return" else []
        dated = {"due_at": self.ahead(12)} if verb in {"return", "reopen"} else {}
        self.move(row, verb, reasons=reasons, **dated)

    def extend(self) -> None:
        self.move(self.paper(), "extend", due_at=self.ahead(60))

    def waive(self) -> None:
        row = self.paper()
        self.move(row, "unwaive" if row and row.waived_at else "waive")

    def cancel(self) -> None:
        if self.draw.random() < 0.3:
            self.move(self.paper("pending", "drafting"), "cancel")

    def ask_for_time(self) -> None:
        if row := self.paper("pending", "drafting"):
            until = max(row.effective_due_at, self.now).date() + timedelta(days=self.draw.randint(1, 30))
            ask_extension(row, until=until, reason="Bận", by=self.people[row.unit_id], at=self.now)

    def answer(self) -> None:
        asked = ExtensionRequest.objects.waiting().first()
        if asked is None:
            return
        by = self.people[asked.obligation.unit_id]
        until = max(asked.wanted_until, self.ahead(60).date())
        ways = [
            lambda: grant_extension(asked, until=until, note="Có", by=self.secretary, version=None, at=self.now),
            lambda: decline_extension(asked, reason="Không", by=self.secretary, at=self.now),
            lambda: withdraw_extension(asked, by=by, at=self.now),
        ]
        self.answers += 1
        ways[self.answers % len(ways)]()  # each in turn, so that none is left out by chance


OF_THE_CAMPAIGN: list[Callable[[World], None]] = [
    *(World.open, World.add_requirement, World.rename, World.redate, World.widen, World.join, World.end_a_unit),
    *(World.close, World.ask_beside),
]
OF_PAPERS: list[Callable[[World], None]] = [
    *(World.hand_in, World.start, World.decide, World.extend, World.waive, World.cancel),
    *(World.ask_for_time, World.answer),
]
KEPT = ["campaign_id", "host_id", "unit_id", "participation_id", "requirement_id", "cluster_id", "group", "kind"]
KEPT += ["needs_signature", "period_start", "period_end", "cutoff_on", "opens_at", "due_at"]
steps = st.lists(
    st.tuples(st.sampled_from(OF_THE_CAMPAIGN + OF_PAPERS), st.integers(1, 20 * 86_400)), min_size=12, max_size=30
)


@pytest.fixture
def _trial(monkeypatch):
    """A deliverable that is always complete, so that what is tried here is the ledger."""
    kind = Deliverable(
        "trial", "Thử", freeze, lambda content: [], "campaigns/paper_content.html", "campaigns.paper_form"
    )
    monkeypatch.setitem(deliverables._registry, "trial", kind)


def freeze(obligation: Obligation) -> dict[str, Any]:
    return {"title": obligation.title, "version": str(obligation.version), "files": []}


@pytest.mark.usefixtures("_trial")
@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a failing sequence is short enough to read as it is
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(todo=steps, seed=st.integers(0, 2**32))
def test_nothing_handed_in_is_lost_and_no_past_figure_moves(todo, seed, host, tmp_path_factory):
    with transaction.atomic():
        world = World(host, seed)
        World.open(world)
        told, reports = [seen_at(world.now, ledger(world.campaign))], [report_at(world, world.now)]
        for step, seconds in todo:
            world.now += timedelta(seconds=seconds)
            take(world, step)
            told.append(seen_at(world.now, ledger(world.campaign)))
            if len(told) % 8 == 0:
                reports.append(report_at(world, world.now))
        rows = ledger(world.campaign)
        assert [seen_at(then["at"], rows) for then in told] == told
        assert [report_at(world, at) for at, _hash in reports] == reports
        check_cache(world)
        check_exports(world, told, tmp_path_factory.mktemp("export"))
        transaction.set_rollback(True)


def take(world: World, step: Callable[[World], None]) -> None:
    """Take one step and hold the ledger to what it must not do."""
    rows, events = rows_of(), events_of()
    try:
        with transaction.atomic():
            step(world)
    except REFUSALS:
        pass
    now_rows, now_events = rows_of(), events_of()

    assert now_events[: len(events)] == events, "events are only ever added"
    for pk, row in rows.items():
        assert {name: now_rows[pk][name] for name in KEPT} == {name: row[name] for name in KEPT}
        if step in OF_THE_CAMPAIGN and row["state"] != "pending":
            changed = {name for name in row if row[name] != now_rows[pk][name]} - {"title"}
            assert changed == set(), "what somebody has begun is not touched by changes of a campaign"
        if row["first_submitted_at"] and step in OF_THE_CAMPAIGN:
            assert now_rows[pk]["title"] == row["title"]
    for pk in now_rows.keys() - rows.keys():
        assert now_rows[pk]["due_at"] >= world.now, "nothing is written that is past due"


def rows_of() -> dict[int, dict[str, Any]]:
    return {row["id"]: row for row in Obligation.objects.order_by("id").values()}


def events_of() -> list[dict[str, Any]]:
    return list(ObligationEvent.objects.order_by("id").values())


def seen_at(at: datetime, rows: list[LedgerRow]) -> dict[str, Any]:
    """Return everything that is counted as of a time."""
    return {
        "at": at,
        "all": figures(rows, at=at).as_dict(),
        "units": {key: part.as_dict() for key, part in counting(by(rows, lambda row: row.unit_code, at=at))},
        "requirements": {key: part.as_dict() for key, part in counting(by(rows, lambda row: row.requirement, at=at))},
    }


def report_at(world: World, at: datetime) -> tuple[datetime, str]:
    """Return the hash of the compliance report as of a time."""
    read = report_facts.read(world.campaign, at=at)
    return at, content_hash(read.snapshot())


def counting(parts: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Leave out those of whom nothing counts yet."""
    return ((key, part) for key, part in parts.items() if part.due or part.waived)


def check_cache(world: World) -> None:
    """The columns that lists read say what the events say."""
    for row in Obligation.objects.all():
        now = standing_now(row, at=world.now)
        assert (row.state, row.first_submitted_at) == (now.state, now.submitted_at)
        assert row.effective_due_at == now.effective_due
        assert (row.cancelled_at is not None) == now.cancelled
        assert now.cancelled or (row.waived_at is not None) == now.waived
        assert row.next_due_at == (now.open_return_due or now.effective_due)
        assert row.locks_at >= row.due_at


def check_exports(world: World, told: list[dict[str, Any]], folder: Any) -> None:
    """The naive second reckoning, from the two files alone, comes to the same for the first, a middle and the last."""
    call_command("export_ledger", campaign=world.campaign.code, out=folder, stdout=StringIO())
    texts = ((folder / f"{name}.csv").read_text(encoding="utf-8") for name in ("obligations", "events"))
    obligations, events = (list(csv.DictReader(StringIO(text))) for text in texts)
    for then in (told[0], told[len(told) // 2], told[-1]):
        at = then["at"].isoformat()
        assert reckon(obligations, events, at) == then["all"]
        parts = reckon_by(obligations, events, at, "unit_code")
        assert {key: part for key, part in parts.items() if part["due"] or part["waived"]} == then["units"]


def test_the_steps_reach_what_matters(host, _trial):
    """A walk without hypothesis: the steps do open, hand in, return, extend and waive."""
    world = World(host, 2024)
    world.open()
    more = [World.hand_in, World.hand_in, World.decide, World.widen, World.redate]
    wanted = {"start", "submit", "return", "refuse", "accept", "extend", "waive", "redate", "granted", "declined"}
    reached = set()
    for _round in range(24):  # which of several rows it takes depends on the codes of units, so on the tests before
        for step in OF_PAPERS + more:
            world.now += timedelta(days=1, hours=21)
            take(world, step)
        reached = {*ObligationEvent.objects.values_list("verb", flat=True)}
        reached |= {one.state for one in ExtensionRequest.objects.all()}
        if reached >= wanted:
            break

    assert reached >= wanted
    assert all(first.at <= second.at for first, second in pairwise(ObligationEvent.objects.order_by("id")))
