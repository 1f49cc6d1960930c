"""What `/reports/latest.json` gives to the City: the newest issued report with its texts (docs/report-snapshot.md)."""

from typing import Any

from portal.models import FeedToken, ReportPaper
from portal.reports.compute import moment, sealed
from portal.reports.issuing import check_address


def feed(authorization: str) -> tuple[int, dict[str, Any]]:
    """Return status and answer to an `Authorization` header: 401 without a valid token, 404 while none is issued."""
    token = FeedToken.objects.of_header(authorization)
    if token is None:
        return 401, {"error": "A valid token is needed: Authorization: Bearer ..."}
    paper = ReportPaper.objects.latest_of(token.host_id)
    return (200, feed_of(paper)) if paper else (404, {"error": "No report has been issued yet."})


def feed_of(paper: ReportPaper) -> dict[str, Any]:
    """Return number, texts and the sealed snapshot of an issued report."""
    report = paper.report
    return {
        "code": report.code,
        "number": paper.number,
        "issued_on": paper.issued_on.isoformat() if paper.issued_on else None,
        "issued_at": moment(paper.issued_at) if paper.issued_at else None,
        "replaces": paper.replaces.report.code if paper.replaces else None,
        "check": check_address(report),
        "campaign": report.words["campaign"],
        "host": report.words["host"],
        "texts": paper.texts(),
        "snapshot": sealed(report.snapshot, report.sha256),
    }
