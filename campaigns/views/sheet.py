"""Sheets out and in: the form to download, the filled-in file, what it would change, and its mistakes marked."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.gate import FileRefused, clean_file_name
from campaigns.log import LogRefused
from campaigns.models import Obligation, SheetUpload
from campaigns.sheets import words
from campaigns.sheets.checking import Checked, SheetRefused, check
from campaigns.sheets.forms import AgreeForm, SheetForm
from campaigns.sheets.intake import sheet_of, sheet_of_upload, take, too_large_sentence
from campaigns.sheets.log import LogSheet, units_with_a_log
from campaigns.sheets.sheet import Sheet, SheetMoved
from campaigns.sheets.writing import marked_copy, template
from campaigns.uploads import too_large
from campaigns.views.edit import own_obligation
from units.access import UserRequest, for_units
from units.clock import db_now
from units.models import Unit
from units.sign_in import kept_text
from units.workflow import MoveRefused
from units.xlsx import XLSX

MOST_SHOWN = 200  # mistakes on the page; the marked copy has all


@for_units
def obligation_sheet(request: UserRequest, pk: int) -> HttpResponse:
    """Offer the form of a paper's rows and take the filled-in file."""
    obligation, sheet = _of_paper(request, pk)
    return _shut(request, sheet) or _intake(request, sheet, obligation.unit, obligation)


@require_safe
@for_units
def obligation_sheet_file(request: UserRequest, pk: int) -> HttpResponse:
    """Give the form out, with the rows that stand in the draft."""
    _obligation, sheet = _of_paper(request, pk)
    return _shut(request, sheet) or _workbook(template(sheet, at=db_now()), sheet.file_name)


@for_units
def activity_sheet(request: UserRequest) -> HttpResponse:
    """Offer the form of a unit's log and take the filled-in file; of several units one is chosen first."""
    units = units_with_a_log(request.user)
    if not units:
        return render(request, "campaigns/activity_none.html")
    if len(units) > 1 and "unit" not in request.GET:
        return render(request, "campaigns/sheet_units.html", {"units": units})
    sheet = _of_log(request, units)
    return _intake(request, sheet, sheet.unit, None)


@require_safe
@for_units
def activity_sheet_file(request: UserRequest) -> HttpResponse:
    """Give the form out, with the latest activities of the log."""
    units = units_with_a_log(request.user)
    if not units:
        return redirect("activity-sheet")
    sheet = _of_log(request, units)
    return _workbook(template(sheet, at=db_now()), sheet.file_name)


@for_units
def sheet_detail(request: UserRequest, pk: UUID) -> HttpResponse:
    """Show what a file would change, or its mistakes; save it once that was agreed to."""
    upload, sheet = _of_upload(request, pk)
    if upload.saved_at:
        messages.info(request, _("This file has been saved already."))
        return redirect(sheet.back_url)
    if away := _shut(request, sheet):
        return away
    try:
        checked = check(sheet, upload.body())
    except (FileRefused, SheetRefused) as refused:  # the portal has changed since the file came in
        messages.error(request, str(refused))
        return redirect(sheet.page_url)
    if checked.mistakes:
        return _mistakes(request, sheet, upload, checked)
    if request.method == "POST":
        return _save(request, sheet, upload, checked)
    return _preview(request, sheet, upload, checked)


@require_safe
@for_units
def sheet_marked(request: UserRequest, pk: UUID) -> HttpResponse:
    """Give the file back with its mistakes marked."""
    upload, sheet = _of_upload(request, pk)
    try:
        return _workbook(marked_copy(sheet, upload.body()), f"can-sua-{upload.name}")
    except (FileRefused, SheetRefused) as refused:
        messages.error(request, str(refused))
        return redirect(sheet.page_url)


# --- which sheet -----------------------------------------------------------------------------------------------------


def _of_paper(request: UserRequest, pk: int) -> tuple[Obligation, Sheet]:
    obligation = own_obligation(request, pk)
    sheet = sheet_of(obligation)
    if sheet is None:
        raise Http404
    return obligation, sheet


def _of_log(request: UserRequest, units: list[Unit]) -> LogSheet:
    asked = request.GET.get("unit", units[0].code)
    unit = next((unit for unit in units if unit.code == asked), None)
    if unit is None:
        raise Http404
    return LogSheet(unit, by=request.user)


