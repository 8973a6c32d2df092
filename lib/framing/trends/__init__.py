"""How measures move over time: periods, cells with intervals, comparisons."""
