"""One batch of articles in, its mentions and features out: used by notebooks, command line and workers alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing.measures import vader
from framing.measures.codebook import Matcher
from framing.measures.codebook.match import Candidates
from framing.text.tokens import Tokens, expand, tokens_of

__all__ = ["LEAD_WORDS", "Measured", "measure"]

# The lead: what a reader takes in before deciding whether to go on, and about what a wire snippet holds.
LEAD_WORDS = 50

_PARTS = np.array(["headline", "body"], dtype=object)


@dataclass(frozen=True)
class Measured:
    """What a batch of articles holds.

    Attributes
    ----------
    candidates : DataFrame
        Every match of every line: the columns of ``mentions``, with ``won`` and ``excluded_by``.
    features : DataFrame
        One row an article, in the articles' order.
    """

    candidates: pd.DataFrame
    features: pd.DataFrame


def measure(articles: pd.DataFrame, matcher: Matcher, *, tone: str = "vader") -> Measured:
    """Measure a batch of articles.

    Parameters
    ----------
    articles : DataFrame
        With ``article_id``, ``headline`` and ``body``; a missing text is empty.
    matcher : Matcher
        The codebook, made ready.
    tone : str
        ``"vader"``, or ``"nltk"`` for the analyzer of nltk, which is slower and differs on about 4 % of sentences.

    Returns
    -------
    Measured
        Offsets count characters of the headline or the body as given.
    """
    texts = articles[["headline", "body"]].fillna("").astype(object).to_numpy().ravel().tolist()
    tokens = tokens_of(texts)
    found = matcher.candidates(tokens)
    candidates = _candidates(found, tokens, matcher, articles["article_id"].to_numpy(), texts)
    features = pd.DataFrame({"article_id": articles["article_id"].to_numpy()})
    per_text = np.diff(tokens.first).reshape(-1, 2)
    features["words"] = per_text.sum(axis=1)
    features["headline_words"] = per_text[:, 0]
    features["sentences"] = tokens.sentences.reshape(-1, 2).sum(axis=1)
    features["lead_end"] = _lead_ends(tokens)
    won = found.won
    article = tokens.text[found.first[won]] // 2
    hits = np.zeros((len(matcher.entries), len(articles)), dtype=np.int64)
    np.add.at(hits, (found.entry[won], article), 1)
    features["on_topic"] = hits[0] > 0
    tones = _tones(texts, tokens, found, matcher, tone)
    features = features.assign(**tones, **dict(zip([e.column for e in matcher.entries[1:]], hits[1:], strict=True)))
    return Measured(candidates, features)


def _candidates(
    found: Candidates, tokens: Tokens, matcher: Matcher, article_id: np.ndarray, texts: list[str]
) -> pd.DataFrame:
    """Turn matches into a table, the topic's left out: it decides the denominator and is no mention."""
    shown = np.flatnonzero(found.entry > 0)
    order = shown[np.lexsort((found.entry[shown], found.last[shown], found.first[shown]))]
    first, last, entry = found.first[order], found.last[order], found.entry[order]
    text, start, end = tokens.text[first], tokens.start[first], tokens.end[last - 1] if len(last) else last
    terms = np.array([line.text for line in matcher.lines] + [""], dtype=object)
    kinds = np.array([each.kind for each in matcher.entries], dtype=object)
    codes = np.array([each.code for each in matcher.entries], dtype=object)
    said = [texts[t][a:b] for t, a, b in zip(text.tolist(), start.tolist(), end.tolist(), strict=True)]
    return pd.DataFrame(
        {
            "article_id": article_id[text // 2],
            "part": _PARTS[text % 2],
            "sentence": tokens.sentence[first],
            "start": start,
            "end": end,
            "kind": kinds[entry],
            "code": codes[entry],
            "term": terms[found.line[order]],
            "text": pd.Series(said, dtype=object),  # a text may hold what no string column of pandas can
            "won": found.won[order],
            "excluded_by": terms[found.excluded_by[order]],
        }
    )


def _lead_ends(tokens: Tokens) -> np.ndarray:
    """Return where the lead ends in each body: after its 50th word, or its last."""
    first, last = tokens.first[1:-1:2], tokens.first[2::2]
    stop = np.minimum(first + LEAD_WORDS, last)
    return np.where(stop > first, tokens.end[np.maximum(stop - 1, 0)] if len(tokens) else 0, 0)


def _tones(texts: list[str], tokens: Tokens, found: Candidates, matcher: Matcher, tone: str) -> dict[str, np.ndarray]:
    """Average the tone of the sentences of each body and of each headline, masked and raw."""
    pieces = tokens.pieces
    base = np.cumsum(tokens.sentences) - tokens.sentences
    sentence = base[pieces.text] + tokens.piece_sentence
    total = int(tokens.sentences.sum())
    masked_pieces = np.zeros(len(pieces.ids), dtype=bool)
    counted = np.flatnonzero(found.won & (found.entry > 0))
    covered = expand(found.first[counted], found.last[counted] - found.first[counted])
    masked_pieces[tokens.piece[covered]] = True
    if tone == "nltk":
        from framing.measures.nltk_tone import sentence_scores

        raw, masked = sentence_scores(texts, pieces, sentence, total, masked_pieces)
    else:
        words = vader.words_of(pieces, sentence, total)
        scores = vader.valences(words)
        raw = vader.compound(words, scores)
        masked = vader.compound(words, np.where(masked_pieces[words.piece], 0.0, scores))
    owner = np.repeat(np.arange(len(texts)), tokens.sentences)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = [np.bincount(owner, each, minlength=len(texts)) / tokens.sentences for each in (masked, raw)]
    # Sums of tone are sums of whole numbers of 1e-6, so that they do not depend on the order of adding.
    masked, raw = (np.round(each, 6).reshape(-1, 2) for each in means)
    return {
        "tone": masked[:, 1],
        "tone_raw": raw[:, 1],
        "tone_headline": masked[:, 0],
        "tone_headline_raw": raw[:, 0],
    }
