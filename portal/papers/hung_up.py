"""What hangs on a wall or stands on a desk, set from the rows: a code in force, the posters of units."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from django.utils import translation
from django.utils.translation import gettext as _

from conduct.codes import sheet_facts
from conduct.models import CodeVersion, FeedbackLink
from conduct.posters import address_on_poster
from portal.papers.printed_forms import make_code_paper, make_posters
from units.letterhead import written_day

FORMS: Final[Mapping[str, Literal["card", "frame"]]] = {"card": "card", "poster": "frame"}
ISSUES: Final = " ban hành "  # what parts an instrument's kind and giver from what it lays down


def code_pdf(version: CodeVersion, sheet: str) -> bytes:
    """Set a version as a card for the desk or a poster to be framed; KeyError for another sheet."""
    told = sheet_facts(version)
    parts = [{"title": theme["name"], "lines": theme["clauses"]} for theme in told["themes"]]
    return make_code_paper({"title": told["title"], "basis": basis_of(version), "parts": parts}, form=FORMS[sheet])


def basis_of(version: CodeVersion) -> str:
    """Return by which instrument a code was laid down, without what that one says of it: the title says it already."""
    basis = version.legal_basis
    if basis is None:
        return ""
    return f"{basis.title.partition(ISSUES)[0]} số {basis.number} {written_day(basis.issued_on)}"


def posters_pdf(links: Iterable[FeedbackLink], *, site: str, paper: Literal["a4", "a5"]) -> bytes:
    """Set the posters of these units, in their order, with the addresses at which the portal stands."""
    pages = [
        {"host": link.host.name, "name": link.unit.name, "address": address_on_poster(link, site=site)}
        for link in links
    ]
    with translation.override("vi"):
        return make_posters(pages, title=_("Posters for feedback"), paper=paper)
