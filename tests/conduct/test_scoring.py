"""The arithmetic of a checklist, by hand and against a second, naive way of reckoning."""

from decimal import ROUND_HALF_UP, Decimal, getcontext, localcontext
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conduct.scoring import Line, beside_finding, decimal, of_hundred, rate, score


@pytest.mark.parametrize(
    ("verdict", "assessed", "complied", "expected"),
    [
        ("met", None, None, Fraction(1)),
        ("partly", None, None, Fraction(1, 2)),
        ("not_met", None, None, Fraction(0)),
        ("na", None, None, None),
        ("", None, None, None),
        ("counted", 25, 24, Fraction(24, 25)),
        ("counted", 25, 0, Fraction(0)),
        ("counted", 0, 0, None),
        ("counted", 25, None, None),
        ("na", 25, 24, None),  # numbers typed before somebody said that it does not apply
    ],
)
def test_how_far_a_clause_is_kept(verdict, assessed, complied, expected):
    assert rate(verdict, assessed, complied) == expected


@pytest.mark.parametrize(
    ("rate", "weight", "severity", "expected"),
    [
        (Fraction(9, 10), 2, 0, Fraction(9, 10)),
        (Fraction(9, 10), 2, 1, Fraction(1, 2)),
        (Fraction(1, 4), 1, 2, Fraction(1, 4)),
        (Fraction(1), 3, 1, Fraction(0)),
        (Fraction(1), 1, 3, Fraction(0)),
        (None, 3, 3, None),
    ],
)
def test_a_finding_weighs_on_its_clause(rate, weight, severity, expected):
    assert beside_finding(rate, weight=weight, severity=severity) == expected


def test_a_score_by_hand():
    """2 x 24/25 + 3 x 1 + 1 x 1/2 + 2 x 0 over 2 + 3 + 1 + 2; what does not apply stands in neither sum."""
    rows = [
        Line("TG-01", 2, Fraction(24, 25)),
        Line("RT-01", 3, Fraction(1)),
        Line("MT-01", 1, Fraction(1, 2)),
        Line("VB-01", 2, Fraction(0)),
        Line("TM-02", 3, None),
    ]

    found = score(rows)

    assert (found.points, found.weight) == (Fraction("5.42"), 8)
    assert found.of_hundred == Decimal("67.75")


@pytest.mark.parametrize("rows", [[], [Line("TG-01", 3, None)]])
def test_a_score_of_nothing_is_no_number(rows):
    assert score(rows).share is None
    assert score(rows).of_hundred is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0.005", "0.01"), ("0.00499", "0.00"), ("66.665", "66.67"), ("66.675", "66.68"), ("100", "100.00")],
)
def test_halves_go_up(value, expected):
    assert str(decimal(Fraction(value))) == expected


def test_two_thirds():
    assert of_hundred(Fraction(2, 3)) == Decimal("66.67")


many = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # other work may run beside it


# --- against a naive way of reckoning --------------------------------------------------------------------------------

verdicts = st.sampled_from(["met", "partly", "not_met", "na", ""]).map(lambda verdict: (verdict, None, None))
counts = st.integers(1, 400).flatmap(
    lambda assessed: st.integers(0, assessed).map(lambda complied: ("counted", assessed, complied))
)
clauses = st.lists(st.tuples(st.integers(1, 3), st.one_of(verdicts, counts)), max_size=40)


def naive(rows: list) -> Decimal | None:
    """The score in decimals with many digits, clause by clause."""
    with localcontext(getcontext()) as context:
        context.prec = 60
        points = weight = Decimal(0)
        for clause_weight, (verdict, assessed, complied) in rows:
            if verdict in ("na", ""):
                continue
            if verdict == "counted":
                kept = Decimal(complied) / Decimal(assessed)
            else:
                kept = {"met": Decimal(1), "partly": Decimal("0.5"), "not_met": Decimal(0)}[verdict]
            points += clause_weight * kept
            weight += clause_weight
        if not weight:
            return None
        nearly = (points * 100 / weight).quantize(Decimal("1e-30"), ROUND_HALF_UP)
        return nearly.quantize(Decimal("0.01"), ROUND_HALF_UP)


@many
@given(clauses)
def test_the_score_is_what_a_naive_reckoning_gives(rows):
    lines = [Line(str(n), weight, rate(*answer)) for n, (weight, answer) in enumerate(rows)]

    assert score(lines).of_hundred == naive(rows)


@many
@given(clauses)
def test_a_score_lies_between_nothing_and_all_and_does_not_know_the_order(rows):
    lines = [Line(str(n), weight, rate(*answer)) for n, (weight, answer) in enumerate(rows)]
    found = score(lines)

    assert found.share is None or 0 <= found.share <= 1
    assert score(reversed(lines)) == found


@many
@given(clauses, st.integers(1, 3))
def test_what_does_not_apply_changes_nothing(rows, weight):
    lines = [Line(str(n), each, rate(*answer)) for n, (each, answer) in enumerate(rows)]

    assert score([*lines, Line("na", weight, None)]) == score(lines)
