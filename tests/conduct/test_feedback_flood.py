"""Ten thousand forms in a minute from one address: the portal answers everyone else, the database stays small."""

import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import Event, local
from urllib.parse import urlencode, urlsplit

import pytest

from conduct import feedback_budget
from conduct.feedback_budget import ADDRESS_CEILING, ASK_FROM, DRAWERS
from conduct.models import Feedback, FeedbackBudget, FeedbackLink
from tests.conduct.cast import poster
from tests.conduct.test_feedback_form import stamp_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

POSTS, HANDS = 10_000, 8
FLOODER, OTHER = "203.0.113.66", "198.51.100.7"


@pytest.fixture
def link(host, unit, secretary, settings) -> FeedbackLink:
    settings.AXES_IPWARE_PROXY_COUNT = 1  # the test speaks for two addresses
    feedback_budget.forget_spent()
    return poster(host, unit, secretary)


class Sender:
    """Sends forms over one connection for each thread, as a machine would that has taken the page once."""

    def __init__(self, address: str, link: FeedbackLink, *, origin: str) -> None:
        self.place, self.path, self.origin = urlsplit(address), link.get_absolute_url(), origin
        self.kept, self.lines = local(), []

    def line(self) -> HTTPConnection:
        if getattr(self.kept, "line", None) is None:
            self.kept.line = HTTPConnection(self.place.hostname, self.place.port, timeout=60)
            self.lines.append(self.kept.line)
        return self.kept.line

    def close(self) -> None:
        for line in self.lines:
            line.close()

    def ask(
        self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
    ) -> tuple[int, str, str]:
        """Return status, cookie and text; a connection that was closed is opened once more."""
        sent = {"X-Forwarded-For": self.origin, **(headers or {})}
        for _attempt in range(2):
            line = self.line()
            try:
                line.request(method, path, body, sent)
                answer = line.getresponse()
                return answer.status, answer.headers.get("Set-Cookie", ""), answer.read().decode(errors="replace")
            except OSError:
                line.close()
                self.kept.line = None
        raise AssertionError(f"{path} does not answer")

    def page(self) -> tuple[str, str]:
        """Return the token and the cookie of a page."""
        _status, cookie, text = self.ask("GET", self.path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)[1]
        return token, cookie.partition(";")[0]

    def send(self, token: str, cookie: str, stamp: str) -> int:
        body = urlencode({"csrfmiddlewaretoken": token, "stamp": stamp, "overall": "1", "text": "rác"})
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", self.path, body, headers)[0]


def test_ten_thousand_from_one_address_stop_nobody_and_fill_nothing(live_server, link):
    flooder = Sender(live_server.url, link, origin=FLOODER)
    token, cookie = flooder.page()
    stamps = [stamp_of(link) for _n in range(POSTS)]
    over, waits, seen = Event(), [], Counter()
    others = [Sender(live_server.url, link, origin=OTHER)]

    def everyone_else() -> None:
        """Keep reading pages as somebody else does, and note how long each took."""
        other = others[0]
        while not over.is_set():
            for path in ("/", "/accounts/login/", link.get_absolute_url(), "/health/live/"):
                began = time.monotonic()
                status = other.ask("GET", path)[0]
                waits.append(time.monotonic() - began)
                seen[status] += 1
            time.sleep(0.2)

    with ThreadPoolExecutor(HANDS + 1) as hands:
        reader = hands.submit(everyone_else)
        began = time.monotonic()
        answers = Counter(hands.map(lambda stamp: flooder.send(token, cookie, stamp), stamps))
        took = time.monotonic() - began
        over.set()
        reader.result()

    slow = sorted(waits)[int(len(waits) * 0.95)]
    print(f"{POSTS} forms in {took:.0f} s: {dict(answers)}; others read {len(waits)} pages, 95 % within {slow:.2f} s")
    windows = 1 + int(took // feedback_budget.WINDOW_SECONDS + 1)
    assert answers[429] >= POSTS - windows * ADDRESS_CEILING
    assert set(answers) <= {200, 302, 429}
    assert Feedback.objects.count() <= windows * ASK_FROM
    assert FeedbackBudget.objects.count() <= DRAWERS + 1
    assert set(seen) == {200}
    assert slow < 2

    honest = Sender(live_server.url, link, origin=OTHER)
    assert honest.send(*honest.page(), stamp_of(link)) == 302
    for sender in (flooder, *others, honest):
        sender.close()
