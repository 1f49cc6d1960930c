"""What the page of a report shows of its paper: the state, the buttons, whom it went to, its history."""

from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from portal.models import Report, ReportFile, ReportPaper
from portal.reports.issuing import draft_paper
from portal.reports.workflow import PAPER_VERBS
from units.models import Role, User
from units.workflow import may

SIGNS = {"approve": "signing", "reject": "drafting", "issue": "accepted"}


def paper_page(report: Report, user: User) -> dict[str, Any]:
    """Return the context of `portal/report_paper.html`."""
    paper = draft_paper(report, on=localdate())
    paper.report = report
    events = [
        {"state": SIGNS[event.verb], "title": PAPER_VERBS[event.verb], "at": event.at, "by": event.actor_label}
        | {"note": event.note}
        for event in paper.events.order_by("-id")
    ]
    return {
        "paper": paper,
        "moves": moves(paper, user),
        "deliveries": list(paper.deliveries.select_related("person", "mail")),
        "events": events,
    }


def issued_face(report: Report, face: str) -> bytes | None:
    """Return a face of an issued report as it went out; None where it is rendered anew."""
    kept = ReportFile.objects.filter(paper__report=report, face=face).first()
    return bytes(kept.content) if kept else None


def verified(report: Report) -> dict[str, Any]:
    """Return what anyone may know of a report: its paper once it is issued, and the check sums of its files."""
    paper = ReportPaper.objects.issued().filter(report=report).select_related("replaces__report").first()
    files = paper.files.order_by("face").defer("content") if paper else []
    return {"report": report, "paper": paper, "files": list(files)}


def moves(paper: ReportPaper, user: User) -> list[tuple[str, str, bool]]:
    """Return the buttons for this person: label, address, whether it is what comes next."""
    pk = paper.report_id
    found = []
    if paper.may_edit(user):
        found.append((_("Edit the texts"), reverse("report-edit", args=[pk]), False))
    labels = {"approve": _("Approve"), "reject": _("Take back"), "issue": _("Issue and send")}
    for verb, label in labels.items():
        waits_for_chair = verb == "issue" and paper.is_draft and paper.needs_approval
        if may(paper, verb, by=user) and not waits_for_chair:
            found.append((label, reverse("report-move", args=[pk, verb]), verb != "reject"))
    if paper.is_issued and Role.SECRETARY in paper.roles_of(user):
        found.append((_("Send to more people"), reverse("report-send", args=[pk]), False))
    return found
