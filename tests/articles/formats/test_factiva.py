import html
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.articles.blobs import Blob
from framing.articles.formats.base import Stated
from framing.articles.formats.factiva_html import FACTIVA_HTML
from framing.articles.formats.factiva_rtf import FACTIVA_RTF
from framing.articles.readers import Record, Unread
from framing.project import InputError

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "exports"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared")

# Of each interface language: words, the date 12 March 2014, a time, its value, the word "German", "Document".
INTERFACES = {
    "en": ("words", "12 March 2014", "15:32 GMT", "15:32:00+00:00", "German", "Document"),
    "de": ("Wörter", "12. März 2014", "15:32", "15:32:00", "Deutsch", "Dokument"),
    "fr": ("mots", "12 mars 2014", "15 h 32", "15:32:00", "Allemand", "Document"),
    "es": ("palabras", "12 marzo 2014", "15:32", "15:32:00", "Alemán", "Documento"),
    "it": ("parole", "12 marzo 2014", "15.32", "15:32:00", "Tedesco", "Documento"),
    "pt": ("palavras", "12 de março de 2014", "15h32", "15:32:00", "Alemão", "Documento"),
    "nl": ("woorden", "12 maart 2014", "15:32", "15:32:00", "Duits", "Document"),
    "ru": ("слов", "12 марта 2014", "15:32", "15:32:00", "немецкий", "Документ"),
    "zh": ("字", "2014 年 3 月 12 日", "03:32 下午", "15:32:00", "德文", "文件"),
    "ja": ("文字", "2014年 3月 12日", "15:32", "15:32:00", "ドイツ語", "ドキュメント"),
}
ARTICLE = {
    "headline": "Moon base opens",
    "body": "A base opened.\n\nSpies were not seen.",
    "source": "Daily Moon",
    "author": "By A. Writer",
    "section": "News",
    "published": "2014-03-12",
    "length": "1055",
    "code": "MOON",
    "edition": "National",
    "page": "13",
    "language": "de",
    "copyright": "(c) 2014 Moon Ltd",
    "imprint": "Moon Press Limited",
    "accession": "MOON000020140312ea3c0000a",
}


def lines_of(article, ui="en", clock=False):
    """The lines of the head, from the number of words on."""
    words, day, time, _, german, _ = INTERFACES[ui]
    lines = [f"{int(article['length']):,} {words}", day, *([time] if clock else [])]
    lines += [article[name] for name in ("source", "code", "edition", "page") if name in article]
    return [*lines, german, article["copyright"]]


def write_html(articles, ui="en", clock=False):
    """Factiva's “Article format”: no codes, classes that begin with the article's language."""
    parts = []
    for each in articles:
        head = "".join(f"<div>{html.escape(line)}</div>" for line in lines_of(each, ui, clock))
        section = f"<div>{html.escape(each['section'])}</div>" if "section" in each else ""
        author = f'<div class="author">{html.escape(each["author"])} </div>' if "author" in each else ""
        body = "".join(
            f'<p class="articleParagraph dearticleParagraph">{html.escape(paragraph)}</p>\n'
            for paragraph in each["body"].split("\n\n")
        )
        tail = f"<p>{html.escape(each['imprint'])}</p>" if "imprint" in each else ""
        parts.append(
            f'<div id="article-{each["accession"]}" class="article" ><div class="article deArticle"><p>\n{section}'
            f"<div id=\"hd\" ><span class='deHeadline'>{html.escape(each['headline'])}</span>\n</div>{author}{head}\n"
            f"</p>\n{body}{tail}<p>{INTERFACES[ui][5]} {each['accession']}</p></div></div><br/><span></span>"
        )
    return Blob("factiva.html", f"<html><body><form>{''.join(parts)}</form></body></html>".encode())


