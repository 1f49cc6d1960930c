"""Feedback: taking it in, sorting it, giving it to the unit, making an answer public, forgetting who wrote."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from campaigns.actions import owe
from campaigns.calendar import add_working_days, due_moment, local_day
from campaigns.models import Holiday
from conduct.feedback_moves import FeedbackState
from conduct.masking import masked
from conduct.models import Feedback, FeedbackContact, FeedbackLink, PrivacyEvent, PrivacySubject, PrivacyVerb
from conduct.models.feedback import new_token
from units.clock import db_now
from units.models import Event, Membership, Unit, User
from units.workflow import MoveRefused, advance

ANSWER: Final = "answer"  # the kind of obligation
BATCH: Final = 500  # rows in one step of erasing


class CannotMerge(MoveRefused):
    def __init__(self) -> None:
        super().__init__(_("Choose another feedback of the same unit that is not merged itself."))


# --- posters -------------------------------------------------------------------------------------------------------


def make_links(host: Unit, units: Iterable[Unit], *, by: User, at: datetime | None = None) -> int:
    """Give each of these units a poster's address if it has none; return how many were made."""
    moment = at or db_now()
    have = set(FeedbackLink.objects.in_use().values_list("unit_id", flat=True))
    made = [
        FeedbackLink(unit=unit, host=host, token=new_token(), made_at=moment, made_by=by)
        for unit in units
        if unit.pk not in have
    ]
    FeedbackLink.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


@transaction.atomic
def rotate_link(link: FeedbackLink, *, by: User, at: datetime | None = None) -> FeedbackLink:
    """Retire a poster's address and give the unit a new one: old posters lead nowhere from now on."""
    moment = at or db_now()
    old = FeedbackLink.objects.select_for_update().get(pk=link.pk)
    if old.retired_at:
        return FeedbackLink.objects.in_use().get(unit=old.unit_id)
    old.retired_at = moment
    old.save(update_fields=["retired_at"])
    return FeedbackLink.objects.create(unit=old.unit, host=old.host, token=new_token(), made_at=moment, made_by=by)


# --- coming in -----------------------------------------------------------------------------------------------------


@transaction.atomic
def take_feedback(
    link: FeedbackLink,
    *,
    ticket: uuid.UUID,
    scores: dict[str, int],
    at: datetime | None = None,
    contact_name: str = "",
    contact: str = "",
    **said: Any,
) -> Feedback:
    """Write a feedback down, the contact apart from it; the same page sent twice is written down once."""
    moment = at or db_now()
    words = bool(said.get("text") or said.get("clause") or said.get("place"))
    state = FeedbackState.RECEIVED if words or contact else FeedbackState.COUNTED
    unit = link.unit
    own = {"host": link.host, "cluster": unit.cluster, "group": unit.group or "", "at": moment, "state": state}
    feedback, is_new = Feedback.objects.get_or_create(ticket=ticket, defaults={"unit": unit, **own, **scores, **said})
    if is_new and (contact or contact_name):
        until = moment + timedelta(days=settings.FEEDBACK_CONTACT_DAYS)
        FeedbackContact.objects.create(feedback=feedback, name=contact_name, way=contact, erase_at=until)
    return feedback


# --- sorting -------------------------------------------------------------------------------------------------------


def answer_due(*, at: datetime | None = None) -> datetime:
    """Return by when an answer is due that is asked for today."""
    today = local_day(at) if at else localdate()
    holidays = Holiday.objects.days()
    return due_moment(add_working_days(today, settings.FEEDBACK_ANSWER_DAYS, holidays), holidays)


@transaction.atomic
def forward(feedback: Feedback, *, by: User, due_at: datetime, at: datetime | None = None, **facts: Any) -> Event:
    """Give a feedback to its unit: the head owes an answer by `due_at`. Raises a `MoveRefused`."""
    event = advance(feedback, "forward", by=by, due_at=due_at, at=at, **facts)
    with translation.override(settings.LANGUAGE_CODE):
        title = _("Answer to the citizen’s feedback %(code)s") % {"code": feedback.code}
    feedback.obligation = owe(
        unit=feedback.unit, host=feedback.host, kind=ANSWER, title=title, due_at=due_at, by=by, at=event.at
    )
    feedback.save(update_fields=["obligation"])
    return event


