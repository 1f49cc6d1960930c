"""What happened to an obligation in the sample: a story is a list of moves with their times.

Every story goes through `advance()`, so that the sample can hold nothing that the portal itself would refuse.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from django.utils.timezone import get_current_timezone, localtime

from campaigns.models import Obligation
from portal.sample import drafts, texts
from portal.sample.casting import Cast
from units.models import User
from units.workflow import Reason, advance


@dataclass
class Stage:
    """One obligation on its way, with the clock of its story; nothing may happen after `until`."""

    obligation: Obligation
    cast: Cast
    draw: Random
    until: datetime

    def at(self, moment: datetime, days: float = 0) -> datetime:
        """Return an office hour `days` after a moment, never past the end of the story."""
        day = localtime(moment).date() + timedelta(days=round(days))
        clock = time(self.draw.choice([7, 8, 9, 10, 14, 15, 16]), self.draw.randint(0, 59), self.draw.randint(0, 59))
        return min(datetime.combine(day, clock, tzinfo=get_current_timezone()), self.until)

    def before_due(self, low: int, high: int) -> datetime:
        end = min(self.obligation.effective_due_at, self.until)  # of what is due later, some came early
        moment = self.at(end, -self.draw.randint(low, high))
        return max(moment, self.obligation.opens_at + timedelta(days=1))

    def after_due(self, low: int, high: int) -> datetime:
        return self.at(self.obligation.effective_due_at, self.draw.randint(low, high))

    # --- steps ---

    def draft(self, at: datetime) -> None:
        advance(self.obligation, "start", by=self.cast.drafter, at=at)
        drafts.write(self.obligation, head=self.cast.head, drafter=self.cast.drafter, at=at, draw=self.draw)

    def begin(self, at: datetime) -> None:
        """Start and leave half done: no scan, two activities."""
        advance(self.obligation, "start", by=self.cast.drafter, at=at)
        if self.obligation.kind == "plan":
            drafts.write_plan(self.obligation, head=self.cast.head, on=at.date(), draw=self.draw, rows=2)
        elif self.obligation.kind == "progress":
            drafts.write_progress(self.obligation, head=self.cast.head, on=at.date(), draw=self.draw, is_whole=False)
        else:
            drafts.write_paper(self.obligation, head=self.cast.head, on=at.date(), draw=self.draw)

    def hand_in(self, at: datetime) -> datetime:
        """Draft, send to the head, sign: the last step at `at`."""
        first = max(at - timedelta(days=self.draw.randint(2, 6)), self.obligation.opens_at)
        self.draft(min(first, at))
        return self.sign(at)

    def sign(self, at: datetime) -> datetime:
        advance(self.obligation, "send", by=self.cast.drafter, at=max(at - timedelta(hours=3), self.last))
        advance(self.obligation, "submit", by=self.cast.head, at=at)
        return at

    @property
    def last(self) -> datetime:
        return self.obligation.changed_at or self.obligation.opens_at

    def accept(self, at: datetime) -> None:
        advance(self.obligation, "accept", by=self.cast.secretary, at=at)

    def give_back(self, at: datetime, *, days: int = 7) -> datetime:
        """Return with one to three coded reasons; return the date by which to hand in again."""
        pool = texts.RETURN_REASONS[self.obligation.kind]
        reasons = [Reason(*row) for row in self.draw.sample(pool, self.draw.randint(1, min(3, len(pool))))]
        due = (localtime(at) + timedelta(days=days)).replace(hour=23, minute=59, second=59)
        note = "Đề nghị đơn vị chỉnh sửa và nộp lại đúng hạn."
        advance(self.obligation, "return", by=self.cast.secretary, at=at, note=note, reasons=reasons, due_at=due)
        return due

    def say(self, verb: str, at: datetime, pool: list[str], *, by: User, due_at: datetime | None = None) -> None:
        advance(self.obligation, verb, by=by, at=at, note=self.draw.choice(pool), due_at=due_at)


# --- stories --------------------------------------------------------------------------------------------------------


def on_time(stage: Stage) -> None:
    at = stage.hand_in(stage.before_due(0, 12))
    stage.accept(stage.at(at, stage.draw.randint(1, 5)))


def waiting(stage: Stage) -> None:
    stage.hand_in(min(stage.before_due(0, 5), stage.at(stage.until, -stage.draw.randint(1, 6))))


def late(stage: Stage) -> None:
    at = stage.hand_in(stage.after_due(1, 15))
    stage.accept(stage.at(at, stage.draw.randint(1, 4)))


def late_waiting(stage: Stage) -> None:
    stage.hand_in(stage.after_due(1, 4))


def returned(stage: Stage) -> None:
    at = stage.at(stage.hand_in(stage.before_due(1, 8)), 2)
    due = stage.give_back(at)
    mended = stage.sign(stage.at(due, -stage.draw.randint(1, 4)))
    stage.accept(stage.at(mended, 2))


def returned_late(stage: Stage) -> None:
    at = stage.at(stage.hand_in(stage.before_due(1, 5)), 2)
    due = stage.give_back(at)
    mended = stage.sign(stage.at(due, stage.draw.randint(2, 6)))
    stage.accept(stage.at(mended, 1))


def returned_open(stage: Stage) -> None:
    at = stage.at(stage.hand_in(min(stage.before_due(0, 4), stage.at(stage.until, -4))), 2)
    stage.give_back(at, days=(stage.until - at).days + stage.draw.randint(4, 8))  # still some days to mend it


def refused(stage: Stage) -> None:
    at = stage.at(stage.hand_in(stage.before_due(2, 6)), 1)
    stage.say("refuse", at, texts.REFUSALS, by=stage.cast.secretary)
    again = stage.sign(stage.after_due(1, 6))
    stage.accept(stage.at(again, 2))


def refused_open(stage: Stage) -> None:
    at = stage.at(stage.hand_in(min(stage.before_due(0, 4), stage.at(stage.until, -3))), 1)
    stage.say("refuse", at, texts.REFUSALS, by=stage.cast.secretary)


def extended(stage: Stage) -> None:
    old = stage.obligation.effective_due_at
    stage.say(
        "extend", stage.before_due(2, 6), texts.EXTENSIONS, by=stage.cast.secretary, due_at=old + timedelta(days=14)
    )
    at = stage.hand_in(stage.at(old, stage.draw.randint(3, 12)))
    stage.accept(stage.at(at, 3))


def extended_open(stage: Stage) -> None:
    due = stage.obligation.effective_due_at + timedelta(days=14)
    stage.say("extend", stage.before_due(2, 4), texts.EXTENSIONS, by=stage.cast.secretary, due_at=due)
    stage.begin(stage.last + timedelta(hours=4))


def extended_after(stage: Stage) -> None:
    old = stage.obligation.effective_due_at
    stage.say(
        "extend", stage.after_due(2, 4), texts.EXTENSIONS, by=stage.cast.secretary, due_at=old + timedelta(days=20)
    )
    at = stage.hand_in(stage.at(old, stage.draw.randint(8, 18)))
    stage.accept(stage.at(at, 2))


def reopened(stage: Stage) -> None:
    on_time(stage)
    at = stage.at(stage.last, 20)
    due = (localtime(at) + timedelta(days=10)).replace(hour=23, minute=59, second=59)
    stage.say("reopen", at, texts.REOPENINGS, by=stage.cast.chair, due_at=due)
    stage.accept(stage.at(stage.sign(stage.at(at, 6)), 2))


def waived(stage: Stage) -> None:
    stage.say("waive", stage.before_due(8, 15), texts.WAIVERS, by=stage.cast.secretary)


def missing(stage: Stage) -> None:
    """Nothing happens."""


def drafting(stage: Stage) -> None:
    stage.begin(min(stage.before_due(1, 10), stage.at(stage.until, -stage.draw.randint(1, 6))))


def handed_back(stage: Stage) -> None:
    signing(stage)
    stage.say("hand_back", stage.at(stage.last, 1), texts.HAND_BACKS, by=stage.cast.head)


def signing(stage: Stage) -> None:
    at = min(stage.before_due(0, 6), stage.at(stage.until, -2))
    stage.draft(at - timedelta(days=1))
    advance(stage.obligation, "send", by=stage.cast.drafter, at=max(at, stage.last))


Story = Callable[[Stage], None]


def deal(number: int, shares: dict[Story, int], draw: Random) -> list[Story]:
    """Return `number` stories in these proportions, each at least once, shuffled; the first one fills up."""
    total = sum(shares.values())
    hand = [story for story, share in list(shares.items())[1:] for _n in range(max(1, round(number * share / total)))]
    hand = hand[: number - 1]
    hand += [next(iter(shares))] * (number - len(hand))
    draw.shuffle(hand)
    return hand
