"""The list of findings: what can be asked of it in an address, and its sheet."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.models import State
from conduct.inspection_page import FindingRow
from conduct.models import Finding
from conduct.models.found import FindingQuerySet, Severity
from units.models import Cluster, Group, Unit, User
from units.xlsx import Column

REMEDIES = [
    ("", _("All")),
    ("none", _("not asked for")),
    ("open", _("asked for, not handed in")),
    ("submitted", _("handed in, to be read")),
    ("accepted", _("put right")),
]


class FindingFilter(forms.Form):
    """Units by search, group, cluster; clause, severity, how far the remedy has come."""

    q = forms.CharField(label=_("Search units"), required=False, widget=forms.SearchInput)
    group = forms.ChoiceField(label=_("Group"), required=False, choices=[("", _("All")), *Group.choices])
    cluster = forms.ModelChoiceField(
        Cluster.objects.all(), label=_("Cluster"), required=False, to_field_name="code", empty_label=_("All")
    )
    clause = forms.ChoiceField(label=_("Clause"), required=False)
    severity = forms.ChoiceField(label=_("Severity"), required=False, choices=[("", _("All")), *Severity.choices])
    remedy = forms.ChoiceField(label=_("Remedy"), required=False, choices=REMEDIES)

    def __init__(self, data: QueryDict, *, reader: User) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.all = Finding.objects.visible_to(reader).verified()
        codes = self.all.order_by("clause__code").values_list("clause__code", flat=True).distinct()
        self.fields["clause"].choices = [("", _t("All")), *((code, code) for code in codes)]  # type: ignore[attr-defined]

    def findings(self) -> FindingQuerySet:
        """Return what was asked for, latest first; nothing while the question cannot be understood."""
        found = self.all.told().prefetch_related("photos").order_by("-visit__presented_at", "-found_at")
        if not self.is_valid():
            return found.none()
        asked = self.cleaned_data
        exact = {
            "clause__code": asked["clause"],
            "severity": asked["severity"],
            "visit__unit__cluster": asked["cluster"],
        }
        found = found.filter(**{name: value for name, value in exact.items() if value})
        found = found.of_group(asked["group"]).with_remedy(asked["remedy"])
        return found.filter(visit__unit__in=Unit.objects.search(asked["q"])) if asked["q"] else found


def sheet_columns() -> list[Column]:
    return [
        Column(_t("Presented"), "datetime", 18),
        Column(_t("Inspection"), "text", 40),
        Column(_t("Code"), "text", 14),
        Column(_t("Unit"), "text", 40),
        Column(_t("Clause"), "text", 10),
        Column(_t("Severity"), "text", 14),
        Column(_t("What was found"), "text", 60),
        Column(_t("Found before"), "text", 40),
        Column(_t("Remedy"), "text", 20),
        Column(_t("Due"), "datetime", 18),
    ]


def sheet_row(row: FindingRow) -> list[Any]:
    finding, owed = row.finding, row.finding.obligation
    return [
        finding.visit.presented_at,
        finding.visit.inspection.title,
        finding.visit.unit.code,
        finding.visit.unit.name,
        finding.clause.code,
        finding.get_severity_display(),
        finding.text,
        row.repeats.words,
        str(State(owed.state).label) if owed else "",
        owed.next_due_at if owed else None,
    ]
