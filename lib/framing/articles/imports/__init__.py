"""Files of any known layout into a corpus of one schema."""
