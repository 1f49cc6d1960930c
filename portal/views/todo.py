"""Where a unit's day begins: what it owes, soonest first, one button each."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Obligation, State
from campaigns.plain_words import sign, sign_words
from portal.todo import TodoList, narrowed, obligations_of, todo_list, year_lines
from units.access import UserRequest, for_units
from units.clock import db_now
from units.models import Group
from units.scoping import Scope
from units.xlsx import Column, xlsx_response


class TodoFilter(forms.Form):
    """What can be asked for in the address."""

    q = forms.CharField(label=gettext_lazy("Search what is owed"), required=False, max_length=200)
    campaign = forms.ChoiceField(label=gettext_lazy("Campaign"), required=False)
    status = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    group = forms.ChoiceField(
        label=gettext_lazy("Group"), required=False, choices=[("", gettext_lazy("all")), *Group.choices]
    )

    def __init__(self, data: Any, obligations: Iterable[Obligation]) -> None:
        super().__init__(data)
        everything = ("", _("all"))
        campaigns = {row.campaign.code: str(row.campaign) for row in obligations if row.campaign}
        self.fields["campaign"].choices = [everything, *sorted(campaigns.items())]  # type: ignore[attr-defined]
        signs = [*State.values, "overdue", "late", "waived"]
        marks = [(mark, sign_words(mark)) for mark in signs]
        self.fields["status"].choices = [everything, *marks]  # type: ignore[attr-defined]
        if len({row.group for row in obligations}) < 2:
            self.fields["group"].widget = forms.HiddenInput()

    @property
    def wanted(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}


@for_units
def todo(request: UserRequest) -> HttpResponse:
    """Show what the person's own units owe; as a workbook with `format=xlsx`."""
    at = db_now()
    everything = obligations_of(request.user)
    form = TodoFilter(request.GET, everything)
    rows = narrowed(everything, form.wanted, at=at)
    if request.GET.get("format") == "xlsx":
        return _workbook(rows, at)
    lists = todo_list(request.user, rows, at=at)
    context = {
        "lists": lists,
        "form": form,
        "is_filtered": bool(form.wanted),
        "is_empty": not everything,
        "years": year_lines(rows, at=at),
        "many_units": len(Scope.of(request.user).own) > 1,
        "folded": _folded(lists),
    }
    return render(request, "portal/todo.html", context)


def _folded(lists: TodoList) -> list[tuple[str, str, list]]:
    """Return the lists that stand folded below what is to do: id, heading, lines."""
    folded = [
        ("with-council", _("With the council"), lists.with_council),
        ("coming", _("Coming"), lists.coming),
        ("done", _("Done"), lists.done),
        ("waived", _("Waived"), lists.waived),
        ("closed", _("Not handed in before the campaign closed"), lists.closed),
    ]
    return [entry for entry in folded if entry[2]]


def _workbook(rows: list[Obligation], at: Any) -> HttpResponse:
    columns = [
        Column(_("Unit"), width=36),
        Column(_("Campaign"), width=36),
        Column(_("What is owed"), width=40),
        Column(_("State"), width=18),
        Column(_("Due date"), kind="datetime"),
        Column(_("First due date"), kind="datetime"),
        Column(_("Handed in at"), kind="datetime"),
    ]
    lines = (
        [
            row.unit.name,
            str(row.campaign or ""),
            row.title,
            sign_words(sign(row, at=at)),
            row.next_due_at,
            row.due_at,
            row.first_submitted_at,
        ]
        for row in rows
    )
    return xlsx_response(f"viec-can-lam-{localdate():%Y-%m-%d}.xlsx", columns, lines, expected_rows=len(rows))  # type: ignore[return-value]
