"""NLTK's VADER, for comparison: sentence by sentence, with the lexicon that ``vaderSentiment`` ships."""

from __future__ import annotations

import numpy as np

from framing.measures.vader_words import lexicon
from framing.text.pieces import Pieces

__all__ = ["sentence_scores"]

# A word without valence takes the place of a masked one.
_MASK = "thing"


def sentence_scores(
    texts: list[str], pieces: Pieces, sentence: np.ndarray, total: int, masked: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Score each sentence with ``nltk.sentiment.vader`` rules, raw and with masked pieces replaced.

    NLTK's port differs from the authors' code on about 4 % of sentences, and is some hundred times slower than
    our own; distinct sentences are scored once.

    Parameters
    ----------
    texts : list of str
        The batch.
    pieces : Pieces
    sentence : ndarray of int64, shape (n_pieces,)
        The sentence of each piece, over the whole batch.
    total : int
        How many sentences there are.
    masked : ndarray of bool, shape (n_pieces,)

    Returns
    -------
    raw, masked : ndarray of float64, shape (n_sentences,)
    """
    analyzer = _analyzer()
    known: dict[str, float] = {}

    def score(words: list[str]) -> float:
        text = " ".join(words)
        if text not in known:
            known[text] = analyzer.polarity_scores(text)["compound"]
        return known[text]

    raw, without = np.zeros(total), np.zeros(total)
    starts = np.append(np.flatnonzero(np.diff(sentence, prepend=-1)), len(sentence))
    for begin, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        words = [pieces.distinct[each] for each in pieces.ids[begin:end].tolist()]
        row = int(sentence[begin])
        raw[row] = score(words)
        without[row] = score([_MASK if m else w for w, m in zip(words, masked[begin:end].tolist(), strict=True)])
    return raw, without


def _analyzer():  # type: ignore[no-untyped-def]
    """Make NLTK's analyzer without its download: it reads a file, so its reading is stepped over."""
    from nltk.sentiment.vader import SentimentIntensityAnalyzer, VaderConstants

    analyzer = SentimentIntensityAnalyzer.__new__(SentimentIntensityAnalyzer)
    analyzer.lexicon = dict(lexicon())
    analyzer.constants = VaderConstants()
    return analyzer
