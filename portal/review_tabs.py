"""The two queues that wait for the standing office: papers, and requests for more time."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import ExtensionRequest, Obligation
from units.models import User


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    number: int
    current: bool


def review_tabs(user: User, *, here: str) -> list[Tab]:
    """Return the tabs with how many wait in each: two queries."""
    papers = Obligation.objects.under_council(user).awaiting_review().count()
    asked = ExtensionRequest.objects.under_council(user).waiting().count()
    return [
        Tab(_("Papers to review"), reverse("review-queue"), papers, here == "papers"),
        Tab(_("Requests for more time"), reverse("extension-queue"), asked, here == "extensions"),
    ]
