"""The list of reports as rows of a sheet."""

from typing import Any

from django.utils.translation import gettext as _

from portal.models import Report
from units.xlsx import CellKind, Column


def list_columns() -> list[Column]:
    return [
        Column(_("Campaign"), width=60),
        Column(_("As of"), CellKind.DATETIME),
        Column(_("Scope"), width=40),
        Column(_("State")),
        Column(_("Asked for by"), width=26),
        Column(_("Asked for at"), CellKind.DATETIME),
        Column(_("Made at"), CellKind.DATETIME),
        Column(_("Code"), width=22),
        Column("SHA-256", width=70),
    ]


def list_row(report: Report) -> list[Any]:
    return [
        str(report.campaign),
        report.as_of,
        report.scope_label or _("All units that take part"),
        report.get_state_display(),
        str(report.requested_by or _("The schedule")),
        report.requested_at,
        report.made_at,
        report.code,
        report.sha256,
    ]