def _of_upload(request: UserRequest, pk: UUID) -> tuple[SheetUpload, Sheet]:
    uploads = SheetUpload.objects.visible_to(request.user).select_related("unit", "obligation__unit")
    upload = get_object_or_404(uploads.select_related("obligation__campaign", "obligation__requirement"), pk=pk)
    sheet = sheet_of_upload(upload, by=request.user)
    if sheet is None:
        raise Http404
    return upload, sheet


def _shut(request: UserRequest, sheet: Sheet) -> HttpResponse | None:
    """Lead away where nothing can be written now, and say why."""
    if not (sentence := sheet.shut_sentence(at=timezone.now())):
        return None
    messages.info(request, sentence)
    return redirect(sheet.home_url)


# --- pages -----------------------------------------------------------------------------------------------------------


def _intake(request: UserRequest, sheet: Sheet, unit: Unit, obligation: Obligation | None) -> HttpResponse:
    """Show the page of a sheet, or take the file that was sent."""
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if request.method == "POST" and too_large(request):
        form.refuse([too_large_sentence()])
    elif form.is_valid():
        try:
            upload = take(
                sheet, form.cleaned_data["file"], unit=unit, obligation=obligation, by=request.user, at=db_now()
            )
            return redirect(upload)
        except (FileRefused, SheetRefused) as refused:
            name = clean_file_name(form.cleaned_data["file"].name)
            form.refuse([f"{name}: {sentence}" for sentence in refused.sentences])
    is_lost = request.method != "POST" and kept_text(request) is not None
    return render(request, "campaigns/sheet_intake.html", {"sheet": sheet, "form": form, "is_lost": is_lost})


def _mistakes(request: UserRequest, sheet: Sheet, upload: SheetUpload, checked: Checked) -> HttpResponse:
    context = {
        "sheet": sheet,
        "upload": upload,
        "mistakes": checked.mistakes[:MOST_SHOWN],
        "number": len(checked.mistakes),
        "most": MOST_SHOWN,
        "notices": checked.notices,
        "form": SheetForm(),
    }
    return render(request, "campaigns/sheet_mistakes.html", context)


def _preview(
    request: UserRequest,
    sheet: Sheet,
    upload: SheetUpload,
    checked: Checked,
    *,
    form: AgreeForm | None = None,
    moved: str = "",
) -> HttpResponse:
    comparison = sheet.compare(checked.rows, checked.mark.rows)
    notices = [words.stale_sentence(checked, comparison), *checked.notices]
    notices.append(words.kept_sentence(sheet, checked, comparison))
    context = {
        "sheet": sheet,
        "upload": upload,
        "comparison": comparison,
        "groups": words.groups(sheet, comparison),
        "title_heading": sheet.column(sheet.named_by).heading,
        "same": len(comparison.of("same")),
        "notices": [notice for notice in notices if notice],
        "refusal": sheet.refusal(comparison),
        "moved": moved,
        "form": form or AgreeForm(None, comparison=comparison),
        "back_url": sheet.page_url,
    }
    return render(request, "campaigns/sheet_preview.html", context, status=409 if moved else 200)


def _save(request: UserRequest, sheet: Sheet, upload: SheetUpload, checked: Checked) -> HttpResponse:
    """Save what was agreed to, all or nothing; show it again where it is no longer the same."""
    form = AgreeForm(request.POST, comparison=sheet.compare(checked.rows, checked.mark.rows))
    if not form.is_valid():
        return _preview(request, sheet, upload, checked, form=form)
    try:
        done = upload.save_by(
            lambda at: sheet.bring_in(
                checked.rows, checked.mark.rows, agreed=form.cleaned_data["agreed"], by=request.user, at=at
            ),
            at=db_now(),
        )
    except SheetMoved as moved:
        return _preview(request, sheet, upload, checked, moved=str(moved))
    except (MoveRefused, LogRefused) as refused:
        messages.error(request, str(refused))
        return redirect(sheet.home_url)
    messages.success(request, words.done_sentence(done))
    return redirect(sheet.back_url)


def _workbook(body: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return HttpResponse(body, content_type=XLSX, headers=headers | {"Cache-Control": "private, no-store"})
