import html
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.articles.blobs import Blob
from framing.articles.formats.feed import FEED
from framing.articles.formats.feed_text import one_line, outlet_name, paragraphs
from framing.articles.readers import Record, Unread
from framing.project import InputError

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
FEEDS = SHARED / "exports" / "feeds"


@dataclass(frozen=True)
class Item:
    headline: str = "Dish hears a probe"
    body: tuple[str, ...] = ("The dish heard it on Tuesday.", "Nobody knows whose it is.")
    link: str = "https://orbitpost.example/dish"
    rfc: str = "Wed, 12 Mar 2014 08:15:00 GMT"
    iso: str = "2014-03-12T08:15:00Z"
    author: str = "Ada Lune"


def rss(items, title="The Orbit Post", extra="", version="2.0"):
    shown = "".join(
        f"<item><title>{html.escape(each.headline)}</title><link>{each.link}</link>"
        f"<description>{html.escape(''.join(f'<p>{html.escape(p)}</p>' for p in each.body))}</description>"
        + (f"<pubDate>{each.rfc}</pubDate>" if each.rfc else "")
        + (f"<dc:creator>{html.escape(each.author)}</dc:creator>" if each.author else "")
        + f"{extra}</item>\n"
        for each in items
    )
    return (
        f'<?xml version="1.0"?>\n<rss version="{version}" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{title}</title><link>https://orbitpost.example/</link><language>en-GB</language>\n{shown}"
        "</channel></rss>\n"
    )


def atom(items, title="The Orbit Post"):
    shown = "".join(
        f'<entry><title type="text">{html.escape(each.headline)}</title><link rel="alternate" href="{each.link}"/>'
        f"<id>{each.link}</id><published>{each.iso}</published><updated>2015-01-01T00:00:00Z</updated>"
        f"<author><name>{html.escape(each.author)}</name></author>"
        f'<content type="html">{html.escape("".join(f"<p>{html.escape(p)}</p>" for p in each.body))}</content></entry>'
        for each in items
    )
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">'
        f'<title>{title}</title><link href="https://orbitpost.example/"/>{shown}</feed>'
    )


def rdf(items, title="The Orbit Post"):
    shown = "".join(
        f'<item rdf:about="{each.link}"><title>{html.escape(each.headline)}</title><link>{each.link}</link>'
        f"<description>{html.escape(''.join(f'<p>{html.escape(p)}</p>' for p in each.body))}</description>"
        f"<dc:date>{each.iso}</dc:date><dc:creator>{html.escape(each.author)}</dc:creator></item>"
        for each in items
    )
    return (
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="https://orbitpost.example/"><title>{title}</title>'
        f"<link>https://orbitpost.example/</link><dc:language>en</dc:language></channel>{shown}</rdf:RDF>"
    )


def read(text, name="feed.xml"):
    blob = Blob(name, text if isinstance(text, bytes) else text.encode())
    assert FEED.fits(blob)
    return list(FEED.read(blob))


@pytest.mark.parametrize("write", [rss, atom, rdf])
def test_an_item_is_read_in_every_kind_of_feed(write):
    (found,) = read(write([Item()]))
    assert found == Record(
        "feed.xml",
        1,
        {
            "headline": "Dish hears a probe",
            "body": "The dish heard it on Tuesday.\n\nNobody knows whose it is.",
            "source": "The Orbit Post",
            "published": "2014-03-12T08:15:00Z",
            "url": "https://orbitpost.example/dish",
            "language": "en",
            "author": "Ada Lune",
        },
    )


words = st.text(st.characters(whitelist_categories=["Ll", "Lu", "Nd"]), min_size=1, max_size=8)
lines = st.lists(words | st.sampled_from(["&", "<b>", "é", "“x”", "'"]), min_size=1, max_size=6).map(" ".join)


@given(
    st.lists(st.builds(Item, headline=lines, body=st.lists(lines, min_size=2, max_size=3).map(tuple)), min_size=1),
    st.sampled_from([rss, atom, rdf]),
)
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_read_back(items, write):
    # a headline that looks like HTML is HTML: titles are escaped once or twice, and no one says how often
    items = [Item(each.headline.replace("<b>", "b"), each.body) for each in items]
    found = read(write(items))
    assert [each.fields["headline"] for each in found] == [each.headline for each in items]
    assert [each.fields["body"].split("\n\n") for each in found] == [list(each.body) for each in items]


