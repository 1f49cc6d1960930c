"""A compliance report in all its faces as two processes of a worker make it, side by side; their memory is measured.

`python -m bench.reporting CAMPAIGN USER` asks for one, to warm up, and for another; prints what the other took.
`python -m bench.reporting` is the other process of the worker: it makes files until its input ends.
"""

import json
import resource
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MB = 1024  # of the kB that the system counts in
SETTLED = 3  # seconds that a report of this very moment waits for moves that are still being committed
SHORT = 0.02  # seconds until one looks again whether there is work


def made_apart(campaign: str, user: int) -> dict[str, Any]:
    """Make a report in processes of its own."""
    command = [sys.executable, "-m", "bench.reporting", campaign, str(user)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def lines(campaign: str, user: int, units: int, *, seconds: int) -> Iterator[tuple[str, str, str]]:
    """Yield what was done, how long it took, and beside what."""
    told = made_apart(campaign, user)
    busy = f"processor {told['busy']:.1f} s of two processes"
    parts = f"figures, chapters and chart {told['made']:.1f} s, then {told['files']} files; {busy}; goal ≤ {seconds} s"
    whole = f"{told['whole']:.1f} s" + (" ✗" if told["whole"] > seconds else "")
    yield f"compliance report over {units:,} units, {told['rows']:,} obligations due", whole, parts
    memory = " and ".join(f"{each:.0f} MB" for each in told["memory"])
    yield f"memory of the worker that makes it ({units:,} units)", memory, "each process at its peak; goal ≤ 600 MB"


def main(code: str, user: int) -> None:
    from campaigns.models import Campaign
    from units.models import User

    campaign, by = Campaign.objects.get(code=code), User.objects.get(pk=user)
    with beside() as other:
        make_one(campaign, by)
        print("warm", file=other.stdin, flush=True)
        busy = time.process_time()
        told = make_one(campaign, by)
        told["busy"] = time.process_time() - busy
        other_told = json.loads(other.communicate()[0])
    told["busy"] += other_told["busy"]
    told["memory"] = [memory(), other_told["memory"]]
    print(json.dumps(told))


def make_one(campaign: Any, by: Any) -> dict[str, Any]:
    """Ask for a report, make it, let it go out, and wait until all its files are there."""
    from portal.models import Report, ReportPaper
    from portal.reports import asking, issuing, making
    from portal.reports.faces import FACES
    from units.clock import db_now

    asked = asking.ask(campaign, at=db_now(), by=by)
    time.sleep(SETTLED)
    started = time.perf_counter()
    if not making.make_next():
        raise SystemExit(f"the report was not made: {Report.objects.get(pk=asked.pk).error}")
    made = time.perf_counter() - started
    paper = ReportPaper.objects.get(report=asked)
    ReportPaper.objects.filter(pk=paper.pk).update(state="issued", issued_at=db_now())
    while paper.files.count() < len(FACES):
        if not issuing.send_next_report():
            time.sleep(SHORT)
        paper.refresh_from_db()
        if paper.error:
            raise SystemExit(f"not all files were made: {paper.error}")
    whole = time.perf_counter() - started
    rows = len(Report.objects.get(pk=asked.pk).snapshot["rows"])
    return {"made": made, "whole": whole, "rows": rows, "files": len(FACES)}


@contextmanager
def beside() -> Iterator[subprocess.Popen[str]]:
    """Run the other process of the worker; it ends with its input, and tells what it took since it was warm."""
    command = [sys.executable, "-m", "bench.reporting"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        try:
            yield other
        finally:
            other.kill()


def help_out() -> None:
    from portal.reports import issuing

    warmed_up = 0.0
    while True:
        if select.select([sys.stdin], [], [], SHORT)[0]:
            if not sys.stdin.readline():
                break
            warmed_up = time.process_time()
        issuing.send_next_report()
    print(json.dumps({"busy": time.process_time() - warmed_up, "memory": memory()}))


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MB


if __name__ == "__main__":
    import django

    django.setup()
    main(sys.argv[1], int(sys.argv[2])) if sys.argv[1:] else help_out()
