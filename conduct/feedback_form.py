"""The form behind a unit's poster: one tap for all four words, others only where something was different."""

import uuid
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from campaigns.forms import LineField, PassageField
from conduct.feedback_stamp import Riddle, new_riddle, new_stamp, read_stamp, solves
from conduct.models import Clause, FeedbackLink, audience_of
from conduct.models.feedback import LONGEST_TEXT, VIRTUES

LEVELS: Final = ((1, _("Bad")), (2, _("Poor")), (3, _("Fair")), (4, _("Good")), (5, _("Very good")))


class ScoreField(forms.TypedChoiceField):
    """One of five levels, as large targets in a row."""

    widget = forms.RadioSelect

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=LEVELS, coerce=int, empty_value=None, required=False, **options)


class FeedbackForm(forms.Form):
    """What a citizen says: `overall` stands for each of the four words that is not scored by itself."""

    overall = ScoreField(label=_("How were you served?"))
    discipline = ScoreField(label=_("Discipline"), help_text=_("on time, at their post, wearing their card"))
    responsibility = ScoreField(label=_("Responsibility"), help_text=_("answered for it, kept the date"))
    dedication = ScoreField(label=_("Dedication"), help_text=_("explained clearly, once and completely"))
    friendliness = ScoreField(label=_("Friendliness"), help_text=_("polite, ready to listen"))
    place = LineField(
        label=_("Where was it?"), max_length=120, required=False, help_text=_("for example: counter 3, classroom 2A")
    )
    clause = forms.ModelChoiceField(Clause.objects.none(), label=_("What is it about?"), required=False)
    text = PassageField(
        label=_("What happened?"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Please leave names out."),
    )
    contact_name = LineField(label=_("Your name"), max_length=120, required=False)
    contact = LineField(label=_("Telephone or e-mail"), max_length=160, required=False)
    agreed = forms.BooleanField(label=_("You may use this to answer me"), required=False)
    website = forms.CharField(label=_("Leave this empty"), required=False)  # the trap: people do not see it
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)
    seal = forms.CharField(widget=forms.HiddenInput, required=False)
    answer = forms.CharField(label=_("Your answer"), max_length=20, required=False)

    def __init__(self, data: Mapping[str, Any] | None, link: FeedbackLink, *, is_crowded: bool = False) -> None:
        super().__init__(data)
        self.link, self.is_crowded = link, is_crowded
        self.riddle: Riddle | None = None
        self.is_doubtful = False
        self.ticket: uuid.UUID | None = None
        self.fresh_stamp = "" if data else new_stamp(link.pk)
        clause: Any = self.fields["clause"]
        today = localdate()
        known = Clause.objects.in_force(on=today).said_by_citizens()
        clause.queryset = known.put_to(audience_of(link.unit, on=today))
        clause.empty_label = _("nothing special")
        clause.label_from_instance = lambda one: one.said(get_language() or "vi")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self._spread(given)
        if (given.get("contact") or given.get("contact_name")) and not given.get("agreed"):
            self.add_error("agreed", _("Tick this, or leave name and contact out: without it we may not keep them."))
        self._look_for_machines(given)
        return given

    def _spread(self, given: dict[str, Any]) -> None:
        """Let the one tap stand for each word that was not scored by itself."""
        if "overall" in self.errors:
            return
        for name in VIRTUES:
            if given.get(name) is None:
                given[name] = given.get("overall")
        if any(given[name] is None for name in VIRTUES):
            self.add_error("overall", _("Tap one of the five levels."))

    def _look_for_machines(self, given: dict[str, Any]) -> None:
        """Ask the question of what comes too quickly, too late, too often, or filled in what nobody sees."""
        stamp = read_stamp(given.get("stamp", ""), self.link.pk)
        is_odd = self.is_crowded or bool(given.get("website")) or "http" in given.get("text", "").lower()
        if stamp and stamp.is_usual and not is_odd:
            self.ticket, self.fresh_stamp = stamp.ticket, given["stamp"]
            return
        self.is_doubtful = True
        seal, answer = given.get("seal", ""), given.get("answer", "")
        if stamp and seal and solves(answer, seal, given["stamp"]):
            self.ticket, self.fresh_stamp = stamp.ticket, given["stamp"]
            return
        self.fresh_stamp = given["stamp"] if stamp else new_stamp(self.link.pk)
        self.riddle = new_riddle(self.fresh_stamp)
        self.add_error(
            "answer",
            _("This is not the sum. Please try once more.")
            if answer
            else _("Please answer one small question, so that we know that no machine is writing."),
        )

    @property
    def known_ticket(self) -> uuid.UUID:
        """Return the ticket of the page; a form without a genuine one is never valid."""
        if self.ticket is None:
            raise ValueError("ask is_valid() first")
        return self.ticket

    @property
    def seal_now(self) -> str:
        """Return the seal that the page carries: a new riddle's, or the one that was solved."""
        return self.riddle.seal if self.riddle else self.data.get("seal", "")

    @property
    def opens_words(self) -> bool:
        """Whether the four words shall stand open: one was scored by itself."""
        return self.is_bound and any(self.data.get(name) for name in VIRTUES)

    @property
    def opens_more(self) -> bool:
        """Whether the folded part shall stand open: something was written there."""
        folded = ("place", "clause", "text", "contact_name", "contact", "agreed")
        return self.is_bound and any(self.data.get(name) or name in self.errors for name in folded)

    @property
    def scores(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in VIRTUES}
