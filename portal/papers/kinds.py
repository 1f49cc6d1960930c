"""The registry of official papers: kind → its title, fields and the template that comes with the portal."""

from portal.papers.council import COUNCIL_KINDS
from portal.papers.fields import PaperKind
from portal.papers.minutes import MINUTES
from portal.papers.plan import PLAN
from portal.papers.progress import PROGRESS
from portal.papers.report import REPORT

KINDS: dict[str, PaperKind] = {kind.name: kind for kind in (PLAN, PROGRESS, REPORT, MINUTES, *COUNCIL_KINDS)}


def of(name: str) -> PaperKind:
    """Return the kind of this name; KeyError for one that nobody registered."""
    return KINDS[name]


def choices() -> list[tuple[str, str]]:
    return [(kind.name, str(kind.title)) for kind in KINDS.values()]
