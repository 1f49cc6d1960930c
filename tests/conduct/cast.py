"""Steps that tests of conduct share: a code in force, a poster, feedback that came through it."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from conduct.feedback import make_links, take_feedback
from conduct.models import Clause, Code, CodeVersion, Feedback, FeedbackLink, Theme
from conduct.models.feedback import VIRTUES
from tests import factories as make
from units.models import Unit, User


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
