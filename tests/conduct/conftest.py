from datetime import date

import pytest

from conduct.models import Code, CodeVersion
from portal.sample.codes import load_codes
from tests import factories as make

FIRST_DAY = date(2017, 1, 25)


@pytest.fixture
def codes(host, administrator) -> None:
    """Both codes of Hà Nội with their clauses, published, and the checklists."""
    load_codes(by=administrator, at=make.moment(2023, 12, 1))


@pytest.fixture
def staff_code(codes) -> Code:
    return Code.objects.get(code="can-bo")


@pytest.fixture
def version(staff_code) -> CodeVersion:
    """The staff code's first version, published."""
    return staff_code.versions.get()
