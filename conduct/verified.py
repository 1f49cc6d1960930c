"""What was found on the spot, as figures read it. Until inspections write rows, nothing was."""

from datetime import datetime

from campaigns.models import Campaign
from conduct.gap import Seen


def verified(campaign: Campaign, *, at: datetime, clause: str = "", unit: str = "") -> list[Seen]:
    """Return how far inspectors found clauses kept in the units of a campaign by `at`.

    One row for each unit and clause that was looked at; what does not apply gives none. Narrowed to a clause or a unit
    by their codes where asked; the cluster is the unit's in the campaign.
    """
    return []
