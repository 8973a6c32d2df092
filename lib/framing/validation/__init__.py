"""How good the measures are: coding sheets for human coders."""
