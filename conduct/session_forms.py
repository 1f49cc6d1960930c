"""The forms in which a session is prepared: its facts, its agenda, who sits in it, who keeps the keys."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.campaign_form import WatchedForm
from campaigns.forms import DayField, LineField, PassageField
from campaigns.models import Campaign
from conduct.models import AgendaItem, Attendance, Manner, Nomination, Seat, Session, SessionState, VotingRule
from units.models import Kind, Membership, Role, Unit, User
from units.scoping import Scope

TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def reason_field() -> forms.Field:
    """Return the field in which somebody says why something changes after the session was convened."""
    return PassageField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)


class SessionFilterForm(forms.Form):
    """Which sessions a list shows."""

    q = forms.CharField(label=_("Search"), required=False)
    status = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, data: Mapping[str, Any], *, states: Iterable[tuple[str, Any]]) -> None:
        super().__init__(data)
        self.fields["status"].choices = [("", _("all")), *states]


class SessionForm(WatchedForm):
    """Time, place and title of a session."""

    held_on = DayField(label=_("Day"))
    held_time = forms.TimeField(label=_("Time"), widget=TIME)

    class Meta:
        model = Session
        fields = ("host", "title", "campaign", "place", "invitation")
        field_classes = {"title": LineField, "place": LineField, "invitation": PassageField}

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hosts = Unit.objects.filter(pk__in=hosts_of(by))
        self.fields["host"].queryset = hosts
        if len(hosts) == 1 or self.instance.pk:
            del self.fields["host"]
        self.hosts = list(hosts)
        self.fields["campaign"].queryset = Campaign.objects.under_council(by).opened()
        self.fields["campaign"].label_from_instance = lambda row: row.choice_label
        if self.instance.pk:
            held = localtime(self.instance.held_at)
            self.initial.update(held_on=held.date(), held_time=held.time())
        if self.instance.state == SessionState.CONVENED:
            self.fields["note"] = PassageField(
                label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
            )

    field_order = ("host", "title", "held_on", "held_time", "place", "campaign", "invitation")
    kept = ("title", "campaign", "place", "invitation", "held_at")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("held_on") and cleaned.get("held_time"):
            self.instance.held_at = make_aware(datetime.combine(cleaned["held_on"], cleaned["held_time"]))
        if "host" not in self.fields and not self.instance.pk and self.hosts:
            self.instance.host = self.hosts[0]
        return cleaned


def hosts_of(user: User) -> list[int]:
    """Return the hosts whose sessions this person prepares."""
    return [host for host, roles in Scope.of(user).roles.items() if Role.SECRETARY in roles]


class ReasonForm(forms.Form):
    """Why something changes after the session was convened, and on which version of it."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None, *, session: Session, **options: Any) -> None:
        super().__init__(data, **options)
        self.session = session
        self.initial.setdefault("version", session.version)
        if session.state == SessionState.CONVENED:
            self.fields["note"] = reason_field()

    @property
    def change(self) -> dict[str, Any]:
        """Return what `changing` is to be given."""
        return {"version": self.cleaned_data["version"], "note": self.cleaned_data.get("note", "")}


class AgendaForm(ReasonForm):
    """What stands on the agenda and how it is voted on; what is put on it; what is taken off."""

    add = forms.ModelMultipleChoiceField(
        label=_("Eligible nominations"),
        queryset=Nomination.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        session: Session,
        items: Sequence[AgendaItem],
        nominations: Any,
    ) -> None:
        super().__init__(data, session=session)
        self.items = items
        self.fields["add"].queryset = nominations
        self.fields["add"].label_from_instance = told_nomination
        for item in items:
            manners = [(manner.value, manner.label) for manner in item.rule.manners]
            self.fields[f"manner_{item.pk}"] = forms.ChoiceField(
                label=_t("How “%(title)s” is voted on") % {"title": item.title}, choices=manners, initial=item.manner
            )
            self.fields[f"off_{item.pk}"] = forms.BooleanField(
                label=_t("Take “%(title)s” off the agenda") % {"title": item.title}, required=False
            )
        if "note" in self.fields:
            self.order_fields([name for name in self.fields if name != "note"] + ["note"])

    def rows(self) -> Iterable[tuple[AgendaItem, forms.BoundField, forms.BoundField]]:
        """Yield each item with its two fields."""
        for item in self.items:
            yield item, self[f"manner_{item.pk}"], self[f"off_{item.pk}"]

    @property
    def removed(self) -> list[AgendaItem]:
        return [item for item in self.items if self.cleaned_data[f"off_{item.pk}"]]

    @property
    def manners(self) -> dict[int, str]:
        """Return the items whose manner was changed, with the new one."""
        chosen = {item.pk: self.cleaned_data[f"manner_{item.pk}"] for item in self.items}
        return {item.pk: chosen[item.pk] for item in self.items if chosen[item.pk] != item.manner}


def told_nomination(nomination: Nomination) -> str:
    return f"{nomination.award}: {nomination.name} ({nomination.unit})"


