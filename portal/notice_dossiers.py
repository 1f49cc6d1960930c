"""News of nominations and initiatives: handed on, returned, judged, decided, awarded, taken back."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from conduct.models import InitiativeEvent, NominationEvent
from conduct.telling import INITIATIVE_TELLS, NOMINATION_TELLS
from portal.models import NoticeRun, NoticeStep
from portal.notice_people import News
from portal.notice_steps import LATE_COMMIT, Rung

NOMINATION_STEPS: Final[Mapping[str, NoticeStep]] = {
    "send": NoticeStep.DOSSIER_TO_SIGN,
    "submit": NoticeStep.DOSSIER_HANDED_IN,
    "enter": NoticeStep.DOSSIER_ELIGIBLE,
    "return": NoticeStep.DOSSIER_RETURNED,
    "admit": NoticeStep.DOSSIER_ELIGIBLE,
    "reject": NoticeStep.DOSSIER_NOT_ELIGIBLE,
    "approve": NoticeStep.DOSSIER_APPROVED,
    "decline": NoticeStep.DOSSIER_DECLINED,
    "grant": NoticeStep.DOSSIER_APPROVED,
    "publish": NoticeStep.DOSSIER_AWARDED,
    "revoke": NoticeStep.DOSSIER_REVOKED,
    "withdraw": NoticeStep.DOSSIER_WITHDRAWN,
}
INITIATIVE_STEPS: Final[Mapping[str, NoticeStep]] = {
    "send": NoticeStep.DOSSIER_TO_SIGN,
    "submit": NoticeStep.DOSSIER_HANDED_IN,
    "return": NoticeStep.DOSSIER_RETURNED,
    "recognise": NoticeStep.DOSSIER_RECOGNISED,
    "decline": NoticeStep.DOSSIER_UNRECOGNISED,
    "withdraw": NoticeStep.DOSSIER_WITHDRAWN,
}
SOURCES: Final = (
    ("nomination", NominationEvent, NOMINATION_STEPS, NOMINATION_TELLS),
    ("initiative", InitiativeEvent, INITIATIVE_STEPS, INITIATIVE_TELLS),
)


def dossier_news(run: NoticeRun, at: datetime) -> Iterator[News]:
    """Yield what became of dossiers since the last run; two queries, however many one decision awards."""
    for about, model, steps, tells in SOURCES:
        events: Any = model.objects.filter(verb__in=steps, at__gt=run.made_until - LATE_COMMIT, at__lte=at)
        events = events.exclude(**{"verb": "withdraw", f"{about}__received_at": None})  # the office never had it
        columns = ("pk", "verb", "at", "actor", about, f"{about}__unit", f"{about}__host")
        for pk, verb, moment, actor, subject, unit, host in events.order_by("id").values_list(*columns):
            rung = Rung(steps[verb], tells[verb], moment)
            yield News(about, subject, unit, host, f"event-{pk}", (rung,), actor_id=actor)
