"""The activity log: read by those who may, written by the units themselves."""

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from campaigns.gate import clean_file_name
from campaigns.log import (
    LogRefused,
    change_activity,
    closed_sentence,
    delete_activity,
    kept_because,
    note_activity,
    take_photos,
    throw_away_forgotten,
)
from campaigns.log_calendar import MOST_A_DAY, month_of
from campaigns.log_filter import LogFilter
from campaigns.log_form import ActivityForm
from campaigns.log_sheet import log_columns, log_rows
from campaigns.models import ActivityEntry, ActivityPhoto, LogAudience
from campaigns.photo_form import PhotosForm
from campaigns.uploads import too_large
from units.access import UserRequest, for_units, for_units_and_council
from units.clock import db_now
from units.scoping import Scope
from units.sign_in import kept_text
from units.xlsx import xlsx_response

PAGE_SIZE = 50
REFUSED = "refused_photos"  # in the session: the activity's id, and a sentence for each photo that was not taken


@for_units_and_council
def activity_list(request: UserRequest) -> HttpResponseBase:
    """List what was done, latest first; as a workbook with `format=xlsx`."""
    form = LogFilter(request.GET, reader=request.user)
    entries = form.entries().told_to(request.user).latest_first()
    if request.GET.get("format") == "xlsx":
        rows = list(entries)
        name = f"nhat-ky-hoat-dong-{localdate():%Y-%m-%d}.xlsx"
        return xlsx_response(name, log_columns(), log_rows(rows), expected_rows=len(rows))
    page = Paginator(entries, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "campaigns/activity_list.html", {"form": form, "page": page, **_whose(request, form)})


@for_units_and_council
def activity_calendar(request: UserRequest) -> HttpResponse:
    """Show one month of the log as a calendar."""
    form = LogFilter(request.GET, reader=request.user)
    first = _month_asked(request.GET.get("month", ""))
    entries = form.entries().of_month(first, most_a_day=MOST_A_DAY)
    context = {"form": form, "month": month_of(first, entries, today=localdate()), **_whose(request, form)}
    return render(request, "campaigns/activity_calendar.html", context)


def _whose(request: UserRequest, form: LogFilter) -> dict:
    """Return whose log a page shows, and whether its reader writes it."""
    scope = Scope.of(request.user)
    unit = form.whose
    is_own = unit.pk in scope.own if unit else bool(scope.own)
    return {
        "unit": unit,
        "unit_url": unit.get_absolute_url() if unit and scope.hosts and not is_own else "",
        "is_own": is_own,
        "shows_units": unit is None and len(scope.own) != 1,
    }


def _month_asked(text: str) -> date:
    """Return the first day of a month written as 2024-03; of this month for anything else."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return localdate().replace(day=1)


@for_units_and_council
def activity_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one activity with its photos."""
    entry = get_object_or_404(ActivityEntry.objects.visible_to(request.user).told_to(request.user), pk=pk)
    context = {
        "entry": entry,
        "photos": entry.photos.all(),
        "is_own": entry.unit_id in Scope.of(request.user).own,
        "may_change": entry.unit_id in Scope.of(request.user).own and not entry.campaign.closed_at,
    }
    return render(request, "campaigns/activity_detail.html", context)


@for_units
def activity_new(request: UserRequest) -> HttpResponse:
    """Note something that was done, in under a minute."""
    data = request.POST if request.method == "POST" else kept_text(request)
    first = {name: request.GET[name] for name in ("held_on", "kind", "plan_activity", "drive") if name in request.GET}
    form = ActivityForm(data, by=request.user, initial=first)
    if not form.running:
        return render(request, "campaigns/activity_none.html")
    if request.method == "POST":
        throw_away_forgotten(Scope.of(request.user).own, at=db_now())
    return _write(request, form, data)


