"""A campaign in which something happened: for reports, their pages and the worker."""

import pytest

from tests import factories as make
from tests.story import complete_plan
from units.workflow import advance


@pytest.fixture
def history(campaign, plan, drafter, head, secretary, at):
    """One unit handed in late and was accepted, the other handed in nothing."""
    complete_plan(plan, by=drafter, at=at)
    advance(plan, "submit", by=head, at=make.moment(2024, 3, 5))
    advance(plan, "accept", by=secretary, at=make.moment(2024, 3, 10))
    return campaign
