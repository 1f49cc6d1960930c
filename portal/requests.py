"""Requests for more time as the council sees them: rows of the queue, and what to know before answering one."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from campaigns.calendar import local_day, working_days_between
from campaigns.extension_form import days_more, is_after_due
from campaigns.models import ExtensionRequest
from units.xlsx import Column


@dataclass(frozen=True)
class RequestRow:
    """One request, with what its line says of it."""

    request: ExtensionRequest
    days_more: int  # calendar days
    days_waited: int  # working days, up to the answer
    is_after_due: bool


def request_rows(
    requests: Iterable[ExtensionRequest], *, at: datetime, holidays: Collection[date]
) -> Iterator[RequestRow]:
    for request in requests:
        until = request.answered_at or request.withdrawn_at or at
        waited = working_days_between(local_day(request.asked_at), local_day(until), holidays)
        yield RequestRow(request, days_more(request), max(0, waited), is_after_due(request))


def request_columns() -> list[Column]:
    return [
        Column(_("Code"), "text", 14),
        Column(_("Unit"), "text", 44),
        Column(_("Cluster"), "text", 30),
        Column(_("What is owed"), "text", 44),
        Column(_("Due date in force"), "datetime", 18),
        Column(_("Wanted until"), "date", 14),
        Column(_("Reason"), "text", 60),
        Column(_("Asked at"), "datetime", 18),
        Column(_("State"), "text", 18),
        Column(_("Granted until"), "date", 14),
        Column(_("Answer"), "text", 60),
        Column(_("Answered at"), "datetime", 18),
    ]


def request_sheet_row(row: RequestRow) -> list[Any]:
    asked = row.request
    owed = asked.obligation
    return [
        owed.unit.code,
        owed.unit.name,
        owed.cluster.name,
        owed.title,
        owed.effective_due_at,
        asked.wanted_until,
        asked.reason,
        asked.asked_at,
        str(asked.state.label),
        asked.granted_until,
        asked.answer,
        asked.answered_at,
    ]
