"""The activities of a plan as a sheet; stored by the same form as on the page."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.activity_rows import MOST_ROWS, PREFIX, ActivityForm, ActivityRows
from campaigns.models import Plan, PlanActivity
from campaigns.models.plan import Audience, Form
from campaigns.models.sheet import SheetKind
from campaigns.sheets.columns import Kind, Values, as_plain, of_field
from campaigns.sheets.comparing import Comparison, StoredRow
from campaigns.sheets.paper import PaperSheet
from campaigns.sheets.values import Percent
from units.models import User

PERCENT: Final = "%"


COLUMNS: Final = (
    of_field(ActivityForm, "title", width=52, is_required=True),
    of_field(ActivityForm, "criterion", width=22),
    of_field(ActivityForm, "form", kind=Kind.CHOICE, choices=dict(Form.choices), width=22),
    of_field(ActivityForm, "audience", kind=Kind.CHOICE, choices=dict(Audience.choices)),
    of_field(ActivityForm, "starts_on", kind=Kind.DAY, width=13),
    of_field(ActivityForm, "ends_on", kind=Kind.DAY, width=13),
    of_field(ActivityForm, "lead", width=26),
    of_field(ActivityForm, "target", kind=Kind.NUMBER, width=12, most=9_999_999_999),
    of_field(ActivityForm, "target_unit", width=18),
)


class PlanSheet(PaperSheet):
    kind = SheetKind.PLAN
    section = "activities"
    file_word = "ke-hoach"
    tab = _("Activities")
    columns = COLUMNS
    most_rows = MOST_ROWS
    removes = True
    about = _(
        "It holds the rows that stand in the portal now. Add, change or delete rows in Excel; the sheet “Instructions” "
        "explains every column."
    )
    when_deleted = _("A row that is deleted here is deleted in the portal, too, once that was agreed to there.")
    hints = (_("The order of the rows is the order of the activities in the plan."),)

    def stored(self) -> list[StoredRow]:
        plan = Plan.of(self.obligation)
        rows = plan.activities.in_order() if plan.pk else ()
        return [
            StoredRow(str(row.pk), {column.name: getattr(row, column.name) for column in COLUMNS}, row.ticket)
            for row in rows
        ]

    def fill_in(self, values: dict[str, Any]) -> None:
        """A percentage is counted in per cent, unless something else is written there."""
        if isinstance(values["target"], Percent) and not values["target_unit"]:
            values["target_unit"] = PERCENT

    def complaints(self, values: Values) -> Iterator[tuple[str, str]]:
        if isinstance(values["target"], Percent) and values["target_unit"] != PERCENT:
            sentence = _t("This is a percentage, but it is counted in “%(unit)s”. Write %% there or a number here.")
            yield "target", sentence % {"unit": values["target_unit"]}
        form = ActivityForm(_typed(values), instance=PlanActivity())
        for name, sentences in form.errors.items():
            yield from ((name, str(sentence)) for sentence in sentences)

    def store(self, comparison: Comparison, *, by: User, at: datetime) -> None:
        changes = [change for change in comparison.changes if change.outcome is not None]
        posted: dict[str, str] = {}
        for number, change in enumerate(changes):
            typed = _typed(change.outcome or {}) | {"key": change.stored.key if change.stored else ""}
            posted |= {f"{PREFIX}-{number}-{name}": text for name, text in typed.items()}
        rows = ActivityRows(self.obligation, posted)
        if not rows.is_valid():
            raise ValueError(f"rows that were right are wrong: {rows.forms}")
        for form, change in zip(rows.forms, changes, strict=True):
            if change.stored is None and change.row:
                form.instance.ticket = change.row.ticket
        rows.write(self.obligation)


def _typed(values: Values) -> dict[str, str]:
    """Return the values as they would be typed on the page."""
    typed = {name: as_plain(value) for name, value in values.items()}
    return typed | {"target": typed["target"].replace(".", ",")}
