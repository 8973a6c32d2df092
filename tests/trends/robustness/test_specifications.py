"""Which specifications a robustness file gives, and what is said of a file that cannot be read as one."""

from __future__ import annotations

import pytest

import framing
from framing.project import FramingError
from framing.trends.robustness import read_grid, robustness, specifications
from framing.trends.robustness.grid import expand

CLAIM = "claims:\n  - claim: difference\n    frame: espionage\n"
FULL = """\
claims:
  - claim: difference
    frame: espionage
  - claim: change
    frame: space_race
    from: 2020
    to: 2023
    group: China
  - claim: difference
    measure: tone
    frame: threat
choices:
  policy:
    - all
    - one-per-source
  unit:
    - article
    - sentence
  measure:
    - share
    - rate
  denominator:
    - topic
    - all
  tone:
    - raw
    - masked
one_at_a_time:
  min_articles:
    - 1
    - 30
  codebook_lines: none
  leave_out_sources: 2
"""


@pytest.fixture
def write(tmp_path):
    def file(text):
        path = tmp_path / "grid.yml"
        path.write_text(text, encoding="utf-8")
        return path

    return file


@pytest.fixture(scope="module")
def corpus():
    return framing.simulate(articles=400, seed=5)


def test_a_claim_alone_is_computed_once(write):
    (only,) = expand(read_grid(write(CLAIM)))
    assert (only.policy, only.unit, only.measure, only.denominator) == ("all", "article", "share", "topic")
    assert (only.tone, only.min_articles, only.line_left_out, only.source_left_out) == ("", 1, "", "")


def test_choices_are_crossed_and_the_rest_is_changed_alone(write, corpus):
    table = specifications(corpus, grid=write(FULL))
    # 2 policies x (2 measures of articles + 1 of sentences) x 2 denominators, one threshold, two outlets.
    assert table.groupby("claim", sort=False).size().tolist() == [12 + 1 + 2, 12 + 1 + 2, 4 + 1 + 2]
    first = table[table["claim"] == table["claim"].iloc[0]]
    assert first["default"].tolist() == [True] + [False] * 14
    assert first["spec"].tolist() == list(range(1, 16))
    assert first["min_articles"].tolist() == [1] * 12 + [30, 1, 1]
    assert not first.drop(columns="spec").duplicated().any()
    assert set(first.loc[first["unit"] == "sentence", "measure"]) == {"share"}


def test_claims_about_tone_take_the_choices_of_tone(write, corpus):
    table = specifications(corpus, grid=write(FULL))
    tone = table[table["measure"] == "tone"]
    assert set(tone["claim"]) == {"tone of threat: China minus United States"}
    assert tone[["policy", "unit", "tone"]].head(2).values.tolist() == [
        ["all", "article", t] for t in ("raw", "masked")
    ]
    assert set(table.loc[table["measure"] != "tone", "tone"]) == {""}


def test_what_is_left_empty_is_settled_by_the_corpus(write, corpus):
    text = CLAIM + '    a: ""\n    b: ""\n  - claim: change\n    frame: threat\n'
    names = specifications(corpus, grid=write(text))["claim"].tolist()
    pair = framing.difference(corpus, every="all").iloc[0]
    assert names[0] == f"espionage: {pair['a']} minus {pair['b']}"
    yearly = framing.trends(corpus, by="all", every="year", frames=["threat"]).query("not partial")["period"]
    assert names[1] == f"threat: {yearly.max()} minus {yearly.min()}"


def test_the_largest_outlets_of_both_sides_are_left_out_in_turn(write, corpus):
    text = CLAIM + "    a: Europe\n    b: India\none_at_a_time:\n  leave_out_sources: 3\n"
    left = specifications(corpus, grid=write(text))["source_left_out"].tolist()
    counted = corpus.table[corpus.features["on_topic"].to_numpy() & corpus.table["group"].isin(["Europe", "India"])]
    sizes = counted["source"].value_counts()
    assert left[0] == ""
    assert sizes[left[1:]].tolist() == sizes.head(3).tolist()


def test_lines_that_decide_nothing_here_are_not_run(write, corpus):
    lines = specifications(corpus, grid=write(CLAIM + "one_at_a_time:\n  codebook_lines: each\n"))["line_left_out"]
    assert "spies" in set(lines)
    assert len(lines) < 1 + len(corpus.codebook.frames["espionage"].include)


