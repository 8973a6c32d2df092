"""Every format, in the order in which a file is tried: what says most of itself comes first."""

from __future__ import annotations

from framing.articles.blobs import Blob
from framing.articles.formats.base import Format
from framing.articles.formats.factiva_html import FACTIVA_HTML
from framing.articles.formats.factiva_rtf import FACTIVA_RTF
from framing.articles.formats.feed import FEED
from framing.articles.formats.gdelt import GDELT_ARTLIST, GDELT_GKG
from framing.articles.formats.guardian import GUARDIAN
from framing.articles.formats.mediacloud import MEDIACLOUD
from framing.articles.formats.newsapi import NEWSAPI
from framing.articles.formats.nexis_docx import NEXIS_DOCX
from framing.articles.formats.nexis_html import NEXIS_UK
from framing.articles.formats.nexis_rtf import NEXIS_RTF
from framing.articles.formats.nexis_text import NEXIS_TXT
from framing.articles.formats.nyt import NYT
from framing.articles.formats.page import PAGE
from framing.articles.formats.page_archive import WARC
from framing.articles.formats.plain import PLAIN
from framing.articles.formats.proquest import PROQUEST_TXT
from framing.articles.formats.proquest_html import PROQUEST_HTML
from framing.articles.formats.ris import RIS
from framing.articles.formats.table import TABLE, XLSX
from framing.project import InputError

__all__ = ["FORMATS", "format_of"]

FORMATS: tuple[Format, ...] = (
    WARC,
    NEXIS_DOCX,
    XLSX,
    FACTIVA_RTF,
    NEXIS_RTF,
    FACTIVA_HTML,
    NEXIS_UK,
    PROQUEST_HTML,
    FEED,
    PAGE,
    GUARDIAN,
    NYT,
    NEWSAPI,
    GDELT_ARTLIST,
    MEDIACLOUD,
    GDELT_GKG,
    NEXIS_TXT,
    PROQUEST_TXT,
    RIS,
    TABLE,
    PLAIN,
)


def format_of(blob: Blob) -> Format:
    """Return the format of a file, told by what is in it.

    Raises
    ------
    InputError
        When it is empty, or of no layout that is known; with the line where one would have shown.
    """
    if not blob.data.strip():
        raise InputError(f"{blob.name} is empty; export it anew.")
    for each in FORMATS:
        if each.fits(blob):
            return each
    start = blob.head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n").partition("\n")[0].strip()
    shown = "".join(each if each.isprintable() else "·" for each in start[:60])
    raise InputError(
        f"{blob.name}, line 1: expected the beginning of a known layout ({_labels()}), found “{shown}”; name it with "
        "--format, or export it in one of these."
    )


def _labels() -> str:
    return ", ".join(dict.fromkeys(each.label.partition(",")[0] for each in FORMATS))
