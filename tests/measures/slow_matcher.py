"""A slow, obvious matcher: the oracle for the fast one. It shares no code with it but the parsed lines."""

from __future__ import annotations

import fnmatch
import itertools
import re

from framing.text.patterns import Near

TOKEN = re.compile(r"\w+(?:[.'’]\w+)*")


def bare(form: str) -> str:
    form = re.sub(r"(?<=\w)['’][sS]$", "", form).replace("'", "’")
    return form.replace(".", "") if re.fullmatch(r"([^\W\d_]\.)+[^\W\d_]", form) else form


def word_fits(word, form: str) -> bool:
    form = bare(form) if word.exact else bare(form).casefold()
    pattern = "".join({"*": "*", "?": "?"}.get(c, f"[{c}]" if c in "[]" else c) for c in word.text)
    return fnmatch.fnmatchcase(form, pattern)


def tokenise(text: str):
    return [(m.start(), m.end(), m.group()) for m in TOKEN.finditer(text)]


def joined(text: str, left, right) -> bool:
    return all(c.isspace() or c in "-‐‑\u00ad'\"‘’‚‛“”„‟«»‹›`´" for c in text[left[1] : right[0]])


def phrase_spans(phrase, text, tokens, sentence):
    for i in range(len(tokens) - len(phrase) + 1):
        span = tokens[i : i + len(phrase)]
        if all(word_fits(w, t[2]) for w, t in zip(phrase, span, strict=True)) and all(
            joined(text, a, b) and sentence[i + k] == sentence[i + k + 1]
            for k, (a, b) in enumerate(itertools.pairwise(span))
        ):
            yield i, i + len(phrase)


def line_spans(line, text, tokens, sentence):
    """Spans in tokens of one line."""
    if not isinstance(line.meaning, Near):
        return sorted(set(phrase_spans(line.meaning, text, tokens, sentence)))
    left = {s for p in line.meaning.left for s in phrase_spans(p, text, tokens, sentence)}
    right = {s for p in line.meaning.right for s in phrase_spans(p, text, tokens, sentence)}
    found = set()
    for first, second in ((left, right), (right, left)):
        for a in first:
            after = sorted(b for b in second if b[0] >= a[1])
            if after and after[0][0] - a[1] <= line.meaning.gap and sentence[a[0]] == sentence[after[0][1] - 1]:
                found.add((a[0], after[0][1]))
    return sorted(s for s in found if not any(t != s and t[0] >= s[0] and t[1] <= s[1] for t in found))


def mentions(codebook, text: str, sentence: list[int]):
    """Return {(kind, code): [(start, end, line text)]} of the winners, and the same for all candidates."""
    tokens = tokenise(text)
    won, every = {}, {}
    entries = list(codebook)
    order = {id(line): n for n, line in enumerate(x for e in entries for x in (*e.include, *e.exclude))}
    free = {}
    for entry in entries:
        out = [s for line in entry.exclude for s in line_spans(line, text, tokens, sentence)]
        rows = [(s, line) for line in entry.include for s in line_spans(line, text, tokens, sentence)]
        free[entry.kind, entry.code] = [(s, line, any(o[0] <= s[0] and s[1] <= o[1] for o in out)) for s, line in rows]
    for entry in entries:
        rows = [
            row
            for (kind, code), found in free.items()
            for row in found
            if kind == entry.kind and (code == entry.code or code.startswith(entry.code + "/"))
        ]
        key = (entry.kind, entry.code)
        every[key] = sorted((tokens[s[0]][0], tokens[s[1] - 1][1], line.text) for s, line, _ in rows)
        taken = []
        for s, line, excluded in sorted(rows, key=lambda r: (r[0][0] - r[0][1], r[0][0], order[id(r[1])])):
            if not excluded and all(s[1] <= t[0] or s[0] >= t[1] for t, _ in taken):
                taken.append((s, line))
        won[key] = sorted((tokens[s[0]][0], tokens[s[1] - 1][1], line.text) for s, line in taken)
    return won, every
