"""A polite client of the web: one request at a time, with pauses, that asks again after a while and gives up in words.

No exception leaves here with another one behind it: those of the HTTP library hold the whole address, key and all.
"""

from __future__ import annotations

import datetime as dt
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import getproxies

from framing.articles.fetch.address import Forbidden, Resolve, Rule, check_redirect, check_url, public
from framing.articles.fetch.answers import Again, Answer, later
from framing.articles.fetch.keys import blotted, holds_key, without, without_keys
from framing.project import FramingError

__all__ = ["Client", "Unanswered"]

_MOVED = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 5
# Seconds: the first wait before asking again, which doubles each time; and the longest, also when a service asks for
# more: whoever wants an hour is asked again by the next run.
_FIRST_WAIT, _LONGEST_WAIT = 2.0, 900.0
# Seconds for one whole answer, however slowly it drips.
_LONGEST_ANSWER = 300.0


class Unanswered(FramingError):
    """A request that got no answer to keep, after all that could be tried."""


@dataclass
class Client:
    """The web as fetching sees it. Close it, or use it in a ``with``.

    Attributes
    ----------
    pause : float
        Seconds between two requests to a host, unless a service asks for more.
    timeout : float
        Seconds to wait for a connection, and for each piece of an answer.
    tries : int
        How often one thing is asked for.
    largest : int
        Bytes of the largest answer, unpacked.
    rule : callable
        Which addresses may be connected to; by default those on the public internet.
    sleep, clock, now, resolve : callable
        The clock and the names of hosts, for tests.
    keys : list of str
        Kept out of all that is said or kept.
    requests : int
        Made so far.
    """

    pause: float = 1.0
    timeout: float = 60.0
    tries: int = 5
    largest: int = 50_000_000
    rule: Rule = public
    sleep: Callable[[float], object] = time.sleep
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    resolve: Resolve = socket.getaddrinfo
    keys: list[str] = field(default_factory=list)
    requests: int = 0
    tell: Callable[[str], object] = lambda said: None
    _ended: dict[str, float] = field(default_factory=dict)
    _session: Any = None

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def get(
        self,
        url: str,
        params: Mapping[str, object] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        pause: float | None = None,
        judge: Callable[[Answer], Again | None] | None = None,
    ) -> Answer:
        """Ask for something until it is answered.

        Parameters
        ----------
        url : str
        params : mapping, optional
            Put into the address; None and "" are left out.
        headers : mapping, optional
            They go to this host alone, not to one it leads to.
        pause : float, optional
            Seconds since the last request to the host, when more than usual.
        judge : callable, optional
            Says of an answer why it is to be asked for again, when only someone who reads it can tell.

        Returns
        -------
        Answer
            Of any status but those that mean "later".

        Raises
        ------
        Forbidden
            When the address, or one it leads to, may not be asked.
        Unanswered
            When there was no whole answer after all tries, or too large a one.
        """
        query = urlencode(
            {name: each for name, each in (params or {}).items() if each not in (None, "")}, errors="replace"
        )
        asked = url + ("&" if "?" in url else "?") * bool(query) + query
        check_url(asked)
        host = urlsplit(asked).hostname or ""
        again = Again("")
        for number in range(max(self.tries, 1)):
            if number:
                wait = min(_LONGEST_WAIT, max(again.seconds, _FIRST_WAIT * 2 ** (number - 1)))
                self.tell(f"{host}: {again.reason}; asked again in {wait:,.0f} s.")
                self.sleep(wait)
            outcome = self._follow(asked, dict(headers or {}), max(pause or 0.0, self.pause))
            if isinstance(outcome, Again):
                again = outcome
                continue
            refused = later(outcome) or (judge(outcome) if judge else None)
            if refused is None:
                return self._without_keys(outcome)
            again = Again(without(refused.reason, self.keys), refused.seconds)
        times = "once" if self.tries <= 1 else f"{self.tries} times"
        raise Unanswered(
            f"{host} was asked {times} in vain ({again.reason}); run this again later: it goes on from here."
        )

    def _without_keys(self, answer: Answer) -> Answer:
        return replace(
            answer,
            url=without(answer.url, self.keys),
            headers={name: without(value, self.keys) for name, value in answer.headers.items()},
            body=blotted(answer.body, self.keys),
        )

    def _follow(self, url: str, headers: dict[str, str], pause: float) -> Answer | Again:
        """Ask for an address and for those it leads to, each one checked."""
        for _ in range(_MOST_REDIRECTS + 1):
            outcome = self._once(url, headers, pause)
            if isinstance(outcome, Again) or outcome.status not in _MOVED or not outcome.headers.get("location"):
                return outcome
            try:
                # Headers are read as Latin-1, and an address with other letters is written in UTF-8.
                new = urljoin(url, outcome.headers["location"].encode("latin-1").decode("utf-8", "replace"))
            except ValueError:
                new = ""
            old, url = url, new
            if said := self._unsafe(old, new):
                raise Forbidden(said)
            if urlsplit(old)[:2] != urlsplit(new)[:2]:
                headers = {}
        raise Unanswered(f"{urlsplit(url).hostname} leads from address to address without end; check the address.")

    def _unsafe(self, old: str, new: str) -> str:
        """Say why a redirect is not followed, "" when it may be."""
        try:
            check_redirect(old, new)
        except Forbidden as error:
            return without(str(error), self.keys)
        leaves = urlsplit(old).hostname != urlsplit(new).hostname
        if leaves and holds_key(new, self.keys):
            return f"{urlsplit(old).hostname} leads to {urlsplit(new).hostname} with the key; it is not followed."
        return ""

    def _once(self, url: str, headers: dict[str, str], pause: float) -> Answer | Again:
        """Make one request, when the host has had its pause."""
        host = urlsplit(url).hostname or ""
        rest = self._ended[host] + pause - self.clock() if host in self._ended else 0.0
        if rest > 0:
            self.sleep(rest)
        self.requests += 1
        try:
            outcome = self._ask(url, headers)
        finally:
            self._ended[host] = self.clock()
        if isinstance(outcome, FramingError):
            raise outcome
        return outcome

    def _ask(self, url: str, headers: dict[str, str]) -> Answer | Again | FramingError:
        """Make a request; what went wrong is returned in words: the exceptions stay here, with the address in them."""
        import requests
        import urllib3

        host = urlsplit(url).hostname
        try:
            with self._opened().get(url, headers=headers, stream=True, timeout=self.timeout) as response:
                body = self._body(response, self.clock())
                if not isinstance(body, bytes):
                    return body
                named = {name.casefold(): value for name, value in response.headers.items()}
                return Answer(without_keys(url), response.status_code, named, body, self.now())
        except Forbidden as error:
            return Forbidden(str(error))
        except requests.exceptions.SSLError:
            return Again("its certificate cannot be trusted, or the encrypted connection broke off")
        except requests.exceptions.Timeout:
            return Again(f"nothing came within {self.timeout:g} s")
        except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError):
            return Again("the answer broke off in the middle")
        except (requests.exceptions.ConnectionError, urllib3.exceptions.HTTPError, OSError):
            proxy = "; proxies named in the environment are not used" if getproxies() else ""
            return Again(f"no connection, or one that broke off{proxy}")
        except (requests.exceptions.RequestException, ValueError):
            return Unanswered(f"{host} cannot be asked, or answers what is no HTTP; check the address.")

    def _body(self, response: Any, began: float) -> bytes | Again | FramingError:
        """Read an answer piece by piece, and stop where it gets too large or too slow."""
        host = urlsplit(response.url).hostname
        large = Unanswered(f"{host} answers with more than {self.largest / 1e6:,.3g} MB; nothing of it is kept.")
        stated = response.headers.get("Content-Length", "")
        if stated.isdecimal() and len(stated) < 20 and int(stated) > self.largest:
            return large
        pieces, size = [], 0
        for piece in response.iter_content(65_536):
            pieces.append(piece)
            size += len(piece)
            if size > self.largest:
                return large
            if self.clock() - began > _LONGEST_ANSWER:
                return Again(f"the answer was not over after {_LONGEST_ANSWER:.0f} s")
        return b"".join(pieces)

    def _opened(self) -> Any:
        if self._session is None:
            from framing.articles.fetch.session import open_session

            self._session = open_session(self.rule, self.resolve, self.keys)
        return self._session
