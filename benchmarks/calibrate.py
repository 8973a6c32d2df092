"""Do the intervals cover, and do the tests call nothing where there is nothing? Measured on drawn corpora.

Writes docs/calibration.md, with the figure docs/coverage.png and the numbers docs/coverage.csv. `make calibrate`.
"""

from __future__ import annotations

import itertools
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

import framing
from framing.project import root
from framing.show.sheet import QUIET, WIDTH, Sheet
from framing.show.style import ACCENT, INK, OPPOSITE, drawing
from framing.trends.changes import change_points
from framing.trends.compare import shared_correlation
from framing.trends.draws import Drawn, draw_articles, draw_shares
from framing.trends.estimates import ratio_cells, share_cells
from framing.trends.events import event_effects
from framing.trends.intervals import newcombe
from framing.trends.resample import cluster_keys
from framing.trends.weighed import Weighed

ARTICLES, SHARES = (20, 50, 100, 400), (0.02, 0.05, 0.1, 0.3, 0.5, 0.7, 0.9)
CLUSTERS, DISPERSIONS = (1.0, 2.0, 5.0), (0.0, 0.4, 0.8)
CELLS = 4000
MONTHS = [str(each) for each in pd.period_range("2019-01", periods=84, freq="M")]


def shares(cells: int = CELLS) -> pd.DataFrame:
    """Coverage of the interval of a share, conditional on each cell's own share."""
    rows = []
    for number, (articles, share, size, dispersion) in enumerate(
        itertools.product(ARTICLES, SHARES, CLUSTERS, DISPERSIONS)
    ):
        generator = np.random.default_rng([1, number])
        truth = draw_shares(share, (cells, 1), dispersion=dispersion, generator=generator).ravel()
        drawn = draw_articles(truth, articles, cluster_size=size, generator=generator)
        (table,) = share_cells(drawn.hit[:, None], drawn.cell, cells, drawn.cluster)
        covered = (table["low"] <= truth) & (truth <= table["high"])
        rows.append((articles, share, size, dispersion, cells, float(covered.mean())))
    return pd.DataFrame(rows, columns=["articles", "share", "cluster_size", "dispersion", "cells", "coverage"])


def ratios(cells: int = 1000) -> pd.DataFrame:
    """Coverage of the bootstrap's interval of rates, saliences and mean tone."""
    rows = []
    for number, (articles, share, size) in enumerate(
        itertools.product((20, 60, 200), (0.02, 0.1, 0.3, 0.9), (1.0, 3.0))
    ):
        generator = np.random.default_rng([2, number])
        drawn = draw_articles(np.full(cells, share), articles, cluster_size=size, generator=generator)
        for measure in ("rate", "salience", "tone"):
            top, bottom, truth, chosen, hit = _weighed(drawn, measure, share, generator)
            (table,) = ratio_cells(
                top[:, None], bottom[:, None], chosen[:, None], hit[:, None], drawn.cell, cells, drawn.cluster,
                _keys(drawn), seed=1, rare=measure != "tone", bounded=measure == "salience",
            )  # fmt: skip
            there = ~np.isnan(table["raw"]) & (table["clusters"] >= 5)
            covered = ((table["low"] <= truth) & (truth <= table["high"]))[there]
            rows.append((measure, articles, share, size, len(covered), float(covered.mean())))
    return pd.DataFrame(rows, columns=["measure", "articles", "share", "cluster_size", "cells", "coverage"])


def _weighed(
    drawn: Drawn, measure: str, share: float, generator: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, float, np.ndarray, np.ndarray]:
    """Give the stories mentions, words and a tone; copies have their story's."""
    stories = drawn.cluster.max() + 1
    mentions = (drawn.hit * (1 + generator.poisson(1.0, stories))[drawn.cluster]).astype(np.int64)
    every = np.ones(len(drawn.hit), dtype=bool)
    if measure == "rate":
        words = np.maximum(50, generator.lognormal(np.log(400), 0.5, stories)).astype(np.int64)
        return mentions * 1000, words[drawn.cluster], share * 2000 / words.mean(), every, drawn.hit
    if measure == "salience":
        whole = mentions + generator.poisson(3.0, stories)[drawn.cluster]
        return mentions, whole, share * 2 / (share * 2 + 3), whole > 0, drawn.hit
    tone = np.rint(generator.normal(0.1, 0.4, stories) * 1e6).astype(np.int64)[drawn.cluster]
    return tone, np.ones(len(tone), dtype=np.int64), 0.1e6, every, every


