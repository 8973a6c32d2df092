"""Passages cut to what may be quoted: the pages together never hold more, by a count that is not the cutter's."""

from __future__ import annotations

import random

import pytest

import framing
from framing.corpus.quotable import together_quotable
from framing.project import FramingError
from framing.text.quoted import quoted


def corpus_of(tiny, seed, number=12, length=300):
    """Bodies of words of their own, with mentions of frames strewn in, some close together."""
    chance = random.Random(seed)
    rows = []
    for article in range(number):
        words = [f"a{article}w{place}" for place in range(length)]
        for _ in range(chance.randrange(0, 9)):
            words[chance.randrange(length)] = chance.choice(["spy", "race", "spies"])
        rows.append({"title": "Space", "text": " ".join(words) + ".", "outlet": "Alpha", "date": "2024-01-10"})
    return tiny(rows)


def shown(table):
    return [f"{row.left}{row.match}{row.right}" for row in table[table["part"] == "body"].itertuples()]


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("words", "length"), [(40, 300), (20, 80), (40, 30)])
def test_all_pages_together_hold_no_more_than_may_be_quoted(tiny, seed, words, length):
    corpus = corpus_of(tiny, seed, length=length)
    pages = [
        framing.passages(corpus, words=18),
        framing.kwic(corpus, "spy", words=12),
        framing.kwic(corpus, "a1w* | a2w2*", words=15),
    ]
    bodies = corpus.articles["body"].tolist()
    whole = quoted(bodies, [text for page in pages for text in shown(page)])
    cut = quoted(bodies, [text for page in pages for text in shown(framing.quotable(corpus, page, words=words))])
    assert all(each.longest <= words for each in cut)
    assert all(each.total <= max(words, each.words // 4) for each in cut)
    assert sum(each.total for each in cut) <= sum(each.total for each in whole)
    if length == 300:
        assert any(each.longest > words for each in whole)
        assert max(each.longest for each in cut) > words // 2  # what may be shown is shown


def test_what_is_cut_still_stands_in_the_text_and_holds_the_match(tiny):
    corpus = corpus_of(tiny, 4)
    bodies = dict(zip(corpus.table["article_id"], corpus.articles["body"], strict=True))
    table = framing.quotable(corpus, framing.passages(corpus, words=18), words=20)
    assert len(table)
    for row, text in zip(table.itertuples(), shown(table), strict=True):
        assert text in bodies[row.article_id]
        assert bodies[row.article_id][row.start : row.end] == row.match


def test_headlines_free_corpora_and_nought_are_left_as_they_are(tiny, tmp_path):
    corpus = corpus_of(tiny, 5)
    table = framing.passages(corpus)
    assert framing.quotable(corpus, table, words=0) is table
    assert framing.quotable(corpus, table.iloc[:0], words=20).empty
    (tmp_path / "tiny" / "corpus.yml").write_text("licence: CC0-1.0\n", encoding="utf-8")
    free = framing.load(tmp_path / "tiny")
    assert framing.quotable(free, table, words=20) is table
    with pytest.raises(FramingError, match="words=5: at least 8 words in a row"):
        framing.quotable(corpus, table, words=5)


def test_a_sentence_that_stands_twice_and_copies_of_a_text_are_counted_where_they_stand(tiny):
    sentence = " ".join(f"s{number}" for number in range(30))
    lead = f"{sentence} a race in space {' '.join(f'l{number}' for number in range(25))}"
    twice = f"{lead} {sentence} {' '.join(f'm{number}' for number in range(25))}"
    story = " ".join("spy" if number in (60, 95, 130) else f"t{number}" for number in range(200))
    longer = f"{story} {' '.join(f'e{number}' for number in range(300))}"
    rows = [
        {"title": f"Space {number}", "text": text, "outlet": outlet, "date": "2024-01-10"}
        for number, (text, outlet) in enumerate([(twice, "Alpha"), (story, "Alpha"), (longer, "Beta")])
    ]
    corpus = tiny(rows)
    assert corpus.clusters["cluster_id"].nunique() == 2
    found = quoted(corpus.articles["body"].tolist(), shown(framing.quotable(corpus, framing.passages(corpus))))
    assert len(found) == 3
    assert all(each.longest <= 40 and each.total <= max(40, each.words // 4) for each in found)


def test_sentences_that_articles_borrow_from_each_other_stay_within_bounds_on_one_page(tiny):
    said = [" ".join(f"s{part}x{number}" for number in range(12)) for part in range(6)]
    rows = []
    for part, sentence in enumerate(said):
        own = " ".join(f"o{part}y{number}" for number in range(160))
        rows.append(f"{own} the space race {sentence} {own[::-1]}")
    rows.append(" ".join(said))  # no mention of its own, and all of it in the others' passages
    corpus = tiny(
        [{"title": f"Space {n}", "text": text, "outlet": "Alpha", "date": "2024-01-10"} for n, text in enumerate(rows)]
    )
    bodies = corpus.articles["body"].tolist()
    page = framing.quotable(corpus, framing.passages(corpus))
    assert quoted(bodies[-1:], shown(page))[0].total > 40
    cut = together_quotable(corpus, page)
    assert all(each.total <= max(40, each.words // 4) for each in quoted(bodies, shown(cut)))
    assert cut["match"].tolist() == page["match"].tolist()
    assert all(row.left.endswith("the space ") and row.right.startswith(" s") for row in cut.itertuples())


def test_a_headline_that_the_body_begins_with_counts(tiny):
    headline = "A race " + " ".join(f"h{number}" for number in range(20))
    before, after = (" ".join(f"{letter}{number}" for number in range(11)) for letter in "bc")
    text = f"{headline} {before} spy {after}"
    corpus = tiny([{"title": headline, "text": text, "outlet": "Alpha", "date": "2024-01-10"}])
    page = framing.quotable(corpus, framing.passages(corpus))
    cut = together_quotable(corpus, page)
    bodies = corpus.articles["body"].tolist()
    assert quoted(bodies, [headline, *shown(page)])[0].total > 40
    assert quoted(bodies, [headline, *shown(cut)])[0].total <= 40
