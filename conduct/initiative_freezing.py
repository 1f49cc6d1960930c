"""What the events of an initiative keep for ever: what was handed in, and what the marks came to."""

from typing import Any

from conduct.initiative_rules import result_of
from conduct.models import Initiative


def content(initiative: Initiative, verb: str) -> dict[str, Any] | None:
    """Return what a move freezes; single marks are frozen with nobody's name."""
    if verb == "submit":
        return handed_in(initiative)
    if verb in {"recognise", "decline"}:
        return outcome(initiative)
    return None


def handed_in(initiative: Initiative) -> dict[str, Any]:
    words = ("title", "field", "problem", "solution", "applied_at", "benefit", "measured", "certified_by")
    days = ("applied_since", "certified_on")
    numbers = ("minutes", "money", "cases")
    return {
        **{name: getattr(initiative, name) for name in words},
        **{name: day.isoformat() if (day := getattr(initiative, name)) else "" for name in days},
        **{name: _plain(getattr(initiative, name)) for name in numbers},
        "authors": [
            {"kind": author.kind, "name": author.name, "position": author.position, "share": author.share}
            for author in initiative.authors.all()
        ],
        "files": [{"kind": row.kind, **row.evidence.facts()} for row in initiative.files.select_related("evidence")],
    }


def _plain(number: Any) -> str:
    return "" if number is None else f"{number.normalize():f}"


def outcome(initiative: Initiative) -> dict[str, Any] | None:
    result = result_of(initiative)
    if result is None:
        return None
    return {
        "markers": result.given,
        "sums": dict(result.sums),
        "total": result.total,
        "threshold": result.yardstick.threshold,
        "most": result.yardstick.most,
        "passed": result.has_passed,
    }
