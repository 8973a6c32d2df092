"""Composing an article: a story's lead, sentences for each planted frame, facts and neutral filler."""

from __future__ import annotations

from dataclasses import dataclass

from framing.corpus.simulation.chance import Chance
from framing.corpus.simulation.materials import Materials, Sentence, Story

__all__ = ["Text", "compose", "headline", "off_topic"]

# Bodies hold 80 to 250 words, as agency reports do.
SHORTEST, LONGEST = 80, 250


@dataclass(frozen=True)
class Text:
    """What a composed article says, and what its headline may draw on."""

    headline: str
    body: str
    frames: tuple[str, ...]
    story: Story | None


def compose(
    chance: Chance, stock: Materials, story: Story, frames: tuple[str, ...], registers: tuple[str, ...]
) -> Text:
    """Compose one article on a story, with these frames and no others.

    Parameters
    ----------
    chance : Chance
    stock : Materials
    story : Story
    frames : tuple of str
        The planted frames; each gets one to three sentences.
    registers : tuple of str
        How the outlet likes to write.

    Returns
    -------
    Text
    """
    voice = _Voice(chance, stock, story)
    lead = voice.say(chance.one(story.leads))
    framed: list[str] = []
    for frame in chance.shuffled(frames):
        wanted = 1 + chance.happens(0.45) + chance.happens(0.2)
        framed += [voice.say(each.text) for each in _pick(chance, stock.sentences[frame], registers, wanted)]
    facts = [voice.say(each) for each in chance.shuffled(story.facts)[: chance.number(1, 2)]]
    early = chance.happens(0.4)
    middle = framed + facts if early else facts + framed
    if chance.happens(0.35):
        middle = chance.shuffled(middle)
    target = max(SHORTEST + 15, min(chance.number(95, 190), LONGEST - 30))
    fillers = iter(_pick(chance, stock.sentences[""], registers, 14))
    length = sum(len(each.split()) for each in (lead, *middle))
    while length < target:
        said = voice.say(next(fillers).text)
        middle.insert(chance.number(min(1, len(middle)), len(middle)), said)
        length += len(said.split())
    while length > LONGEST - 5 and len(framed) > len(frames):
        gone = framed.pop()
        middle.remove(gone)
        length -= len(gone.split())
    return Text(headline(chance, stock, story, frames), _paragraphs(chance, [lead, *middle]), frames, story)


def headline(chance: Chance, stock: Materials, story: Story, frames: tuple[str, ...], *, other_than: str = "") -> str:
    """Write a headline that carries one of the article's frames, or none."""
    for _ in range(20):
        if frames and chance.happens(0.45):
            said = chance.one(stock.headlines[chance.one(frames)])
        elif chance.happens(0.8):
            said = chance.one(story.headlines)
        else:
            said = chance.one(stock.headlines[""])
        said = _Voice(chance, stock, story).say(said)
        if said != other_than:
            return said
    return said


def off_topic(chance: Chance, stock: Materials) -> Text:
    """Compose an article on something else, full of everyday space, races and stars."""
    sentences: list[str] = []
    for each in chance.shuffled(stock.sentences["offtopic"]):
        sentences.append(_Voice(chance, stock, None).say(each.text))
        if sum(len(said.split()) for said in sentences) >= SHORTEST + 10:
            break
    title = _Voice(chance, stock, None).say(chance.one(stock.headlines["offtopic"]))
    return Text(title, _paragraphs(chance, sentences), (), None)


def _pick(chance: Chance, sentences: tuple[Sentence, ...], registers: tuple[str, ...], number: int) -> list[Sentence]:
    """Take different sentences, two thirds of them in the outlet's registers."""
    mine = [each for each in sentences if each.register in registers]
    order = chance.shuffled(range(len(sentences)))
    taken: list[Sentence] = []
    while len(taken) < number and order:
        each = sentences[order.pop()]
        if not mine or each.register in registers or chance.happens(0.34) or len(order) < number:
            taken.append(each)
    return taken


def _paragraphs(chance: Chance, sentences: list[str]) -> str:
    text = sentences[0]
    for each in sentences[1:]:
        text += ("\n\n" if chance.happens(0.35) else " ") + each
    return text


class _Voice:
    """Fills the slots of sentences, and remembers who has spoken."""

    def __init__(self, chance: Chance, stock: Materials, story: Story | None) -> None:
        self._chance = chance
        self._story = story
        self._people = stock.people
        self._speaker = chance.one(stock.people)
        self._named = False

    def say(self, text: str) -> str:
        if "{" not in text:
            return text
        if "{speaker}" in text and self._named:
            self._speaker = self._chance.one(self._people)
        full, surname = self._speaker
        self._named = self._named or "{speaker}" in text
        known = surname if self._named else full
        story = self._story
        said = text.format(
            power=story.power if story else "",
            rival=story.rival if story else "",
            mission=story.mission if story else "",
            speaker=full,
            surname=known,
            number=self._chance.number(2, 40),
        )
        return said[0].upper() + said[1:]
