"""What stands on a unit's poster, as data: whoever prints it draws from this."""

from dataclasses import dataclass
from urllib.parse import urljoin

from campaigns.receipts import qr_picture
from conduct.models import FeedbackLink


@dataclass(frozen=True)
class PosterFacts:
    """One poster: the unit, the address in words and as a QR code (a picture that needs no request)."""

    unit: str
    code: str
    address: str
    qr: str


def address_on_poster(link: FeedbackLink, *, site: str) -> str:
    """Return the whole address of a unit's form where the portal stands at `site`."""
    return urljoin(site, link.get_absolute_url())


def poster_facts(link: FeedbackLink, *, site: str) -> PosterFacts:
    """Return what the poster of `link` says where the portal stands at `site`."""
    address = address_on_poster(link, site=site)
    return PosterFacts(unit=link.unit.name, code=link.unit.code, address=address, qr=qr_picture(address))
