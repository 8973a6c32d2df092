"""Leaving a codebook line out gives what a codebook without that line measures."""

from __future__ import annotations

import random
from collections import Counter

import pandas as pd
import pytest

import framing
from framing.measures.codebook import Matcher, load_codebook
from framing.measures.codebook.model import parse_codebook
from framing.measures.kernel import measure
from framing.project import FramingError, corpus_folder
from framing.text.patterns import Near
from framing.trends.robustness.lines import EXCLUDE, lines_that_decide, mentions_without

BOOK = (corpus_folder() / "codebook.yml").read_text(encoding="utf-8")


def without_in_file(code, line):
    """Delete the line from the text of the codebook file, in this frame and those of its tree."""
    part, text = ("exclude", line.removeprefix(EXCLUDE)) if line.startswith(EXCLUDE) else ("include", line)
    kept, frame, block = [], "", ""
    for written in BOOK.splitlines():
        bare = written.strip()
        if written.startswith("  ") and not written.startswith("   ") and bare.endswith(":"):
            frame = bare[:-1]
        if bare.endswith(":"):
            block = bare[:-1]
        if frame.partition("/")[0] == code.partition("/")[0] and block == part and bare == f"- {text}":
            continue
        kept.append(written)
    assert len(kept) < len(BOOK.splitlines())
    return parse_codebook("\n".join(kept))


def per_article(found):
    return Counter(found["article_id"])


def places(found):
    return set(zip(found["article_id"], found["part"], found["start"], found["end"], strict=True))


def measured(corpus, book, code):
    found = measure(corpus.articles, Matcher(book), parts=("mentions",)).candidates
    return per_article(found[(found["kind"] == "frame") & (found["code"] == code) & found["won"]])


def every_line(code):
    book = load_codebook(corpus_folder() / "codebook.yml")
    entries = [each for name, each in book.frames.items() if name == code or code in each.parents]
    lines = [line.text for each in entries for line in each.include]
    return lines + [EXCLUDE + line.text for each in entries for line in each.exclude]


@pytest.fixture(scope="module")
def simulated():
    return framing.simulate(articles=300, seed=1)


@pytest.fixture(scope="module")
def dense(tmp_path_factory):
    """Three hundred short texts made of the codebook's own phrases, so that lines cover and exclude one another."""
    book = load_codebook(corpus_folder() / "codebook.yml")
    phrases = []
    for code in ("espionage", "espionage/cyber", "space_race"):
        for line in (*book.frames[code].include, *book.frames[code].exclude):
            sides = line.meaning.left + line.meaning.right if isinstance(line.meaning, Near) else [line.meaning]
            phrases += [" ".join(word.text.replace("*", "").replace("?", "c") for word in side) for side in sides]
        phrases += [text for text, _ in (*book.frames[code].must_hit, *book.frames[code].must_miss)]
    chance = random.Random(1)
    rows = [
        {"title": f"Space {n} {chance.choice(phrases)}", "text": ". ".join(
            " ".join(chance.choice(phrases) for _ in range(chance.randint(1, 5))) for _ in range(8)
        ), "outlet": "Alpha", "date": "2024-01-01"}
        for n in range(300)
    ]  # fmt: skip
    folder = tmp_path_factory.mktemp("dense")
    pd.DataFrame(rows).to_json(folder / "articles.jsonl", orient="records", lines=True)
    return framing.load(folder)


def test_with_no_line_left_out_the_matchers_winners_stand(dense):
    for code in ("espionage", "space_race", "espionage/cyber"):
        found = mentions_without(dense, code)
        assert per_article(found) == measured(dense, dense.codebook, code)


@pytest.mark.parametrize("code", ["espionage", "space_race"])
def test_each_line_left_out_gives_what_the_codebook_without_it_measures(simulated, code):
    for line in every_line(code):
        expected = measured(simulated, without_in_file(code, line), code)
        assert per_article(mentions_without(simulated, code, line)) == expected, line


@pytest.mark.slow
@pytest.mark.parametrize("code", ["espionage", "space_race"])
def test_it_does_so_where_lines_overlap_and_exclude_one_another(dense, code):
    changed = 0
    for line in every_line(code):
        found = mentions_without(dense, code, line)
        assert per_article(found) == measured(dense, without_in_file(code, line), code), line
        changed += len(found) != len(mentions_without(dense, code))
    assert changed > 40


def test_the_lines_that_decide_are_those_without_which_something_else_counts(dense):
    decide = lines_that_decide(dense, "espionage")
    whole = places(mentions_without(dense, "espionage"))
    idle = [line for line in every_line("espionage") if line not in decide]
    assert idle
    assert all(places(mentions_without(dense, "espionage", line)) == whole for line in idle)
    assert any(line.startswith(EXCLUDE) for line in decide)


NESTED = """\
topic:
  include:
  - space
frames:
  spying:
    include:
    - spy
    - spy ring
  spying/cyber:
    include:
    - spy ring leader
    - spyware
    exclude:
    - spyware market
    - near(spyware, shares, 4)
"""


def texts_of(corpus, code, line):
    return mentions_without(corpus, code, line)["text"].tolist()


@pytest.fixture
def nested(tmp_path):
    (tmp_path / "codebook.yml").write_text(NESTED, encoding="utf-8")
    rows = pd.DataFrame(
        {"title": ["Space one", "Space two", "Space three"], "outlet": "Alpha",
         "text": ["A spy ring leader fell.", "The spyware market grew.", "Spyware market shares fell."]}
    )  # fmt: skip
    rows.to_json(tmp_path / "articles.jsonl", orient="records", lines=True)
    return framing.load(tmp_path)


def test_a_line_left_out_reveals_what_it_covered(nested):
    assert texts_of(nested, "spying", "") == ["spy ring leader"]
    assert texts_of(nested, "spying", "spy ring leader") == ["spy ring"]
    assert texts_of(nested, "spying", "spy ring") == ["spy ring leader"]
    assert texts_of(nested, "spying/cyber", "spy ring leader") == []


def test_an_exclude_line_left_out_reveals_only_what_no_other_one_excludes(nested):
    assert texts_of(nested, "spying", "exclude: spyware market") == ["spy ring leader", "spyware"]
    found = mentions_without(nested, "spying/cyber", "exclude: near(spyware, shares, 4)")
    assert found["text"].tolist() == ["spy ring leader"]


def test_a_line_that_the_frame_does_not_have_is_said(nested):
    with pytest.raises(
        FramingError, match=r'The frame "spying" has no include line "spy rings"; did you mean "spy ring"\?'
    ):
        mentions_without(nested, "spying", "spy rings")
