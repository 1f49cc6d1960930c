"""What is measured: each work beside its floor, with the goal that it has."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bench.browser import Answer, Browser
from campaigns.models import Evidence, EvidenceUse, Obligation, ObligationEvent
from campaigns.models.evidence import SCAN
from tests.crowd import PASSWORD, Crowd
from units.clock import db_now
from units.models import Role, User

HIDDEN = re.compile(r'name="(version|fingerprint|page)"[^>]* value="([^"]*)"')
Step = Callable[[], Answer]


@dataclass(frozen=True)
class Work:
    """One thing that people do; `ratio` is the goal as a multiple of the floor."""

    name: str
    floor: str
    ratio: float | None
    step: Step
    before: Callable[[], object] = field(default=lambda: None)  # made ready outside the time
    path: str = ""
    who: User | None = None


@dataclass
class Bench:
    """The browsers and the rows of one run."""

    crowd: Crowd
    port: int

    def __post_init__(self) -> None:
        self.drafter = self.browser(self.crowd.drafters[0])
        self.head = self.browser(self.crowd.heads[0])
        self.secretary = self.browser(self.crowd.council[Role.SECRETARY])
        self.visitor = Browser(self.port)
        self.rows = papers(self.crowd)

    def browser(self, user: User) -> Browser:
        return Browser(self.port).sign_in(user.username, PASSWORD)

    # --- floors ---

    def floors(self) -> dict[str, Step]:
        row = self.crowd.obligations[0]
        table = f"/floor/table/{row.campaign_id}/{row.requirement_id}/{row.period_start}/"
        saved = f"/floor/save/{self.rows['draft'].plan.pk}/"
        return {
            "F1": lambda: self.visitor.get("/floor/text/"),
            "F2": lambda: self.secretary.get(table),
            "FS": lambda: self.drafter.post(saved, {"objectives": "Nâng cao kỷ luật, kỷ cương hành chính. " * 8}),
        }

    # --- works ---

    def works(self) -> Iterator[Work]:
        yield from self.pages_of_units()
        yield from self.pages_of_councils()
        yield self.desk_after_a_move()
        yield self.saving()
        yield self.handing_in()

    def page(self, name: str, ratio: float | None, who: Browser, user: User, path: str) -> Work:
        return Work(name, "F2", ratio, lambda: who.get(path), path=path, who=user)

    def pages_of_units(self) -> Iterator[Work]:
        user, draft, sent = self.crowd.drafters[0], self.rows["draft"].pk, self.rows["submitted"].pk
        for name, ratio, path in (
            ("todo", 1.5, "/todo/"),
            ("one obligation, being written", 1.5, f"/obligations/{draft}/"),
            ("one obligation, handed in", 1.5, f"/obligations/{sent}/"),
            ("sections of a plan", 2.0, f"/obligations/{draft}/edit/"),
            ("one section: objectives", 2.0, f"/obligations/{draft}/edit/objectives/"),
            ("one section: six activities", 2.0, f"/obligations/{draft}/edit/activities/"),
            ("all answers before handing in", 2.0, f"/obligations/{draft}/edit/check/"),
        ):
            yield self.page(name, ratio, self.drafter, user, path)

    def pages_of_councils(self) -> Iterator[Work]:
        user, sent = self.crowd.council[Role.SECRETARY], self.rows["submitted"].pk
        for name, ratio, path in (
            ("desk with all figures", 1.5, "/council/"),
            ("matrix, complete page", 2.5, "/council/matrix/"),
            ("overdue list, page of 50", 1.5, "/council/obligations/?status=overdue"),
            ("search in the list", 1.5, "/council/obligations/?q=truong+yen"),
            ("review queue, page of 50", 1.5, "/council/review/"),
            ("review of one paper", 1.5, f"/council/review/{sent}/"),
            ("one unit's year", 1.5, f"/council/units/{self.crowd.units[0].code}/"),
            ("campaigns", 1.5, "/council/campaigns/"),
            ("reports", 1.5, "/reports/"),
        ):
            yield self.page(name, ratio, self.secretary, user, path)

    def desk_after_a_move(self) -> Work:
        """Open the desk when something has moved, so that no picture that was kept may be shown."""
        row, actor = self.rows["draft"], self.crowd.drafters[0]
        facts = {"verb": "start", "from_state": "drafting", "to_state": "drafting", "actor": actor, "actor_label": "…"}
        return Work(
            "desk, just after a move",
            "F2",
            None,
            lambda: self.secretary.get("/council/"),
            lambda: ObligationEvent.objects.create(obligation=row, at=db_now(), **facts),
        )

    def saving(self) -> Work:
        """Save a section as the page does while one types."""
        path = f"/obligations/{self.rows['draft'].pk}/edit/objectives/"
        kept = dict(HIDDEN.findall(self.drafter.fresh_token(path)))
        number = 0

        def step() -> Answer:
            nonlocal number
            number += 1
            text = f"Nâng cao kỷ luật, kỷ cương hành chính; lần {number}. " * 8
            typed = {"objectives": text, "legal_bases": text, "autosave": "1", **kept}
            answer = self.drafter.post(path, typed, HX_Request="true")
            kept.update(HIDDEN.findall(answer.text))
            return answer

        return Work("save a draft as one types", "FS", 3.0, step)

    def handing_in(self) -> Work:
        """Sign and hand in; the rows go back to their drafts between the times."""
        papers = self.rows["to hand in"]
        turn = -1

        def before() -> None:
            nonlocal turn
            turn = (turn + 1) % len(papers)
            Obligation.objects.filter(pk=papers[turn].pk).update(state="drafting")
            papers[turn].refresh_from_db()

        def step() -> Answer:
            row = papers[turn]
            return self.head.post(f"/obligations/{row.pk}/submit/", {"version": str(row.version), "note": ""})

        self.head.fresh_token(f"/obligations/{self.rows['draft'].pk}/")
        return Work("sign and hand in", "FS", 6.0, step, before)


def papers(crowd: Crowd) -> dict:
    """Choose the rows that the works name, and make them fit."""
    now = db_now()
    own = Obligation.objects.filter(unit=crowd.units[0], kind="plan", opens_at__lte=now).order_by("id")
    open_now = list(own.filter(locks_at__gte=now, plan__isnull=False))
    draft, to_hand_in = open_now[-1], open_now[:-1]
    sent = (
        own.filter(events__verb="submit").exclude(pk__in=[row.pk for row in open_now]).distinct().last() or open_now[0]
    )
    Obligation.objects.filter(pk__in=[draft.pk, *(row.pk for row in to_hand_in)]).update(state="drafting")
    Obligation.objects.filter(pk=sent.pk).update(state="submitted")
    for row in [draft, *to_hand_in]:
        scan = Evidence.objects.create(
            unit=row.unit,
            file="00/00/scan",
            name="ban-ky.pdf",
            mime="application/pdf",
            size=100_000,
            added_by=crowd.drafters[0],
            added_at=now,
        )
        EvidenceUse.objects.create(evidence=scan, obligation=row, place=SCAN, added_by=crowd.drafters[0], added_at=now)
        row.refresh_from_db()
    return {"draft": draft, "submitted": sent, "to hand in": to_hand_in}