@transaction.atomic
def merge(feedback: Feedback, into: Feedback, *, by: User, at: datetime | None = None, **facts: Any) -> Event:
    """Let a feedback count no more because the same was said in another one. Raises a `MoveRefused`."""
    if into.pk == feedback.pk or into.unit_id != feedback.unit_id or into.state == FeedbackState.MERGED:
        raise CannotMerge
    event = advance(feedback, "merge", by=by, at=at, **facts)
    feedback.merged_into = into
    feedback.save(update_fields=["merged_into"])
    return event


@transaction.atomic
def publish(feedback: Feedback, text: str, *, by: User, at: datetime | None = None, **facts: Any) -> Event:
    """Show the public what was said, in the office's words, and the answer. Raises a `MoveRefused`."""
    row = Feedback.objects.select_for_update().get(pk=feedback.pk)
    row.published_text = text
    row.save(update_fields=["published_text"])
    feedback.published_text = text
    return advance(feedback, "publish", by=by, at=at, **facts)


# --- who said it ---------------------------------------------------------------------------------------------------


def read_whole(feedback: Feedback, *, by: User, at: datetime | None = None) -> FeedbackContact | None:
    """Hand the contact out, if there is one, to who handles the feedback; and write down that it was read."""
    contact = FeedbackContact.objects.visible_to(by).filter(feedback=feedback).first()
    subject = PrivacySubject.CONTACT if contact else PrivacySubject.WORDS
    PrivacyEvent.note(PrivacyVerb.READ, subject, host=feedback.host, by=by, at=at or db_now(), row=feedback.pk)
    return contact


def known_names(unit: Unit) -> list[str]:
    """Return the names of the people who hold a role in a unit: they are taken out of what others read."""
    return list(Membership.objects.filter(unit=unit).values_list("user__full_name", flat=True))


def names_by_unit(unit_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return the same for many units: one query."""
    found: dict[int, list[str]] = {}
    rows = Membership.objects.filter(unit__in=list(unit_ids)).values_list("unit_id", "user__full_name")
    for unit_id, name in rows:
        found.setdefault(unit_id, []).append(name)
    return found


def masked_words(feedback: Feedback, names: Iterable[str]) -> str:
    """Return what was said as those may read it who do not handle it."""
    return masked(feedback.text, names)


@transaction.atomic
def erase_contacts(*, at: datetime) -> int:
    """Erase contacts whose time is over, a batch of them; return how many.

    May run twice at once and be broken off at any time: what is gone is gone, the rest is taken the next time.
    """
    due = FeedbackContact.objects.outlived(at=at).select_for_update(skip_locked=True, of=("self",))
    gone = list(due.select_related("feedback__host")[:BATCH])
    for contact in gone:
        _note_erased(PrivacySubject.CONTACT, contact.feedback, at=at)
        contact.delete()
    return len(gone)


@transaction.atomic
def erase_words(*, at: datetime) -> int:
    """Take names and numbers out of words whose time is over, a batch of them; return how many were looked at."""
    since = at - timedelta(days=settings.FEEDBACK_CONTACT_DAYS)
    due = Feedback.objects.unmasked(before=since).select_for_update(skip_locked=True, of=("self",))
    rows = list(due.select_related("host", "unit")[:BATCH])
    names = {unit: known_names(unit) for unit in {row.unit for row in rows}}
    for row in rows:
        text = masked(row.text, names[row.unit])
        if text != row.text:
            _note_erased(PrivacySubject.WORDS, row, at=at)
        row.text, row.text_masked_at = text, at
        row.save(update_fields=["text", "text_masked_at"])
    return len(rows)


def _note_erased(subject: str, feedback: Feedback, *, at: datetime) -> None:
    PrivacyEvent.note(PrivacyVerb.ERASE, subject, host=feedback.host, by=None, at=at, row=feedback.pk)
