import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from framing.articles.blobs import Blob
from framing.articles.formats import rtf
from framing.articles.formats.rtf import is_rtf, rtf_bold, rtf_paragraphs
from framing.project import InputError

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "exports"
START = b"{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fcharset0 Times;}{\\f1\\fcharset204 Times Cyr;}}"


def read(text):
    return rtf_paragraphs(Blob("a.rtf", START + (text if isinstance(text, bytes) else text.encode()) + b"}"))


def test_a_line_end_behind_a_control_word_ends_the_word():
    assert read("One\\par\r\n1,055 words\\par\n\\pard\r2 moons") == ["One", "1,055 words", "2 moons"]


def test_empty_paragraphs_and_page_breaks_stay():
    assert read("One\\par\\par Two\\page Three\\par") == ["One", "", "Two", "\f", "Three"]


def test_characters_of_code_pages_of_fonts_and_beyond_are_read():
    assert read(
        "\\'84Spy\\'93 {\\f1 \\'eb\\'f3\\'ed\\'e0} \\u26376 ? \\u-10179?\\u-8704? \\u8212\\'97 it\\rquote s\\~x"
    ) == ["„Spy“ луна 月 😀 — it’s\xa0x"]


def test_bytes_beyond_ascii_are_of_the_code_page_or_utf_8():
    assert read(b"Mond f\xe4hrt") == ["Mond fährt"]
    assert read("Mond fährt, 月".encode()) == ["Mond fährt, 月"]


def test_the_cells_of_a_row_are_tabbed_and_a_tab_or_bar_within_a_cell_is_text():
    row = "\\trowd\\cellx1\\cellx2\\pard\\intbl HD\\cell One\\tab two | three\\par four\\cell\\row"
    assert read(f"Before\\par {row}{row}\\pard After\\par") == ["Before", *["HD\tOne two | three\nfour"] * 2, "After"]


def test_a_row_that_word_describes_before_and_behind_its_cells_is_one_row():
    row = "\\trowd\\cellx1\\pard\\intbl{PD\\cell 4 March\\cell}\\pard\\intbl{\\trowd\\cellx1\\row}"
    assert read(f"{row}{row}\\pard\\par After") == ["PD\t4 March", "PD\t4 March", "", "After"]


def test_a_table_within_a_cell_gives_rows_of_its_own():
    inner = "\\pard\\intbl\\itap2 a\\nestcell b\\nestcell{\\*\\nesttableprops\\trowd\\nestrow}{\\nonesttables\\par}"
    assert read(f"\\trowd\\pard\\intbl\\itap1 TD\\cell {inner}\\pard\\intbl\\itap1 end\\cell\\row After") == [
        "TD",
        "a\tb",
        "end",
        "After",
    ]


def test_pictures_objects_headers_and_addresses_of_links_are_left_out():
    binary = b"{\\pict\\wmetafile8\\bin6 }}}{{{}{\\*\\shppict{\\pict 0102}}"
    binary += b"{\\object\\objemb{\\*\\objdata 4d5a}{\\result Sheet}}"
    link = b'{\\field{\\*\\fldinst HYPERLINK "http://moon.example/"}{\\fldrslt Moon}}'
    assert read(b"{\\header Page 1\\par}One " + binary + link + b"{\\footnote Note} two") == ["One Moon two"]


def test_bold_paragraphs_are_told():
    blob = Blob("a.rtf", START + b"{\\b Moon \\u8212\\'97 base}\\par By {\\b A}\\par\\b Part\\plain\\par Text\\par}")
    assert rtf_bold(blob) == [("Moon — base", True), ("By A", False), ("Part", True), ("Text", False)]


def test_a_brace_too_many_and_a_second_document_behind_the_first_lose_nothing():
    assert read("One} two") == ["One two"]
    assert rtf_paragraphs(Blob("a.rtf", b"{\\rtf1 One\\par}\r\n{\\rtf1 Two\\par}\x00")) == ["One", "Two"]


