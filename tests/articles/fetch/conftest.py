"""A web server on loopback that answers as the test says, and a client whose clock the test holds."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest

from framing.articles.fetch.address import public
from framing.articles.fetch.http import Client

NOW = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)


@dataclass
class Asked:
    """A request as it came in: path, parameters, headers in lower case."""

    path: str
    params: dict[str, str]
    headers: dict[str, str]


@dataclass
class Reply:
    """What to answer. ``length`` lies about the body's length, ``slow`` waits, ``torn`` ends within a chunk."""

    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    slow: bool = False
    torn: bool = False


class Server:
    """A server; ``answer`` is what it does with a request, ``asked`` what it was asked."""

    def __init__(self) -> None:
        self.answer: Callable[[Asked], Reply] = lambda asked: Reply(status=404)
        self.asked: list[Asked] = []
        self.over = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                asked = Asked(
                    parts.path,
                    dict(parse_qsl(parts.query, keep_blank_values=True)),
                    {name.lower(): value for name, value in self.headers.items()},
                )
                outer.asked.append(asked)
                reply = outer.answer(asked)
                body = reply.body.encode() if isinstance(reply.body, str) else reply.body
                if reply.slow:
                    outer.over.wait(5)
                    self.close_connection = True
                    return
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                if reply.torn:
                    self.send_header("Transfer-Encoding", "chunked")
                    self.end_headers()
                    self.wfile.write(b"%x\r\n%s" % (len(body) + 100, body))
                    self.close_connection = True
                    return
                if reply.status != 304:
                    self.send_header("Content-Length", str(len(body) if reply.length is None else reply.length))
                self.end_headers()
                self.wfile.write(b"" if reply.status == 304 else body)
                self.close_connection = self.close_connection or reply.length is not None

            def log_message(self, *args: object) -> None:
                pass

        class Http(ThreadingHTTPServer):
            def handle_error(self, request: object, client_address: object) -> None:
                """A client that has had enough hangs up; that is no news."""

        self.http = Http(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.port = self.http.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        self.over.set()
        self.http.shutdown()
        self.http.server_close()

    def answers(self, *replies: Reply) -> None:
        """Give these answers one after the other, the last one for ever."""
        left = list(replies)
        self.answer = lambda asked: left.pop(0) if len(left) > 1 else left[0]


@dataclass
class Clock:
    """A clock that moves when someone sleeps."""

    seconds: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    def now(self) -> dt.datetime:
        return NOW + dt.timedelta(seconds=self.seconds)


@pytest.fixture
def server():
    made = Server()
    yield made
    made.close()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def web(server, clock):
    """A client that may ask the test's server, and of the rest only what anyone may."""
    with Client(
        rule=lambda address, port: public(address, port) or (address.is_loopback and port == server.port),
        sleep=clock.sleep,
        clock=lambda: clock.seconds,
        now=clock.now,
        timeout=5,
    ) as client:
        yield client


@pytest.fixture
def reply():
    return Reply
