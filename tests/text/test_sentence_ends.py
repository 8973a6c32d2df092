"""Sentence ends: by hand, and against nupunkt."""

from __future__ import annotations

import gzip
import re

import numpy as np
import pandas as pd
import pytest

from framing.text.tokens import tokens_of


def starts(text):
    tokens = tokens_of([text])
    begins = np.flatnonzero(np.diff(tokens.piece_sentence, prepend=-1))
    return tokens.pieces.start[begins].tolist()


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("It flew. It landed.", "It landed"),
        ("“It works.” The crew agreed.", "The crew"),
        ("Gen. John Lee spoke. He left.", "He left"),
        ("J. R. Lee spoke. He left.", "He left"),
        ("It cost $3.5 billion. Nobody blinked.", "Nobody"),
        ("The U.S. Air Force agreed. China did not.", "China"),
        ("He works in the U.S. The agency agreed.", "The agency"),
        ("At 5 p.m. the rocket left. Crowds cheered.", "Crowds"),
        ("Who won? Nobody knows.", "Nobody"),
        ("BEIJING, Oct. 23 (Reuters) – It warned. Spies came.", "Spies"),
        ("A heading without a stop\n\nThe text begins.", "The text"),
        ("Wrapped at\na line end. Next one.", "Next one"),
    ],
)
def test_the_second_sentence_begins_where_a_reader_says(text, second):
    assert starts(text) == [0, text.index(second)]


@pytest.mark.parametrize("text", ["Dr. Wang, Ph.D., of SpaceX Inc. in Texas", "e.g. the moon", "No. 5 is alive", "…"])
def test_no_sentence_ends_inside(text):
    assert len(starts(text)) == 1


def test_boundaries_agree_with_nupunkt_on_news(shared_data):
    import nupunkt

    with gzip.open(shared_data / "news" / "wikinews_2019_2020.csv.gz") as file:
        bodies = pd.read_csv(file)["body"].fillna("")
    hit = ours = theirs = 0
    for body in bodies:
        text = re.sub(r"\s+", " ", body).strip()
        mine = set(starts(text)) - {0}
        other = set()
        for begin, _ in nupunkt.sent_spans(text)[1:]:
            other.add(begin + len(text[begin:]) - len(text[begin:].lstrip()))
        hit, ours, theirs = hit + len(mine & other), ours + len(mine), theirs + len(other)
    assert 2 * hit / (ours + theirs) >= 0.98
