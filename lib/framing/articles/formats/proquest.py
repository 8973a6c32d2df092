"""ProQuest's TXT export: documents between lines of underscores, a text and fields with labels around it."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

from framing.articles.blobs import Blob
from framing.articles.dates import standard_dates
from framing.articles.formats.base import Format, Read
from framing.articles.formats.language_names import stated_language
from framing.articles.readers import Record, Unread

__all__ = ["PROQUEST_TXT", "address", "fields_of", "label_of", "settle"]

# What ProQuest calls its fields, in the languages of its interface.
_LABELS = {
    "headline": "title|titel|titre|título|titolo|название|标题|標題|タイトル|제목|tytuł|başlık",
    "body": "full text|volltext|texte intégral|texto completo|testo completo|полный текст|全文|全文文献|"
    "フルテキスト|전문|pełny tekst|tam metin|texto integral",
    "abstract": "abstract|zusammenfassung|résumé|resumen|riassunto|resumo|реферат|摘要|抄録|초록",
    "author": "author|authors|autor|autoren|verfasser|auteur|autore|автор|作者|著者|저자",
    "info": "publication info|publikationsinfo|informations sur la publication|información de publicación|"
    "informazioni sulla pubblicazione|informações da publicação|出版物信息|出版資訊",
    "source": "publication title|titel der publikation|titre de la publication|título de publicación|"
    "título de la publicación|titolo pubblicazione|título da publicação|"
    "название издания|出版物名称|出版物名稱|出版物タイトル",
    "published": "publication date|erscheinungsdatum|publikationsdatum|date de publication|fecha de publicación|"
    "data di pubblicazione|data de publicação|дата публикации|出版日期|出版年月日",
    "year": "publication year|erscheinungsjahr|publikationsjahr|année de publication|año de publicación|"
    "anno di pubblicazione|ano de publicação|год публикации|出版年份|出版年",
    "section": "section|rubrik|teil|sección|sezione|seção|раздел|版块|部分",
    "language": "language of publication|language|sprache der publikation|sprache|langue de publication|langue|"
    "idioma de la publicación|idioma|lingua di pubblicazione|lingua|язык публикации|出版物语言|出版語言|语言",
    "accession": "proquest document id|proquest-dokument-id|id de document proquest|id del documento de proquest|"
    "id del documento|id documento proquest|proquest 文档 id|proquest文档id",
    "url": "document url|dokument-url|url du document|url del documento|url documento|文档 url|文档url",
    "links": "links|liens|enlaces|vínculos|collegamenti|链接",
    "copyright": "copyright|urheberrecht|droits d'auteur|derechos de autor|版权|著作權",
    "updated": "last updated|zuletzt aktualisiert|dernière mise à jour|última actualización|"
    "ultimo aggiornamento|上次更新",
    "database": "database|datenbank|base de données|base de datos|banca dati|数据库|資料庫",
    "page": "first page|pages|page|erste seite|première page|primera página|prima pagina|首页|起始页",
    "publisher": "publisher|herausgeber|verlag|éditeur|editorial|editor|editore|出版商|出版者",
    "place": "place of publication|erscheinungsort|lieu de publication|lugar de publicación|出版地",
    "country": "country of publication|erscheinungsland|pays de publication|país de publicación|出版物的国家/地区",
    "dateline": "dateline|datumszeile",
    "kind": "document type|dokumententyp|type de document|tipo de documento|文档类型",
    "medium": "source type|quellentyp|type de source|tipo de fuente|来源类型",
    "subjects": "subject|schlagwort|sujet|materia|soggetto|主题|主題",
    "issn": "issn",
}
# Without spaces and hyphens: "Document URL" is also written "DocumentURL".
_NAMED = {re.sub(r"[\s-]", "", label): field for field, labels in _LABELS.items() for label in labels.split("|")}
_LINE = re.compile(r"([^\W\d_][^:：\n]{0,48}?)\s*[:：][ \t\xa0]*(.*)", re.DOTALL)
_RULE = re.compile(r"^[ \t]*_{20,}[ \t]*$", re.MULTILINE)
_NONE = re.compile(
    r"(?:none available|not available|keine verfügbar|nicht verfügbar|aucun disponible|no disponible)\.?", re.I
)
_NOTED = re.compile(r"^(CAPTION|CREDIT|Caption|Credit|ILLUSTRATION|Illustration|PHOTO):\s*(.+)$", re.MULTILINE)
_DATE = re.compile(r"\d{1,2} [^\W\d_]{3,}\.? \d{4}|[^\W\d_]{3,}\.? \d{1,2}, \d{4}|\d{4}-\d{2}-\d{2}")


def _fits(blob: Blob) -> bool:
    if blob.data[:4] == b"PK\x03\x04" or blob.head.lstrip()[:1] in (b"<", b"{", b"["):
        return False
    text = blob.text
    if not _RULE.search(text):
        return False
    start = text[:400_000]
    labels = {field for line in start.split("\n") if (found := label_of(line)) for field in [found[0]]}
    return len(labels & {"body", "accession", "source", "info", "database", "url", "published"}) >= 4


def label_of(line: str) -> tuple[str, str] | None:
    """Part a line into the field its label names and its value; None when it begins with no known label.

    >>> label_of("Publication date: Mar 9, 2022"), label_of("He said: no")
    (('published', 'Mar 9, 2022'), None)
    """
    found = _LINE.match(line)
    field = _NAMED.get(re.sub(r"[\s-]", "", found[1].casefold())) if found else None
    return (field, found[2].strip()) if found and field else None


def _read(blob: Blob) -> Read:
    parts = _RULE.split(blob.text)
    number = 0
    for part in parts:
        blocks = [block for block in re.split(r"\n[ \t\xa0]*\n", part.strip("\n")) if block.strip()]
        if not any(label_of(block.strip()) for block in blocks):
            continue  # the cover before the first document, and the imprint after the last
        found = fields_of(blocks)
        if set(found) <= {"database", "copyright", "links"}:
            continue
        number += 1
        fields = settle(found)
        if fields.get("headline") or fields.get("body"):
            yield Record(blob.name, number, fields)
        else:
            yield Unread(blob.name, number, "neither headline nor body", "", {"text": part.strip()})


def fields_of(blocks: list[str]) -> dict[str, str]:
    """Read the blocks of a document: a title, labelled blocks, the text, and labelled blocks after it."""
    blocks = [block.strip() for block in blocks]
    start = next((place for place, block in enumerate(blocks) if (label_of(block) or ("",))[0] == "body"), None)
    found: dict[str, str] = {}
    if start is None:
        ahead, after = blocks, []
    else:
        # The text ends where the labelled blocks begin that run to the end of the document.
        end = len(blocks)
        while end > start + 1 and _labelled(blocks[end - 1]):
            end -= 1
        while end < len(blocks) and label_of(blocks[end]) is None:
            end += 1
        told = label_of(blocks[start])
        found["body"] = "\n\n".join([told[1] if told else "", *blocks[start + 1 : end]]).strip()
        ahead, after = blocks[:start], blocks[end:]
    for place, block in enumerate(ahead + after):
        told = label_of(block)
        if told:
            name = "other_title" if told[0] == "headline" and place >= len(ahead) and "headline" in found else told[0]
            found.setdefault(name, told[1])
        elif place == 0:
            found["headline"] = " ".join(block.split())
        elif place < len(ahead) and re.match(r"https?://\S+$", block):
            found.setdefault("url", block)
        else:
            other = _LINE.match(block)
            if other and _labelled(block):
                found.setdefault(re.sub(r"\W+", "_", other[1].casefold()).strip("_"), other[2].strip())
    return found


def _labelled(block: str) -> bool:
    """Whether a block could be a field: one line, a label of a few words before its colon."""
    found = _LINE.match(block)
    return found is not None and "\n" not in block and len(found[1].split()) <= 5


def settle(found: dict[str, str]) -> dict[str, str]:
    """Turn the fields of a document into those of an article."""
    fields = {name: value for name, value in found.items() if value and not _NONE.fullmatch(value)}
    headline = fields.get("headline") or fields.get("other_title", "")
    body = fields.get("body", "")
    for name, value in _NOTED.findall(body):
        field = "credit" if name.casefold() == "credit" else "caption"
        fields[field] = "; ".join([*([fields[field]] if field in fields else []), value.strip()])
    body = _NOTED.sub("", body)
    info = fields.get("info", "")
    source = fields.get("source", "") or re.split(r"\s*[;\[]|,\s", info, maxsplit=1)[0] * bool(";" in info)
    written = fields.get("published") or next(iter(_DATE.findall(info)), "") or fields.get("year", "")
    date, precision = standard_dates([written])[0]
    settled = {
        **{name: value for name, value in fields.items() if name not in ("info", "links", "year", "other_title")},
        "headline": " ".join(headline.split()),
        "body": re.sub(r"\n{3,}", "\n\n", body).strip(),
        "source": source.partition(";")[0].strip(),
        "published": date or written,
        "published_precision": precision if precision in ("month", "year") else "",
        "language": stated_language(fields.get("language", "")) or fields.get("language", ""),
        "url": address(fields.get("url", "")),
        "author": fields.get("author") or fields.get("credit", ""),
    }
    settled["imprint"] = settled.pop("publisher", "")  # "publisher" names an outlet in other files
    return {name: value for name, value in settled.items() if value}


def address(url: str) -> str:
    """Return ProQuest's own address of a document, without the library that it was asked through.

    >>> address("https://proxy.example.edu/login?url=https://www.proquest.com/docview/26/se-2?accountid=15")
    'https://www.proquest.com/docview/26/se-2'
    """
    inner = re.search(r"[?&]q?url=(https?(?::|%3A).+)$", url)
    address = unquote(inner[1]) if inner else url
    parts = urlsplit(address)
    kept = {name: values for name, values in parse_qs(parts.query).items() if name not in ("accountid", "_oafollow")}
    return address if kept else address.partition("?")[0]


PROQUEST_TXT = Format("proquest-txt", "ProQuest, TXT", _fits, _read)
