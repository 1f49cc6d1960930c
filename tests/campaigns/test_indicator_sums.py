"""Sums of figures and who stands apart: worked by hand, and against a naive second implementation."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.indicator_sums import (
    NOTHING,
    Figure,
    Reported,
    Total,
    of_units,
    outliers,
    outliers_in_clusters,
    over_periods,
    over_units,
    totals,
)
from tests.campaigns import naive_indicators as naive

D = Decimal


def amount(number) -> Figure:
    return Figure(D(number))


def share(part, whole) -> Figure:
    return Figure(None, D(part), D(whole))


def reported(unit: str, figure: Figure, *, quarter: int = 1, cluster: str = "CUM-1", group: str = "agency") -> Reported:
    return Reported("x", unit, group, cluster, date(2024, quarter, 1), date(2024, quarter, 28), figure)


# --- by hand ---------------------------------------------------------------------------------------------------------


def test_counts_are_added_up_and_units_that_gave_none_are_left_out():
    assert over_units([amount(3), amount(0), NOTHING, amount("4.5")], "sum") == Total(amount("7.5"), 3)


def test_a_share_is_the_sum_of_parts_over_the_sum_of_wholes_not_the_mean_of_shares():
    total = over_units([share(1, 2), share(90, 100), share(0, 0)], "sum")

    assert total == Total(share(91, 102), 3)
    assert total.figure.value == Fraction(91, 102)


def test_a_share_of_nothing_has_no_value():
    assert over_units([share(0, 0)], "sum").figure.value is None


def test_means_are_averaged_over_the_units_that_gave_one():
    assert over_units([amount(10), amount(20), NOTHING], "mean") == Total(amount(15), 2)


@pytest.mark.parametrize(("aggregation", "value"), [("sum", amount(60)), ("mean", amount(20)), ("last", amount(30))])
def test_the_periods_of_a_unit_are_put_together_as_the_indicator_says(aggregation, value):
    assert over_periods([amount(10), amount(20), NOTHING, amount(30)], aggregation) == value


def test_the_last_share_stands_for_the_year():
    assert over_periods([share(1, 10), share(9, 10)], "last") == share(9, 10)
    assert over_periods([share(1, 10), share(9, 10)], "sum") == share(10, 20)
    assert over_periods([NOTHING], "last") == NOTHING


def test_stocks_of_several_units_are_added_up_from_each_ones_last_period():
    rows = [
        reported("A", amount(5), quarter=2),
        reported("A", amount(3), quarter=1),
        reported("B", amount(7), quarter=1),
        reported("S", amount(9), quarter=1, group="school", cluster="CUM-2"),
    ]
    units = of_units(rows, "last")

    assert {unit: row.figure for unit, row in units.items()} == {"A": amount(5), "B": amount(7), "S": amount(9)}
    assert totals(list(units.values()), "last", by="group") == {
        "agency": Total(amount(12), 2),
        "school": Total(amount(9), 1),
    }
    assert totals(list(units.values()), "last", by="cluster")["CUM-1"] == Total(amount(12), 2)


def test_one_wild_value_stands_apart_and_does_not_hide_behind_itself():
    values = {"A": 10, "B": 11, "C": 12, "D": 9, "E": 10, "F": 900}

    assert outliers({key: Fraction(value) for key, value in values.items()}) == {"F"}


def test_two_wild_values_do_not_hide_each_other():
    values = dict(zip("ABCDEFGHIJ", [10, 11, 12, 9, 10, 11, 10, 9, 800, 900], strict=True))

    assert outliers({key: Fraction(value) for key, value in values.items()}) == {"I", "J"}


def test_where_nearly_all_are_alike_the_one_that_is_not_stands_apart():
    values = {letter: Fraction(0) for letter in "ABCDEFGH"} | {"I": Fraction(40)}

    assert outliers(values) == {"I"}


def test_among_four_nobody_stands_apart_and_nor_where_all_are_alike():
    assert outliers({"A": Fraction(1), "B": Fraction(1), "C": Fraction(1), "D": Fraction(999)}) == frozenset()
    assert outliers({letter: Fraction(7) for letter in "ABCDEF"}) == frozenset()


def test_units_are_compared_within_their_cluster_alone():
    small = [reported(f"A{n}", amount(10 + n)) for n in range(6)]
    large = [reported(f"B{n}", amount(5000 + n), cluster="CUM-2") for n in range(6)]
    wild = [reported("WILD", amount(5000))]

    assert outliers_in_clusters(small + large) == frozenset()
    assert outliers_in_clusters(small + large + wild) == {"WILD"}
    assert outliers_in_clusters([]) == frozenset()


# --- against the naive one -------------------------------------------------------------------------------------------

numbers = st.integers(0, 10**11).map(lambda hundredths: D(hundredths) / 100)
amounts = st.lists(st.builds(Figure, st.none() | numbers, st.none(), st.none()), max_size=12)
shares = st.lists(st.builds(Figure, st.none(), st.none() | numbers, st.none() | numbers), max_size=12)


@given(amounts | shares, st.sampled_from(["sum", "mean", "last"]))
def test_totals_agree_with_the_naive_ones(figures, aggregation):
    if any(figure.whole is not None for figure in figures) and aggregation == "mean":
        aggregation = "sum"  # shares are never averaged: the catalogue refuses it
    total = over_units(figures, aggregation)
    value, units = naive.over_units([tuple(figure) for figure in figures], aggregation)

    assert total.units == units
    assert near(total.figure.value, value)
    assert near(over_periods(figures, aggregation).value, naive.over_periods([tuple(f) for f in figures], aggregation))


def near(one: Fraction | None, other: Fraction | None) -> bool:
    """Whether both are the same number; a mean has 28 digits and no more."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= max(abs(other), Fraction(1)) * Fraction(1, 10**20)


@given(st.dictionaries(st.integers(0, 40), st.integers(0, 1000), max_size=20))
def test_those_who_stand_apart_agree_with_the_naive_ones(values):
    assert outliers({key: Fraction(value) for key, value in values.items()}) == naive.outliers(values)


@given(st.lists(st.integers(0, 100), min_size=5, max_size=20), st.integers(1, 50), st.integers(0, 1000))
def test_who_stands_apart_does_not_depend_on_the_measure(values, times, more):
    plain = {n: Fraction(value) for n, value in enumerate(values)}
    stretched = {n: value * times + more for n, value in plain.items()}

    assert outliers(plain) == outliers(stretched)