def test_the_shipped_file_fits_the_sample():
    table = specifications(framing.load("sample"))
    assert table["claim"].nunique() == 2
    assert len(table) > 100


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("", r'grid.yml: the key "claims" is missing; add claims:'),
        ("claims: []\n", 'grid.yml, line 1: the key "claims" has the wrong shape'),
        ("[1, 2]\n", r"grid.yml, line 1: .* wrong shape \(it takes a block of key: value lines\)"),
        ("claims: [\n", "grid.yml, line 2: .*; mend the YAML there"),
        (CLAIM + "choice:\n  unit: x\n", r'line 4: choice is not a key that is known here; did you mean "choices"\?'),
        (CLAIM + "choices:\n  units: x\n", r'line 5: units is not a key .*; did you mean "unit"\?'),
        (CLAIM + "one_at_a_time:\n  min_article: x\n", r'line 5: min_article is not .*; did you mean "min_articles"\?'),
        (CLAIM + "    fron: x\n", r'line 4: fron is not a key that is known here; did you mean "from"\?'),
        (CLAIM + "    start: x\n", "line 4: start is not a key that is known here"),
        (CLAIM + "    from: x\n", "line 4: from does not go with claim: difference, which takes a and b"),
        (
            CLAIM.replace("difference", "differense"),
            r'line 2: claim: "differense" is not known; did you mean "difference"',
        ),
        ("claims:\n  - claim: change\n    frame: threat\n    a: x\n", "line 4: a does not go with claim: change"),
        ("claims:\n  - claim: change\n", 'line 2: the key "frame" is missing'),
        ("claims:\n  - frame: threat\n", 'line 2: the key "claim" is missing'),
        (CLAIM + "    a: x\n", "line 2: a difference takes both a and b, or neither"),
        (CLAIM + "    a: x\n    b: x\n", 'line 5: a and b are both "x"'),
        (
            CLAIM + "choices:\n  unit:\n    - artikle\n",
            r'line 6: unit: "artikle" is not known; did you mean "article"\?',
        ),
        (CLAIM + "choices:\n  unit:\n    - lead\n    - lead\n", 'line 7: unit: "lead" stands there twice'),
        (CLAIM + "choices:\n  unit: []\n", "line 5: unit has no value; name one of article, headline, lead, sentence"),
        (CLAIM + "choices:\n  unit: lead\n", 'line 5: the key "unit" has the wrong shape'),
        (
            CLAIM + "choices:\n  unit: [sentence]\n  measure: [rate]\n",
            "line 6: with sentences, .* only the measure share",
        ),
        (CLAIM + "    measure: tone\nchoices:\n  unit: [lead]\n", "line 6: tone is measured on articles and headlines"),
        (CLAIM + "one_at_a_time:\n  min_articles: [ten]\n", 'line 5: the key "min_articles" has the wrong shape'),
        (CLAIM + "one_at_a_time:\n  codebook_lines: all\n", '"all" is not known; known: each, none'),
        (CLAIM + "    frame: x\n", "line 4: the key frame stands there twice"),
        (CLAIM + "choices: &a\n  unit: *a\n", r"anchors \(&, \*\) are not used here"),
    ],
)
def test_what_is_wrong_in_the_file_is_said_with_its_line(write, text, match):
    with pytest.raises(FramingError, match=match):
        read_grid(write(text))


@pytest.mark.parametrize(
    ("text", "match"),
    [
        (
            CLAIM.replace("espionage", "espionnage"),
            r'line 3: the codebook has no frame "espionnage"; did you mean "espion',
        ),
        (CLAIM + "    by: grupe\n", r'line 4: by: "grupe" is no column of the articles; did you mean "group"\?'),
        (
            CLAIM + "    a: Chine\n    b: India\n",
            r'line 4: no article that counts is of the group "Chine"; did you mean "Chi',
        ),
        ("claims:\n  - claim: change\n    frame: threat\n    from: 1999\n", 'line 4: no article .* of the year "1999"'),
        (
            "claims:\n  - claim: change\n    frame: threat\n    from: 2021\n    to: 2020\n",
            'line 2: a change takes an earlier and a later year, and here it would be of "2021" and "2020"',
        ),
        (CLAIM + CLAIM.partition("\n")[2], 'line 4: "espionage: China minus United States" is claimed twice'),
    ],
)
def test_what_the_corpus_does_not_have_is_said_with_its_line(write, corpus, text, match):
    with pytest.raises(FramingError, match=match):
        specifications(corpus, grid=write(text))


def test_a_file_that_is_not_there_is_said(tmp_path, corpus):
    with pytest.raises(FramingError, match=r"There is no .*none.yml; give the path of a robustness file"):
        specifications(corpus, grid=tmp_path / "none.yml")


def test_a_corpus_under_a_policy_is_refused(corpus):
    with pytest.raises(FramingError, match='under the policy "one-per-cluster" already'):
        specifications(corpus.under("one-per-cluster"))


def test_what_the_corpus_cannot_settle_is_a_row_with_its_reason(write):
    short = framing.simulate(articles=200, seed=1, start="2024-01", end="2024-12").where(groups="China")
    table = robustness(short, grid=write(CLAIM + "  - claim: change\n    frame: threat\n"))
    assert table[["claim", "default", "reason"]].values.tolist() == [
        [
            "espionage: difference",
            True,
            "a difference takes two sides, and the corpus has one group with articles that count",
        ],
        ["threat: change", True, "a change takes two years with enough articles, and the corpus has 2024"],
    ]
    assert table["estimate"].isna().all()
