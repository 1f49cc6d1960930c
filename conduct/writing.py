"""Writing a draft on one page: saved as one types and by its button. Nothing typed is ever lost."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from campaigns.forms import DraftForm
from units.access import UserRequest
from units.models import Subject
from units.sign_in import kept_text
from units.templatetags.look import complaints_of
from units.workflow import MoveRefused, StaleVersion

CONFLICT = 409


class Writing:
    """A request to the page on which one subject is written; each kind says its forms and how it is saved."""

    PAGE: ClassVar[str]

    def __init__(self, request: UserRequest, subject: Any) -> None:
        self.request, self.subject = request, subject
        self.is_swap = bool(request.headers.get("HX-Request"))
        posted = request.POST if request.method == "POST" else None
        self.kept = kept_text(request) if posted is None else None
        self.typed: Any = posted if posted is not None else self.kept
        self.form: Any = self.new_form()
        self.more = self.other_forms()

    # --- what each kind says ---

    def new_form(self) -> DraftForm:
        raise NotImplementedError

    def other_forms(self) -> list[Any]:
        return []

    def save(self, version: int) -> None:
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        return {}

    @property
    def here(self) -> str:
        """The name of the page's own address."""
        raise NotImplementedError

    # --- one post ---

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self._page()
        if not all(form.is_valid() for form in [self.form, *self.more]):
            return self._told(self._first_complaint()) if self.is_swap else self._page()
        try:
            self.save(self._version)
        except StaleVersion as stale:
            return self._conflict(str(stale))
        except MoveRefused as refused:
            return self._told(str(refused)) if self.is_swap else self._page(closed=str(refused), status=CONFLICT)
        if self.is_swap:
            return self._told("")
        messages.success(self.request, _("Saved."))
        stays = self.request.POST.get("action") == "stay"
        return redirect(self.here, self.subject.pk) if stays else redirect(self.subject)

    @property
    def _version(self) -> int:
        typed = str(self.typed.get("version", ""))
        return int(typed) if typed.isdecimal() else -1

    def _conflict(self, sentence: str) -> HttpResponse:
        """Show what was typed and beside what differs what is stored now; to save over that is a decision."""
        if self.is_swap:
            return self._told(sentence)
        self.subject.refresh_from_db()
        self.form = self.new_form()
        self.form.is_valid()
        self.form.show_theirs()
        self.subject.refresh_from_db()
        return self._page(conflict=sentence, status=CONFLICT)

    def _first_complaint(self) -> str:
        first = next((each for thing in [self.form, *self.more] for each in complaints_of(thing)), None)
        if first is None:
            return _("Not saved: %(what)s") % {"what": _("The page did not come whole.")}
        what = f"{first.label}: {first.sentence}" if first.label else first.sentence
        return _("Not saved: %(what)s") % {"what": what}

    def _told(self, failed: str) -> HttpResponse:
        """Answer the page's script with what became of the save."""
        context = {"subject": self.subject, "failed": failed, "is_swap": True}
        response = render(self.request, "conduct/writing.html#autosaved", context)
        if not failed:
            response["X-Draft"] = "saved"
        return response

    def _page(self, *, status: int = 200, **more: Any) -> HttpResponse:
        context = {
            "subject": self.subject,
            "form": self.form,
            "is_kept": self.kept is not None,
            "problems": [] if self.form.is_bound else self._problems(),
        }
        return render(self.request, self.PAGE, context | self.context() | more, status=status)

    def _problems(self) -> list[Any]:
        subject: Subject = self.subject
        return subject.problems()
