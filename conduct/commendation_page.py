"""The statistics of commendations, and the history of one who was proposed or of a unit: what is read and told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from conduct.commendation_sums import Row, Sum, summed, total
from conduct.models import Nomination, NominationState, Standing, SubjectKind
from conduct.nomination_words import LOOKS
from units.models import Group, Unit, User
from units.vietnamese import fold
from units.xlsx import CellKind, Column


@dataclass(frozen=True)
class Block:
    """One table of the statistics."""

    title: str
    lines: Sequence[tuple[str, Sum]]

    @property
    def total(self) -> Sum:
        return sum((one for _label, one in self.lines), Sum())


def rows_of(nominations: Iterable[Nomination]) -> list[Row]:
    """Return dossiers as the sums take them, without the withdrawn; `nominations` come with award, unit, cluster."""
    return [
        Row(
            award=row.award.name,
            cluster=str(row.unit.cluster or _("no cluster")),
            group=str(Group(row.unit.group).label) if row.unit.group else _("no group"),
            subject=str(SubjectKind(row.subject).label),
            standing=standing_of(row),
            state=row.state,
        )
        for row in nominations
        if row.state != NominationState.WITHDRAWN
    ]


def standing_of(row: Nomination) -> str:
    if row.subject != SubjectKind.PERSON:
        return str(SubjectKind(row.subject).label)
    return str(Standing(row.standing).label) if row.standing else _("not said")


def blocks(rows: Sequence[Row]) -> list[Block]:
    """Return the tables of the page."""
    return [
        Block(_("By award"), list(summed(rows, lambda row: row.award).items())),
        Block(_("By cluster"), sorted(summed(rows, lambda row: row.cluster).items())),
        Block(_("By group"), list(summed(rows, lambda row: row.group).items())),
        Block(_("Direct workers and leaders"), list(summed(rows, lambda row: row.standing).items())),
    ]


def direct_share(rows: Sequence[Row]) -> tuple[int, int]:
    """Return how many of the people awarded do the work, and how many people were awarded."""
    people = [row for row in rows if row.subject == SubjectKind.PERSON.label and row.state == "published"]
    return sum(row.standing == Standing.DIRECT.label for row in people), len(people)


def sheet_columns() -> list[Column]:
    names = [_("Proposed"), _("Eligible"), _("Passed"), _("Awarded"), _("Turned down"), _("Revoked")]
    heads = [Column(_("Table"), width=30), Column(_("Line"), width=50)]
    return heads + [Column(name, CellKind.INTEGER) for name in names]


def sheet_rows(found: Sequence[Block], everything: Sum) -> list[tuple[Any, ...]]:
    rows = [(block.title, label, *one.numbers) for block in found for label, one in block.lines]
    return [(_("In all"), "", *everything.numbers), *rows]


# --- history ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Year:
    """What one year brought."""

    year: int
    rows: Sequence[tuple[Nomination, str, Any]]  # the dossier, its sign, the line of its decision or None


def of_subject(nomination: Nomination, user: User) -> list[Nomination]:
    """Return every dossier of the same person, collective or household that this reader may see, latest first.

    The same is the same account, or the same name (whatever the diacritics) in the same unit.
    """
    seen = Nomination.objects.visible_to(user).told().filter(subject=nomination.subject)
    known = fold(nomination.name)
    same_unit = [row for row in seen.filter(unit=nomination.unit_id) if fold(row.name) == known]
    by_account = list(seen.filter(person=nomination.person_id)) if nomination.person_id else []
    found = {row.pk: row for row in same_unit + by_account}
    return sorted(found.values(), key=lambda row: (-row.year, -row.pk))


def of_unit(unit: Unit, user: User) -> list[Nomination]:
    """Return every dossier of a unit that this reader may see, latest first."""
    seen = Nomination.objects.visible_to(user).told().filter(unit=unit)
    return list(seen.order_by("-year", "award__position", "sort_key"))


def years(rows: Sequence[Nomination], user: User) -> list[Year]:
    """Return dossiers year by year, each with the decision that names it."""
    from conduct.models import DecisionLine

    lines = DecisionLine.objects.visible_to(user).filter(nomination__in=[row.pk for row in rows])
    named = {line.nomination_id: line for line in lines.select_related("decision").order_by("pk")}
    found: dict[int, list[tuple[Nomination, str, Any]]] = {}
    for row in rows:
        found.setdefault(row.year, []).append((row, LOOKS[row.state], named.get(row.pk)))
    return [Year(year, told) for year, told in sorted(found.items(), reverse=True)]


def awarded(rows: Sequence[Nomination]) -> int:
    return sum(row.state == "published" for row in rows)


def sums_of(rows: Sequence[Nomination]) -> Sum:
    return total(rows_of(rows))


def history_columns() -> list[Column]:
    return [
        Column(_("Year"), CellKind.INTEGER),
        Column(_("Name"), width=32),
        Column(_("Position"), width=32),
        Column(_("Award"), width=44),
        Column(_("State"), width=18),
        Column(_("Decision"), width=20),
        Column(_("What is praised"), width=70),
    ]


def history_rows(found: Sequence[Year]) -> list[tuple[Any, ...]]:
    return [
        (
            *(one.year, row.name, row.position, row.award.name, row.get_state_display()),
            *(str(line.decision) if line else "", row.merit),
        )
        for one in found
        for row, _look, line in one.rows
    ]
