"""A corpus: articles together with the instruments they are studied with."""
