import copy
from datetime import date, datetime

import pytest

from campaigns.actions import save_draft
from campaigns.models import LegalBasis, Obligation
from campaigns.opening import open_campaign
from conduct import feedback_budget
from conduct.models import Code, CodeVersion
from conduct.sheet import Sheet
from portal.sample.codes import load_codes
from tests import factories as make
from units.models import User

FIRST_DAY = date(2017, 1, 25)


@pytest.fixture
def one_window(monkeypatch) -> None:
    """Whatever is posted falls into one window of the ceilings, at whatever minute the test runs."""
    monkeypatch.setattr(feedback_budget, "WINDOW_SECONDS", 10**12)


@pytest.fixture
def codes(host, administrator) -> None:
    """Both codes of Hà Nội with their clauses, published, and the checklists."""
    day = FIRST_DAY
    LegalBasis.objects.create(number="522/QĐ-UBND", title="Quy tắc ứng xử", issued_on=day, valid_from=day)
    load_codes(by=administrator, at=make.moment(2023, 12, 1))


@pytest.fixture
def staff_code(codes) -> Code:
    return Code.objects.get(code="can-bo")


@pytest.fixture
def version(staff_code) -> CodeVersion:
    """The staff code's first version, published."""
    return staff_code.versions.get()


@pytest.fixture
def monthly(campaign, codes, secretary) -> list[Obligation]:
    """What the unit owes as monthly self-assessments in 2024, in order; the last two may be written in today."""
    make.RequirementFactory(
        campaign=campaign,
        code="tu-danh-gia-thang",
        kind="checklist",
        title="Tự đánh giá tháng",
        frequency="monthly",
        due_on=None,
        due_days=3,
        position=9,
    )
    open_campaign(campaign, by=secretary, at=make.moment(2024, 1, 16))
    rows = Obligation.objects.filter(unit__code="10054", kind="checklist").order_by("period_start")
    found = list(rows.select_related("unit", "requirement", "campaign"))
    return found[:-2] + [make.due_in(row, days=20) for row in found[-2:]]


@pytest.fixture
def sheet(monthly) -> Obligation:
    """The self-assessment that is due next, not begun."""
    return monthly[-1]


def answer_all(obligation: Obligation, *, by: User, at: datetime | None = None, **other: dict) -> None:
    """Answer every clause well, except those that are given otherwise, by clause (TG_01)."""

    def write(row: Obligation) -> None:
        read = Sheet.of(obligation)
        read.begin()
        for answer in read.answers:
            typed = copy.copy(answer)
            good = {"verdict": "counted", "assessed": 20, "complied": 20}
            facts = good if answer.clause.is_counted else {"verdict": "met"}
            facts = facts | {"note": "Xem tại trụ sở"} | other.get(answer.clause.code.replace("-", "_"), {})
            for name, value in facts.items():
                setattr(typed, name, value)
            read.write(answer, typed, mark=answer.mark, held=row)

    save_draft(obligation, write, by=by, version=None, at=at)
