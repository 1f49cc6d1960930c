"""Taking a progress report's figures from the log anew."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.progress import ReportDraft
from campaigns.progress_anew import gaps, take_anew
from campaigns.views.edit import own_obligation, turned_away
from units.access import UserRequest, for_units
from units.workflow import MoveRefused


@for_units
def progress_anew(request: UserRequest, pk: int) -> HttpResponse:
    """Show where the log says something else (GET); take it over, except what the unit corrected (POST)."""
    obligation = own_obligation(request, pk)
    if obligation.kind != "progress":
        raise Http404
    if away := turned_away(request, obligation):
        return away
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            number = take_anew(
                obligation,
                by=request.user,
                version=int(version) if version.isdecimal() else -1,
                also=request.POST.getlist("also"),
            )
        except MoveRefused as refused:
            messages.error(request, str(refused))
            return redirect("progress-anew", pk)
        said = ngettext("%(n)d place was taken from the log.", "%(n)d places were taken from the log.", number)
        messages.success(request, said % {"n": number} if number else _("The report says what the log says."))
        return redirect("obligation-edit", pk)
    found = gaps(ReportDraft.of(obligation))
    context = {
        "obligation": obligation,
        "taken": [gap for gap in found if not gap.is_corrected],
        "kept": [gap for gap in found if gap.is_corrected],
    }
    return render(request, "campaigns/progress_anew.html", context)
