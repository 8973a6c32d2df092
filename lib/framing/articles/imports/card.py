"""The README.md of an imported corpus: what is known of it is written, what only people know is left to fill in."""

from __future__ import annotations

from collections import Counter
from typing import Any

__all__ = ["readme"]


def readme(name: str, entry: dict[str, Any]) -> str:
    """Return the text of the README of a new corpus.

    Parameters
    ----------
    name : str
        Of the corpus's folder.
    entry : dict
        What import.json says of the first import.
    """
    formats = Counter(each["format"] or "not read" for each in entry["files"])
    listed = ", ".join(f"{number:,} of {kind}" for kind, number in sorted(formats.items()))
    queries = list(dict.fromkeys(each["about"].get("query", "") for each in entry["files"]))
    asked = "\n".join(f"    {' '.join(query.split())[:500]}" for query in queries if query)
    return _TEXT.format(
        name=name,
        when=entry["when"][:10],
        files=f"{len(entry['files']):,} files" if len(entry["files"]) != 1 else "1 file",
        listed=listed,
        asked=f"The files say what was searched for:\n\n{asked}\n" if asked else "Which search made it: …\n",
    )


_TEXT = """# {name}

Fill in what is missing: a reader of the report will ask.

## What it is

- About: …
- Collected by, for: …
- From which database or service, on which day: …
- Outlets that were asked for, and why these: …
- First and last day that were searched: …

{asked}
## How it was made

First imported on {when} from {files} ({listed}). `import.json` lists every file with its hash, what was found
in it, and what cleaning took out; `quarantine.parquet` holds what could not be kept, with the reason; `raw.parquet`
holds every record as it was read.

## Whose it is

- Licence or terms of the database: …
- What may be published of it (passages, headlines, counts alone): …

## What it lacks

- Outlets, sections or times that are missing: …
- Known errors: …
"""
