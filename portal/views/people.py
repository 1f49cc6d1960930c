"""The unit's people: who holds which role, who stands in, who leaves and hands over."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.move_forms import DayField
from portal import people
from portal.people import HandOverRefused, Powers
from units.access import UserRequest, for_signed_in, for_units
from units.clock import db_now
from units.models import Membership, Role, User
from units.scoping import Scope

PAGE_SIZE = 60


class Day(DayField):
    """A day as one writes it here, without an hour."""

    def clean(self, value: Any) -> date | None:  # type: ignore[override]
        moment = super().clean(value)
        return moment.date() if moment else None


class HandOverForm(forms.Form):
    """To whom, and the leaver's last day."""

    colleague: Any = forms.ModelChoiceField(None, label=_("To whom"), required=False)
    username = forms.CharField(
        label=_("Or the user name of a new colleague"),
        max_length=150,
        required=False,
        help_text=_("Whose account the administrator has made and who holds no role yet."),
    )
    last_day = Day(label=_("Last day of the one who leaves"))

    def __init__(self, *args: Any, colleagues: QuerySet[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["colleague"].queryset = colleagues  # type: ignore[attr-defined]
        self.initial.setdefault("last_day", localdate())

    def clean_last_day(self) -> date:
        last_day: date = self.cleaned_data["last_day"]
        if last_day < localdate() - timedelta(days=1):
            raise forms.ValidationError(_("Yesterday at the earliest: what was done until now stays theirs."))
        return last_day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        name = given.get("username", "").strip()
        if name and not given.get("colleague"):
            given["colleague"] = people.newcomer(name)
            if given["colleague"] is None:
                self.add_error("username", _("No account without a role has this user name."))
        elif not given.get("colleague") and "colleague" not in self.errors:
            self.add_error("colleague", _("Choose who takes over."))
        return given


class DelegationForm(forms.Form):
    """Who stands in for the head, from when to when."""

    colleague: Any = forms.ModelChoiceField(None, label=_("Who stands in"))
    since = Day(label=_("From"))
    until = Day(label=_("Until (last day)"))

    def __init__(self, *args: Any, deputies: QuerySet[Membership], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["colleague"]
        field.queryset = deputies
        field.label_from_instance = lambda place: f"{place.user} · {place.unit}"
        self.initial.setdefault("since", localdate())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and since < localdate():
            self.add_error("since", _("Choose today or a later day."))
        if since and until and until < since:
            self.add_error("until", _("The last day cannot lie before the first one."))
        return given


@for_signed_in
def people_list(request: UserRequest) -> HttpResponse:
    """Show the people of the units in reach, with role and time."""
    powers = Powers.of(request.user)
    many = powers.everywhere or Scope.of(request.user).holds(Role.SECRETARY)
    if not (many or powers.own):
        raise PermissionDenied
    query = request.GET.get("q", "").strip()
    page = Paginator(powers.places(query), PAGE_SIZE).get_page(request.GET.get("page"))
    today = localdate()
    rows = [
        {
            "place": place,
            "begins": place.since > today,
            "may_move": powers.may_move(place),
            "may_end": powers.may_end(place),
        }
        for place in page
    ]
    context = {"page": page, "rows": rows, "query": query, "many": many, "is_head": bool(powers.headed)}
    return render(request, "portal/people_list.html", context)


@for_signed_in
def people_hand_over(request: UserRequest, username: str) -> HttpResponse:
    """Show what somebody leaves behind (GET), and give it all to a colleague (POST)."""
    powers = Powers.of(request.user)
    seen = list(powers.places().filter(user__username=username))
    if not seen:
        raise Http404
    places = [place for place in seen if powers.may_move(place)]
    if not places:
        raise PermissionDenied
    leaver = places[0].user
    form = HandOverForm(request.POST or None, colleagues=people.colleagues(places, leaver))
    if form.is_valid():
        given = form.cleaned_data
        try:
            people.hand_over(leaver, to=given["colleague"], last_day=given["last_day"], by=request.user)
        except HandOverRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            words = {"leaver": leaver, "colleague": given["colleague"]}
            messages.success(request, _t("Handed over from %(leaver)s to %(colleague)s.") % words)
            if leaver == request.user and given["last_day"] <= localdate():
                logout(request)
            return redirect("people-list")
    at = db_now()
    units = {place.unit_id: place.unit for place in places}
    context = {"leaver": leaver, "places": places, "form": form, "at": at}
    work = [people.work_of(unit, at=at) for unit in units.values()]
    return render(request, "portal/people_hand_over.html", context | {"work": work, "back_url": reverse("people-list")})


@for_units
def people_delegate(request: UserRequest) -> HttpResponse:
    """Let a colleague be head while the head is away."""
    powers = Powers.of(request.user)
    if not powers.headed:
        raise PermissionDenied
    deputies = people.deputies(powers)
    form = DelegationForm(request.POST or None, deputies=deputies)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = people.delegate(given["colleague"], since=given["since"], until=given["until"], by=request.user)
        except HandOverRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            words = {"who": made.user, "since": f"{made.since:%d/%m/%Y}", "until": f"{made.until:%d/%m/%Y}"}
            messages.success(request, _t("%(who)s is head from %(since)s to %(until)s.") % words)
            return redirect("people-list")
    context = {"form": form, "deputies": deputies, "back_url": reverse("people-list")}
    return render(request, "portal/people_delegate.html", context)


@for_units
def people_delegation_end(request: UserRequest, pk: int) -> HttpResponse:
    """End a delegation before its last day."""
    powers = Powers.of(request.user)
    place = get_object_or_404(powers.places(), pk=pk)
    if not powers.may_end(place):
        raise PermissionDenied
    if request.method == "POST":
        people.end_delegation(place)
        messages.success(request, _t("The delegation of %(who)s has ended.") % {"who": place.user})
        return redirect("people-list")
    return render(
        request, "portal/people_delegation_end.html", {"place": place, "form": None, "back_url": reverse("people-list")}
    )
