"""A unit asks for more time, and takes the request back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from campaigns.extension_form import AskForm
from campaigns.extensions import ask_extension, withdraw_extension
from campaigns.models import ExtensionRequest, Obligation
from campaigns.obligation_page import ObligationPage
from units.access import UserRequest, for_units
from units.clock import db_now
from units.sign_in import kept_text
from units.workflow import MoveRefused

CONFLICT = 409


def own_obligation(request: UserRequest, pk: int) -> Obligation:
    """Return an obligation of the person's own unit: 404 for strangers, 403 for those who may only read it."""
    rows = Obligation.objects.visible_to(request.user).select_related("unit", "host", "campaign", "requirement")
    row = get_object_or_404(rows, pk=pk)
    if not Obligation.objects.of_units(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return row


@for_units
def extension_ask(request: UserRequest, pk: int) -> HttpResponse:
    """Ask the standing office for a later date, with a reason."""
    obligation = own_obligation(request, pk)
    page = ObligationPage(obligation, request.user, db_now())
    form = AskForm(obligation, request.POST or kept_text(request))
    refusal = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            ask_extension(obligation, until=given["wanted_until"], reason=given["reason"], by=request.user)
        except MoveRefused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("Asked. The answer comes as a notice and stands in the history."))
            return redirect(obligation)
    context = {"page": page, "obligation": obligation, "form": form, "refusal": refusal}
    status = CONFLICT if refusal else 200
    return render(request, "campaigns/extension_ask.html", context, status=status)


@for_units
def extension_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Take the request that waits back (asked once more first)."""
    obligation = own_obligation(request, pk)
    asked = get_object_or_404(ExtensionRequest.objects.of_units(request.user).unanswered(), obligation=obligation)
    if request.method == "POST":
        try:
            withdraw_extension(asked, by=request.user)
        except MoveRefused as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, _("Taken back. The due date in force stays."))
        return redirect(obligation)
    page = ObligationPage(obligation, request.user, db_now())
    context = {"page": page, "obligation": obligation, "asked": asked, "back_url": obligation.get_absolute_url()}
    return render(request, "campaigns/extension_withdraw.html", context | {"form": None})
