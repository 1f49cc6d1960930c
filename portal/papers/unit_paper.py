"""A unit's draft or hand-in as a Word file: what is printed of it, marked as what it is, under which name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils import translation

from campaigns import deliverables
from campaigns.models import Obligation, ObligationEvent
from campaigns.printing import is_ready_to_sign
from portal.papers.pictures import qr
from portal.papers.render import render_docx

DRAFT: Final = "DỰ THẢO"
UNCHECKED: Final = {"code": "", "address": "", "sha256": "", "qr": ""}


@dataclass(frozen=True)
class UnitPaper:
    """One paper to be printed; `address` is where its code can be checked, "" for a draft."""

    obligation: Obligation
    content: Mapping[str, Any]
    event: ObligationEvent | None = None  # the hand-in that it was; none for a draft
    address: str = ""
    to_sign: bool = False

    @property
    def is_draft(self) -> bool:
        """A draft says so on its face, unless it is complete and printed to be signed."""
        return not self.event and not (self.to_sign and is_ready_to_sign(self.obligation, self.content))

    def docx(self) -> bytes:
        printer = deliverables.of(self.obligation.kind).printer
        if printer is None:
            raise LookupError(self.obligation.kind)
        marks = {"draft": DRAFT if self.is_draft else "", **self._check()}
        return render_docx(self.obligation.kind, {**printer(self.obligation, self.content), **marks})

    def _check(self) -> Mapping[str, Any]:
        if not self.event or not self.address:
            return UNCHECKED
        facts = {"code": self.event.receipt.code, "address": self.address, "qr": qr(self.address)}
        return {**facts, "sha256": self.event.content_sha256}

    @property
    def file_name(self) -> str:
        """Name the file so that it is found again among others: kind, unit, year, and that it is a draft."""
        year = self.obligation.campaign.year if self.obligation.campaign else self.obligation.period_end.year
        mark = " (dự thảo)" if self.is_draft else ""
        with translation.override("vi"):
            label = str(deliverables.of(self.obligation.kind).label)
        return f"{label} {self.obligation.unit} {year}{mark}.docx".replace("/", "-")
