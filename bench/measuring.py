"""Times of works and floors, taken in turn, and what they come to."""

import gzip
import threading
import time
from dataclasses import dataclass
from statistics import median, quantiles

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.works import Bench, Step, Work

GOOD = {200, 302}


@dataclass(frozen=True)
class Result:
    """What one work took, in milliseconds, beside its floor in the same minute."""

    work: Work
    median: float
    p95: float
    floor: float
    queries: int | None = None
    kilobytes: float = 0.0
    packed: float = 0.0

    @property
    def ratio(self) -> float:
        return self.median / self.floor

    @property
    def is_reached(self) -> bool:
        return self.work.ratio is None or self.ratio <= self.work.ratio


def timed(step: Step) -> tuple[float, str]:
    answer = step()
    if answer.status not in GOOD:
        raise SystemExit(f"{answer.status}: {answer.text[:500]}")
    return answer.milliseconds, answer.text


def measure(work: Work, floor: Step, rounds: int) -> Result:
    """Take floor and work in turn, so that both see the same machine; the first three warm up."""
    floors, works, text = [], [], ""
    for number in range(rounds + 3):
        floor_took = timed(floor)[0]
        work.before()
        took, text = timed(work.step)
        if number >= 3:
            floors.append(floor_took)
            works.append(took)
    content = text.encode()
    return Result(
        work=work,
        median=median(works),
        p95=quantiles(works, n=20)[-1],
        floor=median(floors),
        queries=queries(work) if work.path else None,
        kilobytes=len(content) / 1000,
        packed=len(gzip.compress(content, 6)) / 1000,
    )


def queries(work: Work) -> int:
    client = Client(headers={"host": "localhost"})
    client.force_login(work.who)  # type: ignore[arg-type]
    client.get(work.path)
    with CaptureQueriesContext(connection) as captured:
        client.get(work.path)
    return len(captured)


def per_second(bench: Bench, path: str, *, clients: int = 4, seconds: float = 4.0) -> float:
    """Count the answers that so many people get in a second."""
    user = bench.crowd.council["secretary"]
    browsers = [bench.browser(user) for _ in range(clients)]
    counts = [0] * clients
    end = time.perf_counter() + seconds

    def go(number: int) -> None:
        while time.perf_counter() < end:
            timed(lambda: browsers[number].get(path))
            counts[number] += 1

    threads = [threading.Thread(target=go, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds
