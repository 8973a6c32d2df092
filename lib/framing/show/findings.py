"""What a run found, as sentences that a page shows and the report's index repeats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from framing.show.tables import escape

__all__ = ["MIME", "NOTHING", "Findings"]

NOTHING = "There are no articles in this selection: nothing can be said."

MIME = "application/vnd.framing.findings+json"


@dataclass(frozen=True)
class Findings:
    """Sentences computed from the data.

    Attributes
    ----------
    sentences : tuple of str
        The most important first.
    """

    sentences: tuple[str, ...]

    def __init__(self, sentences: Sequence[str]) -> None:
        object.__setattr__(self, "sentences", tuple(sentences))

    def __repr__(self) -> str:
        return "\n".join(f"- {each}" for each in self.sentences)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        items = "".join(f"<li>{escape(each)}</li>" for each in self.sentences)
        return {
            "text/plain": repr(self),
            "text/html": f'<ul class="findings">{items}</ul>',
            MIME: {"findings": list(self.sentences)},
        }
