"""Clusters found before: the same articles are compared once, not by each notebook of a report."""

from __future__ import annotations

import hashlib

import pandas as pd
import pyarrow as pa

from framing.articles.texts import Texts
from framing.corpus.measuring import Instruments
from framing.corpus.wire.agencies import Agencies
from framing.corpus.wire.clusters import cluster
from framing.engine.cache import KEY
from framing.engine.digests import code_of, digest, table_digest

__all__ = ["kept_clusters"]

# Fewer articles are compared sooner than looked up.
_FEW = 500


def kept_clusters(
    instruments: Instruments,
    texts: Texts,
    articles: pd.DataFrame,
    given: pd.DataFrame,
    agencies: Agencies,
    *,
    days: int,
    least: float,
) -> pd.DataFrame:
    """Cluster articles, or return what was found before for the very same ones; see `framing.wire_clusters`.

    What is kept is named by a hash of all that the clusters depend on: the texts and their order, ids, dates, outlets,
    the names of agencies, the two thresholds, and the code. Parameters are those of `cluster`.

    Parameters
    ----------
    articles : DataFrame
        ``article_id`` and ``published``.
    """
    asked = (instruments, texts, articles["article_id"], articles["published"], given, agencies)
    if len(articles) < _FEW:
        return cluster(*asked, days=days, least=least)
    said = pd.concat([articles[["article_id", "published"]], given], axis=1)
    texts_said = hashlib.blake2b(b"".join(texts.keys.to_pylist())).hexdigest()
    told = (agencies.names, days, least, instruments.names["prints"], code_of("framing.corpus.wire"))
    name = digest(texts_said, table_digest(said), *told)
    places = pa.array([number.to_bytes(16, "big") for number in range(len(articles))], KEY)
    found = instruments.cache.read(f"clusters-{name}", places)
    if found is not None:
        return found.to_pandas()
    made = cluster(*asked, days=days, least=least)
    instruments.cache.keep(f"clusters-{name}", places, pa.Table.from_pandas(made, preserve_index=False))
    instruments.cache.tidy()
    return made