def _keys(drawn: Drawn) -> np.ndarray:
    return cluster_keys(map(str, range(drawn.cluster.max() + 1)))[drawn.cluster]


def differences(cells: int = 1000) -> pd.DataFrame:
    """Coverage of the interval of a difference when part of the stories are carried by both groups."""
    rows = []
    for number, (articles, common, low, high) in enumerate(
        itertools.product((30, 100), (0.0, 0.5, 0.9), (0.1, 0.3), (0.1, 0.4))
    ):
        generator = np.random.default_rng([3, number])
        both = round(articles * common)
        sides = []
        for share in (high, low):
            own = generator.random((cells, articles - both)) < share
            sides.append(own)
        shared = generator.random((cells, both)) < (low + high) / 2
        hit = [np.concatenate([shared, own], axis=1) for own in sides]
        story = np.arange(cells * articles).reshape(cells, articles)
        other = story + cells * articles
        other[:, :both] = story[:, :both]
        cell = np.repeat(np.arange(cells), articles)
        tables = [
            share_cells(h.reshape(-1, 1), cell, cells, s.ravel())[0] for h, s in zip(hit, (story, other), strict=True)
        ]
        counted = pd.DataFrame({
            "period": np.tile(cell, 2), "group": np.repeat(["a", "b"], len(cell)),
            "cluster_id": np.concatenate([story.ravel(), other.ravel()]),
        })  # fmt: skip
        tops = np.concatenate([each.ravel() for each in hit]).astype(np.int64)[:, None]
        made = Weighed(["x"], tops, np.ones_like(tops), tops > -1, tops > 0)
        index = pd.MultiIndex.from_product([["x"], range(cells)], names=["code", "period"])
        bounds = [table[name] for table in tables for name in ("raw", "low", "high")]
        truth = (1 - common) * (high - low)
        found = []
        for alike in (shared_correlation(made, counted, ["a", "b"], index), None):
            least, most = newcombe(*bounds, alike=alike)
            found.append(float(((least <= truth + 1e-12) & (truth - 1e-12 <= most)).mean()))
        rows.append((articles, common, low, high, cells, *found))
    names = ["articles", "common", "share_b", "share_a", "cells", "coverage", "as_if_independent"]
    return pd.DataFrame(rows, columns=names)


def through_texts() -> pd.DataFrame:
    """Coverage where the whole road is gone: articles are written, read, measured and counted; truth is planted."""
    rows = []
    for seed in range(1, 5):
        corpus = framing.simulate(articles=4800, seed=seed)
        cells = framing.trends(corpus, by="source", every="year")
        assert corpus.truth is not None
        truth = corpus.truth.assign(period=corpus.truth["month"].str[:4])
        truth = truth.assign(weighed=truth["probability"] * truth["articles"])
        summed = truth.groupby(["source", "period", "frame"])[["weighed", "articles"]].sum()
        planted = (summed["weighed"] / summed["articles"]).rename("planted")
        both = cells.join(planted, on=["group", "period", "code"])
        both = both[both["shown"] & both["planted"].notna()]
        rows.append((seed, len(both), float(both["planted"].between(both["low"], both["high"]).mean())))
    return pd.DataFrame(rows, columns=["seed", "cells", "coverage"])


def series(generator: np.random.Generator, *, articles: int, jump: float = 0.0) -> np.ndarray:
    """Draw 84 months around 25 %: AR(1) noise of 0.5 of 3 points, sampling, and perhaps a jump in month 41."""
    noise = np.empty(84)
    noise[0] = generator.normal()
    for month in range(1, 84):
        noise[month] = 0.5 * noise[month - 1] + generator.normal() * np.sqrt(0.75)
    truth = np.clip(0.25 + 0.03 * noise + jump * (np.arange(84) >= 41), 0.01, 0.99)
    return generator.binomial(articles, truth) / articles


