"""Tables and texts: whatever they are written in, the same records; and what is damaged is told."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.articles.blobs import Blob, open_blobs
from framing.articles.formats.plain import PLAIN
from framing.articles.formats.table import TABLE, XLSX
from framing.articles.readers import Record, Unread
from framing.project import InputError

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared")

ROWS = [
    {"source": "Der Bote", "date": "2024-05-01", "headline": "Spione, “überall”", "body": "Eins.\nZwei; drei\tvier."},
    {"source": "文汇报", "date": "2024-05-02", "headline": "太空竞赛", "body": ""},
]


def write_csv(rows, delimiter=",", end="\r\n"):
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter, lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write_lines(rows):
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def write_parquet(rows):
    out = io.BytesIO()
    pd.DataFrame(rows).to_parquet(out)
    return out.getvalue()


def write_xlsx(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
            for cell in sheet[sheet.max_row]:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_text(article, names=("Title", "Source", "Date", "Author", "URL", "Language", "Section"), colon=": "):
    fields = ("headline", "source", "published", "author", "url", "language", "section")
    head = [f"{name}{colon}{article[each]}" for name, each in zip(names, fields, strict=True) if each in article]
    return "\n".join([*head, "", article["body"], ""])


def table(data, name="a.dat"):
    blob = Blob(name, data.encode() if isinstance(data, str) else data)
    assert TABLE.fits(blob)
    return list(TABLE.read(blob))


def book(data, name="a.dat"):
    blob = Blob(name, data)
    assert XLSX.fits(blob)
    assert not TABLE.fits(blob)
    return list(XLSX.read(blob))


def text(data, name="a.dat"):
    blob = Blob(name, data.encode() if isinstance(data, str) else data)
    assert not TABLE.fits(blob)
    assert PLAIN.fits(blob)
    return [each.fields for each in PLAIN.read(blob)]


def fits_neither(data):
    blob = Blob("a.dat", data.encode() if isinstance(data, str) else data)
    return not (TABLE.fits(blob) or PLAIN.fits(blob) or XLSX.fits(blob))


TABLES = {
    "commas": write_csv(ROWS),
    "semicolons": write_csv(ROWS, ";"),
    "tabs": write_csv(ROWS, "\t", "\n"),
    "bars": write_csv(ROWS, "|"),
    "old Mac": write_csv(ROWS, end="\n").replace("\n", "\r"),
    "UTF-16": write_csv(ROWS).encode("utf-16"),
    "UTF-16 without mark": write_csv(ROWS).encode("utf-16-le"),
    "big-endian": write_csv(ROWS).encode("utf-16-be"),
    "UTF-8 with mark": write_csv(ROWS).encode("utf-8-sig"),
    "told delimiter": "sep=;\r\n" + write_csv(ROWS, ";"),
    "empty lines": "\n\n" + write_csv(ROWS) + "\n\n",
    "title above": "Search of 1 June 2024\n\n" + write_csv(ROWS),
    "twice the header": write_csv(ROWS[:1]) + write_csv(ROWS[1:]),
    "lines of JSON": write_lines(ROWS),
    "list": json.dumps(ROWS),
    "indented list": json.dumps(ROWS, indent=2).replace("\n", "\r\n"),
    "Parquet": write_parquet(ROWS),
}


@pytest.mark.parametrize("kind", TABLES)
def test_whatever_a_table_is_written_in_its_records_are_the_same(kind):
    # A sniffer that counts would take the comma in a field for the delimiter.
    assert table(TABLES[kind]) == [Record("a.dat", 1, ROWS[0]), Record("a.dat", 2, ROWS[1])]


def test_a_csv_of_windows_is_read_in_its_code_page():
    rows = [{"headline": "Spähsatellit über Zürich", "body": "Die Behörde prüft – sagt sie – die Bänder."}]
    assert [each.fields for each in table(write_csv(rows, ";").encode("cp1252"))] == rows


def test_other_names_of_the_columns_and_quoted_headers_are_known():
    found = table('"Article Title";"Pub Date";"Full Text"\n"A spy; again";"1 May 2024";"Text."\n')
    assert found == [
        Record("a.dat", 1, {"Article Title": "A spy; again", "Pub Date": "1 May 2024", "Full Text": "Text."})
    ]


def test_a_column_without_a_name_keeps_its_cells():
    found = table(",title,body,\n0,A spy,Text,\n1,A race,More,x\n")
    assert [each.fields for each in found] == [
        {"column_1": "0", "title": "A spy", "body": "Text"},
        {"column_1": "1", "title": "A race", "body": "More", "column_4": "x"},
    ]


def test_empty_cells_at_the_end_of_lines_are_no_fields():
    assert table("title,body,,\nA spy,Text,,\nA race,More\n") == [
        Record("a.dat", 1, {"title": "A spy", "body": "Text"}),
        Record("a.dat", 2, {"title": "A race", "body": "More"}),
    ]


def test_uneven_rows_are_unread_and_the_others_are_read():
    found = table("source,headline,body\nA,one,b\n\nA,two\nA,three,b,extra\nA,four,b\n")
    assert [(type(each), each.number) for each in found] == [(Record, 1), (Unread, 2), (Unread, 3), (Record, 4)]
    assert found[1].detail == "2 fields where the header has 3"
    assert found[2].fields == {"source": "A", "headline": "three", "body": "b", "extra_0": "extra"}


def lost_quote(before, after, start='Herald,Lost,"It begins'):
    lines = ["source,headline,body"]
    lines += [f"Gazette,Story {i},Text {i}" for i in range(before)]
    lines += [start]
    return "\n".join(lines + [f"Gazette,Later {i},Text {i}" for i in range(after)])


@pytest.mark.parametrize("after", [1, 50, 1_000])
@pytest.mark.parametrize("end", ["", '\nHerald,"Quoted, once","Body, too"\n'])
def test_a_quote_that_is_never_closed_costs_its_own_line_and_no_other(after, end):
    found = table(lost_quote(3, after) + end)
    (unread,) = [each for each in found if isinstance(each, Unread)]
    assert (unread.number, unread.reason) == (4, "a quote is not closed")
    assert unread.detail.startswith("line 5: a quote opens in it that is not closed on its line; ")
    assert unread.fields == {"text": 'Herald,Lost,"It begins'}
    assert len(found) == 4 + after + bool(end)
    assert found[-1].fields["body"] == ("Body, too" if end else f"Text {after - 1}")


def test_a_closed_field_of_hundreds_of_lines_is_told_unless_the_file_has_several():
    body = "\n".join(f"Paragraph {i}." for i in range(300))
    rows = [{"source": "Gazette", "headline": f"Story {i}", "body": "Short."} for i in range(5)]
    one = [*rows, {"source": "Herald", "headline": "Long", "body": body}]
    *records, unread = table(write_csv(one, end="\n"))
    assert [each.fields for each in records] == rows
    assert unread.detail == "line 7: a quoted field in it takes in 299 lines more and does not end as one does"
    assert unread.fields["text"].count("\n") == 299
    several = [*one, *one[-1:] * 2]
    assert [each.fields for each in table(write_csv(several))] == several


def test_quotes_inside_a_field_that_were_not_doubled_stay():
    found = table('source,headline,body\nA,"The "Moon" race","He said "go" and they\n"went" off"\nB,12" disc,b\n')
    assert [each.fields for each in found] == [
        {"source": "A", "headline": 'The "Moon" race', "body": 'He said "go" and they\n"went" off'},
        {"source": "B", "headline": '12" disc', "body": "b"},
    ]


def test_a_quote_inside_a_field_that_looks_like_its_end_is_told():
    first, second = table('source,headline,body\nA,one,"He said "go", they say"\nB,two,b\n')
    assert (first.reason, first.fields) == ("a quote is not closed", {"text": 'A,one,"He said "go", they say"'})
    assert second.fields["headline"] == "two"


def test_a_table_of_tabs_may_have_quotes_that_quote_nothing():
    found = table('headline\tbody\n"Spies" in orbit\tText\nA race\t"It began\n')
    assert [each.fields for each in found] == [
        {"headline": '"Spies" in orbit', "body": "Text"},
        {"headline": "A race", "body": '"It began'},
    ]


def test_a_file_of_quotes_ends_in_one_sentence():
    with pytest.raises(InputError, match=r"a\.dat, line \d+: expected quotes in pairs, found more than 200"):
        table("title,body\n" + 'a,"b\n' * 2_000)


def test_nul_bytes_at_the_end_are_no_text_and_inside_are_damage():
    found = table(b"title,body\nA spy,Te\x00xt\nA race,More\n" + b"\x00" * 50)
    assert [each.fields["body"] for each in found] == ["Te\N{REPLACEMENT CHARACTER}xt", "More"]


def test_a_column_that_stands_twice_is_an_error():
    with pytest.raises(InputError, match=r"a\.dat, line 1: the column “title” stands twice"):
        table("title,body,title\n1,2,3\n")


def test_a_table_without_headline_and_body_is_of_no_format_and_says_so_when_asked_for():
    data = "id,stance,words\n1,for,20\n2,against,30\n3,for,25\n"
    assert fits_neither(data)
    with pytest.raises(InputError, match=r"a\.dat, line 1: expected a header with .*, found “id,stance,words”"):
        list(TABLE.read(Blob("a.dat", data.encode())))


def test_a_list_of_headlines_is_a_table_and_a_text_that_begins_with_such_a_word_is_not():
    assert [each.fields for each in table("Title\nA spy\nA race\n")] == [{"Title": "A spy"}, {"Title": "A race"}]
    assert text("Summary\n\nA spy was seen.\n\nThen no more.\n")[0]["headline"] == "Summary"


def test_json_that_is_damaged_gives_what_can_be_read():
    lines = table('{"title": "a"}\n{"title": \n[1]\n{"title": "b"}\n')
    assert [type(each) for each in lines] == [Record, Unread, Unread, Record]
    *records, unread = table('[{"title": "a"},\n{"title": "b"},\n {"title": "c", "bo')
    assert [each.fields for each in records] == [{"title": "a"}, {"title": "b"}]
    assert (unread.number, unread.fields) == (3, {"text": '{"title": "c", "bo'})
    assert unread.detail.startswith("from line 3: ")
    assert table('[{"title": "a"}')[-1].detail == "the list does not end: the file is cut off"
    assert [type(each) for each in table('[{"title": "a"}, 7]')] == [Record, Unread]
    assert table('{"title": "a",\n "body": ["b"]}') == [Record("a.dat", 1, {"title": "a", "body": "b"})]


@pytest.mark.parametrize("data", ['[{"id": 1}]', '{"id": 1}\n{"id": 2}', "[" * 100_000, '{"a": {"title": "b"}}'])
def test_json_without_articles_is_neither_a_table_nor_a_text(data):
    assert fits_neither(data)


def test_parquet_without_articles_names_its_columns():
    with pytest.raises(InputError, match=r"a\.dat: expected .*, found the columns “id, stance”"):
        table(write_parquet([{"id": 1, "stance": "for"}]))
    with pytest.raises(InputError, match=r"a\.dat cannot be read as Parquet"):
        table(write_parquet(ROWS)[:100])


def test_every_sheet_with_a_header_is_read_and_the_rows_are_counted_on():
    data = write_xlsx(
        Spring=[["Found on 1 June 2024"], [], ["Title", "Published", None, "Text", None], ["A", "2024-05-01", 1, "B"]],
        Empty=[],
        Autumn=[["body", "headline"], ["D", "C"], [None, None], ["only a body", None, "note"]],
    )
    assert book(data) == [
        Record("a.dat", 1, {"Title": "A", "Published": "2024-05-01", "column_3": "1", "Text": "B"}),
        Record("a.dat", 2, {"body": "D", "headline": "C"}),
        Record("a.dat", 3, {"body": "only a body", "headline": "", "column_3": "note"}),
    ]


def test_a_sheet_without_a_header_is_told_and_notes_are_not():
    rows = [["headline", "body"], ["A", "B"]]
    first, unread = book(write_xlsx(One=rows, Notes=[["Made by hand"]], Two=[["C", "D"], ["E", "F"]]))
    assert first.fields == {"headline": "A", "body": "B"}
    assert (unread.number, unread.reason, unread.fields) == (2, "the sheet has no header", {"text": "C\tD\nE\tF"})
    assert unread.detail.startswith("sheet “Two”, 2 rows, from row 1: expected a header")


def test_a_workbook_without_any_header_is_an_error_that_shows_what_it_begins_with():
    with pytest.raises(InputError, match=r"a\.dat: expected .*; the sheet “One” begins with “id, stance” in row 2"):
        book(write_xlsx(Empty=[], One=[[], ["id", "stance"], [1, "for"]]))


def test_dates_become_iso_and_whole_numbers_have_no_point():
    row = ["A", dt.datetime(2024, 5, 1), dt.datetime(2024, 5, 1, 8, 15), dt.date(2024, 5, 2), 3.0, 2.5, True]
    names = ["title", "date", "at", "day", "words", "share", "core"]
    (record,) = book(write_xlsx(One=[names, row]))
    assert record.fields == {
        "title": "A", "date": "2024-05-01T00:00:00", "at": "2024-05-01T08:15:00", "day": "2024-05-02", "words": "3",
        "share": "2.5", "core": "true",
    }  # fmt: skip


def test_text_that_looks_like_a_formula_stays_and_of_a_formula_its_value_is_read():
    data = write_xlsx(One=[["title", "body"], ["=HYPERLINK(1)", "+1 spy"], ["@home", "formula"]])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                at = part.index(b'<c r="B3"')
                cell = b'<c r="B3" t="str"><f>A2&amp;1</f><v>kept value</v></c>'
                part = part[:at] + cell + part[part.index(b"</c>", at) + 4 :]
            new.writestr(name, part)
    assert [list(each.fields.values()) for each in book(out.getvalue())] == [
        ["=HYPERLINK(1)", "+1 spy"],
        ["@home", "kept value"],
    ]


def test_a_workbook_that_is_cut_off_or_expands_entities_is_an_error():
    data = write_xlsx(One=[["title"], ["A"]])
    with pytest.raises(InputError, match=r"a\.dat is damaged or cut off"):
        book(data[:-200])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("xl/workbook.xml", '<!DOCTYPE l [<!ENTITY a "ha">]><l>&a;</l>')
    with pytest.raises(InputError, match="entities"):
        book(out.getvalue())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("xl/workbook.xml", "no XML")
    with pytest.raises(InputError, match=r"a\.dat cannot be read as a workbook"):
        book(out.getvalue())


def test_a_text_is_one_article_whose_first_line_is_the_headline():
    assert text("\n  Spies in space \nOne.\n\nTwo.\n") == [{"headline": "Spies in space", "body": "One.\n\nTwo."}]


@pytest.mark.parametrize(
    ("names", "colon"),
    [
        (("Title", "Source", "Date", "Author", "URL", "Language", "Section"), ": "),
        (("HEADLINE", "OUTLET", "PUBLISHED", "BY", "LINK", "LANGUAGE", "DESK"), " :\t"),
        (("Titel", "Quelle", "Datum", "Autorin", "Adresse", "Sprache", "Ressort"), ": "),
        (("Titre", "Journal", "Date de publication", "Auteur", "Lien", "Langue", "Rubrique"), "\xa0: "),
        (("Titular", "Medio", "Fecha", "Autor", "Enlace", "Idioma", "Sección"), ": "),
        (("标题", "来源", "日期", "作者", "网址", "语言", "版面"), "："),
    ],
)
def test_the_lines_at_the_top_are_known_in_several_languages(names, colon):
    article = {
        "headline": "A probe: lost", "source": "Gazette", "published": "12 March 2014", "author": "Ann Orbit",
        "url": "https://gazette.example/1", "language": "fr", "section": "Space", "body": "One.\n\nTwo: three.",
    }  # fmt: skip
    assert text(write_text(article, names, colon)) == [article]


def test_other_lines_at_the_top_are_kept_and_a_block_may_be_set_off_by_signs():
    found = text("---\nTitle: A probe\n  is lost\nWords: 5\nLanguage: French\n---\nText: One.\n\nTwo.\n")
    assert found == [{"headline": "A probe is lost", "words": "5", "language": "fr", "body": "One.\n\nTwo."}]


def test_a_block_without_a_headline_leaves_the_first_line_to_be_it():
    found = text("Source: Gazette\nDate: 2014-03-12\n\nA probe is lost\n\nOne.\n")
    assert found == [{"source": "Gazette", "published": "2014-03-12", "headline": "A probe is lost", "body": "One."}]


def test_a_headline_with_a_colon_is_no_line_of_a_block():
    assert text("Data: what spies collect\n\nOne.\n") == [{"headline": "Data: what spies collect", "body": "One."}]


@pytest.mark.parametrize("rule", ["=====", "-" * 40, "* * * * *"])
def test_several_articles_are_parted_by_a_line_of_signs_before_a_block(rule):
    one = {"headline": "A probe is lost", "source": "Gazette", "body": f"One.\n{rule}\nStill one."}
    two = {"headline": "A spy is found", "published": "2014-03-13", "body": "Two."}
    joined = f"{rule}\n{write_text(one)}\n{rule}\n\n{write_text(two)}{rule}\n"
    found = text(joined)
    assert [each["headline"] for each in found] == ["A probe is lost", "A spy is found"]
    assert found[0] == one


def test_articles_with_an_empty_line_between_them_are_parted_where_each_has_a_block():
    articles = [{"headline": f"Story {i}", "source": "Gazette", "body": "One.\n\nTwo."} for i in range(3)]
    assert text("\n".join(map(write_text, articles))) == articles
    quoted = {"headline": "Story", "body": "He read it.\n\nTitle: another\n\nThat was all."}
    assert text(write_text(quoted)) == [quoted]


def test_lines_that_a_program_broke_are_joined_and_others_are_not():
    broken = "The agency said on Monday that two of its satellites had moved closer to\neach other than was agreed."
    text_ = f"Close\n\n{broken}\n\n{broken}\n"
    whole = broken.replace("\n", " ")
    assert text(text_) == [{"headline": "Close", "body": f"{whole}\n\n{whole}"}]
    verse = "Roses are red,\nprobes are blue,\nspies are in bed."
    assert text(f"Poem\n{verse}\n") == [{"headline": "Poem", "body": verse}]


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 8,
        b"\x00\x01\x02\xff",
        b"%PDF-1.7\n% words words words\n",
        b"{\\rtf1 words}",
        "<?xml version='1.0'?><a>words</a>",
        "<html><p>words",
        "words \x01\x02 " * 30,
        "20240501\tA\t1\n20240502\tB\t2\n20240503\tC\t3\n",
    ],
)
def test_what_is_no_text_is_of_neither_format(data):
    assert fits_neither(data)


def test_a_text_may_have_a_stray_sign_and_any_encoding():
    assert text("Spies\n\nOne \x07 of many words, and so on.\n".encode("utf-16"))[0]["headline"] == "Spies"
    assert text("Späher\n\nDie Behörde prüft die Bänder.\n".encode("cp1252"))[0]["headline"] == "Späher"


words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufeff"), max_size=30)
cells = st.lists(words, max_size=3).map("\n".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(words, cells), min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_whatever_the_articles_every_table_gives_them_back(pairs, delimiter):
    rows = [{"n": str(i), "headline": h, "body": b} for i, (h, b) in enumerate(pairs)]
    quoted = io.StringIO()
    writer = csv.writer(quoted, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([list(rows[0]), *(list(each.values()) for each in rows)])
    for data in (write_csv(rows, delimiter), quoted.getvalue(), write_lines(rows), json.dumps(rows, indent=1)):
        assert [each.fields for each in table(data)] == rows
    assert [each.fields for each in table(write_parquet(rows))] == rows


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(words, cells), min_size=1, max_size=4))
def test_whatever_the_articles_a_workbook_gives_them_back(pairs):
    rows = [[str(i), h, b] for i, (h, b) in enumerate(pairs)]
    found = book(write_xlsx(One=[["n", "headline", "body"], *rows]))
    # Cells at the end of a row that hold nothing but white space are empty.
    kept = [[n, h if h.strip() or b.strip() else "", b if b.strip() else ""] for n, h, b in rows]
    assert [list(each.fields.values()) for each in found] == kept


line = st.from_regex(r"[A-Za-zÀ-ÿ一-鿿][A-Za-zÀ-ÿ一-鿿0-9 ,.'“”]{0,40}[a-z.]", fullmatch=True)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {"headline": line, "source": line, "body": st.lists(line, min_size=1, max_size=4).map("\n\n".join)},
            optional={"published": st.dates().map(str), "author": line, "section": line},
        ),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["=====", "-" * 20, "*" * 9]),
)
def test_whatever_the_articles_a_text_gives_them_back(articles, rule):
    assert text(f"\n{rule}\n".join(map(write_text, articles))) == articles


@needs_shared
@pytest.mark.parametrize(
    ("name", "number"),
    [("wikinews_2019_2020", 295), ("space_news_2021_2023", 6_663), ("space_and_spies_1947_2026", 3_235)],
)
def test_real_tables_give_every_row(name, number):
    (blob,) = open_blobs(SHARED / "news" / f"{name}.csv.gz")
    assert TABLE.fits(blob)
    found = list(TABLE.read(blob))
    assert len(found) == number
    assert all(isinstance(each, Record) for each in found)


@needs_shared
def test_a_real_text_is_one_article():
    (blob,) = open_blobs(SHARED / "news" / "space_scientists_espionage_article.txt")
    (fields,) = text(blob.data)
    assert fields["headline"].startswith("Ministry of State Security warns")
    assert set(fields) == {"headline", "body"}
