"""The units' own drives: small campaigns that a unit runs by itself, each with what was done for it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from campaigns.log import LogRefused, change_drive, closed_sentence, note_drive
from campaigns.log_filter import LogFilter
from campaigns.log_form import DriveForm
from campaigns.models import Drive
from units.access import UserRequest, for_units, for_units_and_council
from units.scoping import Scope


@for_units_and_council
def drive_list(request: UserRequest) -> HttpResponse:
    """List the drives of the reader's units, or of the unit that the address names, with what was done for each."""
    unit = LogFilter(request.GET, reader=request.user).whose
    drives = Drive.objects.visible_to(request.user).at_desk_of(request.user, unit).with_counts()
    own = Scope.of(request.user).own
    context = {"drives": drives, "unit": unit, "own": own, "is_own": unit.pk in own if unit else bool(own)}
    return render(request, "campaigns/drive_list.html", context)


@for_units
def drive_new(request: UserRequest) -> HttpResponse:
    """Begin a drive."""
    form = DriveForm(request.POST or None, by=request.user)
    return _write(request, form) if form.running else render(request, "campaigns/activity_none.html")


@for_units
def drive_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a drive of one's own unit."""
    drive = get_object_or_404(Drive.objects.of_units(request.user).select_related("campaign"), pk=pk)
    if drive.campaign.closed_at:
        messages.info(request, closed_sentence())
        return redirect("drive-list")
    return _write(request, DriveForm(request.POST or None, instance=drive, by=request.user))


def _write(request: UserRequest, form: DriveForm) -> HttpResponse:
    if form.is_valid():
        try:
            drive = form.save(commit=False)
            change_drive(drive) if drive.pk else note_drive(drive, by=request.user)
            messages.success(request, _("Saved: “%(title)s”.") % {"title": drive.title})
            return redirect("drive-list")
        except LogRefused as refused:
            form.add_error(None, str(refused))
    drive = form.instance if form.instance.pk else None
    return render(request, "campaigns/drive_edit.html", {"form": form, "drive": drive})