@pytest.mark.parametrize("encoding", ["cp1251", "iso-8859-5", "utf-16", "utf-16-le", "utf-8-sig"])
def test_a_feed_in_another_encoding(encoding):
    text = rss([Item("Зонд услышан", ("Антенна услышала его во вторник.", "Чей он, неизвестно.") * 3)])
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    data = text.replace('version="1.0"?', f'version="1.0" encoding="{declared}"?', 1).encode(encoding)
    (found,) = read(data)
    assert found.fields["headline"] == "Зонд услышан"


def test_a_valid_date_keeps_its_zone_and_any_other_stays_as_written():
    written = {
        "Wed, 12 Mar 2014 08:15:00 +0600": "2014-03-12T08:15:00+06:00",
        "2014-03-12": "2014-03-12",
        "31 Feb 2014 08:15:00 GMT": "31 Feb 2014 08:15:00 GMT",
        "soon": "soon",
    }
    assert [read(rss([Item(rfc=each)]))[0].fields["published"] for each in written] == list(written.values())


def test_an_item_without_a_date_is_undated_whatever_the_feed_says_of_itself():
    text = rss([Item(rfc="")]).replace(
        "<language>", "<lastBuildDate>Wed, 12 Mar 2014 09:00:00 GMT</lastBuildDate><language>"
    )
    assert "published" not in read(text)[0].fields


def test_a_date_that_stands_in_the_text_is_the_date_and_no_text():
    (found,) = read(rss([Item(rfc="", body=("Published: 2014-03-12", "The dish heard it."))]))
    assert (found.fields["published"], found.fields["body"]) == ("2014-03-12", "The dish heard it.")
    plain = "<description>Published: 2014-03-12\n\nThe dish heard it.</description>"
    text = rss([Item(rfc="", body=())]).replace("<description></description>", plain)
    assert read(text)[0].fields["published"] == "2014-03-12"
    (unclear,) = read(rss([Item(rfc="", body=("Published: 03/04/2014", "The dish heard it."))]))
    assert "published" not in unclear.fields


def test_google_news_gives_the_outlet_of_the_item_and_no_text():
    text = rss([Item("Dish hears a probe - The Lunar Times", author="")], title='"probe" - Google News')
    text = text.replace("https://orbitpost.example/<", "https://news.google.com/search?q=probe<")
    text = text.replace("</item>", '<source url="https://www.lunartimes.example">The Lunar Times</source></item>')
    fields = read(text)[0].fields
    assert (fields["headline"], fields["source"]) == ("Dish hears a probe", "The Lunar Times")
    assert fields["domain"] == "lunartimes.example"
    assert "body" not in fields


def test_the_name_of_the_outlet_is_the_part_of_the_title_that_the_host_is_called_after():
    assert outlet_name("World - The Orbit Post", "https://www.orbitpost.example/") == "The Orbit Post"
    assert outlet_name("Neue Raketen Zeitung | Technik", "https://www.nrz.example/") == "Neue Raketen Zeitung"
    assert outlet_name("Technik | Wetter", "https://www.nrz.example/") == "Technik | Wetter"
    assert outlet_name("RSS Feed", "https://www.nrz.example/") == ""


def test_the_longest_text_is_the_body_and_categories_are_kept():
    long = html.escape(
        "<p>One.</p><p>" + "Two and more. " * 20 + "</p><figcaption>Photo</figcaption><script>x()</script>"
    )
    extra = f"<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>{long}</content:encoded>"
    fields = read(rss([Item()], extra=extra + "<category>Space</category>"))[0].fields
    assert fields["body"] == "One.\n\n" + ("Two and more. " * 20).strip()
    assert fields["section"] == "Space"
    both = read(rss([Item()], extra="<category>Space</category><category>Spies</category>"))[0].fields
    assert (both["subjects"], "section" in both) == ("Space; Spies", False)


def test_a_malformed_feed_is_read_all_the_same():
    text = "\n\n \n" + rss([Item("Dish & probe"), Item()]).replace("&amp;", "&").replace("</link>", "</link>\x0b")
    found = read(text.replace("</rss>", "<unclosed></rss>"))
    assert [each.fields["headline"] for each in found] == ["Dish & probe", "Dish hears a probe"]


def test_an_old_feed_with_a_doctype_is_read():
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://nowhere.invalid/rss.dtd">'
    text = rss([Item()], version="0.91").replace("?>\n", f"?>\n{doctype}\n", 1)
    assert [each.fields["headline"] for each in read(text)] == ["Dish hears a probe"]


