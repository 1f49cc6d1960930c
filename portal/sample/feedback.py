"""The sample's feedback: posters for all units, some hundred citizens, sorted and answered in every way."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from campaigns.actions import save_draft
from campaigns.models import Obligation
from campaigns.models.obligation import RECEIPT_LETTERS
from conduct.feedback import forward, make_links, merge, publish, take_feedback
from conduct.models import Clause, Feedback, FeedbackAnswer, FeedbackLink
from conduct.models.feedback import VIRTUES
from portal.sample.casting import Casting
from portal.sample.feedback_texts import ANSWERS, OFFICE, PLACES, PUBLIC, SAID, SCHOOL
from portal.sample.people import invented_name
from units.models import Group, Unit
from units.workflow import advance

DAY = timedelta(days=1)
SHOWN = frozenset({"10015", "TH-10018", "NV"})  # whose clerks and heads the README names
STORIES = ("published", "answered", "waiting", "forwarded", "filed", "spam", "merged", "new")


def load_posters(host: Unit, *, at: datetime) -> None:
    """Hang a poster up at every unit. Their addresses are drawn anew: a secret does not stand in a repository."""
    units = Unit.objects.below(host).exclude(cluster=None)
    make_links(host, units, by=Casting(host).secretary, at=at)


def load_feedback(host: Unit, *, first: datetime, until: datetime, number: int, is_over: bool) -> None:
    """Let `number` citizens speak between two moments; in a year that is over nothing waits to be sorted."""
    draw = Random(f"feedback {first.year}")
    cast = Casting(host)
    links = list(FeedbackLink.objects.in_use().select_related("unit__cluster", "host").order_by("unit__code"))
    crowded = [link for link in links if link.unit.code in SHOWN] + draw.sample(links, 9)  # where many wait, many speak
    clauses = {row.code: row for row in Clause.objects.in_force(on=first.date()).said_by_citizens()}
    seconds = int((until - first).total_seconds())
    moments = sorted(first + timedelta(seconds=draw.randrange(seconds)) for _n in range(number))
    stories = told(is_over=is_over)
    for at in moments:
        link = draw.choice(crowded if draw.random() < 0.6 else links)
        feedback = said(link, at, draw, clauses)
        if feedback.state == "received":
            play(next(stories), feedback, cast, draw, until=until)


def told(*, is_over: bool) -> Iterator[str]:
    """Yield what becomes of one feedback after another."""
    names = [name for name in STORIES if name != "new"] if is_over else list(STORIES)
    while True:
        yield from names


def kind_of(unit: Unit) -> str:
    return SCHOOL if unit.group == Group.SCHOOL else OFFICE


def said(link: FeedbackLink, at: datetime, draw: Random, clauses: dict[str, Clause]) -> Feedback:
    where = kind_of(link.unit)
    level, code, text, _where = draw.choice([row for row in SAID if row[3] == where])
    scores = {name: min(5, max(1, level + draw.choice([-1, 0, 0, 0, 1]))) for name in VIRTUES}
    words: dict[str, Any] = {}
    if draw.random() < 0.45:
        words = {"text": text, "clause": clauses.get(code), "place": draw.choice(PLACES[where])}
        if draw.random() < 0.4:
            phone = f"0900 000 {draw.randrange(1000):03d}"
            words |= {"contact_name": invented_name(draw), "contact": phone}
    letters = "".join(draw.choice(RECEIPT_LETTERS) for _n in range(12))
    code_of = f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"
    ticket = UUID(int=draw.getrandbits(128), version=4)
    return take_feedback(link, ticket=ticket, scores=scores, at=at.replace(microsecond=0), code=code_of, **words)


def play(story: str, feedback: Feedback, cast: Casting, draw: Random, *, until: datetime) -> None:
    """Sort a feedback as the story has it; nothing happens after `until`."""
    at = min(feedback.at + DAY, until)
    office = cast.secretary
    other = None
    if story == "merged":
        alike = Feedback.objects.counting().filter(unit=feedback.unit, state="forwarded")
        other = alike.exclude(pk=feedback.pk).first()
        story = story if other else "filed"
    if story == "filed":
        advance(feedback, "file", by=office, at=at, note="Lời khen, không phải trả lời")
    elif story == "spam":
        advance(feedback, "spam", by=office, at=at, note="Nội dung thử, gửi lặp lại nhiều lần")
    elif other:
        merge(feedback, other, by=office, at=at, note="Cùng một sự việc")
    elif story != "new":
        forward(feedback, by=office, due_at=at + 14 * DAY, at=at, note="Đề nghị đơn vị xác minh, trả lời")
        if story != "forwarded":
            answer(feedback, story, cast, draw, until=until)


def answer(feedback: Feedback, story: str, cast: Casting, draw: Random, *, until: datetime) -> None:
    """Let the head answer; the office accepts the answer, and makes some public."""
    owed = feedback.obligation
    if owed is None:
        return
    head, at = cast.of(feedback.unit).head, min(feedback.at + draw.randint(3, 18) * DAY, until)
    text, measures = draw.choice(ANSWERS[kind_of(feedback.unit)])

    def write(row: Obligation) -> None:
        draft = FeedbackAnswer.of(row)
        draft.text, draft.measures = text, measures
        draft.save()

    save_draft(owed, write, by=head, version=None, at=at)
    advance(owed, "submit", by=head, at=at)
    if story in {"answered", "published"}:
        accepted_at = min(at + 2 * DAY, until)
        advance(owed, "accept", by=cast.secretary, at=accepted_at)
        feedback.refresh_from_db()
        if story == "published":
            publish(feedback, PUBLIC[kind_of(feedback.unit)], by=cast.secretary, at=accepted_at)
