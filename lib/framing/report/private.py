"""What a shared file must not name: folders and names of this machine, and what looks like a key."""

from __future__ import annotations

import getpass
import re
import socket
from pathlib import Path

from framing.project import root

__all__ = ["private_in", "private_patterns"]

# Kinds of keys that are told by their form alone, and what a value after a word like "password" looks like.
_KEYS = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a key of a cloud service": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a token of a code host": r"\bgh[pousr]_[A-Za-z0-9]{36,}\b",
    "a key of a web service": r"\bsk-[A-Za-z0-9_-]{20,}\b",
    "what looks like a password or key": (
        r"(?i)\b(?:api[_-]?key|access[_-]?token|auth[_-]?token|secret|password|passwd)[\"']?\s*[:=]\s*[\"']?"
        r"[A-Za-z0-9+/_.-]{12,}"
    ),
}


def private_patterns() -> dict[str, re.Pattern[str]]:
    """Return what to look for, by what it is called: this machine's folders, its user and name, and keys."""
    home, user, host = str(Path.home()), _user(), socket.gethostname()
    places = {"the project's folder": str(root()), "the home folder": home}
    found = {what: re.escape(path) + r"(?![\w-])" for what, path in places.items() if len(path) > 3}
    if user and user != "root":
        found["the user's name in a path"] = rf"[/\\]{re.escape(user)}[/\\]"
    if len(host) > 4 and host != "localhost":
        found["this machine's name"] = rf"(?<![\w-]){re.escape(host)}(?![\w-])"
    return {what: re.compile(pattern) for what, pattern in {**found, **_KEYS}.items()}


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container without a name for its user
        return ""


def private_in(content: bytes, patterns: dict[str, re.Pattern[str]]) -> str:
    r"""Say the first private thing that a file names, with its line; "" when it names none.

    >>> private_in(b"a\nb AKIAABCDEFGHIJKLMNOP", private_patterns())
    'line 2 holds a key of a cloud service'
    """
    text = content.decode("utf-8", errors="replace")
    # JSON doubles the backslashes of a path.
    for form in dict.fromkeys((text, text.replace("\\\\", "\\"))):
        for what, pattern in patterns.items():
            match = pattern.search(form)
            if match:
                line = form.count("\n", 0, match.start()) + 1
                return f"line {line} holds {what}"
    return ""
