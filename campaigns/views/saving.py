"""Saving a section as it is typed: on which version, with what answer. Nothing typed is ever lost."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.actions import save_draft
from campaigns.evidence_page import Book, Part
from campaigns.models import Obligation
from campaigns.sections import Draft, Section, SectionForm, closed_sentence, next_url, section_url
from units.access import UserRequest
from units.templatetags.look import complaints_of
from units.workflow import MoveRefused, StaleVersion

PAGE: Final = "campaigns/edit_section.html"
FORM_ID: Final = "draft"
LAST_SAVES: Final = "last_saves"
MOST_REMEMBERED: Final = 10


@dataclass(frozen=True)
class Basis:
    """What a page was written on: the version, a fingerprint of the section, and the page itself."""

    version: int
    fingerprint: str
    page: str

    @classmethod
    def of(cls, draft: Draft, *, page: str = "") -> Self:
        return cls(draft.obligation.version, draft.fingerprint, page or secrets.token_hex(8))

    @classmethod
    def typed(cls, data: Mapping[str, Any]) -> Self:
        version = str(data.get("version", ""))
        return cls(int(version) if version.isdecimal() else -1, data.get("fingerprint", ""), data.get("page", ""))

    def version_to_save_on(self, request: UserRequest, obligation: Obligation, section: Section) -> int | None:
        """Return the version that stands now where nobody else touched this section, else the one that was read."""
        if section.merges:
            return None
        if self.version == obligation.version:
            return self.version
        last = request.session.get(LAST_SAVES, {}).get(_key(obligation, section))
        is_own = last == [self.page, obligation.version]  # saved from this very page; the answer was lost on the way
        if is_own or self.fingerprint == Draft(obligation, current=section).fingerprint:
            return obligation.version
        return self.version

    def remember(self, request: UserRequest, obligation: Obligation, section: Section) -> None:
        """Note that this page saved last, where that decides on whose text stands."""
        if section.merges:
            return
        saves = request.session.get(LAST_SAVES, {})
        saves.pop(_key(obligation, section), None)
        saves[_key(obligation, section)] = [self.page, obligation.version]
        request.session[LAST_SAVES] = dict(list(saves.items())[-MOST_REMEMBERED:])


def _key(obligation: Obligation, section: Section) -> str:
    return f"{obligation.pk}/{section.name}"


@dataclass
class Saving:
    """One post of one section, and the answer: a redirect, a partial for htmx, or the form as it was filled in."""

    request: UserRequest
    obligation: Obligation
    section: Section

    def __post_init__(self) -> None:
        self.typed = self.request.POST
        self.is_swap = bool(self.request.headers.get("HX-Request"))
        self.is_autosave = self.request.headers.get("HX-Trigger") == FORM_ID  # the form itself, none of its buttons
        self.action = "" if self.is_autosave else self.typed.get("action", "")
        self.basis = Basis.typed(self.typed)
        self.form = self._form(self.typed, self.action)

    def _form(self, typed: Mapping[str, Any] | None, action: str) -> SectionForm:
        if self.section.form is None:
            raise TypeError("files are not saved as text")
        return self.section.form(self.obligation, typed, action)

    def answer(self) -> HttpResponse:
        if sentence := closed_sentence(self.obligation, at=timezone.now()):
            return self._refused(sentence)
        if not self.form.is_valid():
            return self._invalid()
        is_new = self.form.has_changed()
        if is_new:
            version = self.basis.version_to_save_on(self.request, self.obligation, self.section)
            try:
                save_draft(self.obligation, self.form.write, by=self.request.user, version=version)
            except StaleVersion as error:
                return self._conflict(str(error))
            except MoveRefused as error:
                return self._refused(str(error))
            self.basis.remember(self.request, self.obligation, self.section)
        return self._partial_saved() if self.is_swap else self._go_on(is_new=is_new)

    # --- saved ---

    def _go_on(self, *, is_new: bool) -> HttpResponse:
        if self.form.said or is_new:
            messages.success(self.request, self.form.said or _("Saved."))
        if self.action == "back":
            return HttpResponseRedirect(reverse("obligation-edit", args=[self.obligation.pk]))
        if self.action == "continue":
            return HttpResponseRedirect(next_url(self.obligation, self.section))
        query = f"?action={self.action}" if self.action.startswith("ask-") else ""
        anchor = f"#{self.form.focus}" if self.form.focus else ""
        return HttpResponseRedirect(section_url(self.obligation, self.section.name) + query + anchor)

    def _partial_saved(self) -> HttpResponse:
        draft = Draft(self.obligation, current=self.section)
        basis = Basis.of(draft, page=self.basis.page)
        if self.is_autosave:
            response = self._draw("autosaved", draft=draft, basis=basis)
        else:
            focus, said = self.form.focus, self.form.said
            self.form = self._form(None, self.action)
            response = self._draw("swapped", draft=draft, basis=basis, said=said, focus=focus)
        response["X-Draft"] = "saved"
        return response

    # --- not saved ---

    def _invalid(self) -> HttpResponse:
        first = next(iter(complaints_of(self.form)))  # type: ignore[arg-type]
        what = f"{first.label}: {first.sentence}" if first.label else first.sentence
        failed = _("Not saved: %(what)s") % {"what": what}
        if self.is_autosave:
            return self._draw("autosaved", failed=failed)
        if self.is_swap:
            return self._draw("swapped", failed=failed, focus="draft-errors")
        return self._draw("")

    def _refused(self, sentence: str) -> HttpResponse:
        """Show the text to the one who typed it, although it can no longer be saved here."""
        if self.is_swap:
            return self._say(sentence)
        return self._draw("", closed=sentence, status=409)

    def _conflict(self, sentence: str) -> HttpResponse:
        """Show what was typed and beside what differs what is stored now; to save over that is a decision."""
        if self.is_swap:
            return self._say(sentence)
        rows = Obligation.objects.visible_to(self.request.user)
        self.obligation = get_object_or_404(
            rows.select_related("unit", "campaign", "changed_by"), pk=self.obligation.pk
        )
        self.form = self._form(self.typed, "")
        self.form.is_valid()
        self.form.show_theirs()
        draft = Draft(self.obligation, current=self.section)
        return self._draw("", draft=draft, basis=Basis.of(draft), conflict=sentence, status=409)

    def _say(self, sentence: str) -> HttpResponse:
        response = self._draw("autosaved", failed=_("Not saved: %(what)s") % {"what": sentence})
        response["HX-Retarget"], response["HX-Reswap"] = "#draft-saved", "innerHTML"
        return response

    def _draw(self, partial: str, *, status: int = 200, **more: Any) -> HttpResponse:
        context = {
            "obligation": self.obligation,
            "section": self.section,
            "form": self.form,
            "basis": self.basis,
            "is_swap": self.is_swap,
        } | more
        if self.section.takes_evidence and not partial:
            context["part"] = Part(Book.of(self.obligation, self.request.user), self.section.name)
        if "draft" not in context:  # reading it takes five queries
            context["draft"] = Draft(self.obligation, current=self.section)
        name = f"{PAGE}#{partial}" if partial else PAGE
        response = render(self.request, name, context, status=200 if self.is_swap else status)
        if focus := more.get("focus"):
            response["HX-Trigger-After-Settle"] = f'{{"focusOn": "{focus}"}}'
        return response