class QuestionForm(ReasonForm):
    """A question on the agenda that is no nomination."""

    title = LineField(label=_("What is put to the vote"), max_length=300)
    unit = forms.ModelChoiceField(
        label=_("Unit concerned"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=_("Who holds a role there has no vote on it."),
    )
    rule = forms.ModelChoiceField(label=_("Voting rule"), queryset=VotingRule.objects.none())
    manner = forms.ChoiceField(label=_("How it is voted on"), choices=Manner)

    field_order = ("title", "unit", "rule", "manner", "note")

    def __init__(self, data: Mapping[str, Any] | None, *, session: Session, by: User) -> None:
        super().__init__(data, session=session)
        self.fields["unit"].queryset = Unit.objects.visible_to(by).below(session.host)
        self.fields["rule"].queryset = VotingRule.objects.in_force(on=session.held_on)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        rule, manner = cleaned.get("rule"), cleaned.get("manner")
        if rule and manner and Manner(manner) not in rule.manners:
            told = {"rule": rule, "manners": ", ".join(str(one.label) for one in rule.manners)}
            self.add_error("manner", _t("“%(rule)s” admits: %(manners)s.") % told)
        return cleaned


class AttendanceForm(forms.Form):
    """Who is there, seat by seat."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None, *, session: Session, seats: Sequence[Seat]) -> None:
        super().__init__(data, initial={"version": session.version})
        self.seats = seats
        choices = [(value, label) for value, label in Attendance.choices if value]
        for seat in seats:
            self.fields[f"seat_{seat.pk}"] = forms.ChoiceField(
                label=seat.name, choices=choices, required=False, initial=seat.attendance, widget=forms.RadioSelect
            )

    def rows(self) -> Iterable[tuple[Seat, forms.BoundField]]:
        for seat in self.seats:
            yield seat, self[f"seat_{seat.pk}"]

    @property
    def told(self) -> dict[int, str]:
        """Return what was said of each seat."""
        return {seat.pk: self.cleaned_data[f"seat_{seat.pk}"] for seat in self.seats}


class ReseatForm(ReasonForm):
    """What has changed in the membership since the session was convened."""

    add = forms.ModelMultipleChoiceField(
        label=_("Became a member since"),
        queryset=Membership.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    remove = forms.ModelMultipleChoiceField(
        label=_("Gives up the seat"), queryset=Seat.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, data: Mapping[str, Any] | None, *, session: Session, joined: Sequence[Membership]) -> None:
        super().__init__(data, session=session)
        self.fields["add"].queryset = Membership.objects.filter(pk__in=[row.pk for row in joined]).select_related(
            "user"
        )
        self.fields["add"].label_from_instance = lambda row: f"{row.user} · {row.get_role_display()}"
        self.fields["remove"].queryset = session.seats.held()
        if not joined:
            del self.fields["add"]
        self.order_fields(["add", "remove", "note"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("add") and not cleaned.get("remove"):
            raise forms.ValidationError(_("Choose who joins or who leaves."))
        return cleaned


class TellersForm(ReasonForm):
    """Two people who keep the keys: members or officers, neither the chair nor the standing office."""

    first = forms.ModelChoiceField(label=_("First teller"), queryset=User.objects.none())
    second = forms.ModelChoiceField(label=_("Second teller"), queryset=User.objects.none())

    def __init__(self, data: Mapping[str, Any] | None, *, session: Session) -> None:
        super().__init__(data, session=session)
        named = {teller.place: teller.person_id for teller in session.tellers.all()}
        for place, name in ((1, "first"), (2, "second")):
            self.fields[name].queryset = candidates(session)
            self.fields[name].label_from_instance = lambda row: f"{row} · {row.position}" if row.position else str(row)
            self.initial[name] = named.get(place)
        self.order_fields(["first", "second", "note"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("first") and cleaned.get("first") == cleaned.get("second"):
            self.add_error("second", _t("Two tellers are two people."))
        return cleaned


def candidates(session: Session) -> Any:
    """Return who may keep a key: members, observers, and officers of the host's departments; not who runs the vote."""
    on = session.held_on
    held = Membership.objects.in_force(on=on)
    council = held.filter(unit=session.host_id)
    officers = held.filter(unit__parent=session.host_id, unit__kind=Kind.DEPARTMENT)
    running = council.filter(role__in=[Role.CHAIR, Role.SECRETARY])
    return (
        User.objects.filter(Q(pk__in=council.values("user")) | Q(pk__in=officers.values("user")), is_active=True)
        .exclude(pk__in=running.values("user"))
        .order_by("sort_key")
    )


class DeclareForm(forms.Form):
    """A member says that they will not vote on an item."""

    item = forms.ModelChoiceField(label=_("Item"), queryset=AgendaItem.objects.none())
    note = LineField(label=_("Why"), max_length=300)

    def __init__(self, data: Mapping[str, Any] | None, *, session: Session) -> None:
        super().__init__(data)
        self.fields["item"].queryset = session.items.all()


class LiftForm(forms.Form):
    """The standing office says that a like name is somebody else's."""

    why = LineField(label=_("Why it does not hold"), max_length=300)
