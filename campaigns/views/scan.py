"""Taking in the signed scan: several files at once, each looked into, each refused with its own sentence."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.evidence import give_file
from campaigns.forms import ScanForm
from campaigns.gate import FileRefused, clean_file_name
from campaigns.models import Obligation
from campaigns.models.evidence import SCAN
from campaigns.sections import Draft, Section, next_url, section_url
from campaigns.uploads import too_large
from units.access import UserRequest
from units.sign_in import kept_text
from units.workflow import MoveRefused


def show_scan(
    request: UserRequest, obligation: Obligation, section: Section, form: ScanForm | None = None
) -> HttpResponse:
    """Show what is attached and a form for more; files, unlike text, do not outlive a session."""
    context = {
        "obligation": obligation,
        "draft": Draft(obligation, current=section),
        "section": section,
        "uses": obligation.evidence_uses.current().at_places([SCAN]).select_related("evidence"),
        "form": form or ScanForm(),
        "has_lost_files": form is None and kept_text(request) is not None,
    }
    return render(request, "campaigns/edit_scan.html", context)


def take_scan(request: UserRequest, obligation: Obligation, section: Section) -> HttpResponse:
    """Keep what can be kept; say of each other file why not, and stay on the page."""
    form = ScanForm(request.POST, request.FILES)
    uploads = request.FILES.getlist("files")
    refusals = [*_too_large(request), *_keep(request, obligation, uploads)]
    if taken := len(uploads) - len(refusals) + len(too_large(request)):
        said = ngettext("%(n)d file was attached.", "%(n)d files were attached.", taken) % {"n": taken}
        messages.success(request, said)
    action = request.POST.get("action", "")
    if not uploads and not refusals and action not in {"continue", "back"}:
        refusals = [_("Choose a file first.")]
    if refusals:
        form.refuse(refusals)
        return show_scan(request, obligation, section, form)
    if action == "back":
        return HttpResponseRedirect(reverse("obligation-edit", args=[obligation.pk]))
    if action == "continue":
        return HttpResponseRedirect(next_url(obligation, section))
    return HttpResponseRedirect(section_url(obligation, section.name))


def _too_large(request: UserRequest) -> Iterator[str]:
    for name in too_large(request):
        sentence = _("This file is larger than %(limit)s MB. Scan at 150–200 dpi or split it, then choose it again.")
        yield f"{clean_file_name(name)}: {sentence % {'limit': settings.UPLOAD_MAX_BYTES // 2**20}}"


def _keep(request: UserRequest, obligation: Obligation, uploads: list[UploadedFile]) -> Iterator[str]:
    """Attach each file; yield a sentence for each that cannot be."""
    for upload in uploads:
        try:
            give_file(upload, to=obligation, place=SCAN, by=request.user)
        except (FileRefused, MoveRefused) as error:
            yield f"{clean_file_name(upload.name or '')}: {error}"
