"""A compliance report in all its faces as a worker makes it: in a process of its own, whose memory is measured.

`python -m bench.reporting CAMPAIGN USER` asks for one, makes it, issues it, and prints seconds and MB as JSON.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MB = 1024  # of the kB that the system counts in
SETTLED = 3  # seconds that a report of this very moment waits for moves that are still being committed


def made_apart(campaign: str, user: int) -> dict[str, Any]:
    """Make a report in a process of its own."""
    command = [sys.executable, "-m", "bench.reporting", campaign, str(user)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def lines(campaign: str, user: int, units: int, *, seconds: int) -> Iterator[tuple[str, str, str]]:
    """Yield what was done, how long it took, and beside what."""
    told = made_apart(campaign, user)
    faces = ", ".join(f"{face.upper()} {took:.1f} s" for face, took in told["faces"].items())
    parts = (
        f"figures, chapters and chart {told['made']:.1f} s, {faces}; processor {told['own']:.1f} s; goal ≤ {seconds} s"
    )
    yield f"compliance report over {units:,} units, {told['rows']:,} obligations due", f"{told['whole']:.1f} s", parts
    yield (
        f"memory of the worker that makes it ({units:,} units)",
        f"{told['memory']:.0f} MB",
        "at its peak; goal ≤ 600 MB",
    )


def main(code: str, user: int) -> None:
    import django

    django.setup()
    from campaigns.models import Campaign
    from portal.models import Report, ReportPaper
    from portal.reports import asking, issuing, making
    from portal.reports.faces import FACES
    from units.clock import db_now
    from units.models import User

    campaign, by = Campaign.objects.get(code=code), User.objects.get(pk=user)
    asked = asking.ask(campaign, at=db_now(), by=by)
    time.sleep(SETTLED)
    started, busy = time.perf_counter(), time.process_time()
    if not making.make_next():
        raise SystemExit(f"the report was not made: {Report.objects.get(pk=asked.pk).error}")
    made = time.perf_counter() - started
    ReportPaper.objects.filter(report=asked).update(state="issued", issued_at=db_now())
    faces = {}
    for face in FACES:
        before = time.perf_counter()
        if not issuing.send_next_report():
            raise SystemExit(f"{face} was not made")
        faces[face] = time.perf_counter() - before
    whole, own = time.perf_counter() - started, time.process_time() - busy
    kept = set(ReportPaper.objects.get(report=asked).files.values_list("face", flat=True))
    if kept != set(FACES):
        raise SystemExit(f"only {sorted(kept)} were made: {ReportPaper.objects.get(report=asked).error}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MB
    rows = len(Report.objects.get(pk=asked.pk).snapshot["rows"])
    print(json.dumps({"made": made, "faces": faces, "whole": whole, "own": own, "memory": memory, "rows": rows}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
