"""The queue of requests for more time, and the page at which the standing office answers one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from campaigns.extension_form import DeclineForm, GrantForm
from campaigns.extensions import decline_extension, grant_extension
from campaigns.models import ExtensionRequest, Holiday, RequestState
from campaigns.obligation_page import ObligationPage
from campaigns.told import told_at
from portal.filters import RequestFilter
from portal.requests import request_columns, request_rows, request_sheet_row
from portal.review_tabs import review_tabs
from units.access import UserRequest, for_council, for_secretary
from units.clock import db_now
from units.models import Role
from units.scoping import Scope
from units.sign_in import kept_text
from units.workflow import MoveRefused, may
from units.xlsx import xlsx_response

PAGE_SIZE = 50
CONFLICT = 409
OWED = ("obligation__unit", "obligation__cluster")
NAMED = ("obligation__unit", "obligation__campaign", "obligation__requirement")


@for_council
def extension_queue(request: UserRequest) -> HttpResponseBase:
    """What waits for an answer, longest wait first; with `status` the answered ones, latest first."""
    data = request.GET.copy()
    data.setdefault("status", RequestState.WAITING)
    form = RequestFilter(data)
    choice = form.choice
    asked = ExtensionRequest.objects.under_council(request.user).in_state(choice.pop("status"))
    found = asked.narrowed(**choice).select_related(*OWED)
    at, holidays = db_now(), Holiday.objects.days()
    if request.GET.get("format") == "xlsx":
        rows = request_rows(found, at=at, holidays=holidays)
        title = _("Requests for more time")
        name = f"{title} {localtime(at):%Y-%m-%d}.xlsx"
        return xlsx_response(name, request_columns(), map(request_sheet_row, rows), expected_rows=found.count())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": request_rows(page.object_list, at=at, holidays=holidays),
        "tabs": review_tabs(request.user, here="extensions"),
        "can_answer": Scope.of(request.user).holds(Role.SECRETARY),
    }
    return render(request, "portal/extension_queue.html", context)


def _asked(request: UserRequest, pk: int) -> ExtensionRequest:
    rows = ExtensionRequest.objects.under_council(request.user)
    return get_object_or_404(rows.select_related(*NAMED), pk=pk)


@for_council
def extension_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one request with what to know before answering it."""
    return _page(request, _asked(request, pk))


@for_secretary
def extension_grant(request: UserRequest, pk: int) -> HttpResponse:
    """Give more time, until the wanted day or another."""
    asked = _answerable(request, pk)
    form = GrantForm(asked, request.POST if request.method == "POST" else kept_text(request))
    if request.method != "POST" or not form.is_valid():
        return _page(request, asked, grant=form)
    try:
        grant_extension(asked, by=request.user, **form.facts)
    except MoveRefused as refused:
        return _refused(request, pk, refused, grant=True)
    messages.success(request, _("%(unit)s has more time.") % {"unit": asked.obligation.unit})
    return redirect("extension-queue")


@for_secretary
def extension_decline(request: UserRequest, pk: int) -> HttpResponse:
    """Say no, and why."""
    asked = _answerable(request, pk)
    form = DeclineForm(request.POST if request.method == "POST" else kept_text(request))
    if request.method != "POST" or not form.is_valid():
        return _page(request, asked, decline=form)
    try:
        decline_extension(asked, reason=form.cleaned_data["reason"], by=request.user)
    except MoveRefused as refused:
        return _refused(request, pk, refused, grant=False)
    messages.success(request, _("Declined. %(unit)s reads your reason.") % {"unit": asked.obligation.unit})
    return redirect("extension-queue")


def _answerable(request: UserRequest, pk: int) -> ExtensionRequest:
    """Return a request on which this person decides: not one of the unit where they hold a role."""
    asked = _asked(request, pk)
    if not asked.obligation.allows("extend", request.user):
        raise PermissionDenied
    return asked


def _refused(request: UserRequest, pk: int, refused: MoveRefused, *, grant: bool) -> HttpResponse:
    """Tell why it could not be done, with the text kept and the row as it is now."""
    asked = _asked(request, pk)
    data = request.POST.copy()
    data["grant-version"] = str(asked.obligation.version)
    forms = {"grant": GrantForm(asked, data)} if grant else {"decline": DeclineForm(data)}
    return _page(request, asked, refusal=str(refused), status=CONFLICT, **forms)


def _page(
    request: UserRequest,
    asked: ExtensionRequest,
    *,
    grant: Form | None = None,
    decline: Form | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    page = ObligationPage(asked.obligation, request.user, db_now())
    waits = page.waiting_request is not None and page.waiting_request.pk == asked.pk
    (row,) = request_rows([asked], at=page.at, holidays=Holiday.objects.days())
    context = {
        "asked": asked,
        "row": row,
        "page": page,
        "obligation": asked.obligation,
        "earlier": [one for one in page.requests if one.pk != asked.pk],
        "grant": grant or GrantForm(asked),
        "decline": decline or DeclineForm(),
        "can_answer": waits and may(asked.obligation, "extend", by=request.user),
        "told": told_at({asked.obligation.unit_id}, by=request.user),
        "refusal": refusal,
    }
    return render(request, "portal/extension_detail.html", context, status=status)