def rows_of(article, ui="en", clock=False):
    """The fields with their codes, the body in lead and rest."""
    words, day, time, _, german, document = INTERFACES[ui]
    lead, *rest = article["body"].split("\n\n")
    rows = [("SE", article.get("section")), ("HD", article["headline"]), ("BY", article.get("author"))]
    rows += [("WC", f"{article['length']} {words}"), ("PD", day), ("ET", time if clock else None)]
    rows += [("SN", article["source"]), ("SC", article["code"]), ("ED", article.get("edition"))]
    rows += [("PG", article.get("page")), ("LA", german), ("CY", article["copyright"]), ("LP", lead)]
    rows += [("TD", "\n\n".join(rest) or None), ("NS", "gspace : Space | gspy : Espionage")]
    rows += [("PUB", article.get("imprint")), ("AN", f"{document} {article['accession']}")]
    return [(code, value) for code, value in rows if value]


def write_coded_html(articles, ui="en", clock=False):
    """Factiva's “plus indexing”: a table, codes in its left cells."""
    parts = []
    for each in articles:
        rows = ""
        for code, value in rows_of(each, ui, clock):
            cell = html.escape(value)
            if code in ("LP", "TD"):
                cell = "".join(f'<p class="articleParagraph dearticleParagraph">{p}</p>\n' for p in cell.split("\n\n"))
            rows += f'<tr><td align="right" class="index"><b>{code}</b>&nbsp;</td><td>{cell}</td></tr>'
        parts.append(f'<div class="article deArticle"><table>{rows}</table><br/></div><br/><span></span>')
    return Blob("factiva.html", f"<html><body>{''.join(parts)}</body></html>".encode())


def escaped(text):
    """Text in RTF: control characters escaped, what is not ASCII as \\u with a question mark for those that cannot."""
    found = ""
    for each in text:
        if each in "\\{}":
            found += "\\" + each
        elif each.isascii():
            found += each
        else:
            halves = each.encode("utf-16-le")
            for place in range(0, len(halves), 2):
                unit = int.from_bytes(halves[place : place + 2], "little")
                found += f"\\u{unit - 65536 if unit > 32767 else unit}?"
    return found


RTF = (
    "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\froman\\fcharset0 Times;}}"
    "{\\info{\\title Factiva RTF Display Format}}"
)


def write_coded_rtf(articles, ui="en", clock=False):
    parts = []
    for each in articles:
        for code, value in rows_of(each, ui, clock):
            cell = escaped(value).replace("\n", "\\par\r\n")
            parts.append(
                "\\trowd\\trgaph108\\cellx900\\cellx9000\\pard\\intbl\\qr{\\b " + code + "}\\cell\r\n"
                "\\pard\\intbl " + cell + "\\cell\\row\r\n"
            )
        parts.append("\\pard\\par\\page\r\n")
    return Blob("factiva.rtf", (RTF + "".join(parts) + "}").encode("ascii"))


def write_rtf(articles, ui="en", clock=False):
    parts = []
    for each in articles:
        before = [each["section"]] if "section" in each else []
        lines = [escaped(line) for line in before] + ["{\\b " + escaped(each["headline"]) + "}"]
        lines += [escaped(line) for line in ([each["author"]] if "author" in each else []) + lines_of(each, ui, clock)]
        for paragraph in each["body"].split("\n\n"):
            lines += ["", escaped(paragraph)]
        lines += ["", each["imprint"]] if "imprint" in each else []
        lines += ["", escaped(f"{INTERFACES[ui][5]} {each['accession']}"), ""]
        parts.append("\\par\r\n".join(lines) + "\\page\r\n")
    footer = "{\\footer Page 1 \\'a9 2014 Factiva, Inc.\\par}"
    return Blob("factiva.rtf", (RTF + footer + "".join(parts) + "}").encode("ascii"))


WRITERS = {
    "html": (write_html, FACTIVA_HTML),
    "html with codes": (write_coded_html, FACTIVA_HTML),
    "rtf": (write_rtf, FACTIVA_RTF),
    "rtf with codes": (write_coded_rtf, FACTIVA_RTF),
}


def read(blob, layout):
    assert layout.fits(blob)
    return list(layout.read(blob))


