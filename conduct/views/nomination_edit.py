"""Writing a dossier: begun, saved as it is typed, given evidence, read before it goes; timely praise in one step."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.gate import FileRefused
from campaigns.uploads import too_large
from conduct.models import Nomination, NominationEvidence
from conduct.nomination_actions import (
    begin,
    change_award,
    discard,
    give_file,
    give_link,
    praise,
    save_dossier,
    take_away,
)
from conduct.nomination_form import AwardForm, DossierForm, FileForm, PraiseForm, StartForm, own_units
from conduct.nomination_page import NominationPage
from conduct.telling import told_of_praise
from units.access import UserRequest, for_units, for_units_and_council
from units.clock import db_now
from units.models import Kind, Role, Unit
from units.scoping import Scope
from units.sign_in import kept_text
from units.templatetags.look import complaints_of
from units.workflow import MoveRefused, StaleVersion

PAGE = "conduct/nomination_edit.html"
LAST_SAVES = "last_dossiers"
CONFLICT = 409


def own_draft(request: UserRequest, pk: int) -> Nomination:
    """Return a dossier of the person's own units that may still be written in, or answer 404."""
    found = get_object_or_404(Nomination.objects.of_units(request.user).in_full(), pk=pk)
    if not found.is_draft:
        raise Http404
    return found


@for_units
def nomination_new(request: UserRequest) -> HttpResponse:
    """Ask for whom and for which award; with that a draft begins."""
    form = StartForm(request.POST if request.method == "POST" else kept_text(request), by=request.user)
    if request.method == "POST" and form.is_valid():
        made = begin(form.draft(), by=request.user)
        return redirect("nomination-edit", pk=made.pk)
    return render(request, "conduct/nomination_new.html", {"form": form, "back_url": reverse("nomination-list")})


