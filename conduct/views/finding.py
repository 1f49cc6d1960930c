"""Findings: noting and correcting them on the spot, their photos, asking for a remedy, reading them all."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.gate import FileRefused, clean_file_name
from campaigns.log import LogRefused
from campaigns.photos import MIME
from campaigns.serving import private_file
from campaigns.uploads import too_large
from conduct.finding_list import FindingFilter, sheet_columns, sheet_row
from conduct.inspection_page import finding_rows
from conduct.inspections import ask_for_remedy, who_may_ask
from conduct.models import Finding, FindingPhoto, Visit
from conduct.on_the_spot import add_photo, drop_finding, drop_photo, note_finding
from conduct.remedy_due import RemedyDueForm
from conduct.spot_page import clauses_of
from conduct.views.visit import CONFLICT, REFUSED, spot_of
from conduct.visit_form import FindingForm
from units.access import UserRequest, for_council, for_units_and_council
from units.sign_in import kept_text
from units.workflow import MoveRefused, NotAllowed
from units.xlsx import xlsx_response

PAGE_SIZE = 50


@for_units_and_council
def finding_new(request: UserRequest, pk: int) -> HttpResponse:
    """Note a finding on the spot, photos and all; sent twice it stands once."""
    visit = spot_of(request, pk)
    data = request.POST if request.method == "POST" else kept_text(request)
    form = FindingForm(data, clauses_of(visit))
    if request.method != "POST":
        form.initial["clause"] = request.GET.get("clause")
    if request.method != "POST" or not form.is_valid():
        return _form(request, visit, form)
    given = form.cleaned_data
    finding = Finding(
        id=given["id"] or uuid4(), visit=visit, clause=given["clause"], text=given["text"], severity=given["severity"]
    )
    try:
        kept = note_finding(finding, by=request.user)
    except MoveRefused as refusal:
        return _refused(request, visit, form, refusal)
    return _with_photos(request, visit, kept)


def _form(
    request: UserRequest, visit: Visit, form: FindingForm, finding: Finding | None = None, *, refusal: str = ""
) -> HttpResponse:
    if request.headers.get("X-Spot"):
        wrong = [str(sentence) for errors in form.errors.values() for sentence in errors]
        return JsonResponse({"state": "wrong", "text": " ".join(wrong)}, status=422)
    context = {
        "visit": visit,
        "form": form,
        "finding": finding,
        "photos": finding.photos.all() if finding else [],
        "refusal": refusal,
    }
    return render(request, "conduct/finding_edit.html", context, status=CONFLICT if refusal else 200)


def _refused(
    request: UserRequest, visit: Visit, form: FindingForm, refusal: MoveRefused, finding: Finding | None = None
) -> HttpResponse:
    if request.headers.get("X-Spot"):
        status = REFUSED if isinstance(refusal, NotAllowed) else CONFLICT
        return JsonResponse({"state": "refused", "text": str(refusal)}, status=status)
    return _form(request, visit, form, finding, refusal=str(refusal))


def _with_photos(request: UserRequest, visit: Visit, finding: Finding) -> HttpResponse:
    """Keep the photos that came along; say of each other why not."""
    why = _("This photo is too large.")
    refusals = [f"{clean_file_name(name)}: {why}" for name in too_large(request)]
    ids = request.POST.getlist("photo_id")
    for number, upload in enumerate(request.FILES.getlist("photos")):
        photo = _uuid(ids[number]) if number < len(ids) else uuid4()
        try:
            add_photo(finding, upload, photo=photo, by=request.user)
        except (FileRefused, LogRefused, MoveRefused) as refused:
            refusals.append(f"{clean_file_name(upload.name or '')}: {refused}")
    if request.headers.get("X-Spot"):
        return JsonResponse({"state": "saved", "id": str(finding.pk), "text": " ".join(refusals)})
    for sentence in refusals:
        messages.error(request, sentence)
    if not refusals:
        messages.success(request, _("The finding is noted."))
    return redirect(f"{visit.get_absolute_url()}fill/#finding-{finding.pk}")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _finding(request: UserRequest, pk: UUID) -> Finding:
    return get_object_or_404(Finding.objects.visible_to(request.user).told(), pk=pk)


@for_units_and_council
def finding_edit(request: UserRequest, pk: UUID) -> HttpResponse:
    """Correct a finding as long as nothing was presented."""
    finding = _finding(request, pk)
    visit = spot_of(request, finding.visit_id)
    data = request.POST if request.method == "POST" else kept_text(request)
    form = FindingForm(data, clauses_of(visit), finding=finding)
    if request.method != "POST" or not form.is_valid():
        return _form(request, visit, form, finding)
    for name in ("clause", "text", "severity"):
        setattr(finding, name, form.cleaned_data[name])
    base = form.cleaned_data["version"]
    try:
        note_finding(finding, by=request.user, base=-1 if base is None else base)
        for photo in finding.photos.filter(pk__in=[_uuid(one) for one in request.POST.getlist("drop")]):
            drop_photo(photo, by=request.user)
    except MoveRefused as refusal:
        return _refused(request, visit, form, refusal, finding)
    return _with_photos(request, visit, finding)


@require_POST
@for_units_and_council
def finding_drop(request: UserRequest, pk: UUID) -> HttpResponse:
    """Take a finding back on the spot."""
    finding = _finding(request, pk)
    visit = spot_of(request, finding.visit_id)
    try:
        drop_finding(finding, by=request.user)
        messages.success(request, _("The finding was taken back."))
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("visit-fill", visit.pk)


@for_units_and_council
def finding_remedy(request: UserRequest, pk: UUID) -> HttpResponse:
    """Ask the unit to put a finding right by a day."""
    finding = _finding(request, pk)
    if finding.obligation:
        return redirect(finding.obligation)
    if not who_may_ask(request.user)(finding):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else kept_text(request)
    form = RemedyDueForm(data, severity=finding.severity)
    if request.method == "POST" and form.is_valid():
        owed = ask_for_remedy(finding, due_at=form.cleaned_data["due_at"], by=request.user)
        messages.success(request, _("The remedy stands on the unit’s list of tasks: %(title)s") % {"title": owed})
        return redirect(finding.visit)
    context = {"finding": finding, "form": form, "back_url": finding.visit.get_absolute_url()}
    return render(request, "conduct/finding_remedy.html", context)


@require_safe
@for_units_and_council
def finding_photo(request: UserRequest, pk: UUID) -> HttpResponseBase:
    """Give a photo of a finding out; to be looked at with `?inline=1`, small with `?small=1`."""
    photo = get_object_or_404(FindingPhoto.objects.visible_to(request.user), pk=pk)
    file = photo.thumbnail if "small" in request.GET else photo.file
    inline = "inline" in request.GET or "small" in request.GET
    return private_file(file, mime=MIME, name=f"anh-{photo.pk.hex[:8]}.jpg", inline=inline)


@for_council
def finding_list(request: UserRequest) -> HttpResponseBase:
    """List what stands against units: by clause, severity, unit; what was found before, what was put right."""
    form = FindingFilter(request.GET, reader=request.user)
    found = form.findings()
    if request.GET.get("format") == "xlsx":
        rows = finding_rows(list(found), request.user)
        name = f"ton-tai-kiem-tra-{localdate():%Y-%m-%d}.xlsx"
        return xlsx_response(name, sheet_columns(), map(sheet_row, rows), expected_rows=found.count())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": finding_rows(list(page.object_list), request.user)}
    return render(request, "conduct/finding_list.html", context)
