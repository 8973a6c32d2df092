"""The invented outlets of simulated corpora, and how each group of them leans."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["AGENCIES", "BASE", "OUTLETS", "TRENDS", "Outlet"]


@dataclass(frozen=True)
class Outlet:
    """An outlet that does not exist."""

    name: str
    country: str
    group: str
    ownership: str
    weight: float
    registers: tuple[str, ...]
    agency: bool = False
    stops: str = ""

    @property
    def domain(self) -> str:
        """An address below .example, which nobody can register."""
        return self.name.casefold().replace(" ", "-") + ".example"


_NEWS, _ESSAY, _TRADE = ("news", "quote", "news"), ("analysis", "comment", "quote"), ("analysis", "news", "quote")

OUTLETS = (
    Outlet("Huaxing Daily", "China", "China", "state", 1.2, _NEWS),
    Outlet("Northern Sky Wire", "China", "China", "state", 1.3, _NEWS, agency=True),
    Outlet("Pearl Delta Courier", "China", "China", "private", 0.9, _TRADE),
    Outlet("Potomac Ledger", "United States", "United States", "private", 1.5, _ESSAY),
    Outlet("Capitol Orbiter", "United States", "United States", "private", 1.1, _TRADE),
    Outlet("Lakeshore Bugle", "United States", "United States", "private", 0.8, _NEWS, stops="2023-06"),
    Outlet("Continental Wire", "Belgium", "Europe", "public", 1.2, _NEWS, agency=True),
    Outlet("Danube Observer", "Austria", "Europe", "public", 0.8, _ESSAY),
    Outlet("North Sea Courant", "Netherlands", "Europe", "private", 0.7, _NEWS),
    Outlet("Coromandel Post", "India", "India", "private", 1.0, _NEWS),
    Outlet("Yamuna Standard", "India", "India", "private", 1.0, _ESSAY),
    Outlet("Vindhya Bulletin", "India", "India", "state", 0.8, _TRADE),
)
AGENCIES = tuple(outlet.name for outlet in OUTLETS if outlet.agency)

# The planted share of articles with each frame at the start, by group. Chosen to differ visibly, from rare to common;
# they describe no real press.
BASE: dict[str, dict[str, float]] = {
    "China": {
        "space_race": 0.14, "espionage": 0.08, "militarisation": 0.10, "threat": 0.10, "peaceful_cooperation": 0.38,
        "prestige": 0.36, "economy": 0.14, "norms_law": 0.14, "debris_safety": 0.08,
    },
    "United States": {
        "space_race": 0.26, "espionage": 0.18, "militarisation": 0.26, "threat": 0.28, "peaceful_cooperation": 0.12,
        "prestige": 0.14, "economy": 0.24, "norms_law": 0.12, "debris_safety": 0.12,
    },
    "Europe": {
        "space_race": 0.16, "espionage": 0.10, "militarisation": 0.14, "threat": 0.14, "peaceful_cooperation": 0.28,
        "prestige": 0.10, "economy": 0.26, "norms_law": 0.24, "debris_safety": 0.22,
    },
    "India": {
        "space_race": 0.24, "espionage": 0.07, "militarisation": 0.16, "threat": 0.12, "peaceful_cooperation": 0.20,
        "prestige": 0.34, "economy": 0.20, "norms_law": 0.08, "debris_safety": 0.10,
    },
}  # fmt: skip

# Planted movements, in log-odds: drift over the whole time, or a jump that begins with a month.
TRENDS: tuple[tuple[str, str, str, float], ...] = (
    ("United States", "space_race", "drift", 1.2),
    ("China", "space_race", "drift", 0.9),
    ("India", "prestige", "drift", 0.6),
    ("Europe", "debris_safety", "drift", 0.5),
    ("China", "peaceful_cooperation", "drift", -0.4),
    ("China", "espionage", "2024-10", 1.3),
    ("United States", "espionage", "2023-02", 0.6),
)
