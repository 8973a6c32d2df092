"""The words that set groups apart: planted ones are found, bursts and chance are not, and each has its passages."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from math import log, sqrt

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

import framing
from framing.measures.terms import is_content
from framing.project import FramingError
from framing.trends.discoveries import adjusted
from framing.trends.keyness import KEYNESS, keyness
from framing.trends.keyness_passages import keyness_passages

FEW = {"permutations": 1000, "top": 0}


def stories(seed=1, number=80):
    """Eighty stories about space of thirty-odd words that mean nothing: each outlet in turn, a day each."""
    draw = np.random.default_rng(seed)
    for day in range(number):
        words = [f"{chr(97 + each // 20)}o{chr(97 + each % 20)}o" for each in draw.integers(0, 100, 36)]
        # As often as not a second time: a word of which every story has the same number says how long the stories are.
        words += ["space"] * int(draw.integers(0, 3))
        date = str(pd.Timestamp("2024-01-01") + pd.Timedelta(days=10 * day))[:10]
        yield {
            "title": f"Space {words[0]}",
            "text": " ".join(words),
            "outlet": ("Alpha", "Beta")[day % 2],
            "date": date,
        }


def planted():
    """One word in one story of Alpha, ten times, which it prints five times; two more that Alpha prefers."""
    rows = list(stories())
    for row in rows[0:60:2]:
        row["text"] += " glacier"
    for row in (rows[1], rows[41]):
        row["text"] += " glacier"
    for row in rows[20:50:2]:
        row["text"] += " summit"
    for row in rows[70:76]:
        row["text"] += " balloon"
    rows[10]["text"] += " balloon" * 10
    return rows + [rows[10] | {"title": f"Space again {each}"} for each in ("once", "twice", "thrice", "more")]


@pytest.fixture
def two(tiny):
    return tiny(planted())


@pytest.fixture(scope="module")
def four():
    return framing.simulate(articles=300, seed=1)


def test_planted_words_are_found(two):
    table = keyness(two, permutations=5000)
    north = table[table["group"] == "North"]
    assert north.loc[north["q"] < 0.05, "term"].tolist() == ["glacier", "summit"]
    counts = ["count", "count_rest", "articles", "articles_rest", "clusters"]
    assert north.loc[north["term"] == "summit", counts].values.tolist() == [[15, 0, 15, 0, 15]]
    assert north["rest"].unique().tolist() == ["South"]
    assert {"glacier", "summit", "balloon"}.isdisjoint(table.loc[table["group"] == "South", "term"])


def test_a_burst_is_not_called_where_words_by_themselves_would_be(two):
    assert two.clusters["cluster_id"].nunique() == 80
    north = keyness(two, **FEW).query("group == 'North'").set_index("term")
    assert north.loc["balloon", ["count", "count_rest", "articles", "clusters"]].tolist() == [53, 3, 8, 4]
    assert north.loc["balloon", "p"] > 0.3
    by_words = pd.Series(adjusted(2 * norm.sf(north["z"].abs())), index=north.index)
    assert north.loc["balloon", "z"] > 1.96 and by_words["balloon"] < 0.001


def test_random_halves_of_one_corpus_bring_no_discoveries(four):
    """Forty halves by story: with q < 0.05 one in twenty may have any; of all p one in twenty is below 0.05."""
    ids = four.clusters["cluster_id"]
    names = sorted(set(ids))
    called, low = 0, []
    for split in range(40):
        half = dict(zip(names, np.random.default_rng(split).permutation(len(names)) % 2, strict=True))
        table = keyness(replace(four, table=four.table.assign(half=ids.map(half).astype(str).to_numpy())), by="half",
                        permutations=4000, top=0)  # fmt: skip
        called += int((table["q"] < 0.05).any())
        low.append((table["p"].dropna() <= 0.05).mean())
    assert called <= 2
    assert np.mean(low) == pytest.approx(0.05, abs=0.015)


def test_the_table_is_that_of_the_published_formula(two):
    """Every number counted anew from the texts, word by word."""
    said = {"North": Counter(), "South": Counter()}
    for group, headline, body in zip(
        two.articles["group"], two.articles["headline"], two.articles["body"], strict=True
    ):
        said[group].update(each for each in f"{headline} {body}".lower().split() if is_content(each))
    sizes = {group: sum(counts.values()) for group, counts in said.items()}
    whole = sum(sizes.values())
    table = keyness(two, **FEW)
    assert set(table["term"]) == set(said["North"]) | set(said["South"])
    for row in table.itertuples():
        y_i, y_j, n_i, n_j = said[row.group][row.term], said[row.rest][row.term], sizes[row.group], sizes[row.rest]
        a_0 = whole / 10
        a_w = a_0 * (y_i + y_j) / whole
        delta = log((y_i + a_w) / (n_i + a_0 - y_i - a_w)) - log((y_j + a_w) / (n_j + a_0 - y_j - a_w))
        variance = 1 / (y_i + a_w) + 1 / (y_j + a_w)
        assert (row.count, row.count_rest) == (y_i, y_j)
        assert (row.log_odds, row.variance, row.z) == pytest.approx((delta, variance, delta / sqrt(variance)), abs=1e-9)


def test_the_order_of_the_articles_changes_no_byte(tiny, two):
    rows = planted()
    mixed = tiny([rows[each] for each in np.random.default_rng(1).permutation(len(rows))])
    assert mixed.table["article_id"].tolist() != two.table["article_id"].tolist()
    assert keyness(mixed, **FEW).to_csv() == keyness(two, **FEW).to_csv()


def test_two_groups_are_each_others_mirror_and_their_order_changes_only_that_of_the_rows(two):
    one, other = (keyness(two, groups=each, **FEW) for each in (["North", "South"], ["South", "North"]))
    assert one["group"].iloc[0] == "North" and other["group"].iloc[0] == "South"
    by = ["group", "term"]
    assert one.sort_values(by).to_csv(index=False) == other.sort_values(by).to_csv(index=False)
    north, south = (one[one["group"] == each].sort_values("term") for each in ("North", "South"))
    for name in ("log_odds", "z"):
        assert north[name].tolist() == (-south[name]).tolist()
    for name in ("variance", "p", "q"):
        assert north[name].to_numpy().tobytes() == south[name].to_numpy().tobytes()
    assert north["count"].tolist() == south["count_rest"].tolist()


def test_several_groups_are_each_compared_with_all_others(four):
    table = keyness(four, permutations=200, top=3)
    assert table.columns.tolist() == KEYNESS
    assert table.groupby("group").size().tolist() == [3, 3, 3, 3]
    assert table.loc[table["group"] == "Europe", "rest"].unique().tolist() == ["China, India, United States"]
    assert (table["z"] > 0).all()
    turned = keyness(four, permutations=200, top=3, groups=["United States", "India", "Europe", "China"])
    assert turned.drop_duplicates("group")["group"].tolist() == ["United States", "India", "Europe", "China"]
    assert turned.sort_values(["group", "term"]).to_csv(index=False) == table.sort_values(["group", "term"]).to_csv(
        index=False
    )


def test_discoveries_come_first_then_what_stands_out_most(two):
    north = keyness(two, **FEW).query("group == 'North'")
    called = (north["q"] < 0.05).tolist()
    assert called == sorted(called, reverse=True)
    for part in (north[north["q"] < 0.05], north[~(north["q"] < 0.05)]):
        assert part["z"].is_monotonic_decreasing


def test_a_term_in_fewer_than_five_stories_is_not_tested(tiny):
    rows = list(stories())
    for row in rows[:8:2]:
        row["text"] += " vier"
    for row in rows[:10:2]:
        row["text"] += " fünf"
    table = keyness(tiny(rows), **FEW).query("group == 'North'").set_index("term")
    assert np.isnan(table.loc["vier", ["p", "q"]].astype(float)).all()
    assert table.loc["fünf", ["p", "q"]].notna().all()


def test_stories_that_both_groups_print_stay_in_both(tiny):
    """All stories of North are printed by South: nothing can be exchanged, so nothing is tested."""
    rows = [row | {"outlet": outlet} for row in stories(number=12) for outlet in ("Alpha", "Beta")]
    table = keyness(tiny(rows), **FEW)
    assert table["p"].isna().all() and (table["log_odds"].abs() < 1e-12).all()


def test_outlets_names_and_stop_words_are_no_terms(tiny):
    rows = [row | {"text": f"{row['text']} the Alpha 2024"} for row in stories()]
    assert {"alpha", "the", "2024"}.isdisjoint(keyness(tiny(rows), **FEW)["term"])


def test_only_articles_with_a_frame_are_compared(tiny):
    rows = list(stories())
    for row in rows[:30]:
        row["text"] += " spy ring"
    table = keyness(tiny(rows), frames=["espionage"], **FEW).set_index(["group", "term"])
    assert table.loc[("North", "spy"), ["articles", "articles_rest"]].tolist() == [15, 15]
    assert (table["articles"] <= 15).all()


def test_pairs_are_terms_when_asked_for(two):
    assert not keyness(two, **FEW)["term"].str.contains(" ").any()
    assert keyness(two, bigrams=True, **FEW)["term"].str.contains(" ").any()


def test_small_groups_are_left_out_unless_named(tiny):
    rows = [row for row in stories() if row["outlet"] == "Alpha" or row["date"] < "2024-06-29"]
    corpus = tiny(rows)
    assert keyness(corpus, **FEW).empty
    assert set(keyness(corpus, groups=["North", "South"], **FEW)["group"]) == {"North", "South"}
    assert set(keyness(corpus, min_articles=9, **FEW)["group"]) == {"North", "South"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"groups": ["North", "Sout"]}, 'no group "Sout" among the articles that count; did you mean "South"'),
        ({"groups": ["North"]}, 'only "North" is named; name two or more'),
        ({"by": "sources"}, 'by="sources" is no column of the articles; did you mean "source"'),
        ({"frames": ["espionag"]}, "espionage"),
        ({"denominator": "topics"}, 'denominator="topics" is not known; did you mean "topic"'),
        ({"prior": -1}, "prior=-1 must not be negative"),
        ({"permutations": 0}, "permutations=0 must be at least 1"),
    ],
)
def test_what_cannot_be_compared_is_said(two, options, message):
    with pytest.raises(FramingError, match=message):
        keyness(two, **options)


def test_a_corpus_of_nothing_has_no_keywords(tiny):
    corpus = tiny([{"title": "Soup", "text": "soup", "outlet": "Alpha", "date": "2024-01-01"}])
    assert keyness(corpus).columns.tolist() == KEYNESS
    assert keyness(corpus).empty
    assert keyness_passages(corpus, keyness(corpus)).empty


def test_every_word_has_its_passages(two):
    table = keyness(two, permutations=5000, top=2)
    passages = keyness_passages(two, table, number=3)
    assert passages[["group", "term"]].drop_duplicates().values.tolist() == table[["group", "term"]].values.tolist()
    assert passages.groupby(["group", "term"]).size().max() == 3
    texts = two.articles.set_index("article_id")
    for row in passages.itertuples():
        assert texts.loc[row.article_id, row.part][row.start : row.end].lower() == row.match.lower() == row.term
        assert texts.loc[row.article_id, "group"] == row.group
    stories_of = two.clusters.set_index("article_id")["cluster_id"]
    assert (
        not passages.assign(story=passages["article_id"].map(stories_of)).duplicated(["group", "term", "story"]).any()
    )
    summit = passages[passages["term"] == "summit"]["published_local"].dt.strftime("%Y-%m-%d").tolist()
    assert summit == ["2024-07-19", "2024-12-06", "2025-04-25"]
    assert framing.show_passages(passages).rows


def test_a_story_gives_one_passage(two):
    table = pd.DataFrame({"group": ["North"], "term": ["balloon"]})
    assert len(keyness_passages(two, table, number=0)) == 4


def test_passages_of_sources_and_pairs(two):
    table = keyness(two, by="source", bigrams=True, permutations=1000, top=0)
    pair = table[table["term"].str.contains(" ") & (table["count"] > 0)].head(1)
    passages = keyness_passages(two, pair, by="source", number=1)
    assert passages["source"].tolist() == passages["group"].tolist() == pair["group"].tolist()
    assert passages["match"].str.lower().tolist() == pair["term"].tolist()


def test_passages_of_what_is_not_there_are_refused(two):
    with pytest.raises(FramingError, match='no group "Nort" among the articles that count; did you mean "North"'):
        keyness_passages(two, pd.DataFrame({"group": ["Nort"], "term": ["summit"]}))
    with pytest.raises(FramingError, match='The table has no column "term"'):
        keyness_passages(two, pd.DataFrame({"group": ["North"], "words": ["summit"]}))
