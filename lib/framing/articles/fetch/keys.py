"""Keys of services: read from the environment, and kept out of every address, message and log line."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus, urlsplit, urlunsplit

from framing.project import FramingError

__all__ = ["HIDDEN", "HideKeys", "api_key", "blotted", "holds_key", "without", "without_keys"]

HIDDEN = "[key]"
# Parameters of an address that carry a key or a password, whatever the service.
_SECRET = {
    *("api-key", "api_key", "apikey", "key", "token", "access_token", "auth", "auth_token"),
    *("secret", "password", "passwd", "pwd", "sig", "signature"),
}
# A shorter key is a word ("test" is the Guardian's public one): to search for it would blot out articles.
_SHORTEST = 12


def api_key(variable: str, service: str, where: str) -> str:
    """Return a service's key from the environment.

    Parameters
    ----------
    variable : str
        The environment variable.
    service, where : str
        Whose key it is, and where one gets it, for the error.

    Raises
    ------
    FramingError
        When it is not set, or holds what no key does. The key itself is never in the message.
    """
    key = os.environ.get(variable, "").strip()
    if not key:
        raise FramingError(f"{service} needs a key, and {variable} is not set; get one at {where} and export it.")
    if not re.fullmatch(r"[\x21-\x7e]+", key):
        raise FramingError(f"{variable} holds spaces or letters that no key has; copy the key from {where} again.")
    return key


def without_keys(url: str) -> str:
    """Return an address without the parameters that carry keys, without user and password, and without a fragment.

    >>> without_keys("https://me:pw@news.example/search?q=moon&api-key=abc#top")
    'https://news.example/search?q=moon'
    """
    parts = urlsplit(url)
    query = [each for each in parts.query.split("&") if each.partition("=")[0].casefold() not in _SECRET]
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "&".join(query), ""))


def without(text: str, keys: Iterable[str]) -> str:
    """Return a text without keys, in whatever way an address may write them.

    >>> without("no access with 1234+5678+9abc", ["1234+5678+9abc"])
    'no access with [key]'
    """
    for form in _forms(keys):
        text = text.replace(form, HIDDEN)
    return text


def blotted(body: bytes, keys: Iterable[str]) -> bytes:
    """Return an answer without the key, when a service is so careless as to repeat it."""
    for form in _forms(keys):
        body = body.replace(form.encode(), HIDDEN.encode())
    return body


def holds_key(text: str, keys: Iterable[str]) -> bool:
    """Whether a text holds one of the keys."""
    return any(form in text for form in _forms(keys))


def _forms(keys: Iterable[str]) -> list[str]:
    long = [key for key in keys if len(key) >= _SHORTEST]
    return sorted({form for key in long for form in (key, quote(key, safe=""), quote_plus(key))}, key=len, reverse=True)


class HideKeys(logging.Filter):
    """Keep keys out of the lines that the HTTP library logs: it writes whole addresses when it is told to debug."""

    def __init__(self, keys: Iterable[str]) -> None:
        super().__init__()
        self._keys = keys

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; none is held back. Parameters named as keys go whatever their length."""
        said = re.sub(rf"(?i)([?&](?:{'|'.join(sorted(_SECRET))})=)[^&\s\"]*", rf"\1{HIDDEN}", record.getMessage())
        record.msg, record.args = without(said, self._keys), ()
        return True