def study(generator: np.random.Generator, *, articles: int, jump: float) -> pd.DataFrame:
    """Draw the cells of eight series, as of two frames in four groups; the jump is in the first."""
    parts = []
    for number in range(8):
        values = series(generator, articles=articles, jump=jump if number == 0 else 0.0)
        reach = 1.96 * np.sqrt(values * (1 - values) / articles)
        parts.append(pd.DataFrame({
            "group": f"g{number}", "code": "x", "period": MONTHS, "articles": articles, "estimate": values,
            "low": values - reach, "high": values + reach, "shown": True, "partial": False,
        }))  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def events(corpora: int = 200) -> pd.DataFrame:
    """Count corpora without a jump that have an event called or a change found, and those with one that find it."""
    places = (10, 17, 22, 30, 37, 41, 50, 58, 63, 72)
    ledger = pd.DataFrame({
        "event_id": [f"e{at}" for at in places], "date": [pd.Period(MONTHS[at]).start_time.date() for at in places],
        "label": [f"Event {at}" for at in places], "frames": "x",
    })  # fmt: skip
    rows = []
    for articles, jump in itertools.product((100, 400), (0.0, 0.15)):
        generator = np.random.default_rng([4, articles, int(jump * 100)])
        called = below = placebos = found = 0
        for _ in range(corpora):
            cells = study(generator, articles=articles, jump=jump)
            table = event_effects(cells, ledger)
            changes = change_points(cells)
            if jump:
                row = table[(table["group"] == "g0") & (table["event_id"] == "e41")].iloc[0]
                called += bool(row["called"])
                of = changes[changes["group"] == "g0"]["period"]
                found += any(abs(MONTHS.index(each) - 41) <= 2 for each in of)
            else:
                called += bool(table["called"].any())
                found += changes["group"].nunique() / 8
            dots = table[(table["kind"] == "placebo") & (table["group"] != "g0")]
            below, placebos = below + int((dots["p"] < 0.05).sum()), placebos + len(dots)
        rows.append((articles, jump, corpora, called / corpora, found / corpora, below / placebos))
    return pd.DataFrame(rows, columns=["articles", "jump", "corpora", "events", "changes", "placebos_below_0.05"])


def figure(table: pd.DataFrame, folder: Path) -> None:
    """Draw the coverage of shares: a panel a cluster size, a line a number of articles, over-dispersion averaged."""
    looks = {20: (OPPOSITE, "s"), 50: ("#985721", "^"), 100: ("#8443e0", "D"), 400: (ACCENT, "o")}
    mean = table.groupby(["cluster_size", "articles", "share"])["coverage"].mean()
    with drawing():
        sheet = Sheet(
            "How often a 95% interval of a share holds the truth", "Cells that it covers, %", body=2.9,
            notes=[f"{len(table):,} points of {int(table['cells'].iloc[0]):,} cells. Dashed: 95%; dotted: 88%."],
        )  # fmt: skip
        width = (WIDTH - 0.7 - 2 * 0.3) / 3
        for place, size in enumerate(CLUSTERS):
            axes = sheet.panel(0.5 + place * (width + 0.3), 0.55, width, 1.85, numbers=place == 0)
            axes.set_ylim(85, 100)
            axes.set_xticks(range(len(SHARES)))
            axes.set_xticklabels([f"{each:.0%}".replace("%", "") for each in SHARES])
            axes.axhline(95, color=INK, lw=0.9, alpha=0.6, ls=(0, (4, 2)))
            axes.axhline(88, color=INK, lw=0.9, alpha=0.6, ls=(0, (1, 2)))
            for articles, (colour, marker) in looks.items():
                values = [100 * mean[size, articles, share] for share in SHARES]
                axes.plot(
                    range(len(SHARES)), values, color=colour, marker=marker, ms=4, lw=1.2, label=f"{articles} articles"
                )
            name = "no copies" if size == 1 else f"{size:g} articles a story"
            sheet.words(0.5 + place * (width + 0.3), 0.3, name, fontsize=9, fontweight="bold")
            sheet.words(
                0.5 + place * (width + 0.3) + width / 2, 2.62, "true share, %", fontsize=7.5, alpha=QUIET, ha="center"
            )
        handles, names = axes.get_legend_handles_labels()
        sheet.legend(handles, names, y=0.04)
    sheet.chart(table, "Coverage of the interval of a share.").save("coverage", str(folder))


