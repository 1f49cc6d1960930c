"""The activity log of a unit as a sheet: rows are added and corrected; photos and deleting are for a row's own page."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.log import CORRECTED, closed_sentence, note_many, running_campaigns
from campaigns.log_form import ActivityForm
from campaigns.log_rules import Links, not_come_yet, placed
from campaigns.models import ActivityEntry, ActivityKind, Campaign, Drive, LogAudience, PlanActivity
from campaigns.models.plan import Form
from campaigns.models.sheet import SheetKind
from campaigns.sheets.columns import Kind, SheetColumn, Values, of_field
from campaigns.sheets.comparing import Comparison, Fate, StoredRow
from campaigns.sheets.sheet import Sheet
from units.models import Unit, User
from units.scoping import Scope

CAMPAIGN: Final = "campaign"
LINKS: Final = ("plan_activity", "drive", CAMPAIGN)  # chosen by title, kept by id


def units_with_a_log(user: User) -> list[Unit]:
    """Return the person's own units that take part in a running campaign."""
    keys = {unit for unit, _campaign in running_campaigns(Scope.of(user).own)}
    return list(Unit.objects.visible_to(user).filter(pk__in=keys))


class LogSheet(Sheet):
    kind = SheetKind.LOG
    tab = _("Activity log")
    most_rows = 1_000
    blank_rows = 200
    removes = False
    about = _(
        "It holds the latest rows that stand in the portal now. Add or change rows in Excel; the sheet “Instructions” "
        "explains every column."
    )
    when_deleted = _("A row that is deleted here stays in the portal. Delete it there.")
    hints = (_("Photos are added on the page of an activity."),)

    def __init__(self, unit: Unit, *, by: User) -> None:
        self.unit, self.by = unit, by
        self.running: list[Campaign] = [campaign for _unit, campaign in running_campaigns([unit.pk])]
        self.owner = f"log {unit.code}"
        self.subject = _t("Activity log of %(unit)s") % {"unit": unit}
        self.file_name = f"nhat-ky-{unit.code}-{localdate():%Y-%m-%d}.xlsx"
        query = urlencode({"unit": unit.code})
        self.page_url = f"{reverse('activity-sheet')}?{query}"
        self.file_url = f"{reverse('activity-sheet-file')}?{query}"
        self.back_url = self.home_url = reverse("activity-list")

    # --- what is offered ---

    @cached_property
    def columns(self) -> list[SheetColumn]:  # type: ignore[override]
        columns = [
            of_field(ActivityForm, "held_on", kind=Kind.DAY, is_required=True, width=13),
            of_field(
                ActivityForm,
                "kind",
                title=_("Kind of activity"),
                kind=Kind.CHOICE,
                choices=dict(ActivityKind.choices),
                is_required=True,
                width=34,
            ),
            of_field(
                ActivityForm, "title", help=_("May be left out where an activity of the plan is chosen."), width=52
            ),
            of_field(ActivityForm, "plan_activity", kind=Kind.CHOICE, choices=_titles(self.planned), width=36),
            of_field(
                ActivityForm,
                "audience",
                kind=Kind.CHOICE,
                choices=dict(LogAudience.choices),
                help=_("Staff, if left out."),
                width=18,
            ),
            of_field(ActivityForm, "attendance", kind=Kind.WHOLE, most=1_000_000, width=12),
            of_field(ActivityForm, "place", width=26),
            of_field(ActivityForm, "form", kind=Kind.CHOICE, choices=dict(Form.choices), width=22),
            of_field(ActivityForm, "drive", kind=Kind.CHOICE, choices=_titles(self.drives), width=26),
            of_field(ActivityForm, "link", width=30),
            of_field(ActivityForm, "note", kind=Kind.PASSAGE, width=36),
        ]
        if len(self.running) > 1:
            columns.append(
                of_field(
                    ActivityForm,
                    CAMPAIGN,
                    title=_("Movement"),
                    kind=Kind.CHOICE,
                    choices=_titles(self.campaigns),
                    help=_("Found by the day, if left out."),
                    width=36,
                )
            )
        return columns

    @cached_property
    def campaigns(self) -> Mapping[str, Campaign]:
        return {str(campaign.pk): campaign for campaign in self.running}

    @cached_property
    def planned(self) -> Mapping[str, PlanActivity]:
        """Return what the unit planned for these campaigns, by its id as text."""
        found = PlanActivity.objects.visible_to(self.by).of_plans([self.unit.pk], list(map(int, self.campaigns)))
        return {str(row.pk): row for row in found}

    @cached_property
    def drives(self) -> Mapping[str, Drive]:
        found = Drive.objects.of_units(self.by).filter(unit=self.unit, campaign__in=self.running)
        return {str(row.pk): row for row in found.select_related("campaign")}

    # --- rows ---

    def stored(self) -> list[StoredRow]:
        return [StoredRow(str(entry.pk), self._values(entry), entry.ticket) for entry in self._entries()]

    def _entries(self) -> Iterable[ActivityEntry]:
        return (
            ActivityEntry.objects.of_units(self.by)
            .filter(unit=self.unit, campaign__in=self.running)
            .order_by("held_on", "pk")
        )

    def _values(self, entry: ActivityEntry) -> Values:
        values = {column.name: getattr(entry, column.name) for column in self.columns if column.name not in LINKS}
        known = {"plan_activity": self.planned, "drive": self.drives, CAMPAIGN: self.campaigns}
        for name in LINKS:
            if any(column.name == name for column in self.columns):
                key = str(getattr(entry, f"{name}_id") or "")
                values[name] = key if key in known[name] else ""
        return values

    def fill_in(self, values: dict[str, Any]) -> None:
        """Add what the page would add: the planned activity's title, staff, the campaign, a whole address."""
        planned = self.planned.get(values["plan_activity"])
        values["title"] = values["title"] or (planned.title if planned else "")
        values["audience"] = values["audience"] or LogAudience.STAFF.value
        if values["attendance"] is not None:
            values["attendance"] = int(values["attendance"])
        values["link"], _sentence = _address(values["link"])
        if CAMPAIGN in values:
            campaign, _complaints = placed(values["held_on"], self.unit.pk, self.running, self._links(values))
            values[CAMPAIGN] = values[CAMPAIGN] or (str(campaign.pk) if campaign else "")

    def complaints(self, values: Values) -> Iterator[tuple[str, str]]:
        if not values["title"]:
            yield "title", _t("Say in a few words what was done.")
        if sentence := _address(values["link"])[1]:
            yield "link", sentence
        if sentence := not_come_yet(values["held_on"]):
            yield "held_on", sentence
            return
        yield from placed(values["held_on"], self.unit.pk, self.running, self._links(values))[1]

    def _links(self, values: Values) -> Links:
        return Links(
            self.campaigns.get(values.get(CAMPAIGN, "")),
            self.planned.get(values["plan_activity"]),
            self.drives.get(values["drive"]),
        )

    # --- storing ---

    def shut_sentence(self, *, at: datetime) -> str:
        return "" if self.running else closed_sentence()

    def while_held(self, store: Callable[[], Any], *, by: User, at: datetime) -> None:
        note_many(self.unit.pk, [campaign.pk for campaign in self.running], store, by=by, at=at)

    def store(self, comparison: Comparison, *, by: User, at: datetime) -> Any:
        entries = {str(entry.pk): entry for entry in self._entries()}
        new: list[ActivityEntry] = []
        corrected: list[ActivityEntry] = []
        for change in comparison.of(Fate.ADDED, Fate.CHANGED, Fate.OVERWRITTEN):
            if change.row is None:
                continue
            entry = (
                entries[change.stored.key] if change.stored else ActivityEntry(unit=self.unit, ticket=change.row.ticket)
            )
            self._set(entry, change.row.values)
            (corrected if change.stored else new).append(entry)
        return new, corrected

    def _set(self, entry: ActivityEntry, values: Values) -> None:
        campaign, _complaints = placed(values["held_on"], self.unit.pk, self.running, self._links(values))
        if campaign is None:
            raise ValueError(f"no campaign on {values['held_on']}")
        entry.campaign = campaign
        for name in CORRECTED:
            if name in LINKS and name != CAMPAIGN:
                setattr(entry, f"{name}_id", int(values[name]) if values[name] else None)
            elif name in values and name != CAMPAIGN:
                setattr(entry, name, values[name])


def _address(text: str) -> tuple[str, str]:
    """Return an address as the page would keep it, and what stands against it."""
    try:
        return ActivityForm.declared_fields["link"].clean(text), ""
    except forms.ValidationError as error:
        return text, " ".join(error.messages)


def _titles(rows: Mapping[str, Any]) -> dict[str, str]:
    """Return what is chosen from, each word once: two activities of one title are told apart by a number."""
    seen: Counter[str] = Counter()
    titles = {}
    for key, row in rows.items():
        title = str(row)
        seen[title] += 1
        titles[key] = title if seen[title] == 1 else f"{title} ({seen[title]})"
    return titles
