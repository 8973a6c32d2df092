"""The sentences, stories and people that simulated articles are composed of, read from the files beside this one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

__all__ = ["FRAMES", "Materials", "Sentence", "Story", "materials"]

FRAMES = (
    "space_race",
    "espionage",
    "militarisation",
    "threat",
    "peaceful_cooperation",
    "prestige",
    "economy",
    "norms_law",
    "debris_safety",
)


@dataclass(frozen=True)
class Sentence:
    """One hand-written sentence; slots such as {power} are filled from the story."""

    text: str
    register: str
    stance: str


@dataclass(frozen=True)
class Story:
    """One real, dated, cited event that the invented outlets report on."""

    name: str
    date: str
    power: str
    rival: str
    mission: str
    frames: tuple[str, ...]
    headlines: tuple[str, ...]
    leads: tuple[str, ...]
    facts: tuple[str, ...]
    citation: str


@dataclass(frozen=True)
class Materials:
    """Everything articles are composed of.

    Attributes
    ----------
    sentences, headlines : dict
        By frame code; "" for neutral filler, ``offtopic`` for articles that are not on the topic.
    stories : tuple of Story
        Sorted by date.
    people : tuple of (str, str)
        "Name, role" and surname of invented speakers.
    """

    sentences: dict[str, tuple[Sentence, ...]]
    headlines: dict[str, tuple[str, ...]]
    stories: tuple[Story, ...]
    people: tuple[tuple[str, str], ...]


@cache
def materials() -> Materials:
    """Read the materials once."""
    sentences, headlines = {}, {}
    for code, name in [*((frame, frame) for frame in FRAMES), ("", "filler"), ("offtopic", "offtopic")]:
        block = _read(name)
        sentences[code] = tuple(Sentence(each["text"], each["register"], each["stance"]) for each in block["sentences"])
        headlines[code] = tuple(block["headlines"])
    stories = [
        Story(
            name=each["id"],
            date=str(each["date"]),
            power=each["power"],
            rival=each["rival"],
            mission=each["mission"],
            frames=tuple(each.get("frames") or ()),
            headlines=tuple(each["headlines"]),
            leads=tuple(each["leads"]),
            facts=tuple(each["facts"]),
            citation=each["citation"],
        )
        for each in _read("stories")
    ]
    people = tuple((f"{each['name']}, {each['role']}", each["surname"]) for each in _read("people"))
    return Materials(sentences, headlines, tuple(sorted(stories, key=lambda each: (each.date, each.name))), people)


def _read(name: str) -> Any:
    text = files(__package__).joinpath(f"{name}.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)
