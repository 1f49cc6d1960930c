"""The sample's catalogue: voting rules, titles and awards, each under the decree of its time (domain.md 3.2, 3.4)."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from campaigns.models import LegalBasis
from conduct.models import Award, AwardNeed, AwardTerms, VotingRule

DATA: Final = Path(__file__).resolve().parent / "data"
TIMES: Final = [  # decree, first and last day, the column that says who decides
    ("98/2023/NĐ-CP", date(2024, 1, 1), date(2025, 6, 30), "decided_2024"),
    ("152/2025/NĐ-CP", date(2025, 7, 1), None, "decided_2025"),
]
TO_CONFIRM: Final = "Tỷ lệ theo thông lệ địa phương; cần đối chiếu quy chế của Hội đồng trước khi áp dụng."


def load_awards() -> None:
    """Make the catalogue: for each rule and each award one row per decree."""
    lines = list(_lines("awards.csv"))
    awards = [_award(line, position) for position, line in enumerate(lines, 1)]
    for decree, since, until, decided in TIMES:
        basis = LegalBasis.objects.get(number=decree)
        rules = {line["code"]: _rule(line, basis, since, until) for line in _lines("voting_rules.csv")}
        for award, line in zip(awards, lines, strict=True):
            terms = _terms(award, line, basis, since, until)
            terms.decided_by, terms.vote_rule = line[decided], rules.get(line["rule"])
            terms.save()
            _need(terms, line["needs"])


def _lines(file: str) -> Iterator[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _rule(line: dict[str, str], basis: LegalBasis, since: date, until: date | None) -> VotingRule:
    numbers = {name: int(line[name]) for name in ("threshold_numerator", "threshold_denominator")}
    words = {name: line[name] for name in ("code", "name", "secrecy", "base", "written", "tie")}
    return VotingRule.objects.create(
        **words,
        **numbers,
        is_strict=line["is_strict"] == "1",
        valid_from=since,
        valid_until=until,
        legal_basis=basis,
        note=TO_CONFIRM,
    )


def _award(line: dict[str, str], position: int) -> Award:
    words = {name: line[name] for name in ("code", "name", "kind", "subject", "level")}
    return Award.objects.create(position=position, **words)


def _terms(award: Award, line: dict[str, str], basis: LegalBasis, since: date, until: date | None) -> AwardTerms:
    return AwardTerms(
        award=award,
        valid_from=since,
        valid_until=until,
        standards=line["standards"].replace("|", "\n"),
        needs_initiative=line["initiative"] == "1",
        takes_short_way=line["short_way"] == "1",
        quota_percent=Decimal(line["quota"]) if line["quota"] else None,
        quota_base=line["quota_base"],
        is_quota_firm=line["firm"] == "1",
        reward_factor=Decimal(line["reward"]) if line["reward"] else None,
        legal_basis=basis,
        note=TO_CONFIRM if line["quota"] or line["rule"] else "",
    )


def _need(terms: AwardTerms, words: str) -> None:
    if not words:
        return
    code, times, years = words.split(":")
    award = Award.objects.get(code=code)
    AwardNeed.objects.create(terms=terms, award=award, times=int(times), within_years=int(years))
