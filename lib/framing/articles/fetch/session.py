"""A session of the HTTP library that checks each address it connects to, and does nothing it was not asked to do."""

from __future__ import annotations

import logging
import os
import re
import socket
from collections.abc import Iterator
from typing import Any

from framing.articles.fetch.address import Resolve, Rule, connect
from framing.articles.fetch.keys import HideKeys
from framing.project import __version__

__all__ = ["open_session"]


def open_session(rule: Rule, resolve: Resolve, keys: list[str]) -> Any:
    """Open a session.

    It follows no redirect, keeps no cookie, and takes no proxy and no password from the environment or from .netrc:
    through a proxy nobody could say which address is asked.

    Parameters
    ----------
    rule : callable
        Which addresses may be connected to.
    resolve : callable
        As socket.getaddrinfo.
    keys : list of str
        Kept out of the library's log; may grow later.

    Returns
    -------
    requests.Session
    """
    import http.cookiejar

    import requests
    import urllib3
    from requests.adapters import HTTPAdapter
    from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

    def opened(connection: Any) -> socket.socket:
        return connect(connection._dns_host, connection.port, timeout=connection.timeout, rule=rule, resolve=resolve)

    class Http(urllib3.connection.HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return opened(self)

    class Https(urllib3.connection.HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return opened(self)

    class HttpPool(HTTPConnectionPool):
        ConnectionCls = Http

    class HttpsPool(HTTPSConnectionPool):
        ConnectionCls = Https

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            super().init_poolmanager(*args, **kwargs)
            self.poolmanager.pool_classes_by_scheme = {"http": HttpPool, "https": HttpsPool}

    class Session(requests.Session):
        def resolve_redirects(self, *args: Any, **kwargs: Any) -> Iterator[Any]:  # type: ignore[override]
            """Follow none, and do not read the answer that names one."""
            return iter(())

    session = Session()
    session.headers["User-Agent"] = _who()
    session.trust_env = False
    # The one setting of the environment that is needed where a network reads along with a certificate of its own.
    session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or True
    session.cookies.set_policy(http.cookiejar.DefaultCookiePolicy(allowed_domains=[]))
    for scheme in ("http://", "https://"):
        session.mount(scheme, Adapter())
    _hide(keys)
    return session


def _hide(keys: list[str]) -> None:
    """Filter the library's log, once for each list of keys that is in use."""
    logger = logging.getLogger("urllib3.connectionpool")
    for each in [each for each in logger.filters if isinstance(each, HideKeys)]:
        logger.removeFilter(each)
    logger.addFilter(HideKeys(keys))


def _who() -> str:
    """Return what this calls itself, with the contact that FRAMING_CONTACT gives."""
    contact = re.sub(r"[^\x20-\x7e]|[()]", "", os.environ.get("FRAMING_CONTACT", "")).strip()
    return f"space-framing/{__version__} (news research{'; contact: ' + contact if contact else ''})"