@for_units
def activity_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Correct an activity of one's own unit, its photos too."""
    entry = get_object_or_404(ActivityEntry.objects.of_units(request.user).select_related("campaign"), pk=pk)
    if entry.campaign.closed_at:
        messages.info(request, closed_sentence())
        return redirect(entry)
    data = request.POST if request.method == "POST" else kept_text(request)
    return _write(request, ActivityForm(data, instance=entry, by=request.user), data)


@for_units
def activity_delete(request: UserRequest, pk: int) -> HttpResponse:
    """Ask once more, then take an activity out of the log; what was counted in a paper handed in stays."""
    entry = get_object_or_404(ActivityEntry.objects.of_units(request.user).select_related("campaign"), pk=pk)
    if sentence := kept_because(entry):
        messages.info(request, sentence)
        return redirect(entry)
    if request.method != "POST":
        context = {"entry": entry, "form": None, "back_url": entry.get_absolute_url()}
        return render(request, "campaigns/activity_delete.html", context)
    try:
        delete_activity(entry)
        messages.success(request, _("“%(title)s” was taken out of the log.") % {"title": entry.title})
    except LogRefused as refused:
        messages.error(request, str(refused))
        return redirect(entry)
    return redirect("activity-list")


# --- writing: the text, and photos that come with it -----------------------------------------------------------------


def _write(request: UserRequest, form: ActivityForm, data: dict | None) -> HttpResponse:
    """Show the page, or save what was sent; when the text has to be put right, photos that came with it wait."""
    entry = form.instance
    waiting = ActivityPhoto.objects.visible_to(request.user).waiting_for(request.user, _kept(data))
    present = [*(entry.photos.all() if entry.pk else ()), *waiting]
    if request.method != "POST":
        refusals = request.session.pop(REFUSED, {}).get(str(entry.pk), ())
        return _page(request, form, PhotosForm(data, present, refusals=refusals))
    photos = PhotosForm(data, present)
    is_right = form.is_valid()
    refusals = _take(request, form, photos)
    if form.cleaned_data.get("audience") == LogAudience.PUPILS:
        photos.ask_about_pupils()
    if is_right and photos.is_valid():
        try:
            save = change_activity if entry.pk else note_activity
            entry = save(form.save(commit=False), photos.kept, without=photos.removed, by=request.user)
            return _saved(request, entry, refusals)
        except LogRefused as refused:
            form.add_error(None, str(refused))
    photos.refuse(refusals)
    return _page(request, form, photos)


def _kept(data: dict | None) -> list[str]:
    return data.getlist("kept") if data else []  # type: ignore[attr-defined]


def _take(request: UserRequest, form: ActivityForm, photos: PhotosForm) -> list[str]:
    """Take in what came along; return a sentence for each file that could not be taken."""
    uploads = PhotosForm.uploads(request.FILES)
    limit = settings.UPLOAD_MAX_BYTES
    taken, refusals = take_photos(form.unit_id or 0, uploads, photos.kept, by=request.user, max_bytes=limit)
    photos.take(taken)
    sentence = _("This photo is larger than %(limit)s MB. Choose a smaller one.") % {"limit": limit // 2**20}
    return [*(f"{clean_file_name(name)}: {sentence}" for name in too_large(request)), *refusals]


def _saved(request: UserRequest, entry: ActivityEntry, refusals: list[str]) -> HttpResponse:
    """Go on: to the next one, to the activity, or to the photos that were not taken."""
    messages.success(request, _("“%(title)s” is in the log.") % {"title": entry.title})
    if refusals:
        request.session[REFUSED] = {str(entry.pk): refusals}
        return redirect("activity-edit", pk=entry.pk)
    if request.POST.get("action") == "another":
        return HttpResponseRedirect(f"{reverse('activity-new')}?held_on={entry.held_on:%d/%m/%Y}")
    return redirect(entry)


def _page(request: UserRequest, form: ActivityForm, photos: PhotosForm) -> HttpResponse:
    context = {
        "form": form,
        "photos": photos,
        "places": ActivityEntry.objects.of_units(request.user).places(),
        "entry": form.instance if form.instance.pk else None,
    }
    return render(request, "campaigns/activity_edit.html", context)
