"""Copies: which articles carry the same text, within an outlet or across outlets."""

from framing.corpus.wire.clusters import cluster, wire_clusters
from framing.corpus.wire.policies import POLICIES, kept_under

__all__ = ["POLICIES", "cluster", "kept_under", "wire_clusters"]
