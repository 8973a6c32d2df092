"""Lines that an outlet puts under many of its articles: found by counting, never by a list."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

__all__ = ["Boilerplate", "count_lines", "find_boilerplate"]

# Found under fewer articles, a line may be a quotation that two stories share.
_LEAST_ARTICLES = 5
_LEAST_SHARE = 0.02
# Versions of one story share their lines, and what stands beside them too; boilerplate has many neighbours.
_LEAST_NEIGHBOURS = 5
_LEAST_WORDS = 3


@dataclass(frozen=True)
class Boilerplate:
    """Lines that are dropped from the articles of their outlets.

    Attributes
    ----------
    keys : frozenset of int
        What `_key` makes of outlet and line.
    found : tuple of (source, line, articles)
        For the report: the line as it is first written.
    """

    keys: frozenset[int] = frozenset()
    found: tuple[tuple[str, str, int], ...] = ()

    def drop(self, source: str, body: str) -> str:
        """Return a body without the boilerplate of its outlet."""
        if not self.keys:
            return body
        lines = body.split("\n")
        kept = [line for line in lines if not _counts(line) or _key(source, line) not in self.keys]
        return body if len(kept) == len(lines) else "\n".join(kept).strip("\n")


def count_lines(bodies: Iterable[tuple[str, str]]) -> dict[int, int]:
    """Count in how many articles of its outlet a line stands; only lines with enough are returned.

    Parameters
    ----------
    bodies : iterable of (source, body)

    Returns
    -------
    dict
        Key of outlet and line -> articles.
    """
    keys: list[np.ndarray] = []
    held: list[int] = []
    for source, body in bodies:
        held += {_key(source, line) for line in body.split("\n") if _counts(line)}
        if len(held) > 500_000:
            keys.append(np.array(held, dtype=np.uint64))
            held = []
    keys.append(np.array(held, dtype=np.uint64))
    found, counts = np.unique(np.concatenate(keys), return_counts=True)
    often = counts >= _LEAST_ARTICLES
    return dict(zip(found[often].tolist(), counts[often].tolist(), strict=True))


def find_boilerplate(bodies: Iterable[tuple[str, str]], counts: dict[int, int]) -> Boilerplate:
    r"""Say which of the lines that are found often are boilerplate: those with many different neighbours.

    Parameters
    ----------
    bodies : iterable of (source, body)
        The same articles as were counted.
    counts : dict
        From `count_lines`.

    Returns
    -------
    Boilerplate

    Examples
    --------
    >>> told = ["Spies", "Rockets", "Moons", "Lasers", "Treaties", "Debris"]
    >>> bodies = [("Gazette", f"{each} are in the news.\nSign up for our morning letter.") for each in told]
    >>> find_boilerplate(bodies, count_lines(bodies)).found
    (('Gazette', 'Sign up for our morning letter.', 6),)
    """
    neighbours: dict[int, set[int]] = {}
    said: dict[int, tuple[str, str]] = {}
    totals: dict[str, int] = {}
    if not counts:
        return Boilerplate()
    for source, body in bodies:
        totals[source] = totals.get(source, 0) + 1
        lines = [line for line in body.split("\n") if line.strip()]
        keys = [_key(source, line) if _counts(line) else 0 for line in lines]
        for place, key in enumerate(keys):
            if key in counts:
                said.setdefault(key, (source, lines[place].strip()))
                # The nearest line that is not found often itself: what this article alone tells.
                own = next((other for other in (*keys[place::-1], *keys[place:]) if other not in counts), 0)
                known = neighbours.setdefault(key, set())
                if len(known) < _LEAST_NEIGHBOURS:
                    known.add(own)
    kept = sorted(
        (said[key][0], said[key][1], counts[key], key)
        for key, known in neighbours.items()
        if len(known) >= _LEAST_NEIGHBOURS and counts[key] >= _LEAST_SHARE * totals[said[key][0]]
    )
    return Boilerplate(frozenset(each[3] for each in kept), tuple(each[:3] for each in kept))


def _counts(line: str) -> bool:
    return len(line.split()) >= _LEAST_WORDS


def _key(source: str, line: str) -> int:
    """Return a number for an outlet's line: digits, case and white space aside."""
    plain = " ".join("".join("0" if each.isdigit() else each for each in line.casefold()).split())
    text = f"{source}\x1f{plain}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little")