def compared(record):
    return {name: value for name, value in record.fields.items() if name != "subjects"}


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("ui", INTERFACES)
def test_an_article_is_read_whole_in_every_language_of_the_interface(writer, ui):
    write, layout = WRITERS[writer]
    (record,) = read(write([ARTICLE], ui, clock=True), layout)
    assert compared(record) == {**ARTICLE, "published": f"2014-03-12T{INTERFACES[ui][3]}"}


WORDS = "moon probe spy “spied” é ü 月 間諜 𝕏 { } \\ | < & &amp; <b> 5% (c) — it’s 12 HD".split()
TEXT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join).map(lambda text: "The " + text + " end.")


@st.composite
def random_article(draw):
    found = dict(ARTICLE)
    found["headline"] = draw(TEXT)
    found["body"] = "\n\n".join(draw(st.lists(TEXT, min_size=1, max_size=4)))
    found["length"] = str(draw(st.integers(1, 99_999)))
    found["source"] = draw(st.sampled_from(["Daily Moon", "月の新聞", "The <Spy> & Co", "Mond-Bote"]))
    serial = "".join(draw(st.lists(st.sampled_from("0123456789abcz"), min_size=9, max_size=9)))
    found["accession"] = f"MOON000020140312{serial}"
    for name in draw(st.sets(st.sampled_from(["section", "author", "edition", "page"]))):
        del found[name]
    return found


@pytest.mark.parametrize("writer", WRITERS)
@settings(max_examples=25, deadline=None)
@given(
    articles=st.lists(random_article(), min_size=1, max_size=4, unique_by=lambda each: each["accession"]),
    ui=st.sampled_from(sorted(INTERFACES)),
)
def test_what_is_written_in_a_layout_is_read_back_equal(writer, articles, ui):
    write, layout = WRITERS[writer]
    records = read(write(articles, ui), layout)
    assert [compared(each) for each in records] == articles
    assert [each.number for each in records] == list(range(1, len(articles) + 1))


def changed(blob, old, new):
    data = blob.data.decode()
    assert old in data
    return Blob(blob.name, data.replace(old, new).encode())


def test_an_article_without_date_length_and_publisher_lacks_these_fields_alone():
    article = {name: value for name, value in ARTICLE.items() if name != "imprint"}
    blob = changed(write_html([article]), "<div>1,055 words</div><div>12 March 2014</div>", "")
    (record,) = read(blob, FACTIVA_HTML)
    assert record.fields["source"] == "Daily Moon" and record.fields["body"] == ARTICLE["body"]
    assert not {"published", "length", "imprint"} & set(record.fields)


def test_a_credit_between_headline_and_length_is_no_author_and_notes_behind_the_text_are_not_the_text():
    blob = changed(write_html([ARTICLE]), "<div>1,055 words", "<div>Moon Agency</div><div>1,055 words")
    blob = changed(blob, "<p>Moon Press", "<p>3089619</p><p>Moon Press")
    (record,) = read(blob, FACTIVA_HTML)
    assert (record.fields["credit"], record.fields["notes"]) == ("Moon Agency", "3089619")
    assert compared(record)["body"] == ARTICLE["body"]


def test_pre_tables_and_breaks_within_the_text_stay_in_the_body():
    more = (
        '<p class="articleParagraph enarticleParagraph"><pre class="articlePre">\nPart\ntwo\n</pre></p>'
        "<table><tr><td>Probe</td><td>12</td></tr></table>"
        '<p class="articleParagraph enarticleParagraph">One<br/>line <b>bold</b>.</p>'
    )
    blob = changed(write_html([ARTICLE]), "<p>Moon Press", more + "<p>Moon Press")
    (record,) = read(blob, FACTIVA_HTML)
    assert record.fields["body"].split("\n\n")[2:] == ["Part two", "Probe 12", "One line bold."]


def test_a_text_in_a_frame_of_its_own_belongs_to_the_article():
    blob = changed(
        write_html([ARTICLE]), "<p>Moon Press", '<div class="odeArticle"><p>It is new.</p></div><p>Moon Press'
    )
    (record,) = read(blob, FACTIVA_HTML)
    assert record.fields["body"] == ARTICLE["body"] + "\n\nIt is new."


