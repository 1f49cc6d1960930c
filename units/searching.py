"""Search in a column that the database folds (`search_text`): the same for every list of the portal."""

from django.db.models import Q

from units.vietnamese import search_alternatives


def found_by(query: str, column: str = "search_text") -> Q:
    """Return the condition that a folded column answers a query, as `units.vietnamese.matches` would say."""
    condition = Q()
    for alternatives in search_alternatives(query):
        spelled = Q()
        for text in alternatives:
            spelled |= Q(**{f"{column}__contains": text})
        condition &= spelled
    return condition
