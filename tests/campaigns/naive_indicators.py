"""A second implementation of the indicators' arithmetic: slow, plain, written from the definitions in words."""

from fractions import Fraction


def over_units(figures, aggregation):
    """figures: list of (amount, part, whole), None for what was not given. Returns (value, number of units)."""
    amounts = [amount for amount, _part, _whole in figures if amount is not None]
    shares = [(p, w) for _amount, p, w in figures if p is not None and w is not None]
    if amounts:
        total = Fraction(0)
        for amount in amounts:
            total = total + Fraction(amount)
        return (total / len(amounts) if aggregation == "mean" else total), len(amounts)
    if shares:
        whole = sum(Fraction(w) for _p, w in shares)
        return (sum(Fraction(p) for p, _w in shares) / whole if whole else None), len(shares)
    return None, 0


def over_periods(figures, aggregation):
    given = [f for f in figures if f[0] is not None or (f[1] is not None and f[2] is not None)]
    if aggregation == "last":
        return over_units(given[-1:], "sum")[0]
    return over_units(given, aggregation)[0]


def outliers(values):
    """values: dict of key -> number. Median by sorting, distances by hand."""
    if len(values) < 5:
        return set()
    middle = _median(list(values.values()))
    distances = [abs(v - middle) for v in values.values()]
    spread = _median(distances)
    far = set()
    for key, value in values.items():
        distance = abs(value - middle)
        if spread > 0:
            score = Fraction("0.6745") * distance / spread
        else:
            mean = Fraction(sum(distances)) / len(distances)
            score = distance / (Fraction("1.2533") * mean) if mean > 0 else Fraction(0)
        if score > Fraction("3.5"):
            far.add(key)
    return far


def _median(numbers):
    ordered = sorted(Fraction(n) for n in numbers)
    n = len(ordered)
    return ordered[n // 2] if n % 2 else (ordered[n // 2 - 1] + ordered[n // 2]) / 2
