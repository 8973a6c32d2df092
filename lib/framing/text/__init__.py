"""Texts as arrays: tokens, sentences, and words in their context."""
