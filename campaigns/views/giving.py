"""Giving evidence at a place: each file looked into and refused with its own sentence, text kept whatever happens."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.evidence import attach, give_file, give_link, give_note
from campaigns.evidence_form import EvidenceForm, keys
from campaigns.evidence_page import Book, Part
from campaigns.gate import FileRefused, Refusal, clean_file_name
from campaigns.log import LogRefused
from campaigns.models import Evidence
from campaigns.resuming import arrived
from campaigns.uploads import too_large
from units.access import UserRequest
from units.workflow import MoveRefused

PART: Final = "campaigns/evidence_part.html"
REFUSED: Final = (FileRefused, MoveRefused, LogRefused)


@dataclass
class Giving:
    """One post of the form of one place. No `answer`: the page is to be drawn again, `part` as it was filled in."""

    request: UserRequest
    part: Part
    taken: int = 0
    refusals: list[str] = field(default_factory=list)

    @property
    def is_script(self) -> bool:
        return bool(self.request.headers.get("HX-Request"))

    def answer(self, *, on: str, back: str) -> HttpResponse | None:
        """Take what was sent; go to `on` or `back` as the button says, or stay at the place."""
        form = self.part.new_form(self.request.POST)
        self._take(form)
        action = self.request.POST.get("action", "")
        if not self.taken and not self.refusals and form.is_valid() and action not in {"continue", "back", "arrived"}:
            self.refusals = [_("Choose a file first.")] if self.part.is_signed_paper else [_("Nothing was chosen.")]
        self.part.book = Book(self.part.book.to, self.request.user)
        is_done = form.is_valid() and not self.refusals
        if form.is_valid():
            form = self.part.new_form({} if self.refusals else None)
        self.part.form = form
        self.part.form.refuse(self.refusals)
        to = {"continue": on, "back": back}.get(action, self.part.home) if is_done else ""
        if self.is_script:
            return self._told(action, to if action in {"continue", "back"} else "")
        if self.taken:
            messages.success(self.request, self._words())
        return HttpResponseRedirect(to) if to else None

    def _words(self) -> str:
        if self.part.is_signed_paper:
            return ngettext("%(n)d file was attached.", "%(n)d files were attached.", self.taken) % {"n": self.taken}
        return ngettext("%(n)d piece of evidence was added.", "%(n)d pieces of evidence were added.", self.taken) % {
            "n": self.taken
        }

    def _told(self, action: str, to: str) -> HttpResponse:
        """Answer the page's script: what stands here now, and a sentence for each thing that was not taken."""
        template = f"{PART}#standing" if action == "arrived" else PART
        html = render_to_string(template, {"part": self.part}, request=self.request)
        return JsonResponse({"html": html, "refusals": self.refusals, "to": to, "said": self._words()})

    # --- taking ---

    def _take(self, form: EvidenceForm) -> None:
        self.refusals += _too_large(self.request)
        with arrived(self.request.user, keys(self.request.POST.getlist("arrived"))) as files:
            for upload in [*self.request.FILES.getlist("files"), *files]:
                self._give(upload)
        for evidence in self._chosen():
            self._attach(evidence)
        if form.is_valid() and not self.part.is_signed_paper:
            self._take_text(form)

    def _give(self, upload: UploadedFile) -> None:
        name = clean_file_name(upload.name or "")
        try:
            give_file(upload, to=self.part.book.to, place=self.part.place, by=self.request.user)
            self.taken += 1
        except REFUSED as error:
            self.refusals.append(f"{name}: {error}")

    def _chosen(self) -> Iterator[Evidence]:
        chosen = keys(self.request.POST.getlist("chosen"))
        yield from self.part.book.given.filter(pk__in=chosen) if chosen else ()

    def _attach(self, evidence: Evidence) -> None:
        try:
            attach(evidence, to=self.part.book.to, place=self.part.place, by=self.request.user)
            self.taken += 1
        except REFUSED as error:
            self.refusals.append(f"{evidence}: {error}")

    def _take_text(self, form: EvidenceForm) -> None:
        """Take link and note; when they cannot stand here, they stay in the form."""
        to, place, by = self.part.book.to, self.part.place, self.request.user
        link, note = form.cleaned_data["link"], form.cleaned_data["note"]
        try:
            if link:
                give_link(link, name=form.cleaned_data["link_name"], to=to, place=place, by=by)
            if note:
                give_note(note, to=to, place=place, by=by)
            self.taken += bool(link) + bool(note)
        except REFUSED as error:
            form.add_error(None, str(error))


def _too_large(request: UserRequest) -> Iterator[str]:
    for name in too_large(request):
        refused = FileRefused(Refusal.TOO_LARGE, limit=settings.UPLOAD_MAX_BYTES // 2**20)
        yield f"{clean_file_name(name)}: {refused}"
