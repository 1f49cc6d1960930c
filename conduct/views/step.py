"""One step on its own page: what it will do, what it needs, the button; and why it was refused."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from conduct.step_form import StepForm, StepWords
from units.access import UserRequest
from units.models import Event, Subject
from units.workflow import MoveRefused, WrongState, may

TEMPLATE = "conduct/step.html"
CONFLICT = 409


@dataclass
class Step:
    """A step that a person asks for: `act` makes it with the facts of the form."""

    request: UserRequest
    subject: Subject
    verb: str
    words: StepWords
    form: StepForm
    act: Callable[..., Event]
    title: str
    back_url: str
    template: str = TEMPLATE
    after_url: str = ""
    context: dict[str, Any] = field(default_factory=dict)

    def answer(self) -> HttpResponse:
        """Show the page (GET), make the step (POST), or say on the same page why it cannot be made."""
        if not self.subject.allows(self.verb, self.request.user):
            raise PermissionDenied
        if not may(self.subject, self.verb, by=self.request.user):
            return self._page(WrongState())
        if self.request.method != "POST" or not self.form.is_valid():
            return self._page()
        try:
            self.act(by=self.request.user, **self.form.facts)
        except MoveRefused as refusal:
            self.subject.refresh_from_db()
            self.form.stands_on(self.subject.version)
            return self._page(refusal)
        messages.success(self.request, str(self.words.done))
        return redirect(self.after_url or self.back_url)

    def _page(self, refusal: MoveRefused | None = None) -> HttpResponse:
        context = {
            "subject": self.subject,
            "words": self.words,
            "form": self.form,
            "refusal": refusal,
            "can_be_made": may(self.subject, self.verb, by=self.request.user),
            "title": self.title,
            "back_url": self.back_url,
        }
        return render(self.request, self.template, context | self.context, status=CONFLICT if refusal else 200)
