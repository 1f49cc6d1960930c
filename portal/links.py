"""Addresses of the rows behind a number: the list or the matrix, filtered as the number was counted."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse


@lru_cache(maxsize=5000)
def place_of(name: str, *args: str) -> str:
    """Return an address of the site map; a desk asks for a thousand."""
    return reverse(name, args=args)


@lru_cache(maxsize=20_000)
def address_of(name: str, campaign: str, *chosen: tuple[str, str]) -> str:
    return f"{place_of(name)}?{urlencode((('campaign', campaign), *chosen))}"


@dataclass(frozen=True)
class Links:
    """Addresses within one campaign."""

    campaign: str
    is_closed: bool = False

    def rows(self, **choice: str) -> str:
        """Return the list of obligations that this choice finds."""
        return self._address("council-obligations", choice)

    def matrix(self, **choice: str) -> str:
        return self._address("council-matrix", choice)

    def queue(self, **choice: str) -> str:
        """Return what waits for review; in a closed campaign nothing is decided any more, so the rows alone."""
        if self.is_closed:
            return self.rows(status="submitted", **choice)
        return self._address("review-queue", choice)

    def desk(self) -> str:
        return self._address("council-desk", {})

    def unit(self, code: str) -> str:
        return f"{place_of('unit-detail', code)}?{urlencode({'campaign': self.campaign})}"

    def _address(self, name: str, choice: dict[str, str]) -> str:
        return address_of(name, self.campaign, *((key, value) for key, value in choice.items() if value))
