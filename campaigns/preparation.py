"""Preparing a campaign: starting from last year's, and changing what it asks for while that does no harm."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Requirement
from units.vietnamese import fold


class PreparationRefused(Exception):
    """What was asked for would change what units already owe; `str()` is a sentence."""


def next_year(day: date, *, years: int = 1) -> date:
    """Return the same day so many years later; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def next_code(year: int) -> str:
    """Return a code for a campaign of that year that nobody has taken, as PT-2026-001."""
    taken = set(Campaign.objects.filter(year=year).values_list("code", flat=True))
    number = 1
    while f"PT-{year}-{number:03}" in taken:
        number += 1
    return f"PT-{year}-{number:03}"


def first_facts(source: Campaign) -> dict[str, object]:
    """Return what the form of a new campaign starts with when it follows `source`: everything a year later."""
    year = source.year + 1
    starts_on = next_year(source.starts_on)
    return {
        "code": next_code(year),
        "host": source.host_id,
        "year": year,
        "title": source.title.replace(str(source.year), str(year)),
        "starts_on": starts_on,
        "ends_on": next_year(source.ends_on),
        "goals": source.goals.replace(str(source.year), str(year)),
        "themes": source.themes.replace(str(source.year), str(year)),
        "slogans": source.slogans,
        "legal_bases": [basis for basis in source.legal_bases.all() if basis.is_valid(on=starts_on)],
        "notice_days": source.notice_days,
    }


@transaction.atomic
def copy_requirements(source: Campaign, target: Campaign) -> int:
    """Ask in `target` for what `source` asked for, due dates moved by the years between; return how many."""
    years = target.year - source.year
    requirements = list(source.requirements.prefetch_related("clusters"))
    for requirement in requirements:
        clusters = list(requirement.clusters.all())
        requirement.pk = None
        requirement._state.adding = True
        requirement.campaign = target
        requirement.title = requirement.title.replace(str(source.year), str(target.year))
        requirement.due_on = next_year(requirement.due_on, years=years) if requirement.due_on else None
        requirement.save()
        requirement.clusters.set(clusters)
    return len(requirements)


def next_position(campaign: Campaign) -> int:
    """Return the place after the last requirement."""
    return (campaign.requirements.aggregate(last=Max("position"))["last"] or 0) + 1


def free_code(campaign: Campaign, title: str) -> str:
    """Return a code for a requirement made from its title, not yet taken in its campaign."""
    base = slugify(fold(title))[:30].strip("-") or "yeu-cau"
    taken = set(campaign.requirements.values_list("code", flat=True))
    numbers = (f"{base}-{number}" for number in range(2, 1000))
    return next(code for code in (base, *numbers) if code not in taken)


@transaction.atomic
def begin_campaign(save: Callable[[], Campaign], *, source: Campaign | None) -> Campaign:
    """Let `save` store a new campaign and give it the requirements of `source`."""
    campaign = save()
    if source:
        copy_requirements(source, campaign)
    return campaign


@contextmanager
def changing(campaign: Campaign, *, as_draft: bool = False) -> Iterator[Campaign]:
    """Hold the campaign, so that nobody opens or closes it while what it asks for is being changed."""
    with transaction.atomic():
        held = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
        if held.closed_at:
            raise PreparationRefused(_("The campaign is closed; nothing in it changes any more."))
        if as_draft and held.opened_at:
            raise PreparationRefused(_("The campaign was opened meanwhile: only its words can still be changed."))
        yield held


def change_requirement(requirement: Requirement, save: Callable[[], object], *, is_harmless: bool) -> None:
    """Let `save` store a requirement. Raises `PreparationRefused` where units owe it and more than words changes.

    What units have not handed in yet takes the new title; what was handed in keeps the old one.
    """
    with changing(requirement.campaign):
        if not is_harmless and requirement.pk and requirement.obligations.exists():
            raise PreparationRefused(_("Units owe this already: only its words and its place can still be changed."))
        save()
        unsent = requirement.obligations.filter(first_submitted_at=None)
        unsent.exclude(title=requirement.title).update(title=requirement.title)


def remove_requirement(requirement: Requirement) -> None:
    """Take away what was never asked of anyone. Raises `PreparationRefused` where units owe it."""
    with changing(requirement.campaign):
        if requirement.obligations.exists():
            raise PreparationRefused(_("Units owe this already: it can be waived for a unit, but not taken away."))
        requirement.delete()
