"""Chance that is the same on every machine and in every version: only the uniform draws of Python's own generator."""

from __future__ import annotations

import random
from collections.abc import Sequence
from statistics import NormalDist
from typing import TypeVar

__all__ = ["Chance"]

T = TypeVar("T")


class Chance:
    """A seeded source of draws.

    Python promises that ``random()`` repeats for a seed; its other methods may change. So all is made from it.

    >>> Chance("a", 1).number(0, 9) == Chance("a", 1).number(0, 9)
    True
    """

    def __init__(self, *seed: object) -> None:
        self._uniform = random.Random("/".join(map(str, seed))).random

    def happens(self, probability: float) -> bool:
        """Say yes with this probability."""
        return self._uniform() < probability

    def number(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self._uniform() * (high - low + 1))

    def one(self, values: Sequence[T]) -> T:
        """Take one of the values."""
        return values[int(self._uniform() * len(values))]

    def normal(self, deviation: float) -> float:
        """A normal draw, rounded so that no machine's last bit shows."""
        return round(NormalDist(0, 1).inv_cdf(min(max(self._uniform(), 1e-9), 1 - 1e-9)) * deviation, 3)

    def shuffled(self, values: Sequence[T]) -> list[T]:
        """Return the values in a drawn order."""
        left, taken = list(values), []
        while left:
            taken.append(left.pop(int(self._uniform() * len(left))))
        return taken
