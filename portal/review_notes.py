"""Internal notes of a review, and whom of the council a note tells of itself."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from campaigns.forms import PassageField
from campaigns.models import Obligation, ReviewNote
from units.models import Membership, Role, User


def tellable(obligation: Obligation, *, by: User) -> QuerySet[User]:
    """Return who of the council may read the notes on this paper: nobody who holds a role at the unit."""
    held = Membership.objects.visible_to(by).in_force(on=localdate())
    council = held.filter(unit=obligation.host_id, role__in=Role.at_councils())
    of_unit = held.filter(unit=obligation.unit_id, role__in=Role.at_units())
    people = User.objects.filter(pk__in=council.values("user"), is_active=True).exclude(pk=by.pk)
    return people.exclude(pk__in=of_unit.values("user")).order_by("sort_key")


class NoteForm(forms.Form):
    """What the standing office writes down, and who is told."""

    text = PassageField(
        label=_("New note"), widget=forms.Textarea(attrs={"rows": 2, "id": "note-text"}), max_length=4000
    )
    tell: Any = forms.ModelMultipleChoiceField(
        None, label=_("Tell these members of the council"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, obligation: Obligation, data: Any = None, *, by: User) -> None:
        super().__init__(data, auto_id="note_%s")
        field: Any = self.fields["tell"]
        field.queryset = tellable(obligation, by=by)
        field.label_from_instance = lambda user: f"{user}, {user.position}" if user.position else str(user)


@transaction.atomic
def keep_note(obligation: Obligation, *, text: str, tell: Iterable[User], by: User, at: datetime) -> ReviewNote:
    """Keep a note; the worker tells those whom it names."""
    note = ReviewNote.objects.create(obligation=obligation, author=by, at=at, text=text)
    note.mentions.set(tell)
    return note