def test_a_feed_that_is_cut_off_gives_its_whole_items_and_says_which_is_not():
    whole = rss([Item(), Item("Second"), Item("Third")])
    found = read(whole[: whole.index("Third") + 60])
    assert [type(each) for each in found] == [Record, Record, Unread]
    assert (found[2].number, found[2].reason) == (3, "the feed is cut off")


def test_an_item_without_headline_and_text_is_unread():
    found = read(rss([Item("", ()), Item()]))
    assert [type(each) for each in found] == [Unread, Record]
    assert found[0].fields["url"] == "https://orbitpost.example/dish"


@pytest.mark.parametrize(
    "definition",
    ['<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">', '<!ENTITY x SYSTEM "file:///etc/hostname">', '<!entity % p "q">'],
)
def test_xml_that_defines_entities_is_refused(definition):
    text = rss([Item("&x;")]).replace("?>\n", f"?>\n<!DOCTYPE rss [\n{definition}]>\n", 1)
    for data in (text.encode(), text.encode("utf-16")):
        with pytest.raises(InputError, match=r"bad\.xml, line 3: .*defines entities"):
            read(data, "bad.xml")


def test_an_article_that_only_speaks_of_entities_is_read():
    text = rss([Item()]).replace("Dish hears a probe", "<![CDATA[On <!ENTITY x> in XML]]>")
    assert len(read(text)) == 1


def test_a_feed_without_items_is_an_error():
    with pytest.raises(InputError, match="expected an <item>"):
        read(rss([]))


@pytest.mark.parametrize("flaw", ["</width>", "<image></height></image>", "<height>3"])
def test_a_size_that_is_closed_and_was_never_opened_does_no_harm(flaw):
    assert len(read(rss([Item(), Item()]).replace("<language>", f"{flaw}<language>"))) == 2


def test_a_feed_that_the_parser_stumbles_over_is_an_error(monkeypatch):
    def stumble(*_, **__):
        raise TypeError("int() argument must be a string")

    monkeypatch.setattr("feedparser.parse", stumble)
    with pytest.raises(InputError, match=r"feed\.xml is a feed too damaged to be read"):
        read(rss([Item()]))


@pytest.mark.parametrize(
    "text",
    [
        "<html><body><p>About &lt;rss&gt;<rss></rss></p></body></html>",
        "<?xml version='1.0'?><feed><price>3</price></feed>",
        '{"text": "<b>no feed</b>"}',
        "headline,body\na,b\n",
    ],
)
def test_other_files_are_no_feeds(text):
    assert not FEED.fits(Blob("x.xml", text.encode()))


def test_a_relative_link_is_made_whole_and_a_counting_one_replaced():
    assert read(rss([Item(link="/dish")]))[0].fields["url"] == "https://orbitpost.example/dish"
    extra = "<o:origLink xmlns:o='http://rssnamespace.org/feedburner/ext/1.0'>https://orbitpost.example/x</o:origLink>"
    assert read(rss([Item()], extra=extra))[0].fields["url"] == "https://orbitpost.example/x"


def test_text_that_was_wrapped_is_unwrapped():
    assert paragraphs("One\ntwo.\n\nThree.") == ["One two.", "Three."]
    assert paragraphs("x" * 101 + "\nTwo.") == ["x" * 101, "Two."]
    assert paragraphs("One<br>two.<br> <br>Three. <i>Four</i>.") == ["One two.", "Three. Four."]
    assert one_line("It&rsquo;s <b>5 &lt; 6</b>") == "It’s 5 < 6"


@pytest.mark.skipif(not FEEDS.is_dir(), reason="needs ../shared")
@pytest.mark.parametrize(
    ("name", "items", "dated"),
    [
        ("atom-10-items.xml", 10, 10),
        ("google-news-92-items.xml", 92, 92),
        ("rdf-50-items.xml", 50, 50),
        ("rss-27-items.xml", 27, 27),
        ("rss-55-items.rss", 55, 55),
        ("rss-69-items-17-undated.rss", 69, 52),
        ("rss-cp1251-10-items.xml", 10, 10),
        ("rss-iso8859-40-items.rss", 40, 40),
        ("rss-malformed-1-item.xml", 1, 1),
        ("rss-scraped-10-items-date-in-description.xml", 10, 10),
        ("rss-utf16-1-item.xml", 1, 1),
    ],
)
def test_feeds_as_served(name, items, dated):
    found = read((FEEDS / name).read_bytes(), name)
    assert len(found) == items
    assert sum(each.fields.get("published", "")[:2] == "20" for each in found) == dated
    assert all(each.fields.get("source") and each.fields.get("url") for each in found)
