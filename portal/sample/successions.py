"""The sample's reorganisation of 2025: which commune-level units follow those of the closed year."""

import csv
from datetime import date
from pathlib import Path
from typing import Final

from portal.sample.hours import at_eight
from units.models import Kind, Succession, Unit

FILE: Final = Path(__file__).parent / "data" / "successions.csv"
HOST: Final = "Ủy ban nhân dân "


def load_successions() -> None:
    """Write the successors, which stand under no council of the sample, and whom each of them follows."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    units = {unit.code: unit for unit in Unit.objects.select_related("cluster")}
    for row in rows:
        code, name = row["successor_code"], row["successor_name"]
        if code not in units:
            units[code] = Unit.objects.create(
                code=code,
                name=name,
                short_name=_short(name),
                kind=Kind.WARD if code.startswith("P-") else Kind.COMMUNE,
                cluster=units[row["predecessor_code"]].cluster,
                active_from=date.fromisoformat(row["effective_on"]),
            )
    for row in rows:
        day = date.fromisoformat(row["effective_on"])
        Succession.objects.create(
            predecessor=units[row["predecessor_code"]],
            successor=units[row["successor_code"]],
            effective_on=day,
            kind=row["kind"],
            is_main=row["is_main"] == "1",
            legal_basis=row["legal_basis"],
            note=row["note"],
            recorded_at=at_eight(day),
        )


def _short(name: str) -> str:
    """Return the name without the words that all of them share."""
    short = name.removeprefix(HOST)
    return short[:1].upper() + short[1:]
