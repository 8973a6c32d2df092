"""How news sources frame the space race and espionage, and how that changes over time.

Load a corpus, look at it, chart it::

    import framing

    news = framing.load("sample")
    cells = framing.trends(news, by="source", every="quarter", frames=["space_race", "espionage"])
    framing.plot_trends(cells, events=news.events)

Notebooks and users import from here alone. What needs matplotlib, scikit-learn or nltk imports it when it is called.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from framing.corpus.load import load
from framing.corpus.measured import copies, features, mentions, wire_clusters
from framing.corpus.passages import kwic, passages
from framing.corpus.quotable import quotable
from framing.corpus.simulate import simulate
from framing.corpus.wire import headline_changes, wire_shares, wire_stories
from framing.measures.codebook import check_codebook, load_codebook
from framing.measures.tone import tone
from framing.project import FramingError
from framing.project import __version__ as __version__
from framing.show.reprs import show_themselves
from framing.text.tokens import tokenise
from framing.trends.actors import actors_named
from framing.trends.cells import trends
from framing.trends.changes import change_points
from framing.trends.compare import difference, together
from framing.trends.composition import decompose, outlets_behind
from framing.trends.counted import left_out
from framing.trends.events import event_effects
from framing.trends.headlines import headline_frames, headline_summary
from framing.trends.leads import lead_lag
from framing.trends.lift import lift
from framing.trends.policies import under_policies
from framing.trends.pooling import pooled
from framing.trends.smoothing import smoothed
from framing.trends.tone import tone_by_frame, tone_terms
from framing.trends.words import tfidf, word_pairs
from framing.validation.sheet import coding_sheet

if TYPE_CHECKING:
    from framing.corpus.corpus import Corpus

# What needs matplotlib or scikit-learn, which take half a second to import, is loaded when it is first asked for.
_LATER = {
    "edit_lines": "framing.lab.line_editor",
    "explore": "framing.lab.explorer",
    "try_line": "framing.lab.trial",
    "plot_bars": "framing.show.corpus_charts",
    "plot_coverage": "framing.show.corpus_charts",
    "plot_lengths": "framing.show.corpus_charts",
    "plot_trends": "framing.show.trend_charts",
    "plot_groups": "framing.show.trend_charts",
    "plot_difference": "framing.show.trend_charts",
    "plot_mix": "framing.show.frame_charts",
    "plot_together": "framing.show.frame_charts",
    "plot_decomposition": "framing.show.composition_charts",
    "plot_events": "framing.show.event_charts",
    "plot_leads": "framing.show.event_charts",
    "plot_ranking": "framing.show.ranking_charts",
    "plot_lift": "framing.show.lift_charts",
    "plot_words": "framing.show.word_charts",
    "plot_tone": "framing.show.tone_charts",
    "plot_tone_frames": "framing.show.tone_charts",
    "plot_tone_words": "framing.show.tone_charts",
    "CodebookVectorizer": "framing.measures.estimators",
    "TokenVectorizer": "framing.measures.estimators",
    "ToneScorer": "framing.measures.estimators",
    "plot_headline_frames": "framing.show.wire_charts",
    "plot_wire": "framing.show.wire_charts",
    "keyness": "framing.trends.keyness",
    "keyness_passages": "framing.trends.keyness_passages",
    "power": "framing.trends.power",
    "codebook_lines": "framing.show.methods",
    "methods_findings": "framing.show.methods_sentences",
    "methods_table": "framing.show.methods",
    "references": "framing.show.references",
    "plot_power": "framing.show.power_charts",
    "power_findings": "framing.show.power_charts",
    "robustness": "framing.trends.robustness",
    "robustness_choices": "framing.trends.robustness",
    "robustness_summary": "framing.trends.robustness",
    "specifications": "framing.trends.robustness",
    "plot_robustness": "framing.show.robustness_charts",
    "robustness_findings": "framing.show.robustness_sentences",
    "show_headlines": "framing.show.wire_tables",
    "show_policies": "framing.show.wire_tables",
    "wire_findings": "framing.show.wire_sentences",
    "browse_findings": "framing.show.explorer_sentences",
    "browse_passages": "framing.show.explorer",
    "show_table": "framing.show.tables",
    "show_passages": "framing.show.passages",
    "overview": "framing.show.overview",
    "change_findings": "framing.show.change_sentences",
    "corpus_findings": "framing.show.sentences",
    "difference_findings": "framing.show.frame_sentences",
    "frame_findings": "framing.show.frame_sentences",
    "tone_findings": "framing.show.sentences",
    "word_findings": "framing.show.sentences",
    "reading_findings": "framing.show.sentences",
}

__all__ = [
    "Corpus",
    "FramingError",
    "actors_named",
    "change_points",
    "check_codebook",
    "coding_sheet",
    "copies",
    "decompose",
    "difference",
    "event_effects",
    "features",
    "headline_changes",
    "headline_frames",
    "headline_summary",
    "kwic",
    "lead_lag",
    "left_out",
    "lift",
    "load",
    "load_codebook",
    "mentions",
    "outlets_behind",
    "passages",
    "pooled",
    "quotable",
    "simulate",
    "smoothed",
    "tfidf",
    "together",
    "tokenise",
    "tone",
    "tone_by_frame",
    "tone_terms",
    "trends",
    "under_policies",
    "wire_clusters",
    "wire_shares",
    "wire_stories",
    "word_pairs",
    *_LATER,
]


def __getattr__(name: str) -> Any:
    if name == "Corpus":
        from framing.corpus.corpus import Corpus

        return Corpus
    if name in _LATER:
        found = getattr(importlib.import_module(_LATER[name]), name)
        if name.startswith("plot_"):
            from framing.show.drawn_once import drawn_once

            return drawn_once(found)
        return found
    raise AttributeError(f"module 'framing' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


show_themselves()
