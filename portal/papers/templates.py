"""The office's own Word templates: taken in, checked, switched on and off; of a kind one is in use, or the built-in."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.gate import clean_file_name
from portal.models import WordTemplate
from portal.papers.checking import Checked, check, let_in
from units.clock import db_now
from units.models import User


class NotSwitchedOn(Exception):
    """A template that may not be used as it is; `str()` is a sentence for the administrator."""


def take(kind: str, body: bytes, *, name: str, note: str, by: User) -> WordTemplate:
    """Keep a new version with what its check found. Raises `FileRefused` for what is no plain Word document."""
    let_in(body)
    checked, now = check(kind, body), db_now()
    return WordTemplate.objects.create(
        kind=kind,
        version=WordTemplate.objects.next_version(kind),
        name=clean_file_name(name),
        note=note,
        content=body,
        sha256=hashlib.sha256(body).hexdigest(),
        uploaded_by=by,
        uploaded_at=now,
        **results(checked, at=now),
    )


def results(checked: Checked, *, at: datetime) -> dict:
    return {
        "findings": checked.findings,
        "remarks": checked.remarks,
        "sample": checked.sample or None,
        "checked_at": at,
    }


def switch_on(template: WordTemplate) -> None:
    """Check once more, then use it in place of the one in use. Raises `NotSwitchedOn`; that one then stays."""
    checked, now = check(template.kind, bytes(template.content)), db_now()
    with transaction.atomic():
        held = {row.pk: row for row in WordTemplate.objects.select_for_update().filter(kind=template.kind)}
        row = held[template.pk]
        for name, value in results(checked, at=now).items():
            setattr(row, name, value)
        if checked.is_good:
            WordTemplate.objects.filter(kind=row.kind).in_use().exclude(pk=row.pk).update(in_use_until=now)
            row.in_use_since, row.in_use_until = now, None
        row.save()
    if not checked.is_good:
        raise NotSwitchedOn(_("It has faults (see below) and was not switched on; what was in use stays in use."))


def switch_off(template: WordTemplate) -> None:
    """Go back to the built-in template of this kind."""
    WordTemplate.objects.filter(pk=template.pk).in_use().update(in_use_until=db_now())
