"""The activities of a plan as rows that are added, taken away and moved, on the page and in the draft.

A post always carries the whole list. Keys are looked up among the plan's own rows: any other key is a new row.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.evidence import forget_rows
from campaigns.forms import DraftForm, draft_field, shown
from campaigns.models import Obligation, Plan, PlanActivity
from campaigns.models.plan import ROW

MOST_ROWS: Final = 100
PREFIX: Final = "activities"
POSTED: Final = re.compile(PREFIX + r"-(\d{1,4})-([a-z_]+)")
ACTION: Final = re.compile(r"(add|ask|keep|drop|up|down)(?:-(\d{1,4}))?")

Typed = dict[str, str]


class ActivityForm(DraftForm):
    """One activity."""

    LAYOUT = (
        "key",
        "title",
        "criterion",
        Div("form", "audience", css_class="fields-row"),
        Div("starts_on", "ends_on", css_class="fields-row"),
        "lead",
        Div("target", "target_unit", css_class="fields-row"),
    )
    key = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = PlanActivity
        fields = (
            "title",
            "criterion",
            "form",
            "audience",
            "starts_on",
            "ends_on",
            "lead",
            "target",
            "target_unit",
        )
        labels = {
            "title": _("What is done"),
            "criterion": _("Under which criterion (if any)"),
            "audience": _("For whom"),
            "lead": _("Who leads"),
            "target": _("Expected result"),
            "target_unit": _("Counted in"),
        }
        help_texts = {
            "target": _("For example 12 or 87.5"),
            "target_unit": _("For example sessions, people, households"),
        }
        widgets = {"title": forms.Textarea({"rows": 2})}
        formfield_callback = draft_field

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["key"] = str(self.instance.pk or "")
        self.is_from_others = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing at all was typed into a row that is not stored yet."""
        return self.instance.pk is None and not (set(self.changed_data) - {"key"})

    def _get_validation_exclusions(self) -> set[str]:
        """Leave the constraints to the database: asking it about each row would be a query per row."""
        return super()._get_validation_exclusions() | {"ends_on", "target"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, ends, target = (cleaned.get(name) for name in ("starts_on", "ends_on", "target"))
        if starts and ends and ends < starts:
            self.add_error("ends_on", _t("The activity ends before it starts: check the two dates."))
        if target is not None and target < 0:
            self.add_error("target", _t("The expected result cannot be negative."))
        return cleaned


class ActivityRows:
    """All rows as one form: the section's form of `activities`."""

    row_name = _("Activity %(number)s")  # how the list of errors names a row

    def __init__(self, obligation: Obligation, data: Mapping[str, Any] | None = None, action: str = "") -> None:
        self.focus, self.said, self.asking = "", "", -1
        self.is_bound, self.is_acted_on = data is not None, False
        self.plan = Plan.of(obligation)
        own = self.plan.activities.in_order() if self.plan.pk else ()
        self.stored: dict[str, PlanActivity] = {str(row.pk): row for row in own}
        if data is None:
            self.forms = self._stored_forms()
            self._ask_again(action)
        else:
            typed = _posted(data)
            self._act(typed, action)
            self.forms = self._bound_forms(typed)

    def _stored_forms(self) -> list[ActivityForm]:
        rows = list(self.stored.values()) or [PlanActivity()]
        return [ActivityForm(instance=row, prefix=f"{PREFIX}-{n}") for n, row in enumerate(rows)]

    def _bound_forms(self, typed: list[Typed]) -> list[ActivityForm]:
        free = dict(self.stored)
        forms_ = []
        for number, row in enumerate(typed):
            prefix = f"{PREFIX}-{number}"
            instance = free.pop(row.get("key", ""), None) or PlanActivity()
            forms_.append(
                ActivityForm(
                    {f"{prefix}-{name}": value for name, value in row.items()}, instance=instance, prefix=prefix
                )
            )
        return forms_

    def _ask_again(self, action: str) -> None:
        """Keep a question open on the page that follows the post."""
        match = ACTION.fullmatch(action)
        if match and match[1] == "ask" and int(match[2] or 0) < len(self.stored):
            self.asking = int(match[2] or 0)

    # --- adding, taking away, moving ---

    def _act(self, typed: list[Typed], action: str) -> None:
        """Do to the typed rows what the button says; what does not fit is no action."""
        match = ACTION.fullmatch(action)
        verb, number = (match[1], int(match[2] or 0)) if match else ("", 0)
        if verb == "add":
            self._add(typed)
        elif verb and number < len(typed):
            getattr(self, f"_{verb}")(typed, number)

    def _add(self, typed: list[Typed]) -> None:
        if len(typed) >= MOST_ROWS:
            self.said = _t("A plan holds at most %(most)s activities.") % {"most": MOST_ROWS}
            return
        typed.append({})
        self.is_acted_on = True
        self.focus = _id(len(typed) - 1, "title")
        self.said = _t("Activity %(number)s was added.") % {"number": len(typed)}

    def _ask(self, typed: list[Typed], number: int) -> None:
        if not any(value.strip() for name, value in typed[number].items() if name != "key"):
            self._drop(typed, number)
            return
        self.asking, self.focus = number, _id(number, "keep")

    def _keep(self, typed: list[Typed], number: int) -> None:
        self.focus = _id(number, "ask")

    def _drop(self, typed: list[Typed], number: int) -> None:
        del typed[number]
        self.is_acted_on = True
        self.focus = _id(min(number, len(typed) - 1), "title") if typed else "add-activity"
        self.said = _t("Activity %(number)s was removed.") % {"number": number + 1}

    def _up(self, typed: list[Typed], number: int) -> None:
        self._move(typed, number, number - 1)

    def _down(self, typed: list[Typed], number: int) -> None:
        self._move(typed, number, number + 1)

    def _move(self, typed: list[Typed], number: int, place: int) -> None:
        if not 0 <= place < len(typed):
            return
        typed[number], typed[place] = typed[place], typed[number]
        self.is_acted_on = True
        way = "up" if place < number else "down"
        at_end = place in (0, len(typed) - 1)
        self.focus = _id(place, {"up": "down", "down": "up"}[way] if at_end and len(typed) > 1 else way)
        self.said = _t("The activity is now number %(number)s.") % {"number": place + 1}

    # --- what the page asks of a form ---

    @property
    def kept(self) -> list[ActivityForm]:
        """Return the rows to store: an empty one only if somebody asked for it."""
        return [form for form in self.forms if self.is_acted_on or not form.is_blank]

    def is_valid(self) -> bool:
        return self.is_bound and all([form.is_valid() for form in self.forms])

    def non_form_errors(self) -> list[str]:
        return []

    def has_changed(self) -> bool:
        if not self.forms and not self.is_acted_on:
            return False  # a post without any row says nothing about rows
        keys = [str(form.instance.pk or "") for form in self.kept]
        return keys != list(self.stored) or any(form.has_changed() for form in self.kept)

    def show_theirs(self) -> None:
        """Tell what differs in each row, and append the rows that somebody else added meanwhile."""
        posted = {str(form.instance.pk) for form in self.forms}
        for key, row in self.stored.items():
            if key not in posted:
                number = len(self.forms)
                data = {f"{PREFIX}-{number}-{name}": value for name, value in _as_typed(row).items()}
                self.forms.append(ActivityForm(data, instance=row, prefix=f"{PREFIX}-{number}"))
                self.forms[-1].is_from_others = True
        for form in self.forms:
            if form.instance.pk:
                form.show_theirs()

    def write(self, obligation: Obligation) -> None:
        """Store the rows in their order; called while the obligation is held."""
        if self.plan.pk is None:
            self.plan.obligation = obligation
            self.plan.save()
        kept = self.kept
        changed = [form.instance for form in kept if form.has_changed()]
        for position, form in enumerate(kept, start=1):
            if form.instance.position != position:
                form.instance.position = position
                changed.append(form.instance)
            form.instance.plan = self.plan
        rows = [form.instance for form in kept]
        forget_rows(obligation, ROW, kept={row.place for row in rows if row.pk})
        self.plan.activities.exclude(pk__in=[row.pk for row in rows if row.pk]).delete()
        PlanActivity.objects.bulk_update(
            {id(row): row for row in changed if row.pk}.values(), ["position", *ActivityForm._meta.fields]
        )
        PlanActivity.objects.bulk_create([row for row in rows if row.pk is None])


def _posted(data: Mapping[str, Any]) -> list[Typed]:
    """Return the posted rows in the order of their numbers, as text."""
    rows: dict[int, Typed] = {}
    for name in data:
        if match := POSTED.fullmatch(name):
            rows.setdefault(int(match[1]), {})[match[2]] = str(data[name])
    return [rows[number] for number in sorted(rows)[:MOST_ROWS]]


def _as_typed(row: PlanActivity) -> Typed:
    values = {name: getattr(row, name) for name in ActivityForm._meta.fields}
    typed = {name: shown(v) if isinstance(v, date | Decimal) else str(v or "") for name, v in values.items()}
    return typed | {"key": str(row.pk)}


def _id(number: int, name: str) -> str:
    return f"id_{PREFIX}-{number}-{name}"
