"""Three policies, one story: what is counted, and that every number follows."""

from __future__ import annotations

import pytest

import framing
from framing.project import FramingError

STORY = "Spies are after the plans of a new rocket, officials in the capital said on Monday, and few were surprised. "
STORY = (
    STORY + "The space race goes on, they added, with three nations in front and many more behind them, all in a hurry."
)
OWN = "A quiet week in orbit has ended with a new satellite for the weather service, which had waited since spring."


@pytest.fixture
def news(tiny):
    return tiny(
        [
            {"title": "Spies after rocket plans", "text": STORY, "outlet": "Omega", "date": "2024-01-01T08:00:00Z"},
            {"title": "Space race heats up", "text": STORY, "outlet": "Alpha", "date": "2024-01-01T09:00:00Z"},
            {"title": "Rocket plans", "text": STORY, "outlet": "Alpha", "date": "2024-01-02T09:00:00Z"},
            {"title": "SPIES AFTER ROCKET PLANS!", "text": STORY, "outlet": "Beta", "date": "2024-01-02T10:00:00Z"},
            {
                "title": "Weather satellite rises",
                "text": f"{OWN} space",
                "outlet": "Beta",
                "date": "2024-01-03T10:00:00Z",
            },
        ]
    )


@pytest.mark.parametrize(
    ("policy", "counted"),
    [
        ("all", {"Omega": 1, "Alpha": 2, "Beta": 2}),
        ("one-per-cluster", {"Omega": 1, "Beta": 1}),
        ("one-per-source", {"Omega": 1, "Alpha": 1, "Beta": 2}),
    ],
)
def test_each_policy_counts_what_it_says(news, policy, counted):
    kept = news.under(policy)
    assert kept.table["source"].value_counts().to_dict() == counted
    cells = framing.trends(news, by="source", every="all", denominator="all", min_articles=1, policy=policy)
    assert dict(zip(cells["group"], cells["articles"], strict=True)) == counted
    assert set(cells["policy"]) == {policy}


def test_the_clusters_stay_those_of_the_whole_when_a_policy_leaves_articles_out(news):
    kept = news.under("one-per-source")
    assert kept.clusters["cluster_id"].nunique() == 2
    assert len(kept.clusters) == len(kept) == 4
    assert len(kept.where(sources="Alpha").clusters) == 1


def test_a_second_policy_or_one_that_is_not_known_is_refused(news):
    with pytest.raises(FramingError, match="under the policy"):
        news.under("one-per-source").under("one-per-cluster")
    with pytest.raises(FramingError, match='did you mean "one-per-cluster"'):
        news.under("one-per-clusters")


def test_headlines_are_set_beside_the_originals(news):
    pairs = framing.headline_changes(news)
    told = pairs[["source", "changed", "added", "removed", "entered", "left"]].values.tolist()
    assert set(pairs["original_headline"]) == {"Spies after rocket plans"}
    assert sorted(told, key=lambda row: (row[0], row[2] == "")) == [
        ["Alpha", True, "space race heats up", "spies after rocket plans", "space_race", "espionage"],
        ["Alpha", True, "", "spies after", "", "espionage"],
        ["Beta", False, "", "", "", ""],
    ]


def test_changes_are_summed_up_by_source(news):
    table = framing.headline_summary(framing.headline_changes(news), min_pairs=2).set_index("group")
    assert table.loc["Alpha", ["pairs", "stories", "changed", "added", "removed"]].tolist() == [2, 1, 1.0, 2.0, 3.0]
    assert table.loc["Beta", ["pairs", "changed", "shown"]].tolist() == [1, 0.0, False]
    frames = framing.headline_frames(framing.headline_changes(news), frames=["space_race"], by="source")
    assert frames[["group", "entered", "left"]].values.tolist() == [["Alpha", 1, 0], ["Beta", 0, 0]]


def test_main_figures_stand_under_every_policy(news):
    found = framing.under_policies(news, frames=["space_race"], denominator="all", min_articles=1)
    whole = found[(found["figure"] == "share") & (found["group"] == "")].set_index("policy")
    assert whole["articles"].to_dict() == {"all": 5, "one-per-cluster": 2, "one-per-source": 4}
    assert whole["estimate"].round(3).to_dict() == {"all": 0.8, "one-per-cluster": 0.5, "one-per-source": 0.75}


def test_stories_are_listed_by_how_often_they_were_printed(news):
    stories = framing.wire_stories(news)
    assert stories[["headline", "source", "articles", "sources", "days"]].values.tolist() == [
        ["Spies after rocket plans", "Omega", 4, 3, 1]
    ]


def test_a_corpus_without_copies_has_no_pairs_and_no_error(tiny):
    alone = tiny([{"title": "Space", "text": OWN, "outlet": "Alpha", "date": "2024-01-10"}])
    changes = framing.headline_changes(alone)
    assert framing.headline_summary(changes).empty
    assert framing.headline_frames(changes, frames=["espionage"]).empty


def test_articles_without_a_date_have_no_figures_under_any_policy(tiny):
    undated = tiny([{"title": "Space", "text": OWN}])
    found = framing.under_policies(undated)
    assert found.empty
    assert framing.show_policies(found) is not None