@for_units
def nomination_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Write the dossier; it is saved as it is typed, and each check answers beside it."""
    return DossierSaving(request, own_draft(request, pk)).answer()


@dataclass
class DossierSaving:
    """One reading or post of the form, and the answer: the page, a redirect, or parts for htmx."""

    request: UserRequest
    nomination: Nomination

    def __post_init__(self) -> None:
        self.typed = self.request.POST if self.request.method == "POST" else None
        self.is_swap = bool(self.request.headers.get("HX-Request"))
        self.page = (self.typed.get("page") if self.typed else "") or secrets.token_hex(8)
        self.kept = kept_text(self.request) if self.typed is None else None
        self.form = self._form(self.typed if self.typed is not None else self.kept)

    def _form(self, data: Any) -> DossierForm:
        terms = self.nomination.terms_for(db_now())
        return DossierForm(data, instance=self.nomination, needs_initiative=bool(terms and terms.needs_initiative))

    def answer(self) -> HttpResponse:
        if self.typed is None:
            return self._draw()
        if not self.form.is_valid():
            return self._failed(self._first_complaint()) if self.is_swap else self._draw()
        try:
            saved = Nomination.objects.visible_to(self.request.user).get(pk=self.nomination.pk)
            facts, texts = self.form.facts, self.form.texts
            save_dossier(saved, facts, texts, by=self.request.user, version=self._version(saved))
        except MoveRefused as refused:
            return self._refused(refused)
        self._remember(saved)
        self.nomination = own_draft(self.request, saved.pk)
        if self.is_swap:
            return self._saved()
        messages.success(self.request, _("Saved."))
        onward = "nomination-check" if self.typed.get("action") == "check" else "nomination-edit"
        return redirect(onward, pk=saved.pk)

    # --- on which version ---

    def _version(self, row: Nomination) -> int:
        """Return the version to save on: what was read, or what this very page saved last."""
        typed = self.typed.get("version", "") if self.typed else ""
        last = self.request.session.get(LAST_SAVES, {}).get(str(row.pk))
        if last == [self.page, row.version]:  # the answer to that save was lost on the way
            return row.version
        return int(typed) if typed.isdecimal() else -1

    def _remember(self, row: Nomination) -> None:
        saves = self.request.session.get(LAST_SAVES, {})
        saves[str(row.pk)] = [self.page, row.version]
        self.request.session[LAST_SAVES] = dict(list(saves.items())[-10:])

    # --- answers ---

    def _first_complaint(self) -> str:
        first = next(iter(complaints_of(self.form)))
        return f"{first.label}: {first.sentence}" if first.label else first.sentence

    def _saved(self) -> HttpResponse:
        response = self._draw(partial="autosaved")
        response["X-Draft"] = "saved"
        return response

    def _failed(self, what: str) -> HttpResponse:
        return self._draw(partial="autosaved", failed=_("Not saved: %(what)s") % {"what": what})

    def _refused(self, refused: MoveRefused) -> HttpResponse:
        """Show what was typed and beside what differs what is stored now; to save over that is a decision."""
        if self.is_swap:
            return self._failed(str(refused))
        found = Nomination.objects.of_units(self.request.user).in_full()
        self.nomination = get_object_or_404(found, pk=self.nomination.pk)
        self.form = self._form(self.typed)
        self.form.is_valid()
        if isinstance(refused, StaleVersion):
            self.form.show_theirs()
        return self._draw(conflict=str(refused), status=CONFLICT)

    def _draw(self, *, partial: str = "", status: int = 200, **more: Any) -> HttpResponse:
        fresh = Nomination.objects.of_units(self.request.user).in_full().get(pk=self.nomination.pk)
        facts = {
            "nomination": fresh,
            "form": self.form,
            "dossier": NominationPage(fresh, self.request.user, db_now()),
            "file_form": FileForm(),
            "page_key": self.page,
            "is_kept": self.kept is not None,
            "is_swap": self.is_swap,
        }
        name = f"{PAGE}#{partial}" if partial else PAGE
        return render(self.request, name, facts | more, status=status)


@for_units
def nomination_award(request: UserRequest, pk: int) -> HttpResponse:
    """Propose for another award; what was typed stays."""
    nomination = own_draft(request, pk)
    form = AwardForm(request.POST or kept_text(request), nomination=nomination)
    if request.method == "POST" and form.is_valid():
        try:
            change_award(nomination, form.cleaned_data["award"], by=request.user, version=form.cleaned_data["version"])
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("nomination-edit", pk=pk)
    return render(request, "conduct/nomination_award.html", {"form": form, "nomination": nomination})


@for_units
def nomination_check(request: UserRequest, pk: int) -> HttpResponse:
    """Read it all before it goes: what is missing, how the checks answer, who signs."""
    nomination = get_object_or_404(Nomination.objects.of_units(request.user).told(), pk=pk)
    page = NominationPage(nomination, request.user, db_now())
    return render(request, "conduct/nomination_check.html", {"nomination": nomination, "page": page})


@require_POST
@for_units
def nomination_evidence(request: UserRequest, pk: int) -> HttpResponse:
    """Take a file or a link into the dossier."""
    nomination = own_draft(request, pk)
    form = FileForm(request.POST, request.FILES)
    if names := too_large(request):
        messages.error(request, _("%(name)s is larger than allowed.") % {"name": names[0]})
    elif not form.is_valid():
        messages.error(request, next(iter(complaints_of(form))).sentence)
    else:
        try:
            if form.cleaned_data["file"]:
                give_file(nomination, form.cleaned_data["file"], by=request.user)
            if form.cleaned_data["link"]:
                give_link(nomination, form.cleaned_data["link"], by=request.user)
            messages.success(request, _("Added."))
        except (FileRefused, MoveRefused) as refused:
            messages.error(request, str(refused))
    return redirect(reverse("nomination-edit", args=[pk]) + "#evidence")


@require_POST
@for_units
def nomination_evidence_remove(request: UserRequest, pk: int, evidence: str) -> HttpResponse:
    """Take evidence out of the draft."""
    own_draft(request, pk)
    uses = NominationEvidence.objects.visible_to(request.user).select_related("evidence", "nomination")
    take_away(get_object_or_404(uses, nomination=pk, evidence=evidence), by=request.user)
    messages.success(request, _("Taken away."))
    return redirect(reverse("nomination-edit", args=[pk]) + "#evidence")


@for_units
def nomination_discard(request: UserRequest, pk: int) -> HttpResponse:
    """Throw a draft away that nobody has seen yet."""
    nomination = own_draft(request, pk)
    refusal = ""
    if request.method == "POST":
        try:
            discard(nomination)
            messages.success(request, _("The draft is thrown away."))
            return redirect("nomination-list")
        except MoveRefused as refused:
            refusal = str(refused)
    back = reverse("nomination-edit", args=[pk])
    facts = {"nomination": nomination, "refusal": refusal, "form": None, "back_url": back}
    return render(request, "conduct/nomination_discard.html", facts, status=CONFLICT if refusal else 200)


# --- the short way ----------------------------------------------------------------------------------------------------


@for_units_and_council
def praise_new(request: UserRequest) -> HttpResponse:
    """Praise somebody in time on one short page; a head or the standing office signs with the same button."""
    units, verb = _praised_by(request)
    form = PraiseForm(request.POST if request.method == "POST" else kept_text(request), units=units)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        nomination = form.draft()
        nomination.host = host_of(nomination.unit)
        try:
            made = praise(nomination, by=request.user, verb=verb)
        except MoveRefused as refused:
            refusal = str(refused)
        else:
            messages.success(request, DONE[verb]())
            return redirect(made)
    facts = {"form": form, "verb": verb, "refusal": refusal, "back_url": _back(request)}
    facts["told"] = told_of_praise(verb, by=request.user)
    return render(request, "conduct/praise_new.html", facts, status=CONFLICT if refusal else 200)


DONE = {
    "submit": lambda: _("Signed and handed in. The chair can approve it as soon as the standing office has looked."),
    "enter": lambda: _("Entered. The chair can approve it now."),
    "send": lambda: _("Sent to the head, who signs."),
}


def _praised_by(request: UserRequest) -> tuple[Any, str]:
    """Return the units that this person can praise somebody of, and by which step."""
    scope = Scope.of(request.user)
    if scope.own:
        verb = "submit" if scope.holds(Role.HEAD) else "send"
        return own_units(request.user), verb
    if not scope.holds(Role.SECRETARY):
        raise PermissionDenied
    units = Unit.objects.visible_to(request.user).filter(pk__in=Scope.tree_under(scope.where(Role.SECRETARY)))
    return units.exclude(kind=Kind.HOST), "enter"


def _back(request: UserRequest) -> str:
    return reverse("nomination-list" if Scope.of(request.user).own else "nomination-council")


def host_of(unit: Unit) -> Unit:
    """Return the council's host at the root of the unit's tree."""
    while unit.kind != Kind.HOST and unit.parent:
        unit = unit.parent
    return unit
