"""docs/workflow.md says what the moves table says."""

from pathlib import Path

from campaigns.workflow import ALL, OBLIGATION_MOVES, OPEN
from units.workflow import STAYS, Move

PAGE = Path(__file__).resolve().parents[2] / "docs" / "workflow.md"


def sources(move: Move) -> str:
    if move.sources == ALL:
        return "any"
    if move.sources == OPEN:
        return "any but accepted"
    return ", ".join(sorted(move.sources))


def needs(move: Move) -> str:
    parts = [
        ("complete by the rules", move.complete),
        ("coded reasons", move.coded),
        ("reason", move.says_why and not move.coded),
        ("date", move.sets_date),
    ]
    return ", ".join(words for words, needed in parts if needed)


def rows() -> list[str]:
    return [
        f"| `{verb}` | {sources(move)} | {'=' if move.target == STAYS else move.target} "
        f"| {', '.join(sorted(move.roles))} | {needs(move)} |"
        for verb, move in OBLIGATION_MOVES.items()
    ]


def test_the_page_shows_the_table_as_it_is():
    shown = [line for line in PAGE.read_text().splitlines() if line.startswith("| `")]

    assert shown == rows()