def test_a_table_within_a_coded_text_is_text_even_where_its_cells_look_like_codes():
    table = "<table><tr><td>CO</td><td>12 probes</td></tr></table>"
    blob = changed(write_coded_html([ARTICLE]), "Spies were not seen.</p>", f"Spies were not seen.</p>{table}")
    (record,) = read(blob, FACTIVA_HTML)
    assert record.fields["body"].endswith("Spies were not seen.\n\nCO 12 probes")
    assert "companies" not in record.fields


def test_captions_and_copyright_are_fields_and_not_the_body():
    blob = changed(write_coded_html([ARTICLE]), 'class="index"><b>NS', 'class="index"><b>ART</b></td><td>Photo: a moon'
                   '</td></tr><tr><td class="index"><b>NS')  # fmt: skip
    blob = changed(blob, "Spies were not seen.</p>", "Spies were not seen.</p><p>(c) Moon Ltd 2014.</p>")
    (record,) = read(blob, FACTIVA_HTML)
    assert record.fields["captions"] == "Photo: a moon"
    assert (record.fields["body"], record.fields["copyright"]) == (ARTICLE["body"], ARTICLE["copyright"])


def test_codes_that_are_not_known_are_kept_under_their_own_name():
    row = '<tr><td class="index"><b>XYZ</b></td><td>odd</td></tr><tr><td align="right" class="index"><b>WC'
    (record,) = read(
        changed(write_coded_html([ARTICLE]), '<tr><td align="right" class="index"><b>WC', row), FACTIVA_HTML
    )
    assert record.fields["xyz"] == "odd"


@pytest.mark.parametrize("write", [write_html, write_coded_html])
def test_html_that_lost_its_classes_is_read_by_codes_or_lines(write):
    other = {**ARTICLE, "headline": "Probe lands", "accession": "MOON000020140313ea3c0000b"}
    data = re.sub(r" (?:class|id)=[\"'][^\"']*[\"']", "", write([ARTICLE, other]).data.decode())
    data = data.replace("<span>Moon base opens</span>", "<b>Moon base opens</b>").replace(
        "<span>Probe lands</span>", "<b>Probe lands</b>"
    )
    blob = Blob("a.html", f"<html><title>Factiva</title>{data}</html>".encode())
    records = read(blob, FACTIVA_HTML)
    assert [each.fields["headline"] for each in records] == ["Moon base opens", "Probe lands"]
    assert {each.fields["body"] for each in records} == {ARTICLE["body"]}
    assert {each.fields["published"] for each in records} == {"2014-03-12"}


LISTED = (
    '<table class="headlines"><tr class="headline" data-accno="BC00000020140312ea3c0000z"><td>'
    '<b class="printheadline enHeadline"> Spy <b>moon</b> found</b><div class="leadFields"><a href="#">Moon Blog</a>, '
    '2014 年 3 月 12 日, 72 字,  A. Writer, (英文)</div><div class="snippet ensnippet"> It was found ...</div></td>'
    "</tr></table>"
)


def test_headlines_listed_among_articles_are_no_articles_and_are_told_of():
    blob = changed(write_html([ARTICLE]), "<br/><span></span>", f'<br/><div id="carryOver">{LISTED}</div><span></span>')
    record, stated = read(blob, FACTIVA_HTML)
    assert compared(record) == ARTICLE
    assert stated == Stated(where="1 headlines are listed without their articles: Spy moon found")


def test_a_file_of_headlines_alone_gives_them():
    (record,) = read(Blob("a.html", f"<html><body>{LISTED}</body></html>".encode()), FACTIVA_HTML)
    assert record.fields == {
        "headline": "Spy moon found",
        "source": "Moon Blog",
        "published": "2014-03-12",
        "length": "72",
        "author": "A. Writer",
        "language": "en",
        "body": "It was found ...",
        "accession": "BC00000020140312ea3c0000z",
    }


SUMMARY = [
    ("Text", "moon AND spy"),
    ("Date", "1 January 2014 to 31 December 2014"),
    ("Source", "All Sources"),
    ("Results Found", "1"),
    ("Timestamp", "3 July 2019 7:39"),
]