def markdown(table: pd.DataFrame, digits: int = 3) -> str:
    """Return a table as Markdown."""

    def told(value: object) -> str:
        return f"{value:.{digits}f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)

    lines = [table.columns.tolist(), ["---"] * len(table.columns), *table.map(told).to_numpy().tolist()]
    return "\n".join("| " + " | ".join(map(str, each)) + " |" for each in lines)


PAGE = """\
# Do the intervals cover?

A 95% interval should hold the truth 95 times in 100, in rare frames and common ones, in small cells and where one
dispatch fills ten pages. `make calibrate` measures it on drawn corpora whose truth is known, and writes this page.

## Shares

![Coverage of the interval of a share](coverage.png)

Wilson's interval on the effective number of articles, n²/Σm² (m: articles that carry one story). {points} points of
articles, share, copies and over-dispersion, {cells:,} cells each, nothing left out for being small: on average
{mean:.1%} of the intervals hold their cell's share; at the worst point ({worst}) {least:.1%}.
Truth is the share of the cell's own stories to come, given its events: over-dispersion moves it from cell to cell.
All points are in [coverage.csv](coverage.csv).

{by}

## Rates, saliences, tone

The Poisson bootstrap on stories, 1,000 replicates, percentiles taken further out where stories are few (Hesterberg
2015), and at least as wide as Wilson's interval of the articles that hit makes it. Cells of at least five stories,
which is what charts show. Where hits are rare these intervals are wider than they need be: they err on the side
of doubt.

{other}

## Differences

Two groups of which a part of the stories is carried by both (*common*). With the correlation that these bring the
interval keeps its coverage and is narrower; taken as independent it covers too much.

{apart}

## Through the texts

`framing.simulate` writes articles with planted shares; they are read, measured and counted like any others. Shares by
source and year, all frames: {texts:.1%} of {number:,} intervals hold the planted share.

## Events and change points

84 months, eight series (two frames in four groups) around 25% with AR(1) noise of 0.5 and a standard deviation of
three points, ten events, so many *articles* in each group and month. *events*: without a jump, the part of corpora in
which any event is called; with one, the part in which the right event is. *changes*: without a jump, the part of
series that show a change; with one, the part of corpora in which it is found within two months. *placebos*: dates
without an event whose p-value is below 0.05.

{events}
"""


def page(covered: pd.DataFrame, parts: dict[str, pd.DataFrame]) -> str:
    """Write the page, its figures computed from the tables."""
    worst = covered.loc[covered["coverage"].idxmin()]
    texts = parts["texts"]
    spread = ["mean", "min", "max"]
    return PAGE.format(
        points=len(covered),
        cells=int(covered["cells"].iloc[0]),
        mean=covered["coverage"].mean(),
        worst=f"{worst['articles']:.0f} articles, a share of {worst['share']:.0%}, {worst['cluster_size']:g} a story",
        least=worst["coverage"],
        by=markdown(covered.groupby(["articles", "cluster_size"])["coverage"].agg(spread).reset_index()),
        other=markdown(parts["ratios"].groupby(["measure", "cluster_size"])["coverage"].agg(spread).reset_index()),
        apart=markdown(parts["differences"].groupby("common")[["coverage", "as_if_independent"]].mean().reset_index()),
        texts=float(np.average(texts["coverage"], weights=texts["cells"])),
        number=int(texts["cells"].sum()),
        events=markdown(parts["events"]),
    )


def main(small: bool) -> None:
    """Measure, print and write; small: a minute, and nothing is written."""
    begun = time.time()
    covered = shares(400 if small else CELLS)
    parts = {
        "ratios": ratios(100 if small else 1000),
        "differences": differences(200 if small else 1000),
        "texts": through_texts(),
        "events": events(10 if small else 200),
    }
    text = page(covered, parts)
    print(text)
    if not small:
        folder = root() / "docs"
        covered.round(5).to_csv(folder / "coverage.csv", index=False)
        (folder / "calibration.md").write_text(text, encoding="utf-8")
        figure(covered, folder)
        (folder / "coverage.svg").unlink()
    print(f"{time.time() - begun:,.0f} s")


if __name__ == "__main__":
    main("--small" in sys.argv)
