"""Articles measured in this process, in batches of a given size."""

from __future__ import annotations

from framing.articles.texts import Texts
from framing.corpus.measuring import TOGETHER, Instruments
from framing.engine.run import Engine
from framing.measures.kernel import Measured


def measure_articles(articles, codebook, *, batch=20_000):
    texts = Texts.hold(articles)
    instruments = Instruments(codebook, engine=Engine(workers=1), batch=batch)
    return Measured(articles["article_id"].to_numpy(dtype=object), {p: instruments.read(texts, p) for p in TOGETHER})