def test_the_summary_of_the_search_is_what_the_file_states():
    rows = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in SUMMARY)
    expected = Stated(1, "Results Found: 1", "2019-07-03T07:39:00", "moon AND spy", "2014-01-01", "2014-12-31")
    blob = changed(write_html([ARTICLE]), "</form>", f"<h2>Search Summary</h2><table>{rows}</table></form>")
    assert read(blob, FACTIVA_HTML)[-1] == expected
    table = "".join(f"\\trowd\\pard\\intbl {label}\\cell {value}\\cell\\row " for label, value in SUMMARY)
    for write in (write_rtf, write_coded_rtf):
        blob = Blob("a.rtf", write([ARTICLE]).data[:-1] + table.encode() + b"}")
        assert [compared(each) for each in read(blob, FACTIVA_RTF)[:-1]] == [ARTICLE]
        assert read(blob, FACTIVA_RTF)[-1] == expected


def test_results_that_do_not_fit_into_one_file_are_not_those_of_the_file():
    rows = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in SUMMARY).replace(">1<", ">1,014<")
    blob = changed(write_html([ARTICLE]), "</form>", f"<table>{rows}</table></form>")
    stated = read(blob, FACTIVA_HTML)[-1]
    assert (stated.articles, stated.where) == (None, "Results Found: 1,014")


def test_rtf_with_codes_and_fields_on_lines_of_their_own_is_read_too():
    lines = [line for code, value in rows_of(ARTICLE) for line in (code, *value.split("\n\n"))]
    blob = Blob("a.rtf", (RTF + "\\par\n".join(map(escaped, [*lines, *lines])) + "}").encode())
    assert [compared(each) for each in read(blob, FACTIVA_RTF)] == [ARTICLE, ARTICLE]


def test_a_table_within_the_text_of_rtf_with_codes_is_text():
    inner = (
        "\\pard\\intbl\\itap2 Probe\\nestcell 12\\nestcell{\\*\\nesttableprops\\trowd\\nestrow}{\\nonesttables\\par}"
    )
    blob = changed(write_coded_rtf([ARTICLE]), "Spies were not seen.", f"Spies.\\par {inner}\\pard\\intbl End.")
    (record,) = read(blob, FACTIVA_RTF)
    assert " ".join(record.fields["body"].split()) == "A base opened. Spies. Probe 12 End."


def test_contents_and_page_footers_before_the_first_article_are_not_its_section():
    contents = "Contents\\par Moon base opens\\tab 2\\par\\page Page 2 of 9 \\'a9 2014 Factiva, Inc. All rights.\\par "
    blob = changed(write_rtf([ARTICLE]), "Inc.\\par}", "Inc.\\par}" + contents)
    (record,) = read(blob, FACTIVA_RTF)
    assert compared(record) == ARTICLE


def test_a_number_whose_article_is_not_understood_is_quarantined_and_not_dropped():
    blob = changed(write_html([ARTICLE]), "</form>", "<p>Document MOON000020140313ea3c0000b</p></form>")
    record, unread = read(blob, FACTIVA_HTML)
    assert compared(record) == ARTICLE and isinstance(unread, Unread)
    assert unread.fields == {"accession": "MOON000020140313ea3c0000b"} and "MOON000020140313ea3c0000b" in unread.detail


def test_an_article_of_neither_headline_nor_text_is_quarantined_with_what_stood_there():
    blob = changed(write_html([ARTICLE, ARTICLE]), "<span></span>", "<span></span>")
    data = blob.data.decode()
    first = re.sub(r"<span class='deHeadline'>.*?</span>|<p class=\"articleP.*?</p>", "", data, count=0)
    records = read(Blob("a.html", first.encode()), FACTIVA_HTML)
    assert (
        all(isinstance(each, Unread) and "Daily Moon" in each.fields["text"] for each in records) and len(records) == 2
    )