def test_a_file_that_is_cut_off_ends_in_an_error_with_the_line():
    whole = START + b"\nOne {\\b bold}\\par\nTwo {\\pict\\bin100 abc}}"
    for length in (len(whole) - 10, len(whole) - 1):
        with pytest.raises(InputError, match=r"a\.rtf, line 3: .* it is cut off; export it anew"):
            rtf_paragraphs(Blob("a.rtf", whole[:length]))


def test_what_is_no_rtf_says_so():
    assert not is_rtf(Blob("a.rtf", b"PK\x03\x04"))
    with pytest.raises(InputError, match=r"a\.rtf, line 1: expected RTF"):
        rtf_paragraphs(Blob("a.rtf", b"Moon base opens"))


def test_limits_hold_for_size_depth_and_the_table_of_fonts(monkeypatch):
    with pytest.raises(InputError, match=r"line 1: groups of RTF nested deeper than 1,000"):
        rtf_paragraphs(Blob("a.rtf", b"{\\rtf1" + b"{" * 1_000_000))
    with pytest.raises(InputError, match="a table of fonts of"):
        rtf_paragraphs(Blob("a.rtf", b"{\\rtf1{\\fonttbl" + b"\\f1" * 50_000 + b"}}"))
    monkeypatch.setattr(rtf, "LARGEST_TEXT", 100)
    monkeypatch.setattr(rtf, "LARGEST_RTF", 100_000)
    assert rtf_paragraphs(Blob("a.rtf", b"{\\rtf1{\\pict " + b"0" * 50_000 + b"}One}")) == ["One"]
    with pytest.raises(InputError, match="without its pictures"):
        rtf_paragraphs(Blob("a.rtf", b"{\\rtf1 " + b"moon " * 50 + b"}"))
    with pytest.raises(InputError, match="Export it in parts"):
        rtf_paragraphs(Blob("a.rtf", b"{\\rtf1{\\pict " + b"0" * 100_000 + b"}}"))


def test_a_large_picture_costs_no_time():
    started = time.perf_counter()
    assert rtf_paragraphs(Blob("a.rtf", START + b"{\\pict " + b"00ff\n" * 4_000_000 + b"}One}")) == ["One"]
    assert time.perf_counter() - started < 5


PIECES = [b"\\" + word for word in b"u uc bin ' * row cell intbl itap2 par fonttbl f9 ansicpg".split()]
PIECES += [b"{", b"}", b"\\", b"7", b"-9999999", b"99999", b" ", b"\n", b"ab", b"\xe9", b"\x1c", b"\x00"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30))
@example([b"\\u", b"99999", b"\\uc", b"-9999999", b"\\ansicpg", b"7", b"\\'", b"ab"])
def test_malformed_rtf_ends_in_lines_or_in_an_error_of_ours(pieces):
    try:
        paragraphs = rtf_paragraphs(Blob("a.rtf", b"{\\rtf1 " + b"".join(pieces) + b"}"))
    except InputError:
        return
    assert all(isinstance(each, str) and each.encode() is not None for each in paragraphs)


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\xad"), min_size=1
)


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=5))
def test_any_text_written_in_escapes_is_read_back(lines):
    written = ""
    for line in lines:
        units = line.encode("utf-16-le")
        written += "".join(
            f"\\u{int.from_bytes(units[place : place + 2], 'little', signed=True)}?"
            for place in range(0, len(units), 2)
        )
        written += "\\par\r\n"
    assert read(written) == lines


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared")
def test_a_real_file_saved_by_a_word_processor_gives_its_rows():
    name = "factiva-resaved-55-articles.rtf"
    paragraphs = rtf_paragraphs(Blob(name, (SHARED / name).read_bytes()))
    assert sum(each.count("\t") for each in paragraphs) == 780
    assert sum(each.strip().startswith("HD\t") for each in paragraphs) == 55
