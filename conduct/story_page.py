"""What the desk's pages of stories show to one reader, and the words of each step."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conduct.inspection_page import Button, Line, history
from conduct.models import Story, StoryConsent, StoryState
from conduct.step_form import StepWords
from conduct.stories import may_write
from conduct.story_moves import STAGE_BEFORE
from units.models import Role, User
from units.workflow import Problem, may

N = StoryState
LOOKS: Final[Mapping[str, str]] = {
    N.DRAFTING: "drafting",
    N.SUBMITTED: "submitted",
    N.RETURNED: "returned",
    N.PUBLISHED: "accepted",
    N.TAKEN_DOWN: "waived",
}
WORDS: Final[Mapping[str, StepWords]] = {
    "nominate": StepWords(
        button=_("Nominate"),
        what=_("The standing office reads it and publishes it, or returns it. Somebody else than you publishes it."),
        done=_("Nominated; the standing office reads it."),
        event=_("Nominated"),
    ),
    "return": StepWords(
        button=_("Return"),
        what=_("Who wrote it mends it and nominates it again."),
        done=_("Returned."),
        note_label=_("What is to be mended"),
        event=_("Returned to mend"),
    ),
    "publish": StepWords(
        button=_("Publish it for everyone"),
        what=_("Everyone can read it on the portal’s public pages, with its pictures, and share it."),
        done=_("Published."),
        event=_("Published"),
    ),
    "take_down": StepWords(
        button=_("Take down"),
        what=_("Nobody can read it in public any more. It can be mended and nominated again."),
        done=_("Taken down."),
        note_label=_("Why it is taken down"),
        is_grave=True,
        event=_("Taken down"),
    ),
    "withdraw": StepWords(
        button=_("Consent was taken back"),
        what=_(
            "The story is taken down at once. The name goes from title, text and consents, the pictures are deleted. "
            "This cannot be undone."
        ),
        done=_("Taken down; name and pictures are gone."),
        is_grave=True,
        event=_("Consent taken back; name and pictures deleted"),
    ),
    "nurture": StepWords(
        button=_("Note: being nurtured"),
        what=_("The example goes on from “found” to “nurtured”."),
        done=_("Noted."),
        note_label=_("How it is nurtured, and by whom"),
        event=_("Being nurtured"),
    ),
    "replicate": StepWords(
        button=_("Note: replicated"),
        what=_("The example goes on from “nurtured” to “replicated”."),
        done=_("Noted."),
        note_label=_("Where it is replicated"),
        event=_("Replicated"),
    ),
}


@dataclass
class StoryPage:
    """One story as its reader at the desk may see it."""

    story: Story
    user: User

    @property
    def look(self) -> str:
        return LOOKS[self.story.state]

    @cached_property
    def may_write(self) -> bool:
        return may_write(self.story, self.user)

    @property
    def may_edit(self) -> bool:
        return self.may_write and self.story.is_written_in

    @property
    def may_record(self) -> bool:
        return self.may_write or bool(self.story.roles_of(self.user) & {Role.SECRETARY, Role.CHAIR})

    @property
    def buttons(self) -> list[Button]:
        verbs = [verb for verb in self.story.MOVES if self._shows(verb)]
        return [
            Button(str(WORDS[verb].button), reverse("story-step", args=[self.story.pk, verb]), is_main=n == 0)
            for n, verb in enumerate(verbs)
        ]

    def _shows(self, verb: str) -> bool:
        """Withdrawing stands with the consents; stages stand where they come next."""
        if verb == "withdraw" or not may(self.story, verb, by=self.user):
            return False
        return verb not in STAGE_BEFORE or (self.story.has_stages and self.story.stage == STAGE_BEFORE[verb])

    @property
    def may_withdraw(self) -> bool:
        return bool(self.standing) and may(self.story, "withdraw", by=self.user)

    @cached_property
    def consents(self) -> list[StoryConsent]:
        return list(self.story.consents.select_related("recorded_by", "withdrawn_by")) if self.may_record else []

    @property
    def standing(self) -> list[StoryConsent]:
        return [consent for consent in self.consents if consent.withdrawn_at is None]

    @cached_property
    def problems(self) -> list[Problem]:
        return self.story.problems() if not self.story.is_published else []

    @property
    def history(self) -> list[Line]:
        return history(self.story.events.order_by("-id"), WORDS, LOOKS)
