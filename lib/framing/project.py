"""Where the project is, and how its errors speak.

The lowest floor: everything else may import it, it imports nothing of ours.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

__version__ = "0.1.0"

__all__ = [
    "CodebookError",
    "FramingError",
    "InputError",
    "__version__",
    "cache_folder",
    "corpus_folder",
    "keeping",
    "nearest",
    "outputs_folder",
    "root",
    "there",
    "writable_folder",
]


class FramingError(ValueError):
    """Something the user can mend; the message says what is wrong, where, and what to do.

    The command line prints it as one sentence, without a traceback, and exits with 2.
    """


class InputError(FramingError):
    """A file or a table of articles that cannot be read as such."""


class CodebookError(FramingError):
    """A codebook line that cannot be understood; names the file and the line."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint that ends an error sentence: the nearest known name, or all of them when few.

    Parameters
    ----------
    name : str
        What the user wrote.
    known : iterable of str
        The names that would have been understood.

    Returns
    -------
    str
        ``'; did you mean "month"?'``, ``"; known: month, quarter, year"`` or, with nothing known, ``""``.

    Examples
    --------
    >>> nearest("mnth", ["month", "quarter", "year"])
    '; did you mean "month"?'
    >>> nearest("decade", ["month", "year"])
    '; known: month, year'
    """
    names = sorted({str(each) for each in known})
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if not close:
        folded = {each.casefold(): each for each in names}
        close = [folded[name.casefold()]] if name.casefold() in folded else []
    if close:
        return f'; did you mean "{close[0]}"?'
    if not names:
        return ""
    few = ", ".join(names[:12])
    return f"; known: {few}" + (f" and {len(names) - 12} more" if len(names) > 12 else "")


def root() -> Path:
    """Return the project's root: the folder that holds ``corpus/codebook.yml``.

    ``FRAMING_ROOT`` in the environment wins; then the working directory and the folders above it; then the
    checkout that this module was loaded from. So a notebook finds ``corpus/`` and ``outputs/`` from anywhere.

    Raises
    ------
    FramingError
        When none of these holds a codebook.
    """
    named = os.environ.get("FRAMING_ROOT")
    if named:
        folder = Path(named).expanduser().resolve()
        if _is_root(folder):
            return folder
        raise FramingError(f"FRAMING_ROOT is {named}, but there is no corpus/codebook.yml in it; unset or correct it.")
    here = Path.cwd().resolve()
    for folder in (here, *here.parents, Path(__file__).resolve().parents[2]):
        if _is_root(folder):
            return folder
    raise FramingError(
        "No project found: neither this folder nor one above it holds corpus/codebook.yml; "
        "change into the project, or set FRAMING_ROOT to it."
    )


def _is_root(folder: Path) -> bool:
    return (folder / "corpus" / "codebook.yml").is_file()


def corpus_folder() -> Path:
    """Return the folder of the instruments and corpora, ``corpus/``."""
    return root() / "corpus"


def outputs_folder() -> Path:
    """Return the folder that everything made goes into, ``outputs/``."""
    return root() / "outputs"


def cache_folder() -> Path:
    """Return the folder of what can be computed again: ``FRAMING_CACHE`` in the environment, else ``.cache/``."""
    named = os.environ.get("FRAMING_CACHE")
    return Path(named).expanduser().resolve() if named else root() / ".cache" / "framing"


def writable_folder(name: str) -> Path | None:
    """Return a folder of the cache, made when it is not there; None where nothing can be written."""
    folder = cache_folder() / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def there(*places: str | Path) -> Path | None:
    r"""Return the first of some paths that there is; what no file system could hold is not there.

    >>> there("x" * 5000, "~nobody-of-this-name/x", "a\0b") is None
    True
    """
    for place in places:
        with suppress(OSError, ValueError, RuntimeError):  # too long, a NUL in it, a user that is not known
            path = Path(place).expanduser()
            if path.exists():
                return path
    return None


@contextmanager
def keeping(folder: Path) -> Iterator[None]:
    """Say in a sentence what went wrong when something could not be kept in a folder, a full disk above all."""
    try:
        yield
    except OSError as error:
        raise FramingError(
            f"Nothing can be kept in {folder} ({error.strerror or error}); make room there, or set FRAMING_CACHE to "
            "another folder."
        ) from None
