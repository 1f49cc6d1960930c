"""What the pages of feedback show: rows whose words are masked, totals that are told from five answers on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from conduct.feedback import names_by_unit
from conduct.feedback_moves import FeedbackState
from conduct.feedback_words import FEEDBACK_WORDS
from conduct.masking import masked
from conduct.models import Feedback, FeedbackEvent
from conduct.models.feedback import VIRTUES, FeedbackQuerySet
from units.models import User
from units.workflow import may
from units.xlsx import Column

LOOKS: Mapping[str, str] = {
    FeedbackState.RECEIVED: "submitted",
    FeedbackState.COUNTED: "accepted",
    FeedbackState.FORWARDED: "drafting",
    FeedbackState.MERGED: "waived",
    FeedbackState.SPAM: "waived",
}


@dataclass(frozen=True)
class FeedbackRow:
    """One feedback as a list shows it."""

    feedback: Feedback
    words: str
    look: str
    state_words: str


def feedback_rows(found: Iterable[Feedback]) -> list[FeedbackRow]:
    """Return rows with masked words; one query for the names, whatever their number."""
    rows = list(found)
    names = names_by_unit({row.unit_id for row in rows})
    return [
        FeedbackRow(row, masked(row.text, names.get(row.unit_id, ())), look_of(row), state_words(row)) for row in rows
    ]


def look_of(feedback: Feedback) -> str:
    return "accepted" if feedback.is_answered else LOOKS[feedback.state]


def state_words(feedback: Feedback) -> str:
    """Return where it stands, the answer's own standing included."""
    if feedback.published_at:
        return _("Answered and public")
    if feedback.is_answered:
        return _("Answered")
    if feedback.obligation and feedback.obligation.state == "submitted":
        return _("Answer to be read by the office")
    return feedback.get_state_display()


def sheet_columns() -> list[Column]:
    """Return the columns of the export: no contact, words without names."""
    return [
        Column(_("Received"), "datetime", 18),
        Column(_("Code"), "text", 14),
        Column(_("Unit"), "text", 44),
        Column(_("Cluster"), "text", 30),
        *(Column(label, "integer", 10) for label, _value in Feedback(**dict.fromkeys(VIRTUES, 1)).scores),
        Column(_("Clause"), "text", 10),
        Column(_("Where it was"), "text", 24),
        Column(_("Words (without names)"), "text", 60),
        Column(_("State"), "text", 24),
        Column(_("To be answered by"), "datetime", 18),
    ]


def sheet_row(row: FeedbackRow) -> list[Any]:
    feedback = row.feedback
    return [
        feedback.at,
        feedback.unit.code,
        feedback.unit.name,
        feedback.cluster.name if feedback.cluster else "",
        *(value for _label, value in feedback.scores),
        feedback.clause.code if feedback.clause else "",
        masked(feedback.place),
        row.words,
        row.state_words,
        feedback.obligation.next_due_at if feedback.obligation else None,
    ]


# --- one feedback ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HistoryLine:
    """One step as `components/timeline.html` tells it."""

    state: str
    title: str
    at: datetime
    by: str
    note: str
    due_at: datetime | None


def history(events: Iterable[FeedbackEvent]) -> list[HistoryLine]:
    return [
        HistoryLine(
            LOOKS[event.to_state],
            FEEDBACK_WORDS[event.verb].told,
            event.at,
            event.actor_label,
            event.note,
            event.due_at,
        )
        for event in events
    ]


@dataclass(frozen=True)
class StepButton:
    label: str
    url: str


def step_buttons(feedback: Feedback, user: User) -> list[StepButton]:
    """Return the steps that this person can take now."""
    verbs = [verb for verb in feedback.MOVES if may(feedback, verb, by=user)]
    if not feedback.is_answered or feedback.published_at:
        verbs = [verb for verb in verbs if verb != "publish"]
    if not feedback.published_at:
        verbs = [verb for verb in verbs if verb != "unpublish"]
    return [
        StepButton(str(FEEDBACK_WORDS[verb].button), reverse("feedback-step", args=[feedback.pk, verb]))
        for verb in verbs
    ]


# --- totals ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Total:
    """How often something was scored and what it came to; means are missing where there are too few answers."""

    label: str
    number: int
    means: list[str]
    url: str = ""

    @property
    def is_told(self) -> bool:
        return bool(self.means)


def total_of(row: Mapping[str, Any], label: str, url: str = "") -> Total:
    told = row[VIRTUES[0]] is not None
    return Total(label, row["number"], [mean_words(row[name]) for name in VIRTUES] if told else [], url)


def mean_words(mean: Any) -> str:
    """Write a mean of scores with one place, half up."""
    return number_format(Decimal(str(mean)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def unit_totals(found: FeedbackQuerySet, *, start: str = "") -> list[Total]:
    """Return one line for each unit, those with the most answers first; each leads to the list at `start`, if any."""
    keys = ("unit__code", "unit__short_name", "unit__name", "unit__sort_key")
    rows = sorted(found.totals(*keys), key=lambda row: (-row["number"], row["unit__sort_key"]))
    return [
        total_of(row, row["unit__short_name"] or row["unit__name"], start and f"{start}?q={row['unit__code']}")
        for row in rows
    ]


def cluster_totals(found: FeedbackQuerySet) -> list[Total]:
    keys = ("cluster__code", "cluster__name", "cluster__position")
    rows = sorted(found.totals(*keys), key=lambda row: (row["cluster__position"] or 0, row["cluster__code"] or ""))
    return [total_of(row, row["cluster__name"] or "—") for row in rows]
