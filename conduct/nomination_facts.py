"""Reads what the checks of a dossier look at, and what a hand-in keeps of it: the only queries behind either."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.timezone import localdate

from campaigns import facts as ledger
from campaigns.figures import standing
from campaigns.models import Obligation
from conduct.models import (
    Achievement,
    AwardTerms,
    CheckOverride,
    Nomination,
    NominationState,
    QuotaBase,
    SubjectKind,
    Violation,
    ViolationState,
)
from conduct.nomination_checks import Check, Dossier, Earlier, Need, Quota, checks_of, overruled
from units.vietnamese import fold

GIVEN: Final = frozenset({NominationState.APPROVED, NominationState.PUBLISHED})
TEXTS: Final = (
    *("name", "position", "standing", "merit", "letter_number", "initiative_name", "initiative_number", "subject"),
)
NUMBERS: Final = ("meeting_members", "meeting_present", "meeting_yes", "year")
DAYS: Final = ("letter_on", "met_on")


def checks(nomination: Nomination, *, at: datetime) -> list[Check]:
    """Return the checks of a dossier as of a moment, with what the standing office overruled."""
    return overruled(checks_of(dossier(nomination, at=at)), overrides(nomination))


def overrides(nomination: Nomination) -> dict[str, str]:
    """Return the reasons with which the office overruled checks for this unit, award and year, by check."""
    rows = CheckOverride.objects.filter(unit=nomination.unit_id, award=nomination.award_id, year=nomination.year)
    return dict(rows.values_list("code", "why"))


def dossier(nomination: Nomination, *, at: datetime) -> Dossier:
    """Read everything that the checks look at, as it stands at a moment."""
    terms = nomination.terms_for(at)
    elsewhere = " · ".join(filter(None, [nomination.initiative_name, nomination.initiative_number]))
    initiative = nomination.initiative.with_decision if nomination.initiative else elsewhere
    return Dossier(
        today=localdate(at),
        law=str(terms.legal_basis) if terms and terms.legal_basis else "",
        has_terms=terms is not None,
        is_short_way=nomination.is_short_way,
        quota=_quota(nomination, terms) if terms else None,
        is_person=nomination.subject == SubjectKind.PERSON,
        merit=nomination.merit,
        earlier=_earlier(nomination),
        number=nomination.letter_number,
        needs=_needs(nomination, terms) if terms else (),
        needs_initiative=bool(terms and terms.needs_initiative),
        initiative=initiative,
        met_on=nomination.met_on,
        members=nomination.meeting_members,
        present=nomination.meeting_present,
        voted_yes=nomination.meeting_yes,
        **_period(nomination),
        **_reports(nomination, at=at),
        **_violations(nomination, at=at),
    )


def _period(nomination: Nomination) -> dict[str, Any]:
    campaign = nomination.campaign
    if campaign is None:
        return {}
    closed_on = localdate(campaign.closed_at) if campaign.closed_at else None
    return {"movement": campaign.title, "period": (campaign.starts_on, campaign.ends_on), "closed_on": closed_on}


def _reports(nomination: Nomination, *, at: datetime) -> dict[str, Any]:
    """Return what of the movement's papers is overdue or came late, from the events of the ledger."""
    if nomination.campaign is None:
        return {}
    rows = ledger.ledger(nomination.campaign, unit=nomination.unit.code)
    stood = {row.obligation_id: standing(row, at=at) for row in rows}
    due = [pk for pk, each in stood.items() if each.due]
    if not due:
        return {}
    titles = {row.pk: row.title for row in Obligation.objects.filter(pk__in=due).select_related("requirement")}
    return {
        "reports": len(due),
        "overdue": [titles[pk] for pk in due if stood[pk].overdue],
        "late": [titles[pk] for pk in due if stood[pk].late],
    }


def _violations(nomination: Nomination, *, at: datetime) -> dict[str, Any]:
    cases = Violation.objects.filter(unit=nomination.unit_id, occurred_on__year=nomination.year, reported_at__lte=at)
    states = list(cases.values_list("state", flat=True))
    return {
        "violations": states.count(ViolationState.CONFIRMED),
        "reported": states.count(ViolationState.REPORTED),
    }


