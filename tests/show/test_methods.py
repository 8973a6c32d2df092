"""The methods section: what is stated is printed, what is not is NOT REPORTED, and lines are counted by hand."""

from __future__ import annotations

import json

import pytest

import framing
from framing.project import FramingError
from framing.show.references import references

ROWS = [
    {"title": "A spy in space", "text": "Spies, spy and a race.", "outlet": "Alpha", "date": "2024-01-10"},
    {"title": "Space", "text": "Nothing.", "outlet": "Beta", "date": "2024-02-10"},
    {"title": "Soup", "text": "A spy.", "outlet": "Beta", "date": "2024-02-11"},
]


@pytest.fixture
def stated(tiny, tmp_path):
    """Load the tiny corpus with a corpus.yml and a record of an import beside it."""
    (tmp_path / "tiny").mkdir()
    about = "title: Tiny\nquery: space AND spy*\nauthor: A. Scholar\n"
    (tmp_path / "tiny" / "corpus.yml").write_text(about, encoding="utf-8")
    files = [
        {"format": "Nexis (HTML)", "about": {"query": "other", "retrieved": "2024-03-01T10:00:00"}},
        {"format": "Nexis (HTML)", "about": {}},
    ]
    log = {"imports": [{"files": files}], "totals": {}}
    (tmp_path / "tiny" / "import.json").write_text(json.dumps(log), encoding="utf-8")
    return tiny(ROWS)


def test_what_is_stated_is_printed_and_the_rest_is_not_reported(stated):
    table = framing.methods_table(stated).set_index("item")["what"]
    assert table["Query"] == "space AND spy*"  # corpus.yml goes before the files
    assert table["Database or service"] == "Nexis (HTML)"
    assert table["Retrieved on"] == "2024-03-01"
    assert table["Agreement between coders"] == "NOT REPORTED"
    assert table["Articles"] == "3, 10 January 2024 to 11 February 2024"
    assert table["Left out of shares"] == "1 not on the codebook's topic"
    assert table["Records"] == "3 read, 3 kept, 0 in quarantine"


def test_the_paragraph_is_computed_and_says_what_it_lacks(stated):
    said = framing.methods_findings(stated).sentences
    assert said[0] == (
        "We analysed 3 articles of 2 sources from 10 January 2024 to 11 February 2024; of 3 records read, 0 could not "
        "be kept. They come from Nexis (HTML). The query was: space AND spy*."
    )
    assert "the 2 articles that are dated and of a named outlet, on the codebook's topic" in said[1]
    assert said[-1].startswith("Not reported, and asked for by a referee: First and last day searched; ")
    assert "Query" not in said[-1]


def test_every_line_of_the_codebook_is_there_with_what_it_found(tiny):
    lines = framing.codebook_lines(tiny(ROWS)).set_index(["label", "line"])[["mentions", "articles"]]
    assert lines.loc[("Espionage", "spy")].tolist() == [3, 2]
    assert lines.loc[("Espionage", "spies")].tolist() == [1, 1]
    assert lines.loc[("China", "China")].tolist() == [0, 0]
    assert lines["mentions"].isna().sum() == 1  # the topic is not counted line by line


def test_exclusions_count_what_they_took_away():
    corpus = framing.simulate(articles=300, seed=1)
    lines = framing.codebook_lines(corpus)
    entries = [entry for entry in corpus.codebook if entry.kind != "topic"]
    assert (lines["kind"] != "topic").sum() == sum(len(e.include) + len(e.exclude) for e in entries)
    own = lines[(lines["list"] == "include") & (lines["kind"] != "topic")]["mentions"].sum()
    # A mention of a nested frame stands again under its parent, by a line that is the nested one's.
    of_parent = (corpus.mentions["code"] == "espionage") & corpus.mentions["term"].isin(
        [line for entry in entries if entry.code == "espionage/cyber" for line in (each.text for each in entry.include)]
    )
    assert own == len(corpus.mentions) - of_parent.sum()


def test_a_report_can_be_cited_and_its_literature_is_bibtex(stated, tmp_path):
    cited = references(stated, today="2026-11-23").save("refs", tmp_path / "figures")
    assert cited.citation.startswith("A. Scholar (2026). Tiny: a report of 23 November 2026, made with space-framing")
    text = (tmp_path / "figures" / "refs.bib").read_text(encoding="utf-8")
    assert text.startswith("@misc{report, author = {A. Scholar}, year = {2026}, title = {Tiny: a report of")
    assert text.count("\n@") + 1 == len(cited.entries) + 1
    assert all({"author", "year", "title"} <= set(each) for each in cited.entries)
    assert "Wilson, Edwin B. (1927). Probable inference, the law of succession" in repr(cited)
    assert "<script" not in cited._repr_html_()
    blocked = tmp_path / "file"
    blocked.write_text("x", encoding="utf-8")
    with pytest.raises(FramingError, match=r"refs\.bib could not be written"):
        cited.save("refs", blocked)


def test_a_corpus_without_articles_has_a_methods_page_too():
    none = framing.simulate(articles=60, seed=1).where(start="2031")
    assert framing.methods_findings(none).sentences == (
        "There are no articles in this selection: nothing can be said.",
    )
    assert framing.methods_table(none).set_index("item")["what"]["Articles"] == "0"
    assert framing.codebook_lines(none)["mentions"].sum() == 0
