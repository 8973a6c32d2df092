"""The rows of tables in the text of an RTF file, by marks that stand where its control words did."""

from __future__ import annotations

import re

__all__ = ["CELL", "NESTED", "ROW", "ROW_END", "paragraphs_of"]

# The end of a cell, the end of a row, the beginning of one, a paragraph of a table in a table.
CELL, ROW_END, ROW, NESTED = "\x1c", "\x1d", "\x1e", "\x1f"


def paragraphs_of(text: str) -> list[str]:
    """Split the text into paragraphs, with the cells of a row in one."""
    paragraphs: list[str] = []
    cells: list[str] = []
    in_row, nested = False, False

    def flush(rest: str) -> None:
        """End a row with what stands after its last cell."""
        if cells:
            if rest.strip():
                cells.append(rest)
            paragraphs.append("\t".join(each.replace("\t", " ").strip("\n") for each in cells))
            cells.clear()
        elif rest.strip():
            paragraphs.extend(rest.split("\n"))

    current = ""
    for piece in re.split(f"([{CELL}{ROW_END}{ROW}{NESTED}])", text):
        if piece == CELL:
            if not in_row:  # without a mark of its beginning, a row begins with the paragraph
                before, _, current = current.rpartition("\n")
                paragraphs.extend(before.split("\n") if before else [])
                in_row = True
            cells.append(current)
            current = ""
        elif piece == ROW_END:
            flush(current)
            current, in_row, nested = "", False, False
        elif piece == ROW:
            if not in_row:
                paragraphs.extend(current.removesuffix("\n").split("\n") if current else [])
                current, in_row = "", True
        elif piece == NESTED:
            if not nested:
                flush(current)
                current, in_row, nested = "", True, True
        else:
            current += piece
    if cells:
        flush(current)
    else:
        paragraphs.extend(current.removesuffix("\n").split("\n") if current else [])
    return paragraphs
