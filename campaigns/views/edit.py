"""Writing what a unit hands in: the task list, one section per page, and the page of all answers."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from campaigns.evidence_page import Book, Part
from campaigns.models import Obligation, State
from campaigns.sections import Draft, Section, closed_sentence, next_url, section_named
from campaigns.views.giving import Giving
from campaigns.views.saving import PAGE, Basis, Saving
from units.access import UserRequest, for_units
from units.sign_in import kept_text
from units.workflow import may


@for_units
def obligation_edit(request: UserRequest, pk: int) -> HttpResponse:
    """The task list: the sections, how far each has come, what is missing."""
    obligation = own_obligation(request, pk)
    if away := turned_away(request, obligation):
        return away
    return render(request, "campaigns/edit_tasks.html", {"obligation": obligation, "draft": Draft(obligation)})


@for_units
def obligation_section(request: UserRequest, pk: int, section: str) -> HttpResponse:
    """One section; saves as one types (htmx) and by its buttons, which work without JavaScript."""
    obligation = own_obligation(request, pk)
    part = section_named(obligation, section)
    if part is None:
        raise Http404
    if part.form and request.method == "POST":
        return Saving(request, obligation, part).answer()
    if away := turned_away(request, obligation):
        return away
    if part.form:
        return show_section(request, obligation, part)
    return give_or_show(request, obligation, part)


@for_units
def obligation_check(request: UserRequest, pk: int) -> HttpResponse:
    """All answers on one page before they go, and what happens next."""
    obligation = own_obligation(request, pk)
    is_signing = obligation.state == State.SIGNING and not obligation.shut_reason(at=timezone.now())
    if not is_signing and (away := turned_away(request, obligation)):
        return away
    verb = next((verb for verb in ("submit", "send") if may(obligation, verb, by=request.user)), "")
    context = {"obligation": obligation, "draft": Draft(obligation), "verb": verb, "editable": not is_signing}
    return render(request, "campaigns/edit_check.html", context)


def own_obligation(request: UserRequest, pk: int) -> Obligation:
    """Return an obligation of the person's own units; anything else is not there."""
    own = Obligation.objects.visible_to(request.user).of_units(request.user)
    return get_object_or_404(own.select_related("unit", "campaign", "requirement", "changed_by"), pk=pk)


def evidence_part(request: UserRequest, obligation: Obligation, section: Section) -> Part | None:
    """Return the evidence that stands below a section's form; None where it takes none."""
    return Part(Book.of(obligation, request.user), section.name, str(section.title)) if section.takes_evidence else None


def turned_away(request: UserRequest, obligation: Obligation) -> HttpResponse | None:
    """Lead away from pages where nothing can be written now, and say why and who can open them."""
    if not (sentence := closed_sentence(obligation, at=timezone.now())):
        return None
    messages.info(request, sentence)
    return redirect(obligation)


def give_or_show(request: UserRequest, obligation: Obligation, section: Section) -> HttpResponse:
    """Show a section in which evidence alone stands, or take some in; files, unlike text, do not outlive a session."""
    part = Part(Book.of(obligation, request.user), section.name, str(section.title))
    kept = kept_text(request)
    if request.method == "POST":
        tasks = reverse("obligation-edit", args=[obligation.pk])
        if answer := Giving(request, part).answer(on=next_url(obligation, section), back=tasks):
            return answer
    elif kept is not None:
        part.fill(kept)
    draft = Draft(obligation, current=section)
    context = {"obligation": obligation, "draft": draft, "section": section, "part": part, "kept": kept}
    return render(request, "campaigns/edit_evidence.html", context)


def show_section(request: UserRequest, obligation: Obligation, section: Section) -> HttpResponse:
    """Show a section as it is stored, or with the text that outlived a session."""
    draft = Draft(obligation, current=section)
    kept = kept_text(request)
    context = {
        "obligation": obligation,
        "draft": draft,
        "section": section,
        "basis": Basis.of(draft) if kept is None else Basis.typed(kept),
        "form": section.form(obligation, kept, request.GET.get("action", "")) if section.form else None,
        "is_kept": kept is not None,
        "part": evidence_part(request, obligation, section),
    }
    return render(request, PAGE, context)
