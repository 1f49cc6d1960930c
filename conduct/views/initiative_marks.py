"""Marking an initiative alone, taking one over, and saying what it brought."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from conduct.initiative_forms import AdoptionForm, MarksForm
from conduct.initiative_page import InitiativePage
from conduct.initiatives import adopt, give_marks, note_adoption, take_adoption_back
from conduct.models import Adoption, Initiative, MarkSheet
from conduct.spread import Bar, picture_of
from units.access import UserRequest, for_council, for_units, for_units_and_council
from units.models import Unit
from units.scoping import Scope
from units.sign_in import kept_text
from units.workflow import MoveRefused

MOST_BARS = 15


@for_council
def initiative_mark(request: UserRequest, pk: int) -> HttpResponse:
    """Give one's own marks, or change them while marking is open; nobody else's stand here."""
    found = Initiative.objects.visible_to(request.user).select_related("unit", "host", "scale")
    initiative = get_object_or_404(found, pk=pk)
    page = InitiativePage(initiative, request.user)
    marker = page.marking
    if marker is None or initiative.scale is None:
        raise Http404
    own = MarkSheet.objects.visible_to(request.user).filter(marker=marker).first()
    given = {mark.criterion_id: mark.points for mark in own.marks.all()} if own else {}
    data = request.POST if request.method == "POST" else kept_text(request)
    form = MarksForm(data, scale=initiative.scale, given=given, remark=own.remark if own else "")
    if request.method == "POST" and form.is_valid():
        try:
            give_marks(initiative, form.points, remark=form.cleaned_data["remark"], by=request.user)
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your marks are kept. You may change them until marking is closed."))
            return redirect(initiative)
    context = {"initiative": initiative, "form": form, "page": page, "scale": initiative.scale}
    return render(request, "conduct/initiative_mark.html", context)


@require_POST
@for_units
def initiative_adopt(request: UserRequest, pk: int) -> HttpResponse:
    """Take a recognised initiative over: one click; what it brought can be said afterwards."""
    initiative = get_object_or_404(Initiative.objects.visible_to(request.user), pk=pk)
    own = Unit.objects.visible_to(request.user).filter(pk__in=Scope.of(request.user).own)
    code = request.POST.get("unit", "")
    unit = get_object_or_404(own.filter(code=code) if code else own[:1])
    try:
        made = adopt(initiative, unit, by=request.user)
    except MoveRefused as refused:
        messages.error(request, str(refused))
        return redirect(initiative)
    messages.success(request, _("%(unit)s has taken it over. Say below what it brings, now or later.") % {"unit": unit})
    return redirect("adoption-edit", made.pk)


@for_units
def adoption_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Say what an initiative brought the unit that took it over."""
    found = Adoption.objects.visible_to(request.user).of_units(request.user).select_related("initiative", "unit")
    adoption = get_object_or_404(found, pk=pk)
    data = request.POST if request.method == "POST" else kept_text(request)
    form = AdoptionForm(data, instance=adoption)
    if request.method == "POST" and form.is_valid():
        note_adoption(adoption, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(adoption.initiative)
    return render(request, "conduct/adoption_edit.html", {"adoption": adoption, "form": form})


@require_POST
@for_units
def adoption_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Take an adoption back that was a slip of the finger."""
    found = Adoption.objects.visible_to(request.user).of_units(request.user).select_related("initiative")
    adoption = get_object_or_404(found, pk=pk)
    take_adoption_back(adoption, by=request.user)
    messages.success(request, _("Taken back."))
    return redirect(adoption.initiative)


@for_units_and_council
def initiative_spread(request: UserRequest) -> HttpResponse:
    """Show which recognised initiatives have spread furthest, as a picture and as a list."""
    found = Initiative.objects.visible_to(request.user).recognised().by_spread()
    rows = list(found)
    bars = [Bar(row.title, row.spread, row.get_absolute_url()) for row in rows[:MOST_BARS] if row.spread]
    context = {"rows": rows, "picture": picture_of(bars) if bars else None}
    return render(request, "conduct/initiative_spread.html", context)
