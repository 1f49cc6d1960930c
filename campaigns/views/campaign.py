"""Campaigns: prepared, previewed, opened and closed by the council; read by units."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.campaign_form import CampaignFilterForm, CampaignForm, CampaignWordsForm, prepared_hosts
from campaigns.forecast import Forecast, forecast
from campaigns.models import Campaign, Obligation
from campaigns.opening import OpeningRefused, close_campaign, open_campaign
from campaigns.preparation import PreparationRefused, begin_campaign, changing, first_facts
from campaigns.redating import may_redate
from campaigns.requirement_words import told_requirements
from campaigns.told import told_at
from campaigns.widening import may_widen
from units.access import UserRequest, for_council, for_secretary_and_chair, for_units_and_council
from units.models import User
from units.sign_in import kept_text
from units.vietnamese import matches
from units.xlsx import CellKind, Column, xlsx_response


def seen_by_council(user: User, code: str) -> Campaign:
    """Return a campaign of the person's council, or answer 404."""
    return get_object_or_404(Campaign.objects.under_council(user).select_related("host"), code=code)


def to_prepare(user: User, code: str) -> Campaign:
    """Return a campaign that this person prepares: 404 for strangers, 403 for the rest of the council."""
    campaign = seen_by_council(user, code)
    if not campaign.is_prepared_by(user):
        raise PermissionDenied
    return campaign


@for_council
def campaign_list(request: UserRequest) -> HttpResponseBase:
    """List the council's campaigns, newest first."""
    form = CampaignFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"q": "", "status": ""}
    found = Campaign.objects.under_council(request.user).in_state(asked["status"]).with_counts()
    campaigns = [row for row in found if matches(asked["q"], row.title, row.code, str(row.year))]
    if request.GET.get("format") == "xlsx":
        return campaigns_as_workbook(campaigns)
    facts = {"campaigns": campaigns, "form": form, "may_prepare": bool(prepared_hosts(request.user))}
    return render(request, "campaigns/campaign_list.html", facts)


def campaigns_as_workbook(campaigns: Sequence[Campaign]) -> HttpResponseBase:
    columns = [
        Column(_("Code")),
        Column(_("Campaign"), width=60),
        Column(_("First day"), CellKind.DATE),
        Column(_("Last day"), CellKind.DATE),
        Column(_("State")),
        Column(_("Requirements"), CellKind.INTEGER),
        Column(_("Units"), CellKind.INTEGER),
    ]
    rows = (
        (row.code, row.title, row.starts_on, row.ends_on, row.state_word, row.requirement_count, row.unit_count)
        for row in campaigns
    )
    return xlsx_response("phong-trao-thi-dua.xlsx", columns, rows, expected_rows=len(campaigns))


@for_secretary_and_chair
def campaign_new(request: UserRequest) -> HttpResponse:
    """Begin a campaign, from an empty form or from another campaign's words and requirements."""
    earlier = Campaign.objects.under_council(request.user)
    asked = (request.POST or request.GET).get("source", "")
    source = get_object_or_404(earlier, code=asked) if asked else None
    form = CampaignForm(
        request.POST or kept_text(request), initial=first_facts(source) if source else {}, by=request.user
    )
    if request.method == "POST" and form.is_valid():
        campaign = begin_campaign(form.save, source=source)
        messages.success(request, _("The campaign is begun. Add what it asks for, then look at the preview."))
        return redirect(campaign)
    return render(request, "campaigns/campaign_new.html", {"form": form, "source": source, "earlier": earlier})


@for_council
def campaign_detail(request: UserRequest, code: str) -> HttpResponse:
    """Show a campaign with what it asks for."""
    campaign = seen_by_council(request.user, code)
    facts = {
        "campaign": campaign,
        "bases": campaign.bases_at_start(),
        "requirements": told_requirements(campaign),
        "unit_count": campaign.participations.count(),
        "may_prepare": campaign.is_prepared_by(request.user) and not campaign.closed_at,
        "may_redate": may_redate(campaign, request.user),
        "may_widen": may_widen(campaign, request.user),
        "may_close": campaign.is_closed_by(request.user),
    }
    return render(request, "campaigns/campaign_detail.html", facts)