def test_a_file_that_only_looks_like_factiva_ends_in_an_error_with_the_line():
    blob = Blob("a.html", b"<html>\n<body>\n<span class='enHeadline'></span></body></html>")
    assert FACTIVA_HTML.fits(blob)
    with pytest.raises(InputError, match=r"a\.html, line 3: expected Factiva's articles"):
        list(FACTIVA_HTML.read(blob))
    with pytest.raises(InputError, match=r"a\.rtf, line 1: expected Factiva's articles"):
        list(FACTIVA_RTF.read(Blob("a.rtf", b"{\\rtf1 Factiva RTF Display Format\\par}")))


def test_the_last_article_of_a_file_that_is_cut_off_is_quarantined():
    other = {**ARTICLE, "accession": "MOON000020140313ea3c0000b"}
    data = write_html([ARTICLE, other]).data
    record, unread = read(Blob("a.html", data[: data.rindex(b"Spies were")]), FACTIVA_HTML)
    assert compared(record) == ARTICLE
    assert isinstance(unread, Unread) and unread.reason == "the article is cut off"


PIECES = (
    "<div class='article enArticle'> <div id=hd> </div> <p class='articleParagraph enarticleParagraph'> </p> <td> <tr> "
)
PIECES += (
    "<table> <td class=index> HD LP AN moon 2014 12&#160;March&#160;2014 90&#160;words <pre> <br> <!--x--> \x00 <a"
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(re.findall(r"<[^>]*>?|[^<\s]+", PIECES)), max_size=25))
def test_malformed_html_ends_in_records_or_in_an_error_of_ours(pieces):
    blob = Blob("a.html", ("<html><div class='article enArticle'>" + " ".join(pieces)).encode())
    try:
        found = list(FACTIVA_HTML.read(blob))
    except InputError:
        return
    assert found and all(isinstance(each, Record | Unread | Stated) for each in found)


@pytest.mark.parametrize(
    "piece", [b"<td", b"<td>", b"class=", b"<td><b>", b"> Document ", b"<p class='a'>Moon 2014</p>"]
)
def test_recognising_a_file_takes_no_time_by_the_square(piece):
    started = time.perf_counter()
    FACTIVA_HTML.fits(Blob("a.html", b"<html>Factiva " + piece * 100_000))
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><p>News of the moon</p></html>",
        b"{\\rtf1 News of the moon, said Factiva\\par}",
        b"HD,PD,SN,LP\n1,2,3,4\n",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    ],
)
def test_files_of_others_do_not_fit(data):
    blob = Blob("a.bin", data)
    assert not FACTIVA_HTML.fits(blob) and not FACTIVA_RTF.fits(blob)


def test_a_non_breaking_space_an_odd_line_end_and_a_byte_order_mark_change_nothing():
    data = write_coded_html([ARTICLE]).data.decode().replace("\n", "\r").replace("12 March 2014", "12\xa0March\xa02014")
    (record,) = read(Blob("a.html", b"\xef\xbb\xbf" + data.encode()), FACTIVA_HTML)
    assert compared(record) == ARTICLE
    (record,) = read(Blob("a.html", data.encode("utf-16")), FACTIVA_HTML)
    assert compared(record) == ARTICLE


@needs_shared
@pytest.mark.parametrize(
    ("name", "layout", "number"),
    [
        ("factiva-en-44-articles.html", FACTIVA_HTML, 44),
        ("factiva-chinese-ui-97-articles.html", FACTIVA_HTML, 97),
        ("factiva-resaved-55-articles.rtf", FACTIVA_RTF, 55),
    ],
)
def test_each_real_file_gives_the_articles_in_its_name_with_all_that_is_asked_for(name, layout, number):
    found = read(Blob(name, (SHARED / name).read_bytes()), layout)
    records = [each for each in found if isinstance(each, Record)]
    assert len(records) == number and not any(isinstance(each, Unread) for each in found)
    for each in records:
        assert all(each.fields.get(field) for field in ("headline", "body", "source", "language", "accession"))
        assert re.match(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:00(\+00:00)?)?$", each.fields["published"])
        assert each.fields["accession"] not in each.fields["body"]
        assert each.fields["body"].split("\n\n")[-1] != each.fields["copyright"]
