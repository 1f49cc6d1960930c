"""Writing an initiative: one post of the form, and the answer. Nothing typed is ever lost."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from conduct.initiative_forms import InitiativeForm, authors_form
from conduct.initiatives import save_draft
from conduct.models import Initiative
from units.access import UserRequest
from units.sign_in import kept_text
from units.templatetags.look import complaints_of
from units.workflow import MoveRefused, StaleVersion

PAGE = "conduct/initiative_edit.html"
CONFLICT = 409


@dataclass
class Writing:
    """A request to the page on which an initiative is written."""

    request: UserRequest
    initiative: Initiative

    def __post_init__(self) -> None:
        self.is_swap = bool(self.request.headers.get("HX-Request"))
        posted = self.request.POST if self.request.method == "POST" else None
        self.kept = kept_text(self.request) if posted is None else None
        self.typed: Any = posted if posted is not None else self.kept
        self.form = InitiativeForm(self.typed, instance=self.initiative)
        self.authors = authors_form(self.initiative, self.typed)

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self._page()
        if not (self.form.is_valid() and self.authors.is_valid()):
            return self._told(self._first_complaint()) if self.is_swap else self._page()
        facts, authors = self.form.facts, self.authors.authors()
        try:
            save_draft(self.initiative, facts, authors, by=self.request.user, version=self._version)
        except StaleVersion as stale:
            return self._conflict(str(stale))
        except MoveRefused as refused:
            return self._told(str(refused)) if self.is_swap else self._page(closed=str(refused), status=CONFLICT)
        if self.is_swap:
            return self._told("")
        messages.success(self.request, _("Saved."))
        return redirect(
            "initiative-edit" if self.request.POST.get("action") == "row" else "initiative-detail", self.initiative.pk
        )

    @property
    def _version(self) -> int:
        typed = str(self.typed.get("version", ""))
        return int(typed) if typed.isdecimal() else -1

    def _conflict(self, sentence: str) -> HttpResponse:
        """Show what was typed and beside what differs what is stored now; to save over that is a decision."""
        if self.is_swap:
            return self._told(sentence)
        self.initiative.refresh_from_db()
        self.form = InitiativeForm(self.typed, instance=self.initiative)
        self.form.is_valid()
        self.form.show_theirs()
        self.initiative.refresh_from_db()
        return self._page(conflict=sentence, status=CONFLICT)

    def _first_complaint(self) -> str:
        first = next(each for thing in (self.form, self.authors) for each in complaints_of(thing))
        what = f"{first.label}: {first.sentence}" if first.label else first.sentence
        return _("Not saved: %(what)s") % {"what": what}

    def _told(self, failed: str) -> HttpResponse:
        """Answer the page's script with what became of the save."""
        context = {"initiative": self.initiative, "failed": failed, "is_swap": True}
        response = render(self.request, f"{PAGE}#autosaved", context)
        if not failed:
            response["X-Draft"] = "saved"
        return response

    def _page(self, *, status: int = 200, **more: Any) -> HttpResponse:
        initiative = self.initiative
        context = {
            "initiative": initiative,
            "form": self.form,
            "authors": self.authors,
            "is_kept": self.kept is not None,
            "files": list(initiative.files.select_related("evidence")) if initiative.pk else [],
            "problems": Initiative.problems(initiative) if not self.form.is_bound else [],
        } | more
        return render(self.request, PAGE, context, status=status)
