"""The command line: it parses, prints and sets exit codes; the work is done on the floors below."""

from framing.cli import claims, corpora, fetch, reports, tables
from framing.cli.app import app, main

__all__ = ["app", "claims", "corpora", "fetch", "main", "reports", "tables"]
