"""Steps that tests of conduct share: a code in force, a poster, feedback that came through it."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from conduct.feedback import make_links, take_feedback
from conduct.inspections import choose_units, prepare, put_in_team
from conduct.models import (
    Clause,
    Code,
    CodeVersion,
    Feedback,
    FeedbackLink,
    Finding,
    Inspection,
    Theme,
    Visit,
    VisitAnswer,
)
from conduct.models.feedback import VIRTUES
from conduct.on_the_spot import Given, arrive, note_finding, save_answer, set_met_with
from tests import factories as make
from units.models import Unit, User
from units.workflow import advance


def code_in_force(**methods: list[str]) -> dict[str, Clause]:
    """Return the clauses of a published code by their codes; GD-03 is put to schools alone, GD-04 to no citizen."""
    code = Code.objects.create(code="cong-so", name="Quy tắc ứng xử", short_name="Công sở")
    version = CodeVersion.objects.create(code=code, number=1, title="Bản 1", valid_from=make.date(2017, 1, 25))
    theme = Theme.objects.create(version=version, code="GD", name="Giao tiếp", facets=["dedication"])
    facts: dict[str, Any] = {"version": version, "theme": theme, "wording": "Giao tiếp lịch sự", "rhythm": "month"}
    both = ["feedback", "inspection"]
    rows = [
        Clause(code="GD-01", plain_words="Bắt chờ lâu", plain_words_en="Long wait", methods=both, severity=2, **facts),
        Clause(code="GD-02", plain_words="Gây phiền hà", methods=both, audiences=["commune"], severity=3, **facts),
        Clause(code="GD-03", plain_words="Lớp học bẩn", methods=both, audiences=["school"], **facts),
        Clause(code="GD-04", plain_words="Họp muộn", methods=["self"], **facts),
        Clause(code="GD-05", methods=["inspection"], answered_in="counts", assessed=["staff"], **facts),
    ]
    for position, row in enumerate(rows):
        row.position = position
        row.save()
    CodeVersion.objects.filter(pk=version.pk).update(published_at=make.moment(2017, 1, 25))
    return {row.code: row for row in rows}


def poster(host: Unit, unit: Unit, by: User) -> FeedbackLink:
    make_links(host, [unit], by=by)
    return FeedbackLink.objects.in_use().get(unit=unit)


def said(link: FeedbackLink, text: str = "Chờ hai giờ", *, score: int = 2, at: datetime | None = None, **more: Any):
    """Return a feedback that a citizen sent through a poster."""
    facts = {"scores": dict.fromkeys(VIRTUES, score), "text": text, "at": at, **more}
    feedback: Feedback = take_feedback(link, ticket=uuid4(), **facts)
    return feedback


def inspection_of(
    host: Unit, units: list[Unit], *, lead: User, others: list[User], by: User, **facts: Any
) -> Inspection:
    """Return an inspection with order, team and units, in preparation."""
    order = {"order_number": "125/QĐ-UBND", "ordered_on": make.date(2024, 3, 1)}
    days = {"starts_on": make.date(2024, 3, 4), "ends_on": make.date(2024, 3, 8)}
    made = prepare(Inspection(title="Kiểm tra công vụ quý I", **order, **days, **facts), host=host, by=by)
    put_in_team(made, lead, leads=True)
    for person in others:
        put_in_team(made, person, leads=False)
    choose_units(made, units)
    return made


def visit_under_way(inspection: Inspection, unit: Unit, *, lead: User, by: User) -> Visit:
    """Begin the inspection and let the team arrive at a unit."""
    if inspection.state == "preparing":
        advance(inspection, "begin", by=by)
    visit = Visit.objects.get(inspection=inspection, unit=unit)
    arrive(visit, by=lead)
    return visit


def answer_all(visit: Visit, *, by: User, verdict: str = "met") -> None:
    """Answer every clause and say who was there, so that it can be presented."""
    for answer in VisitAnswer.objects.of(visit):
        given = Given("counted", 10, 9) if answer.clause.is_counted else Given(verdict, note="Đã xem")
        save_answer(answer, given, save=uuid4(), base=answer.version, by=by)
    set_met_with(visit, "Phó Chủ tịch", by=by)


def found(visit: Visit, code: str, *, by: User, severity: int = 1, text: str = "Niêm yết thiếu 3 thủ tục") -> Finding:
    clause = VisitAnswer.objects.of(visit).get(clause__code=code).clause
    return note_finding(Finding(visit=visit, clause=clause, text=text, severity=severity), by=by)
