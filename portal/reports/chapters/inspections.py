"""Inspections of a campaign's time, what was found at units, and what became of the remedies that were asked for."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.calendar import local_day
from campaigns.facts import beside_campaigns
from campaigns.figures import LedgerRow, Standing, standing
from campaigns.models import Obligation
from conduct.models import Finding, InspectionEvent, VisitEvent
from conduct.models.found import Severity
from conduct.verified import TAKES_BACK
from portal.reports.chapters.chapter import Behind, Chapter, Reading, Sources, Table, Told, group_word, written
from portal.reports.compute import moment
from units.templatetags.look import state_word
from units.templatetags.words import rate
from units.xlsx import CellKind, Column

REMEDY: Final = ("asked", "due", "submitted", "on_time", "accepted", "overdue")


@dataclass(frozen=True)
class Visited:
    """One visit as it was presented to the head."""

    unit: str
    at: datetime
    content: Mapping[str, Any]


def read(sources: Sources) -> dict[str, Any]:
    """Return inspections, visits, findings and remedies by then; nothing where there was no inspection."""
    visits = _visits(sources)
    begun = _begun(sources)
    if not (visits or begun):
        return {}
    places = sources.places
    remedies = _remedies(sources)
    findings = [_finding(visit, row, remedies) for visit in visits for row in visit.content["findings"]]
    standings = {row["unit"]: row for row in findings}
    units = sorted({visit.unit for visit in visits} | standings.keys())
    clusters = sorted({places[unit].cluster for unit in units})
    return {
        "begun": begun,
        "total": _part(visits, findings),
        "groups": [
            {"key": key, **_of(visits, findings, {unit for unit in units if places[unit].group == key})}
            for key in ("agency", "school")
        ],
        "clusters": [
            {"key": key, **_of(visits, findings, {unit for unit in units if places[unit].cluster == key})}
            for key in clusters
        ],
        "clauses": _clauses(findings),
        "visits": [_visit(visit) for visit in visits],
        "findings": findings,
    }


def _visits(sources: Sources) -> list[Visited]:
    """Read what was presented by then and not taken up again: one query."""
    campaign, at = sources.campaign, sources.at
    later = VisitEvent.objects.filter(visit=OuterRef("visit"), verb__in=TAKES_BACK, at__lte=at, id__gt=OuterRef("id"))
    told = VisitEvent.objects.filter(
        verb="present",
        at__lte=at,
        at__date__range=(campaign.starts_on, campaign.ends_on),
        visit__inspection__host=campaign.host_id,
    ).filter(~Exists(later))
    rows = [Visited(*row) for row in told.values_list("visit__unit__code", "at", "content")]
    places = sources.places
    own = [row for row in rows if row.unit in places]
    return sorted(own, key=lambda row: (local_day(row.at), row.unit, row.content["title"]))


def _begun(sources: Sources) -> int:
    """Count the council's inspections that were begun in the campaign's time and not called off by then."""
    campaign = sources.campaign
    known = InspectionEvent.objects.filter(inspection__host=campaign.host_id, at__lte=sources.at)
    off = known.filter(verb="call_off").values("inspection")
    within = (campaign.starts_on, campaign.ends_on)
    begun = known.filter(verb="begin", at__date__range=within).exclude(inspection__in=off)
    return begun.values("inspection").distinct().count()


def _remedies(sources: Sources) -> dict[str, tuple[LedgerRow, Standing]]:
    """Return the remedies that were asked for by then, by their finding, each as it stood: three queries."""
    campaign, at = sources.campaign, sources.at
    asked = Obligation.objects.filter(
        finding__visit__inspection__host=campaign.host_id,
        opens_at__range=(sources.first, at),
    )
    rows = {row.obligation_id: row for row in beside_campaigns(asked)}
    found = Finding.objects.filter(obligation__in=asked).values_list("id", "obligation_id")
    return {str(pk): (rows[owed], standing(rows[owed], at=at)) for pk, owed in found if owed in rows}


def _finding(visit: Visited, row: Mapping[str, Any], remedies: Mapping[str, Any]) -> dict[str, Any]:
    """Return a finding without its words, which can name people."""
    told = {
        "unit": visit.unit,
        "presented_on": local_day(visit.at).isoformat(),
        "clause": row["clause"],
        "severity": row["severity"],
    }
    _row, then = remedies.get(row["id"], (None, None))
    if then is None or then.cancelled:
        return {**told, "remedy": None}
    return {
        **told,
        "remedy": {
            "due_at": moment(then.effective_due),
            "submitted_at": moment(then.submitted_at) if then.submitted_at else None,
            "state": then.state,
            "due": then.due,
            "on_time": then.on_time,
            "accepted": then.state == "accepted",
            "overdue": then.overdue,
        },
    }


def _visit(visit: Visited) -> dict[str, Any]:
    return {
        "unit": visit.unit,
        "presented_on": local_day(visit.at).isoformat(),
        "title": visit.content["title"],
        "surprise": visit.content["is_surprise"],
        "score": visit.content["score"] or None,
        "findings": len(visit.content["findings"]),
    }


def _of(visits: Iterable[Visited], findings: Iterable[Mapping[str, Any]], units: set[str]) -> dict[str, Any]:
    own = [visit for visit in visits if visit.unit in units]
    return _part(own, [row for row in findings if row["unit"] in units])


def _part(visits: Sequence[Visited], findings: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    remedies = [row["remedy"] for row in findings if row["remedy"]]
    severities = Counter(row["severity"] for row in findings)
    return {
        "visits": len(visits),
        "units": len({visit.unit for visit in visits}),
        "surprise": sum(visit.content["is_surprise"] for visit in visits),
        "findings": len(findings),
        "severities": [severities[number] for number in (1, 2, 3)],
        "remedies": {
            "asked": len(remedies),
            "due": sum(one["due"] for one in remedies),
            "submitted": sum(one["submitted_at"] is not None for one in remedies),
            "on_time": sum(one["on_time"] for one in remedies),
            "accepted": sum(one["accepted"] for one in remedies),
            "overdue": sum(one["overdue"] for one in remedies),
        },
    }


def _clauses(findings: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    found = Counter(row["clause"] for row in findings)
    return [{"key": clause, "findings": found[clause]} for clause in sorted(found)]


# --- what it tells ---------------------------------------------------------------------------------------------------


def tell(reading: Reading) -> Told:
    own, total = reading.own, reading.own["total"]
    remedies = total["remedies"]
    facts = {
        "begun": written(own["begun"]),
        "visits": written(total["visits"]),
        "units": written(total["units"]),
        "surprise": written(total["surprise"]),
        "findings": written(total["findings"]),
        "grave": written(total["severities"][2]),
    }
    sentences = [
        _("Inspections begun: %(begun)s; visits: %(visits)s at %(units)s units, of these without notice: %(surprise)s.")
        % facts,
        _("Findings: %(findings)s, of these grave: %(grave)s.") % facts,
    ]
    if remedies["asked"]:
        text = _(
            "Remedies asked for: %(asked)s; handed in: %(submitted)s; accepted: %(accepted)s; overdue: %(overdue)s."
        )
        sentences.append(text % {name: written(remedies[name]) for name in REMEDY})
    return Told(
        key="inspections",
        title=_("Inspections and remedies"),
        sentences=sentences,
        tables=[_places(reading)],
        behind=[_visit_sheet(reading), _finding_sheet(reading)],
        assessment=sentences[0] if total["visits"] else "",
        limits=list(_limits(own)),
        tasks=_tasks(remedies),
    )


def _limits(own: Mapping[str, Any]) -> Iterable[str]:
    grave = own["total"]["severities"][2]
    if grave:
        words = ngettext("Inspectors found %(n)s grave fault.", "Inspectors found %(n)s grave faults.", grave)
        yield words % {"n": written(grave)}
    most = sorted(own["clauses"], key=lambda row: (-row["findings"], row["key"]))[:3]
    if most:
        told = ", ".join(f"{row['key']} ({written(row['findings'])})" for row in most)
        yield _("Most findings are on the clauses %(clauses)s.") % {"clauses": told}


def _tasks(remedies: Mapping[str, int]) -> list[str]:
    if not remedies["overdue"]:
        return []
    return [
        _("Units put right at once what is overdue after inspections (%(n)s).") % {"n": written(remedies["overdue"])}
    ]


def _places(reading: Reading) -> Table:
    own = reading.own
    names = [(group_word(part["key"]), part) for part in own["groups"] if part["visits"] or part["findings"]]
    found = {part["key"]: part for part in own["clusters"]}
    names += [(name, found[code]) for code, name in reading.clusters.items() if code in found]
    rows = [(name, *_cells(part)) for name, part in [*names, (_("In all"), own["total"])]]
    heads = (
        *(_("Group, cluster"), _("Visits"), _("Units"), _("Findings"), _("Grave")),
        *(_("Remedies handed in"), _("Accepted"), _("Overdue")),
    )
    return Table(_("Inspections and remedies by group and cluster"), heads, rows)


def _cells(part: Mapping[str, Any]) -> tuple[str, ...]:
    remedies = part["remedies"]
    return (
        *(written(part[name]) for name in ("visits", "units", "findings")),
        written(part["severities"][2]),
        rate(remedies["submitted"], remedies["asked"]),
        rate(remedies["accepted"], remedies["asked"]),
        written(remedies["overdue"]),
    )


def _visit_sheet(reading: Reading) -> Behind:
    columns = [
        Column(_("Code"), width=14),
        Column(_("Unit"), width=44),
        Column(_("Inspection"), width=60),
        Column(_("Day"), CellKind.DATE, 12),
        Column(_("Without notice"), width=12),
        Column(_("Score"), CellKind.NUMBER, 10),
        Column(_("Findings"), CellKind.INTEGER, 10),
    ]
    units = reading.units
    rows = [
        (
            row["unit"],
            units.get(row["unit"], row["unit"]),
            row["title"],
            date.fromisoformat(row["presented_on"]),
            _("yes") if row["surprise"] else "",
            float(row["score"]) if row["score"] else None,
            row["findings"],
        )
        for row in reading.own["visits"]
    ]
    return Behind(_("Visits"), columns, rows)


def _finding_sheet(reading: Reading) -> Behind:
    columns = [
        Column(_("Code"), width=14),
        Column(_("Unit"), width=44),
        Column(_("Day"), CellKind.DATE, 12),
        Column(_("Clause"), width=12),
        Column(_("Severity"), width=14),
        Column(_("Remedy"), width=18),
        Column(_("Due date in force"), CellKind.DATETIME, 18),
        Column(_("Handed in at"), CellKind.DATETIME, 18),
    ]
    return Behind(_("Findings"), columns, [_finding_row(row, reading) for row in reading.own["findings"]])


def _finding_row(row: Mapping[str, Any], reading: Reading) -> tuple[Any, ...]:
    remedy = row["remedy"] or {"state": "", "due_at": None, "submitted_at": None}
    return (
        row["unit"],
        reading.unit(row["unit"]),
        date.fromisoformat(row["presented_on"]),
        row["clause"],
        str(Severity(row["severity"]).label),
        state_word(remedy["state"]) if remedy["state"] else "",
        *(datetime.fromisoformat(at) if at else None for at in (remedy["due_at"], remedy["submitted_at"])),
    )


CHAPTER: Final = Chapter("inspections", read, tell)
