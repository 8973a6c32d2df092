"""One line of a codebook changed, and every other byte of the file left as it was.

Codebooks are written and commented by hand. A YAML library that writes the whole file again would move comments, and
would not read lines such as ``- *naut*``, which here mean themselves; so the one line is changed in the text.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from framing.measures.codebook.model import Codebook, parse_codebook
from framing.project import CodebookError, nearest

__all__ = ["changed_text", "save_text"]

_ITEM = re.compile(r"(?P<head>\s*- )(?P<said>.*?)(?P<comment>\s+#.*)?(?P<end>[\r\n]*)\Z", re.DOTALL)


def changed_text(text: str, codebook: Codebook, code: str, old: str, new: str) -> str:
    r"""Return a codebook's text with one include line changed, added (`old` empty) or left out (`new` empty).

    Parameters
    ----------
    text : str
        The file, as it stands.
    codebook : Codebook
        What was read from this text.
    code : str
        Of the frame or actor.
    old, new : str
        The line as it is and as it shall be, without ``- `` and comment.

    Returns
    -------
    str
        A text that reads as a codebook.

    Raises
    ------
    CodebookError
        When there is no such frame or line, or the new line cannot be read.

    Examples
    --------
    >>> text = "topic:\n  include:\n  - space\nframes:\n  race:\n    include:\n    - space race  # the usual\n"
    >>> book = parse_codebook(text)
    >>> print(changed_text(text, book, "race", "space race", "space race*").splitlines()[-1])
        - space race*  # the usual
    """
    entries = {**codebook.frames, **codebook.actors}
    if code not in entries:
        raise CodebookError(f'{codebook.file} has no frame or actor "{code}"{nearest(code, entries)}')
    new = new.strip()
    if re.search(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", new) or re.search(r"(?:^|\s)#", new):
        raise CodebookError("A codebook line is one line of text, and what stands after “ #” in it is a comment.")
    lines = text.splitlines(keepends=True)
    known = {line.text: line.number for line in reversed(entries[code].include)}
    if old and old not in known:
        raise CodebookError(f'“{code}” has no line "{old}"{nearest(old, known)}')
    if new and new != old and new in known:
        raise CodebookError(f'“{code}” has the line "{new}" already.')
    place = (known[old] if old else max(known.values())) - 1
    found = _ITEM.match(lines[place])
    if found is None:
        raise CodebookError(f"{codebook.file}, line {place + 1}: write the list as lines that begin with “- ”.")
    if found["said"].strip() != (old or found["said"].strip()):
        raise CodebookError(f"{codebook.file} has changed since it was read; load the corpus again.")
    if not new:
        del lines[place]
    elif old:
        lines[place] = f"{found['head']}{new}{found['comment'] or ''}{found['end']}"
    else:
        lines[place] = (
            f"{lines[place].rstrip(chr(13) + chr(10))}{found['end'] or chr(10)}{found['head']}{new}{found['end']}"
        )
    changed = "".join(lines)
    parse_codebook(changed, file=codebook.file)
    return changed


def save_text(path: Path, before: str, after: str) -> None:
    """Write a codebook's changed text, unless somebody else has changed the file since; a reader never finds half."""
    try:
        if path.read_bytes() != before.encode("utf-8"):
            raise CodebookError(f"{path.name} has changed since the line was tried; load the corpus again and try it.")
        aside = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            aside.write_bytes(after.encode("utf-8"))
            shutil.copymode(path, aside)
            os.replace(aside, path)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise CodebookError(
            f"{path} could not be written: {error.strerror or error}; the line was not saved."
        ) from None
