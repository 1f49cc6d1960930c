"""What a campaign asks for: added, changed and taken away while nobody owes it; afterwards its words and its date."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.campaign_form import RedateForm, RequirementForm, RequirementWordsForm, WidenForm
from campaigns.models import Campaign, Requirement
from campaigns.preparation import PreparationRefused, change_requirement, next_position, remove_requirement
from campaigns.redating import may_redate, redate_pending, redating
from campaigns.told import told_at
from campaigns.views.campaign import to_prepare
from campaigns.widening import may_widen, widen, widening
from units.access import UserRequest, for_secretary, for_secretary_and_chair
from units.sign_in import kept_text


def of_campaign(campaign: Campaign, code: str) -> Requirement:
    return get_object_or_404(campaign.requirements.select_related("campaign"), code=code)


@for_secretary_and_chair
def requirement_new(request: UserRequest, code: str) -> HttpResponse:
    """Ask for one thing more."""
    campaign = to_prepare(request.user, code)
    requirement = Requirement(campaign=campaign, position=next_position(campaign))
    return _requirement_page(request, requirement, RequirementForm, is_harmless=False)


@for_secretary_and_chair
def requirement_edit(request: UserRequest, code: str, requirement: str) -> HttpResponse:
    """Change a requirement; once units owe it, its words and its place in the list."""
    row = of_campaign(to_prepare(request.user, code), requirement)
    is_owed = row.obligations.exists()
    form_class = RequirementWordsForm if is_owed else RequirementForm
    return _requirement_page(request, row, form_class, is_harmless=is_owed)


def _requirement_page(
    request: UserRequest, requirement: Requirement, form_class: type[RequirementWordsForm], *, is_harmless: bool
) -> HttpResponse:
    form = form_class(request.POST or kept_text(request), instance=requirement)
    if request.method == "POST" and form.is_valid():
        try:
            change_requirement(requirement, form.save, is_harmless=is_harmless)
        except PreparationRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved: %(title)s") % {"title": requirement.title})
            return redirect(requirement.campaign)
    facts = {"form": form, "campaign": requirement.campaign, "requirement": requirement, "is_owed": is_harmless}
    return render(request, "campaigns/requirement_edit.html", facts)


@for_secretary_and_chair
def requirement_remove(request: UserRequest, code: str, requirement: str) -> HttpResponse:
    """Ask once more, then take away what nobody owes."""
    campaign = to_prepare(request.user, code)
    row = of_campaign(campaign, requirement)
    if request.method == "POST":
        try:
            remove_requirement(row)
        except PreparationRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Taken away: %(title)s") % {"title": row.title})
        return redirect(campaign)
    facts = {"campaign": campaign, "requirement": row, "back_url": campaign.get_absolute_url(), "form": None}
    return render(request, "campaigns/requirement_remove.html", facts)


@for_secretary
def requirement_redate(request: UserRequest, code: str, requirement: str) -> HttpResponse:
    """Change when something is due: first show what would move, then move it."""
    campaign = to_prepare(request.user, code)
    if not may_redate(campaign, request.user):
        raise PermissionDenied
    row = of_campaign(campaign, requirement)
    form = RedateForm(row, request.POST or kept_text(request))
    planned = redating(row, form.rule) if form.is_bound and form.is_valid() else None
    if planned and request.POST.get("confirmed") == str(len(planned.moves)):
        done = redate_pending(row, form.rule, by=request.user, note=form.cleaned_data["note"])
        number = len(done.moves)
        sentence = ngettext("%(number)s obligation has a new date.", "%(number)s obligations have a new date.", number)
        messages.success(request, sentence % {"number": number})
        return redirect(campaign)
    told = told_at({obligation.unit_id for obligation, _due in planned.moves}, by=request.user) if planned else None
    facts = {"form": form, "campaign": campaign, "requirement": row, "planned": planned, "told": told}
    return render(request, "campaigns/requirement_redate.html", facts)


@for_secretary_and_chair
def requirement_widen(request: UserRequest, code: str, requirement: str) -> HttpResponse:
    """Change from whom something is asked: first show what would be added, then add it."""
    campaign = to_prepare(request.user, code)
    if not may_widen(campaign, request.user):
        raise PermissionDenied
    row = of_campaign(campaign, requirement)
    form = WidenForm(row, request.POST or kept_text(request))
    planned = widening(row, form.audience) if form.is_bound and form.is_valid() else None
    if planned and request.POST.get("confirmed") == planned.signature:
        done = widen(row, form.audience, by=request.user)
        number = len(done.added)
        sentence = ngettext("%(number)s obligation was added.", "%(number)s obligations were added.", number)
        messages.success(request, sentence % {"number": number})
        return redirect(campaign)
    told = told_at({row.unit_id for row in planned.added}, by=request.user) if planned else None
    facts = {"form": form, "campaign": campaign, "requirement": row, "planned": planned, "told": told}
    return render(request, "campaigns/requirement_widen.html", facts)
