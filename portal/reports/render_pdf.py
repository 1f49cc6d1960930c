"""A report as PDF/A in the layout of Decree 30/2020."""

from portal.models import Report
from portal.papers.pdf import render_pdf
from portal.reports.paper_facts import facts


def pdf(report: Report, *, address: str) -> bytes:
    """Render a ready report; `address` is where its code can be checked. The same row gives the same bytes."""
    return render_pdf("report", facts(report, address=address), made_at=report.made_at)
