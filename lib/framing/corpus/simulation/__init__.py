"""What simulated corpora are made of: hand-written sentences, real dated events, invented outlets and people."""
