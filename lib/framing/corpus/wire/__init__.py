"""Copies: which articles carry the same text, within an outlet or across outlets."""

from framing.corpus.wire.headlines import headline_changes
from framing.corpus.wire.policies import POLICIES, kept_under
from framing.corpus.wire.shares import wire_shares, wire_stories

__all__ = ["POLICIES", "headline_changes", "kept_under", "wire_shares", "wire_stories"]