@for_secretary_and_chair
def campaign_edit(request: UserRequest, code: str) -> HttpResponse:
    """Change a draft as one likes; of an open campaign its words and legal bases."""
    campaign = to_prepare(request.user, code)
    data = request.POST or kept_text(request)
    is_draft = campaign.opened_at is None
    form = (
        CampaignForm(data, instance=campaign, by=request.user)
        if is_draft
        else CampaignWordsForm(data, instance=campaign)
    )
    if request.method == "POST" and form.is_valid():
        try:
            with changing(campaign, as_draft=is_draft):
                form.save()
        except PreparationRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect(campaign)
    return render(request, "campaigns/campaign_edit.html", {"form": form, "campaign": campaign, "is_draft": is_draft})


@for_council
def campaign_preview(request: UserRequest, code: str) -> HttpResponseBase:
    """Show exactly what opening would write now."""
    campaign = seen_by_council(request.user, code)
    seen = forecast(campaign)
    if request.GET.get("format") == "xlsx":
        return forecast_as_workbook(seen)
    may_open = campaign.is_prepared_by(request.user) and not campaign.closed_at and bool(seen.requirement_count)
    facts = {
        "campaign": campaign,
        "forecast": seen,
        "told": told_at({row.unit_id for row in seen.obligations}, by=request.user),
        "may_open": may_open and not (campaign.opened_at and seen.is_empty),
    }
    return render(request, "campaigns/campaign_preview.html", facts)


def forecast_as_workbook(seen: Forecast) -> HttpResponseBase:
    columns = [
        Column(_("Unit"), width=44),
        Column(_("Requirement"), width=50),
        Column(_("From"), CellKind.DATE),
        Column(_("Until"), CellKind.DATE),
        Column(_("Due by"), CellKind.DATETIME),
    ]
    rows = (
        (row.participation and row.participation.unit_name, row.title, row.period_start, row.period_end, row.due_at)
        for row in seen.obligations
    )
    return xlsx_response("xem-truoc.xlsx", columns, rows, expected_rows=len(seen.obligations))


@require_POST
@for_secretary_and_chair
def campaign_open(request: UserRequest, code: str) -> HttpResponse:
    """Write what the preview showed; when it would be something else by now, show that first."""
    campaign = to_prepare(request.user, code)
    if request.POST.get("seen") != forecast(campaign).signature:
        messages.warning(request, _("Something has changed since you looked. This is what opening would write now."))
        return redirect("campaign-preview", code=code)
    was_open = campaign.opened_at is not None
    try:
        written = open_campaign(campaign, by=request.user)
    except OpeningRefused as refused:
        messages.error(request, str(refused))
        return redirect("campaign-preview", code=code)
    number = len(written.obligations)
    told = {"units": written.units, "number": number}
    if was_open and not (written.units or number):
        messages.info(request, _("Nothing was missing; nothing was added."))
    elif was_open:
        messages.success(request, _("Added: %(units)s units, %(number)s obligations.") % told)
    else:
        messages.success(request, _("Open: %(units)s units take part, %(number)s obligations were written.") % told)
    return redirect(campaign)


@for_secretary_and_chair
def campaign_close(request: UserRequest, code: str) -> HttpResponse:
    """Ask once more, then close for good."""
    campaign = seen_by_council(request.user, code)
    if not campaign.is_closed_by(request.user):
        raise PermissionDenied
    if request.method == "POST":
        try:
            close_campaign(campaign, by=request.user)
        except OpeningRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The campaign is closed. Its papers can be read, nothing moves any more."))
        return redirect(campaign)
    unfinished = Obligation.objects.under_council(request.user).filter(campaign=campaign).open_now().count()
    facts = {"campaign": campaign, "unfinished": unfinished, "back_url": campaign.get_absolute_url(), "form": None}
    return render(request, "campaigns/campaign_close.html", facts)


@for_units_and_council
def campaign_read(request: UserRequest, code: str) -> HttpResponse:
    """Show a campaign to those who take part: what it is for, what it stands on, what is owed."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user).select_related("host"), code=code)
    owed = Obligation.objects.of_units(request.user).of_campaign(campaign)
    facts = {
        "campaign": campaign,
        "bases": campaign.bases_at_start(),
        "owed": owed,
        "requirements": told_requirements(campaign),
    }
    return render(request, "campaigns/campaign_read.html", facts)
