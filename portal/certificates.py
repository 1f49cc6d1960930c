"""Makes the certificates of a decision: a worker claims the row, fits name after name, sets them as one file.

A claim is a row's `attempts`: what a worker writes later counts only while its claim is still the last. So two workers,
a crash or a restart neither lose a file nor make one twice.
"""

import logging
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from conduct.award_printing import certificates
from conduct.models import Decision
from portal.models import BatchState, CertificateBatch
from portal.papers.printed_forms import make_certificates
from units.clock import db_now
from units.models import User

AT_ONCE: Final = 20  # certificates fitted between two notes of progress
MAX_ATTEMPTS: Final = 3
SILENT: Final = timedelta(seconds=120)

log = logging.getLogger(__name__)


class ClaimLost(Exception):
    """Another worker has taken the row over; what this one made is thrown away."""


def ask(decision: Decision, *, on_form: bool, by: User) -> CertificateBatch:
    """Ask for the certificates of an issued decision; what is under way already is given back instead."""
    with transaction.atomic():
        Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
        waiting = CertificateBatch.objects.of(decision).filter(on_form=on_form).first()
        if waiting and waiting.is_under_way:
            return waiting
        number = decision.lines.standing().count()
        return CertificateBatch.objects.create(
            decision=decision, on_form=on_form, asked_by=by, asked_at=db_now(), number=number
        )


def make_next() -> bool:
    """Make one file that waits; False where there is none, or where this one failed."""
    batch = claim()
    if batch is None:
        return False
    try:
        make(batch)
    except ClaimLost:
        log.warning("certificates %s were taken over by another worker", batch.pk)
    except Exception as error:  # whatever it is, the row must say so, and others wait
        log.exception("certificates %s failed at attempt %s", batch.pk, batch.attempts)
        give_up(batch, error)
        return False
    return True


def claim() -> CertificateBatch | None:
    """Take the oldest that waits, or whose worker has given no sign of life for a while."""
    with transaction.atomic():
        now = db_now()
        waiting = CertificateBatch.objects.to_make(claimed_before=now - SILENT)
        batch = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if batch is None:
            return None
        batch.attempts += 1
        batch.state = BatchState.RUNNING if batch.attempts <= MAX_ATTEMPTS else BatchState.FAILED
        batch.claimed_at, batch.done = now, 0
        batch.save(update_fields=["attempts", "state", "claimed_at", "done"])
    return batch if batch.state == BatchState.RUNNING else claim()


def make(batch: CertificateBatch) -> None:
    """Fit the certificates, set them as one PDF/A file and keep it. Raises `ClaimLost` or `NotSet`."""
    decision = Decision.objects.select_related("host").get(pk=batch.decision_id)
    lines = decision.lines.select_related("nomination")
    address = settings.PORTAL_URL.rstrip("/") + reverse("verify-code", args=[decision.code])
    facts = certificates(decision, lines, address=address)
    note(batch, number=len(facts))
    body = make_certificates(noting(batch, facts), title=str(decision), on_form=batch.on_form)
    note(batch, state=BatchState.READY, content=body, made_at=db_now(), error="")


def noting(batch: CertificateBatch, facts: Sequence[Any]) -> Iterator[Any]:
    """Pass the certificates on to be fitted, and note now and then how many are."""
    for done, one in enumerate(facts, 1):
        yield one
        if done % AT_ONCE == 0 or done == len(facts):
            note(batch, done=done)


def note(batch: CertificateBatch, **facts: Any) -> None:
    """Write to the row, and that this worker lives, while it is still this worker's. Raises `ClaimLost`."""
    mine = CertificateBatch.objects.filter(pk=batch.pk, state=BatchState.RUNNING, attempts=batch.attempts)
    if not mine.update(claimed_at=db_now(), **facts):
        raise ClaimLost


def give_up(batch: CertificateBatch, error: Exception) -> None:
    """Queue it again, or after the last attempt say that it failed."""
    mine = CertificateBatch.objects.filter(pk=batch.pk, state=BatchState.RUNNING, attempts=batch.attempts)
    state = BatchState.QUEUED if batch.attempts < MAX_ATTEMPTS else BatchState.FAILED
    mine.update(state=state, error=type(error).__name__)
