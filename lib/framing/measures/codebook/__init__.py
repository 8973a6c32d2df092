"""The measuring instrument: a codebook of frames and actors, and the matcher that applies it."""

from framing.measures.codebook.check import Failure, check_codebook
from framing.measures.codebook.edit import changed_text, save_text
from framing.measures.codebook.match import Matcher
from framing.measures.codebook.model import Codebook, Entry, load_codebook, parse_codebook

__all__ = [
    "Codebook",
    "Entry",
    "Failure",
    "Matcher",
    "changed_text",
    "check_codebook",
    "load_codebook",
    "parse_codebook",
    "save_text",
]
