"""Cells small enough to count by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest


@pytest.fixture
def make_cells():
    """Make cells of share: {(group, code): [(articles, hits), ...]}, a quarter each from 2024Q1 on."""

    def make(series, *, minimum=10, partial=False, measure="share"):
        rows = []
        for (group, code), counts in series.items():
            for i, (articles, hits) in enumerate(counts):
                share = hits / articles if articles else math.nan
                rows.append(
                    {
                        "group": group,
                        "period": f"{2024 + i // 4}Q{i % 4 + 1}",
                        "measure": measure,
                        "code": code,
                        "unit": "article",
                        "policy": "all",
                        "denominator": "topic",
                        "articles": articles,
                        "clusters": articles,
                        "hits": hits,
                        "estimate": share,
                        "raw": share,
                        "low": max(share - 0.1, 0),
                        "high": min(share + 0.1, 1),
                        "partial": partial and i == len(counts) - 1,
                        "shown": articles >= minimum,
                        "reason": ""
                        if articles >= minimum
                        else "fewer than 10 articles"
                        if articles
                        else "no articles",
                    }
                )
        return pd.DataFrame(rows)

    return make


@pytest.fixture
def two_outlets(make_cells):
    """Two outlets, one frame, four quarters: the second outlet has a quarter without articles and one with three."""
    return make_cells(
        {
            ("Alpha", "space_race"): [(20, 4), (20, 8), (20, 10), (20, 12)],
            ("Beta", "space_race"): [(20, 2), (0, 0), (3, 1), (20, 2)],
        }
    )


# Written by somebody who means harm, or only by somebody who pays in dollars.
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]>--></style></svg>",
    "$x_{1}$ and \\frac{%s}",
    '=HYPERLINK("http://x")',
    "a\x00b\x0b\x1bc",
    "\u202eright to left\u202c",
    "中国日报",
    "_hidden",
    "x" * 300,
]


@pytest.fixture(params=HOSTILE, ids=lambda text: ascii(text)[:24])
def hostile(request):
    return request.param
