"""Addresses of the rows behind a number: the list or the matrix, filtered as the number was counted."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse


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
        return f"{reverse('unit-detail', args=[code])}?{urlencode({'campaign': self.campaign})}"

    def _address(self, name: str, choice: dict[str, str]) -> str:
        chosen = {"campaign": self.campaign} | {key: value for key, value in choice.items() if value}
        return f"{reverse(name)}?{urlencode(chosen)}"