def _quota(nomination: Nomination, terms: AwardTerms) -> Quota | None:
    if terms.quota_percent is None:
        return None
    base, others = _base_and_others(nomination, terms)
    return Quota(
        percent=f"{terms.quota_percent.normalize():f}".replace(".", ","),
        base_name=terms.get_quota_base_display(),
        rounding=terms.get_quota_rounding_display(),
        minimum=terms.quota_minimum,
        most=terms.quota(base) if base is not None else None,
        base=base,
        others=others,
        is_firm=terms.is_quota_firm,
    )


def _base_and_others(nomination: Nomination, terms: AwardTerms) -> tuple[int | None, int]:
    """Return the size of the quota's base, None where nobody knows it, and how many were proposed beside this one."""
    same = Nomination.objects.filter(award=nomination.award_id, year=nomination.year).still_standing()
    same = same.exclude(pk=nomination.pk)
    unit = nomination.unit
    if terms.quota_base == QuotaBase.CLUSTER and unit.cluster:
        units = unit.cluster.units.active(on=localdate()).count()
        return units, same.filter(unit__cluster=unit.cluster_id, received_at__isnull=False).count()
    others = same.filter(unit=unit.pk).count()
    if terms.quota_base == QuotaBase.HOLDERS:
        needed = terms.needs.values("award")
        held = Nomination.objects.filter(unit=unit.pk, year=nomination.year, award__in=needed).still_standing()
        return held.exclude(received_at=None).count() or None, others
    return unit.headcount, others


def _earlier(nomination: Nomination) -> list[Earlier]:
    """Return the unit's other proposals of the same name, of this year and the one before."""
    if not nomination.name:
        return []
    rows = Nomination.objects.filter(
        unit=nomination.unit_id, subject=nomination.subject, year__gte=nomination.year - 1
    ).still_standing()
    known = fold(nomination.name)
    return [
        Earlier(
            told=f"{row.award} {row.year} ({row.get_state_display()})",
            award=str(row.award),
            year=row.year,
            merit=row.merit,
            is_same_award=row.award_id == nomination.award_id and row.year == nomination.year,
            was_given=row.state in GIVEN,
        )
        for row in rows.exclude(pk=nomination.pk).select_related("award")
        if fold(row.name) == known
    ]


def _needs(nomination: Nomination, terms: AwardTerms) -> list[Need]:
    """Return the awards needed before, each with how often the register has it for this name."""
    needed = list(terms.needs.select_related("award"))
    if not needed:
        return []
    given = Nomination.objects.filter(unit=nomination.unit_id, subject=nomination.subject, state__in=GIVEN)
    known = fold(nomination.name)
    rows = [(award, year) for award, year, name in given.values_list("award", "year", "name") if fold(name) == known]
    return [
        Need(
            award=str(need.award),
            times=need.times,
            years=need.within_years,
            found=sum(
                award == need.award_id and year > nomination.year - need.within_years - 1 for award, year in rows
            ),
        )
        for need in needed
    ]


# --- what a hand-in keeps ---------------------------------------------------------------------------------------------


def frozen(nomination: Nomination, *, at: datetime) -> dict[str, Any]:
    """Return what is kept for ever of a dossier as it came in, the law of that day and the answers of the checks."""
    terms = nomination.terms_for(at)
    return {
        **{name: getattr(nomination, name) for name in (*TEXTS, *NUMBERS)},
        **{name: day.isoformat() if (day := getattr(nomination, name)) else "" for name in DAYS},
        "unit_name": nomination.unit.name,
        "award": nomination.award.name,
        "initiative": nomination.initiative_id,
        "law": law_facts(terms) if terms else None,
        "achievements": [
            {"standard": row.standard, "text": row.text}
            for row in Achievement.objects.filter(nomination=nomination).order_by("place")
        ],
        "evidence": [row.evidence.facts() for row in nomination.evidence.select_related("evidence")],
        "checks": [check.as_dict() for check in checks(nomination, at=at)],
    }


def law_facts(terms: AwardTerms) -> Mapping[str, Any]:
    """Return the terms in words that stay, whatever becomes of their row."""
    rule = terms.vote_rule
    return {
        "terms": terms.pk,
        "legal_basis": str(terms.legal_basis or ""),
        "valid_from": terms.valid_from.isoformat(),
        "decided_by": terms.decided_by,
        "standards": terms.standard_lines,
        "quota": str(terms.quota_percent or ""),
        "quota_base": terms.quota_base,
        "vote_rule": rule.rule.frozen() if rule else None,
    }
