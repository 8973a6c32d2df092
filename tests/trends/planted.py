"""Series with a known truth: months of shares with autocorrelated noise, and a jump or a drift where one is planted."""

from __future__ import annotations

import numpy as np
import pandas as pd

MONTHS = [str(each) for each in pd.period_range("2019-01", periods=84, freq="M")]


def ledger(dates, frames="x"):
    days = [pd.Timestamp(each).date() for each in dates]
    return pd.DataFrame({
        "event_id": [f"e{number}" for number in range(len(dates))], "date": days,
        "label": [f"Event {number}" for number in range(len(dates))], "frames": frames,
    })  # fmt: skip


def cells(values, articles=400, group="all", code="x"):
    values = np.asarray(values, dtype=float)
    reach = 1.96 * np.sqrt(values * (1 - values) / articles)
    return pd.DataFrame({
        "group": group, "code": code, "period": MONTHS[: len(values)], "articles": articles, "estimate": values,
        "low": values - reach, "high": values + reach, "shown": True, "partial": False,
    })  # fmt: skip


def shares(generator, *, jump=0.0, drift=0.0, articles=400):
    """84 months around 25 %: AR(1) noise of 0.5 of 3 points, and sampling; a jump from month 41 on, a drift."""
    noise = np.zeros(84)
    noise[0] = generator.normal()
    for month in range(1, 84):
        noise[month] = 0.5 * noise[month - 1] + generator.normal() * np.sqrt(0.75)
    truth = 0.25 + 0.03 * noise + jump * (np.arange(84) >= 41) + drift * np.arange(84) / 84
    return generator.binomial(articles, truth.clip(0.01, 0.99)) / articles
