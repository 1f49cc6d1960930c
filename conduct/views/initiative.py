"""Initiatives: listed, begun, written, moved on, their papers given out."""

from functools import partial
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.gate import FileRefused, clean_file_name
from campaigns.serving import private_file
from campaigns.uploads import too_large
from conduct.initiative_draft import InitiativeWriting
from conduct.initiative_forms import BeginForm, InitiativeFilter, RecordForm
from conduct.initiative_page import InitiativePage
from conduct.initiative_sheet import sheet_columns, sheet_rows
from conduct.initiative_words import LOOKS, WORDS, InitiativeReason
from conduct.initiatives import add_file, begin, drop_draft, open_marking, record_decision, remove_file
from conduct.models import Initiative, InitiativeFile
from conduct.step_form import form_of_step
from conduct.telling import told_of
from conduct.views.step import Step
from units.access import UserRequest, for_units, for_units_and_council
from units.models import User
from units.scoping import Scope
from units.sign_in import kept_text
from units.workflow import MoveRefused, advance
from units.xlsx import xlsx_response

PAGE_SIZE: Final = 30
REDIRECT: Final = 302


@for_units_and_council
def initiative_list(request: UserRequest) -> HttpResponseBase:
    """List what the reader may see, latest first; as a workbook with `format=xlsx`."""
    form = InitiativeFilter(request.GET, reader=request.user)
    found = form.found()
    if request.GET.get("format") == "xlsx":
        rows = list(found)
        name = f"sang-kien-{localdate():%Y-%m-%d}.xlsx"
        return xlsx_response(name, sheet_columns(), sheet_rows(rows), expected_rows=len(rows))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [(row, LOOKS[row.state]) for row in page],
        "to_mark": Initiative.objects.visible_to(request.user).to_mark(request.user).told(),
        "may_begin": bool(Scope.of(request.user).own),
    }
    return render(request, "conduct/initiative_list.html", context)


@for_units
def initiative_new(request: UserRequest) -> HttpResponse:
    """Begin a draft with its name."""
    form = BeginForm(request.POST if request.method == "POST" else kept_text(request), by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = begin(form.unit_chosen, title=form.cleaned_data["title"], by=request.user)
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("initiative-edit", made.pk)
    return render(request, "conduct/initiative_new.html", {"form": form, "back_url": reverse("initiative-list")})


def _initiative(user: User, pk: int) -> Initiative:
    found = Initiative.objects.visible_to(user).select_related("unit", "host", "scale", "changed_by")
    return get_object_or_404(found, pk=pk)


def _own(user: User, pk: int) -> Initiative:
    found = Initiative.objects.of_units(user).select_related("unit", "host", "scale", "changed_by")
    return get_object_or_404(found, pk=pk)


@for_units_and_council
def initiative_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one initiative: what it is, its marks when it is time, where it has spread."""
    initiative = _initiative(request.user, pk)
    context = {"initiative": initiative, "page": InitiativePage(initiative, request.user)}
    return render(request, "conduct/initiative_detail.html", context)


@for_units
def initiative_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Write a draft; saved as one types (htmx) and by its button."""
    initiative = _own(request.user, pk)
    if request.method != "POST" and not initiative.is_editable:
        messages.info(request, _("This is on its way: it can be written in again when it comes back."))
        return redirect(initiative)
    return InitiativeWriting(request, initiative).answer()


@require_POST
@for_units
def initiative_papers(request: UserRequest, pk: int) -> HttpResponse:
    """Take papers in, each refused with its own sentence."""
    initiative = _own(request.user, pk)
    why = _("This file is too large.")
    refusals = [f"{clean_file_name(name)}: {why}" for name in too_large(request)]
    taken = 0
    for kind in InitiativeFile.Kind.values:
        for upload in request.FILES.getlist(kind):
            try:
                add_file(initiative, upload, kind=kind, by=request.user)
                taken += 1
            except (FileRefused, MoveRefused) as refused:
                refusals.append(f"{clean_file_name(upload.name or '')}: {refused}")
    for sentence in refusals or ([] if taken else [_("Choose a file first.")]):
        messages.error(request, sentence)
    if taken:
        messages.success(request, _("The papers are attached."))
    return redirect(f"{reverse('initiative-edit', args=[pk])}#papers")


@require_safe
@for_units_and_council
def initiative_file(request: UserRequest, pk: int, file: int) -> HttpResponseBase:
    """Give a paper out to be saved, to the unit and to the council."""
    row = get_object_or_404(
        InitiativeFile.objects.visible_to(request.user).select_related("evidence"), pk=file, initiative=pk
    )
    return private_file(row.evidence.file, mime=row.evidence.mime, name=row.evidence.name)


@for_units
def initiative_file_remove(request: UserRequest, pk: int, file: int) -> HttpResponse:
    """Ask once more, then take a paper away from a draft."""
    initiative = _own(request.user, pk)
    row = get_object_or_404(initiative.files.select_related("evidence", "initiative"), pk=file)
    back = f"{reverse('initiative-edit', args=[pk])}#papers"
    if request.method != "POST":
        return render(request, "conduct/initiative_file_remove.html", {"file": row, "form": None, "back_url": back})
    try:
        remove_file(row, by=request.user)
        messages.success(request, _("“%(name)s” was removed.") % {"name": row.evidence.name})
    except MoveRefused as refused:
        messages.error(request, str(refused))
    return redirect(back)


@for_units
def initiative_drop(request: UserRequest, pk: int) -> HttpResponse:
    """Ask once more, then throw a draft away that was never sent on."""
    initiative = _own(request.user, pk)
    if request.method != "POST":
        context = {"initiative": initiative, "form": None, "back_url": initiative.get_absolute_url()}
        return render(request, "conduct/initiative_drop.html", context)
    try:
        drop_draft(initiative, by=request.user)
        messages.success(request, _("The draft was thrown away."))
    except MoveRefused as refused:
        messages.error(request, str(refused))
        return redirect(initiative)
    return redirect("initiative-list")


@for_units_and_council
def initiative_step(request: UserRequest, pk: int, verb: str) -> HttpResponse:
    """One move: sent, signed, returned, put to the members, closed, recognised or not."""
    initiative, words = _initiative(request.user, pk), WORDS[verb]
    data: Any = request.POST if request.method == "POST" else kept_text(request)
    if verb == "record":
        return _record(request, initiative, RecordForm(data, subject=initiative, verb=verb, words=words))
    form = form_of_step(data, subject=initiative, verb=verb, words=words, catalogue=InitiativeReason)
    act = partial(open_marking, initiative) if verb == "open" else partial(advance, initiative, verb)
    step = Step(request, initiative, verb, words, form, act, initiative.title, initiative.get_absolute_url())
    step.context["told"] = told_of(initiative, verb, by=request.user)
    return step.answer()


def _record(request: UserRequest, initiative: Initiative, form: RecordForm) -> HttpResponse:
    """Keep the decision; a number of another form is kept, too, and told."""
    act = partial(record_decision, initiative)
    step = Step(
        request, initiative, "record", WORDS["record"], form, act, initiative.title, initiative.get_absolute_url()
    )
    answer = step.answer()
    for sentence in form.warnings if answer.status_code == REDIRECT else []:
        messages.warning(request, sentence)
    return answer
