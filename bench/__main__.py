"""`./run bench [--large] [--rounds N]`: build the ground, measure, print the table, write docs/performance.md."""

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path

from bench import ground

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
COUNCIL = 124  # units
REQUIREMENTS = 5  # twelve months of each: sixty obligations a unit


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=25, help="times that each work is measured")
    parser.add_argument(
        "--large", action="store_true", help="again beside other councils: 1,240 and 3,000 units in all"
    )
    parser.add_argument(
        "--reports",
        type=int,
        default=0,
        metavar="UNITS",
        help="measure a report alone, over so many units; writes no page",
    )
    parser.add_argument("--only", default="", help="measure the works whose name has this word; writes no page")
    return parser.parse_args()


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # ends the web server, too
    chosen = arguments()
    ground.make_database()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    from bench.report import Report
    from tests.crowd import crowd

    if chosen.reports:
        measure_report(chosen.reports)
        return
    print(f"building a council of {COUNCIL} units with {COUNCIL * REQUIREMENTS * 12:,} obligations", flush=True)
    council = crowd(COUNCIL, requirements=REQUIREMENTS, code="A")
    with ground.server() as port:
        report = Report(council, port, rounds=chosen.rounds, only=chosen.only)
        report.measure(COUNCIL)
        if chosen.large:
            for size in (1240, 3000):
                for number in range((size - report.units) // COUNCIL):
                    crowd(COUNCIL, requirements=REQUIREMENTS, code=f"B{size}-{number}")
                report.measure(size)
        if not chosen.only:
            report.measure_tasks()
    text = report.text(commit())
    print(text)
    if not chosen.only:
        PAGE.write_text(text)
        print(f"written to {PAGE.relative_to(ROOT)}")


def measure_report(units: int) -> None:
    """Build a council of so many units, twelve obligations each or, up to 500 units, sixty; measure one report."""
    from bench.tasks import reporting
    from tests.crowd import crowd

    council = crowd(units, requirements=REQUIREMENTS if units <= 500 else 1, code="R")
    for task in reporting(council):
        print(f"| {' | '.join(task)} |", flush=True)


def commit() -> str:
    told = subprocess.run(["git", "log", "-1", "--format=%h of %cs"], cwd=ROOT, capture_output=True, text=True)
    return told.stdout.strip() or "an unknown commit"


main()
