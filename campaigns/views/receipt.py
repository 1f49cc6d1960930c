"""The receipt of a hand-in, to print and keep."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from campaigns.models import Receipt
from campaigns.receipts import qr_picture, tidy_code, worth
from units.access import UserRequest, for_units_and_council


@for_units_and_council
def receipt_detail(request: UserRequest, code: str) -> HttpResponse:
    """Show the receipt with the address at which anyone can check it."""
    visible = Receipt.objects.visible_to(request.user).select_related(
        "event", "obligation__unit", "obligation__campaign", "obligation__host"
    )
    receipt = get_object_or_404(visible, code=tidy_code(code))
    verify_url = request.build_absolute_uri(reverse("verify-code", args=[receipt.code]))
    return render(
        request,
        "campaigns/receipt_detail.html",
        {
            "receipt": receipt,
            "obligation": receipt.obligation,
            "event": receipt.event,
            "worth": worth(receipt),
            "verify_url": verify_url,
            "qr": qr_picture(verify_url),
        },
    )
