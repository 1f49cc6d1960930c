"""Public check of a printed code: is this receipt, report or decision what the portal knows?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from campaigns.models import Receipt
from campaigns.receipts import LONGEST, tidy_code, worth
from conduct.models import Decision
from portal.models import Report
from portal.reports.paper_page import verified
from units.access import public


@public
def verify_search(request: HttpRequest) -> HttpResponse:
    """Ask for a code, and lead to its own address."""
    code = tidy_code(request.GET.get("code", ""))
    if code:
        return redirect("verify-code", code=code)
    return render(request, "portal/verify_search.html", {"typed": ""})


@public
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """Say what the portal knows of a code: of a hand-in or a report without names, of a decision whom it honours."""
    tidy = tidy_code(code)
    receipt = (
        Receipt.objects.select_related("event", "obligation__unit", "obligation__campaign").filter(code=tidy).first()
    )
    if receipt:
        return render(request, "portal/verify_receipt.html", {"receipt": receipt, "worth": worth(receipt)})
    report = Report.objects.ready().select_related("campaign", "cluster").filter(code=tidy).first()
    if report:
        return render(request, "portal/verify_report.html", verified(report))
    decision = Decision.objects.in_force_or_not().select_related("host").filter(code=tidy).first()
    if decision:
        return render(
            request, "conduct/decision_verified.html", {"decision": decision, "lines": list(decision.lines.all())}
        )
    return render(request, "portal/verify_search.html", {"typed": code[:LONGEST], "is_unknown": True}, status=404)
