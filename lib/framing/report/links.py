"""Links between the pages of a report: a point leads to the page of passages, a passage back to its chart.

A notebook does not know which pages a report has. Its outputs hold ``#passages?...`` and ``#chart-02-...``; here they
become the addresses of those pages, or no links where there is no such page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

__all__ = ["linked"]

_PASSAGES = "passages"  # what the notebook that shows them is called after its number
_POINT = re.compile(r'<a href="#passages\?([^"]*)">(.*?)</a>', re.DOTALL)
_LEADS = re.compile(r'<a class="skip" href="#chart-[\w-]+-after">[^<]*</a>|<p class="to-passages">[^<]*</p>')
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
    >>> point = '<a href="#passages?frame=threat"><title>9%</title></a>'
    >>> linked(point, "02-frames", ["02-frames", "10-passages"])
    '<a href="10-passages.html#frame=threat"><title>9%</title></a>'
    >>> linked(point, "02-frames", ["02-frames"])
    '<g><title>9%</title></g>'
    """
    shown = next((name for name in notebooks if name.partition("-")[2] == _PASSAGES), "")
    if shown:
        html = _POINT.sub(lambda m: f'<a href="{quote(shown)}.html#{m[1]}">{m[2]}</a>', html)
    else:
        html = _LEADS.sub("", _POINT.sub(r"<g>\2</g>", html))
    return _BACK.sub(lambda m: _to_chart(m, notebook, notebooks), html)


def _to_chart(found: re.Match[str], notebook: str, notebooks: Sequence[str]) -> str:
    before, chart, number, after = found.groups()
    page = next((name for name in notebooks if name.startswith(f"{number}-")), "")
    if page == notebook:
        return found[0]
    return f'{before}href="{quote(page)}.html#{chart}"{after}' if page else f"{before}hidden{after}"
