"""Robustness: the claims of a study, computed again under every reasonable choice."""

from framing.trends.robustness.grid import Grid, Specification
from framing.trends.robustness.grid_file import read_grid
from framing.trends.robustness.run import robustness, specifications
from framing.trends.robustness.summary import robustness_choices, robustness_summary

__all__ = [
    "Grid",
    "Specification",
    "read_grid",
    "robustness",
    "robustness_choices",
    "robustness_summary",
    "specifications",
]
