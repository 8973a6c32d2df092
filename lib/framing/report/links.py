"""Links between the pages of a report: a point leads to the page of passages, a passage back to its chart.

A notebook does not know which pages a report has. The marks of its charts, and its links to
``#chart-02-...``, get the addresses of those pages here, or stay without one where there is no such page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

from framing.show.marks import lead_to

__all__ = ["linked"]

_PASSAGES = "passages"  # what the notebook that shows them is called after its number
_BACK = re.compile(r'(<a [^>]*?)href="#(chart-(\d\d)-[\w-]+)"([^>]*>)')


def linked(html: str, notebook: str, notebooks: Sequence[str]) -> str:
    """Give an output's links between pages their addresses.

    Parameters
    ----------
    html : str
        As a notebook printed it.
    notebook : str
        Its name, such as ``02-frames-over-time``.
    notebooks : sequence of str
        All that the report has pages of.

    Examples
    --------
    >>> point = '<a data-behind="frame=threat"><title>9%</title></a>'
    >>> linked(point, "02-frames", ["02-frames", "10-passages"])
    '<a href="10-passages.html#frame=threat"><title>9%</title></a>'
    >>> linked(point, "02-frames", ["02-frames"])
    '<a data-behind="frame=threat"><title>9%</title></a>'
    """
    shown = next((name for name in notebooks if name.partition("-")[2] == _PASSAGES), "")
    if shown:
        html = lead_to(html, f"{quote(shown)}.html#")
    return _BACK.sub(lambda m: _to_chart(m, notebook, notebooks), html)


def _to_chart(found: re.Match[str], notebook: str, notebooks: Sequence[str]) -> str:
    before, chart, number, after = found.groups()
    page = next((name for name in notebooks if name.startswith(f"{number}-")), "")
    if page == notebook:
        return found[0]
    return f'{before}href="{quote(page)}.html#{chart}"{after}' if page else f"{before}hidden{after}"
