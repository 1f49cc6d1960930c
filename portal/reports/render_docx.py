"""A report as an editable Word file in the layout of Decree 30/2020."""

from portal.models import Report
from portal.papers.render import render_docx
from portal.reports.paper_facts import facts


def docx(report: Report, *, address: str) -> bytes:
    """Render a ready report; `address` is where its code can be checked."""
    return render_docx("report", facts(report, address=address))
