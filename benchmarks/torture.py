"""Kill `framing report` again and again and look at what stands: python benchmarks/torture.py --kills 200 --seed 1."""

from __future__ import annotations

import sys
from pathlib import Path

# The driver and its oracle are those of the tests.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "report"))

from faults import main

if __name__ == "__main__":
    sys.exit(main())
