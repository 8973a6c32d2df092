"""The words around a chart, computed from its numbers: alt sentences, validation, what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from framing.corpus.wire.policies import POLICIES
from framing.show.style import is_frame, label_of, plain

__all__ = [
    "about_cells",
    "claim_name",
    "counted",
    "interval",
    "joined",
    "listed",
    "named",
    "number",
    "percent",
    "shown_value",
    "span_of",
    "validation_notes",
]


def joined(words: Sequence[str]) -> str:
    """Return words as a list in a sentence.

    >>> joined(["A", "B", "C"])
    'A, B and C'
    """
    words = [plain(w) for w in words]
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def counted(n: int, one: str, many: str = "") -> str:
    """Return a count with its noun: ``counted(1200, "article")`` is ``"1,200 articles"``."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def number(value: float, digits: int = 2, *, signed: bool = False) -> str:
    """Return a number as print has it: a true minus sign, thousands apart, and no "−0.00"."""
    text = f"{value:+,.{digits}f}" if signed else f"{value:,.{digits}f}"
    if not text.strip("+-0.,"):
        text = text.lstrip("+-")
    return text.replace("-", "−")


def shown_value(value: float, measure: str) -> str:
    """Return an estimate in its unit: a share as a percentage, anything else with two decimals."""
    return f"{number(value * 100, 0)}%" if measure == "share" else number(value, 2)


def claim_name(name: str, labels: Mapping[str, str] | None = None) -> str:
    """Return a claim of `framing.robustness` with its frame's label in place of the code.

    >>> claim_name("space_race in Republic of Korea: 2025 minus 2019"), claim_name("tone of espionage: A minus B")
    ('Space race in Republic of Korea: 2025 minus 2019', 'Tone of espionage: A minus B')
    """
    head, colon, tail = plain(name).partition(": ")
    tone = head.startswith(("tone of ", "tone in ")) or head == "tone"
    code, within, where = (head.removeprefix("tone").removeprefix(" of ") if tone else head).partition(" in ")
    frame = label_of(code, labels) if code else ""
    said = f"Tone{' of ' + frame[:1].lower() + frame[1:] if frame else ''}" if tone else frame
    return f"{said}{within}{where}{colon}{tail}"


def span_of(periods: Iterable[str]) -> str:
    """Return the first and last period in words.

    >>> span_of(["2019Q1", "2025Q4"])
    '2019 Q1 to 2025 Q4'
    """
    names = sorted({str(p).replace("Q", " Q") for p in periods})
    return names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"


def named(codes: Sequence[str], labels: Mapping[str, str] | None) -> str:
    """Return codes as the beginning of a title: only the first frame with a capital.

    >>> named(["space_race", "espionage", "china"], None)
    'Space race, espionage and China'
    """
    words = [(c, label_of(c, labels)) for c in codes if c]
    small = [w.lower() if i and is_frame(c) and w[1:].islower() else w for i, (c, w) in enumerate(words)]
    if not small:
        return "Frames"
    return joined(small) if len(small) <= 3 else f"{len(small)} codes"


def validation_notes(
    codes: Sequence[str], validation: Mapping[str, str] | None, labels: Mapping[str, str] | None
) -> list[str]:
    """Return a note for each code that was validated, and one that names those that were not.

    >>> validation_notes(["threat", "prestige"], {"threat": "precision 0.90, recall 0.80, n = 200"}, None)
    ['Threat: precision 0.90, recall 0.80, n = 200.', 'Not validated against human coding: Prestige.']
    """
    known = {c: plain((validation or {}).get(c, "")).rstrip(".") for c in codes}
    notes = [f"{label_of(c, labels)}: {text}." for c, text in known.items() if text]
    missing = [label_of(c, labels) for c, text in known.items() if not text]
    return notes + ([f"Not validated against human coding: {joined(missing)}."] if missing else [])


def about_cells(cells: pd.DataFrame) -> list[str]:
    """Return what the marks mean, as far as these cells have them: intervals, gaps, too few, a period not over."""
    few = ~cells["shown"].astype(bool) & (cells["articles"] > 0)
    notes = []
    if cells["low"].notna().any():
        notes.append("Bands and bars: 95% intervals.")
    if "smooth" in cells:
        over = int(cells["smooth_over"].iloc[0])
        notes.append(f"Thick line: mean over {over} periods, weighted by articles; thin line and marks: as measured.")
    if few.any():
        reasons = sorted({plain(r) for r in cells.loc[few, "reason"].dropna().unique() if plain(r)})
        why = f" ({'; '.join(reasons)})" if reasons else ""
        notes.append(f"Small grey rings at the bottom: too few articles to show{why}.")
    if (cells["articles"] == 0).any():
        notes.append("A gap in a line: no articles.")
    if "partial" in cells and cells["partial"].astype(bool).any():
        notes.append("Hollow mark on a dotted line: the period is not over.")
    if "unit" in cells and cells["unit"].nunique() == 1 and cells["unit"].iloc[0] not in ("article", ""):
        notes.append(f"Counted in the {plain(cells['unit'].iloc[0])} only.")
    policy = cells["policy"].iloc[0] if "policy" in cells and len(cells) else "all"
    if policy in POLICIES and policy != "all":
        notes.append(f"Of copies of a wire story: {POLICIES[policy]}.")
    return [" ".join(notes)] if notes else []


def listed(names: Sequence[str], most: int = 4) -> str:
    """Name the first few, and say how many more there are."""
    rest = len(names) - most
    return joined(names) if rest <= 0 else f"{', '.join(names[:most])} and {rest} more"


def percent(share: float) -> str:
    """Return a share as a percentage, with a decimal below one per cent.

    >>> percent(0.263), percent(0.004)
    ('26%', '0.4%')
    """
    if share != share:
        return "none"
    return f"{share * 100:.1f}%" if 0 < share < 0.01 else f"{share * 100:.0f}%"


def interval(low: float, high: float) -> str:
    """Return an interval of shares as percentages.

    >>> interval(0.25, 0.28)
    '25–28%'
    """
    digits = 1 if high < 0.1 else 0
    return f"{low * 100:.{digits}f}–{high * 100:.{digits}f}%"
