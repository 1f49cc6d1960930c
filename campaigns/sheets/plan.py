"""The activities of a plan as a sheet; stored by the same form as on the page."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.actions import save_draft
from campaigns.activity_rows import MOST_ROWS, PREFIX, ActivityForm, ActivityRows
from campaigns.models import Obligation, Plan, PlanActivity
from campaigns.models.plan import Audience, Form
from campaigns.models.sheet import SheetKind
from campaigns.sections import closed_sentence, section_url
from campaigns.sheets.columns import Kind, Values, as_plain, of_field
from campaigns.sheets.comparing import Comparison, StoredRow
from campaigns.sheets.sheet import Sheet
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


class PlanSheet(Sheet):
    kind = SheetKind.PLAN
    tab = _("Activities")
    columns = COLUMNS
    most_rows = MOST_ROWS
    removes = True
    hints = (_("The order of the rows is the order of the activities in the plan."),)

    def __init__(self, obligation: Obligation) -> None:
        self.obligation = obligation
        self.owner = f"obligation {obligation.pk}"
        self.subject = _t("Activities of the plan: %(title)s, %(unit)s") % {
            "title": obligation.title,
            "unit": obligation.unit,
        }
        self.file_name = f"ke-hoach-{obligation.unit.code}-{localdate():%Y-%m-%d}.xlsx"
        self.page_url = reverse("obligation-sheet", args=[obligation.pk])
        self.file_url = reverse("obligation-sheet-file", args=[obligation.pk])
        self.home_url = obligation.get_absolute_url()
        self.back_url = section_url(obligation, "activities")

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

    def shut_sentence(self, *, at: datetime) -> str:
        return closed_sentence(self.obligation, at=at)

    def while_held(self, store: Callable[[], None], *, by: User, at: datetime) -> None:
        save_draft(self.obligation, lambda row: store(), by=by, version=None, at=at)

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
