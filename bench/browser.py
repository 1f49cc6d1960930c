"""A small browser: one kept connection, cookies, real sign-in and CSRF, times in milliseconds."""

import http.client
import re
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Answer:
    status: int
    text: str
    milliseconds: float
    location: str = ""


@dataclass
class Browser:
    """Somebody at a browser; requests go to this machine alone."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def __post_init__(self) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, {})

    def post(self, path: str, data: dict[str, str], **headers: str) -> Answer:
        body = urlencode({"csrfmiddlewaretoken": self.token, **data})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, body, kind | {k.replace("_", "-"): v for k, v in headers.items()})

    def sign_in(self, username: str, password: str) -> "Browser":
        page = self.get("/accounts/login/")
        self.token = TOKEN.search(page.text)[1]  # type: ignore[index]
        answer = self.post("/accounts/login/", {"login": username, "password": password})
        if answer.status != 302:
            raise SystemExit(f"{username} could not sign in: {answer.status}")
        return self

    def fresh_token(self, path: str) -> str:
        """Read a page and keep the token that its forms carry."""
        page = self.get(path)
        self.token = TOKEN.search(page.text)[1]  # type: ignore[index]
        return page.text

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        started = time.perf_counter()
        try:
            response = self._send(method, path, body, headers | {"Cookie": cookie})
        except (http.client.RemoteDisconnected, ConnectionError):  # the server ended an idle connection
            self.line.close()
            started = time.perf_counter()
            response = self._send(method, path, body, headers | {"Cookie": cookie})
        content = response.read()
        milliseconds = (time.perf_counter() - started) * 1000
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        text = content.decode("utf-8", "replace")
        return Answer(response.status, text, milliseconds, response.getheader("Location") or "")

    def _send(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        self.line.request(method, path, body, headers)
        return self.line.getresponse()
