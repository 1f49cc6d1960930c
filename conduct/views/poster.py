"""Posters: which unit has one, printing one or all of them, a new address when an old one is misused."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from conduct.feedback import make_links, rotate_link
from conduct.models import FeedbackLink
from conduct.posters import poster_facts
from units.access import UserRequest, for_council, for_secretary, for_units_and_council
from units.models import Kind, Role, Unit
from units.scoping import Scope
from units.sign_in import kept_text


class RotateForm(forms.Form):
    sure = forms.BooleanField(label=_("The new poster will be printed and the old one taken down"))


@for_council
def poster_list(request: UserRequest) -> HttpResponse:
    """List the units with their posters."""
    links = FeedbackLink.objects.visible_to(request.user).in_use().select_related("unit__cluster")
    without = _without_poster(request)
    context = {
        "links": links.order_by("unit__cluster__position", "unit__sort_key"),
        "without": without.count(),
        "may_make": Scope.of(request.user).holds(Role.SECRETARY),
    }
    return render(request, "conduct/poster_list.html", context)


def _without_poster(request: UserRequest) -> Any:
    have = FeedbackLink.objects.visible_to(request.user).in_use().values("unit")
    units = Unit.objects.visible_to(request.user).active(on=localdate()).exclude(kind=Kind.HOST)
    return units.exclude(pk__in=have)


@require_POST
@for_secretary
def poster_make(request: UserRequest) -> HttpResponse:
    """Give each unit that has none a poster's address."""
    host = Unit.objects.visible_to(request.user).filter(pk__in=Scope.of(request.user).where(Role.SECRETARY)).first()
    made = make_links(host, _without_poster(request), by=request.user) if host else 0
    messages.success(request, ngettext("%(n)d poster was made.", "%(n)d posters were made.", made) % {"n": made})
    return redirect("poster-list")


@for_secretary
def poster_rotate(request: UserRequest, code: str) -> HttpResponse:
    """Ask once more, then retire the old address of a unit's poster."""
    links = FeedbackLink.objects.visible_to(request.user).in_use().select_related("unit", "host")
    link = get_object_or_404(links, unit__code=code)
    form = RotateForm(request.POST if request.method == "POST" else kept_text(request))
    if request.method == "POST" and form.is_valid():
        rotate_link(link, by=request.user)
        messages.success(request, _t("%(unit)s has a new address. Print its poster anew.") % {"unit": link.unit})
        return redirect("poster-list")
    return render(request, "conduct/poster_rotate.html", {"link": link, "form": form, "back_url": ".."})


@for_units_and_council
def poster_print(request: UserRequest) -> HttpResponse:
    """Show posters as they are printed, one to a sheet: of one unit, or of all that the reader sees."""
    links = FeedbackLink.objects.visible_to(request.user).in_use().select_related("unit")
    code = request.GET.get("unit", "")
    links = links.filter(unit__code=code) if code else links.order_by("unit__cluster__position", "unit__sort_key")
    context = {
        "posters": [poster_facts(link, site=request.build_absolute_uri("/")) for link in links],
        "size": "a5" if request.GET.get("size") == "a5" else "a4",
    }
    return render(request, "conduct/poster_print.html", context)
