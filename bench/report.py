"""The run as a page of docs: tables of medians, ratios, queries."""

import os
import platform
from dataclasses import dataclass, field

from django.db import connection

from bench.measuring import Result, measure, per_second
from bench.tasks import tasks
from bench.works import Bench
from tests.crowd import Crowd
from units.models import Unit

INTRODUCTION = """# Performance

Written by `./run bench` at commit {commit}. {cores} cores, Python {python}, PostgreSQL {postgres}, gunicorn with two
processes of four threads; one client on the same machine, {rounds} rounds. Medians in milliseconds. Absolute times
drift with the machine and its load; only the ratios within one run are to be compared, and a gap under 1.5 is no
finding.

Floors, taken in turn with every work: **F1** bare view, one query, 30 kB of ready text · **F2** session, person, one
query, a template with 124 rows · **FS** session, person, one row locked and saved. The council has 124 units with
sixty obligations each, about half of them with a history. A ✗ marks a goal that this run missed.

While nothing moves, desk, matrix and lists show the picture of the campaign that was taken for the last reader, for 15
seconds at most (`portal/council.py`); "desk, just after a move" is the price of a new picture.
"""


@dataclass
class Report:
    """One run."""

    crowd: Crowd
    port: int
    rounds: int
    only: str = ""
    units: int = 0
    runs: dict[int, list[Result]] = field(default_factory=dict)
    rates: dict[str, float] = field(default_factory=dict)
    tasks: list[tuple[str, str, str]] = field(default_factory=list)
    bare: dict[str, float] = field(default_factory=dict)

    def measure(self, units: int) -> None:
        """Measure every work of the council, in a database that now holds so many units."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self.units = Unit.objects.exclude(kind="host").count()
        bench = Bench(self.crowd, self.port)
        floors = bench.floors()
        results = []
        for work in bench.works():
            if self.only in work.name:
                result = measure(work, floors[work.floor], self.rounds)
                results.append(result)
                print(line(result), flush=True)
        self.runs[units] = results
        if len(self.runs) == 1 and not self.only:
            self.bare["F1"] = sorted(floors["F1"]().milliseconds for _ in range(self.rounds))[self.rounds // 2]
            row = self.crowd.obligations[0]
            table = f"/floor/table/{row.campaign_id}/{row.requirement_id}/{row.period_start}/"
            self.rates = {name: per_second(bench, path) for name, path in (("F2", table), ("desk", "/council/"))}

    def measure_tasks(self) -> None:
        for task in tasks(self.crowd):
            print(" · ".join(task), flush=True)
            self.tasks.append(task)

    def text(self, commit: str) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            postgres = cursor.fetchone()[0].split()[0]
        head = INTRODUCTION.format(
            commit=commit, cores=os.cpu_count(), python=platform.python_version(), postgres=postgres, rounds=self.rounds
        )
        parts = [head]
        for units, results in self.runs.items():
            beside = "" if units == 124 else f", in a database of {units:,} units"
            parts += [f"\n## One council of 124 units{beside}\n", HEAD, *map(line, results)]
        parts += self.more()
        return "\n".join(parts) + "\n"

    def more(self) -> list[str]:
        parts = []
        if self.rates:
            f2, desk = self.rates["F2"], self.rates["desk"]
            rate = f"{desk / f2:.2f} × (goal ≥ 0.5)"
            told = f"To four clients the desk gives {desk:.0f} answers a second, F2 {f2:.0f}: {rate}."
            parts += ["", f"F1 takes {self.bare['F1']:.1f} ms. {told}"]
        if self.tasks:
            parts += ["\n## Work that no page waits for\n", "| work | took | beside |", "|---|---|---|"]
            parts += [f"| {' | '.join(task)} |" for task in self.tasks]
        return parts


HEAD = """| work | median | p95 | floor | ratio | goal | queries | kB | packed |
|---|--:|--:|--:|--:|--:|--:|--:|--:|"""


def line(result: Result) -> str:
    work = result.work
    goal = f"≤ {work.ratio:g}{'' if result.is_reached else ' ✗'}" if work.ratio else ""
    queries = "" if result.queries is None else str(result.queries)
    floor = f"{work.floor} {result.floor:.1f}"
    return (
        f"| {work.name} | {result.median:.1f} | {result.p95:.1f} | {floor} | {result.ratio:.2f} "
        f"| {goal} | {queries} | {result.kilobytes:.0f} | {result.packed:.1f} |"
    )
