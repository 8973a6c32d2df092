"""What is written into a hostile corpus: one row a case, with its name, where it goes, and the text.

Every script in them sets ``window.__hacked`` and asks for an address that no page may ask for.
"""

from __future__ import annotations

from typing import NamedTuple

TRAP = "127.0.0.1:9"  # nobody listens there; that it is asked is what the tests look for
FILE = "framing-hostile"  # part of the name of every file that a case would make
JS = f"window.__hacked=1;fetch('http://{TRAP}/f')"


class Case(NamedTuple):
    """A text that would break out, and where it stands.

    ``shown`` is what a reader sees of it where that is not the text: controls and halves of letters have no form.
    """

    name: str
    where: str
    text: str
    shown: str | None = None


# "text": in the headline and in the body of an article, in front of words of the codebook.
TEXTS = [
    Case("script", "text", f"<script>{JS}</script>"),
    Case("script-upper-split", "text", f"<ScRiPt\n>{JS}</sCrIpT\t>"),
    Case("script-src", "text", f"<script src=//{TRAP}/s.js></script>"),
    Case("img-onerror", "text", f'<img src=x onerror="{JS}">'),
    Case("img-onerror-attribute", "text", f'"\'><img src=x onerror="{JS}">'),
    Case("img-fetched", "text", f"<img src=http://{TRAP}/i.png srcset=http://{TRAP}/j.png>"),
    Case("handler-in-attribute", "text", f'" autofocus onfocus="{JS}" tabindex="1'),
    Case("handler-single-quotes", "text", f"' onmouseover='{JS}' style='position:fixed;inset:0"),
    Case("svg-onload", "text", f'<svg onload="{JS}">'),
    Case("svg-close-script", "text", f"</text></svg><script>{JS}</script>"),
    Case("svg-foreign-object", "text", f'<svg><foreignObject><body onload="{JS}"></foreignObject></svg>'),
    Case("svg-link", "text", f'<svg><a xlink:href="javascript:{JS}"><text>here</text></a></svg>'),
    Case("svg-animate", "text", f"<svg><animate onbegin={JS} attributeName=x dur=1s>"),
    Case("css-style-close", "text", f"</style><script>{JS}</script>"),
    Case("css-import", "text", f"<style>@import url(http://{TRAP}/c.css);*{{display:none!important}}</style>"),
    Case("css-url-script", "text", f'<b style="background:url(javascript:{JS})">bold</b>'),
    Case("css-over-everything", "text", '<div style="position:fixed;inset:0;z-index:9">over</div>'),
    Case("iframe-srcdoc", "text", f'<iframe srcdoc="<script>parent.{JS}</script>"></iframe>'),
    Case("object-embed", "text", f"<object data=http://{TRAP}/o></object><embed src=http://{TRAP}/e>"),
    Case("base", "text", f"<base href=http://{TRAP}/>"),
    Case("meta-refresh", "text", f'<meta http-equiv=refresh content="0;url=http://{TRAP}/">'),
    Case("form", "text", f"<form action=http://{TRAP}/><button formaction=javascript:{JS}>go</button>"),
    Case("details-ontoggle", "text", f"<details open ontoggle={JS}><summary>s</summary>"),
    Case("link-stylesheet", "text", f"<link rel=stylesheet href=http://{TRAP}/l.css>"),
    Case("link-javascript", "text", f'<a href="javascript:{JS}">press</a>'),
    Case("link-javascript-hidden", "text", f'<a href="java&#x0A;script:{JS}">press</a>'),
    Case("video-error", "text", f"<video><source onerror={JS}></video>"),
    Case("close-title", "text", f"</title></textarea></noscript></template><script>{JS}</script>"),
    Case("noscript-mutation", "text", f'<noscript><p title="</noscript><img src=x onerror={JS}>">'),
    Case("math-mutation", "text", f"<math><mtext><table><mglyph><style><img src=x onerror={JS}>"),
    Case("close-layout", "text", "</td></tr></table></li></ol></section></main></body></html>"),
    Case("comment", "text", "<!-- everything after this is hidden"),
    Case("comment-script", "text", "<!--<script>"),
    Case("cdata", "text", f"<![CDATA[ ]]><script>{JS}</script>"),
    Case("json-close-script", "text", f'"]}}</script><script>{JS}</script>'),
    Case("json-line-separators", "text", "break\u2028the\u2029script"),
    Case("json-quote-backslash", "text", '\\"],"passages":[[0]] \\u003c/script\\u003e \\'),
    Case("js-template", "text", f"`${{{JS}}}`'+{JS}+'"),
    Case("entities", "text", "&lt;script&gt;&amp;lt;b&amp;gt;&quot;&#39;"),
    Case("entities-numeric", "text", f"&#60;img src=x onerror={JS}&#x3e;"),
    Case("jinja", "text", "{{ 7*7 }}{% for x in range(9) %}x{% endfor %}{# gone #}"),
    Case("jinja-classes", "text", "{{ ''.__class__.__mro__[1].__subclasses__() }}"),
    Case("format-strings", "text", "{0.__class__} {name!r:>9} %s %(x)s %n ${HOME} $(id) `id`"),
    Case("proto", "text", "__proto__ constructor toString hasOwnProperty"),
    Case("markdown-link", "text", f"[press](javascript:{JS})"),
    Case("markdown-image", "text", f"![seen](http://{TRAP}/m.png)"),
    Case("markdown-marks", "text", "# *not* a **heading** | - `nor` > a quotation ---"),
    Case("mathjax", "text", r"\(\unicode{<img src=x>}\) \[x^2\] $$\href{javascript:1}{x}$$"),
    Case("dollars", "text", r"$x^2$ for $\frac{a}{b}$"),
    Case("broken-math", "text", r"$\undefined{x $ costs 5% _{ ^} \\ &"),
    Case("ansi", "text", "\x1b[31mred\x1b[2J\x1b]0;title\x07end", "[31mred[2J]0;titleend"),
    Case("controls", "text", "a\x01b\x08c\x0bd\x0ce\x7ff\x85g"),
    Case("nul", "text", "before\x00after", "beforeafter"),
    Case("carriage-return", "text", "one\r=1+1\rtwo"),
    Case("bidi-override", "text", "user\u202egnp.exe\u202c \u2066isolated\u2069"),
    Case("zero-width", "text", "zero\u200bwidth\u200djoined\ufeffmark\u00adsoft"),
    Case("lone-surrogate", "text", "half \ud83d and \udc00 half", "half \ufffd and \ufffd half"),
    Case("beyond-the-plane", "text", "\U0001f680\U0001f468\u200d\U0001f680 \U000e0041 \uffff"),
    Case("stacked-marks", "text", "Z" + "\u0301\u0323\u0348" * 60),
    Case("long-word", "text", "A" * 20_000),
    Case("long-tag", "text", "<" * 3_000 + "table" * 500),
    Case("data-addresses", "text", "data:text/csv," * 6),
    Case("formula-equals", "text", f'=HYPERLINK("http://{TRAP}/","press")'),
    Case("formula-program", "text", "=cmd|' /C calc'!A0"),
    Case("formula-plus", "text", "+1+cmd|' /C calc'!A0"),
    Case("formula-minus", "text", "-2+3+cmd|' /C calc'!A0"),
    Case("formula-at", "text", "@SUM(1+1)*cmd|' /C calc'!A0"),
    Case("formula-wide", "text", "＝1+1"),
    Case("formula-tab", "text", "\t=1+1"),
    Case("formula-return", "text", "\r=1+1"),
    Case("formula-spaces", "text", "   =1+1"),
    Case("formula-nul", "text", "\x00=1+1", "=1+1"),
    Case("formula-mark", "text", "\ufeff=1+1"),
    Case("formula-quotes", "text", '"=1+1",=1+1'),
    Case("formula-semicolon", "text", "Spies;=1+1;@SUM(1)"),
    Case("path-up", "text", f"../../../../../../{FILE}-text"),
    Case("path-root", "text", f"/tmp/{FILE}-text"),
    Case("path-windows", "text", rf"C:\Windows\{FILE} \\127.0.0.1\share"),
    Case("own-marks", "text", '<a data-behind="frame=threat"><title>9%</title></a> to-passages" hidden'),
    Case("own-links", "text", '<a href="#chart-02-share-by-source" hidden>back</a>'),
]

# Fields of an article beside its texts.
FIELDS = [
    Case("url-javascript", "url", f"javascript:{JS}//a.test/"),
    Case("url-javascript-spaced", "url", f" \tjava\nscript:{JS}"),
    Case("url-data", "url", f"data:text/html,<script>{JS}</script>"),
    Case("url-file", "url", "file:///etc/passwd"),
    Case("url-quote", "url", f'https://a.test/"onfocus="{JS}"autofocus tabindex=1 x="'),
    Case("url-markup", "url", f"https://a.test/'><script>{JS}</script>"),
    Case("url-broken", "url", "http://[::1"),
    Case("url-path", "url", f"../../../../{FILE}-url"),
    Case("author-script", "author", f"<script>{JS}</script>"),
    Case("author-formula", "author", "=1+1"),
    Case("section-handler", "section", f'"onclick="{JS}'),
    Case("language-script", "language", f"<script>{JS}</script>"),
    Case("date-script", "published", f"<script>{JS}</script>"),
    Case("date-beyond", "published", "9999-12-31T23:59:59-14:00"),
    Case("date-formula", "published", "=1+1"),
    Case("column-script", "column", f"<script>{JS}</script>"),
    Case("column-formula", "column", "=1+1"),
    Case("column-proto", "column", "__proto__"),
    Case("column-path", "column", f"../../{FILE}-column"),
    Case("source-path", "source", f"../../../../../{FILE}-source"),
    Case("source-reserved", "source", "aux.txt"),
    Case("source-dots", "source", "CON. . ."),
    Case("source-long", "source", "n" * 300),
    Case("source-nul", "source", "nul\x00l"),
    Case("record-script", "record", f"<script>{JS}</script>"),
    Case("record-formula", "record", "=1+1"),
    Case("record-list", "record", '["../../x", 1e999, null]'),
    Case("record-deep", "record", "[" * 5_000),
]

# What stands beside the articles: sources.csv, codebook.yml, events.csv, corpus.yml, reports.yml, names of files.
# Outlets, groups, labels and events are short: each has to stand in a chart as it is written.
BESIDE = [
    Case("outlet-script", "outlet", "<script>a</script>"),
    Case("outlet-math", "outlet", "$x^2$"),
    Case("outlet-tex", "outlet", r"\frac{1}{2}"),
    Case("outlet-percent", "outlet", "50% of _the_ ^sky"),
    Case("outlet-braces", "outlet", "{{7*7}} {outlet}"),
    Case("outlet-formula", "outlet", "=1+cmd"),
    Case("outlet-entities", "outlet", "A&amp;B &lt;i&gt;"),
    Case("outlet-path", "outlet", f"../{FILE}-o"),
    Case("outlet-handler", "outlet", "\"onload='x'"),
    Case("outlet-cdata", "outlet", "]]><g>"),
    Case("outlet-turned", "outlet", "Left\u202eRight", "LeftRight"),
    Case("outlet-proto", "outlet", "__proto__"),
    Case("alias-script", "alias", f"<img src=x onerror={JS}>"),
    Case("group-math", "group", "$a_1$ & <b>"),
    Case("group-formula", "group", "@group"),
    Case("group-svg", "group", "</svg>"),
    Case("group-proto", "group", "constructor"),
    Case("country-script", "country", f"<script>{JS}</script>"),
    Case("country-math", "country", "$\\mu$"),
    Case("country-formula", "country", "-1+1"),
    Case("country-handler", "country", f'" onfocus="{JS}'),
    Case("frame-race", "frame-space_race", "$R_1$ <i>race</i>"),
    Case("frame-spies", "frame-espionage", r"\textbf{spy} 100%"),
    Case("frame-threat", "frame-threat", "=threat &lt;"),
    Case("frame-economy", "frame-economy", "</text><script>"),
    Case("actor-china", "frame-china", f"<img src=x onerror={JS}>"),
    Case("definition-script", "definition", f"</style><script>{JS}</script>"),
    Case("line-script", "line", "<script>spyhack</script>"),
    Case("line-regular-expression", "line", "[spy] ^[?P<x>hack]+$"),
    Case("line-wild", "line", "*?*?*?*?*?*?*?*?*spyhack*?*?*?*?*"),
    Case("line-percent", "line", "{{spyhack}} %s $x$"),
    Case("book-name", "book", f"<script>{JS}</script>"),
    Case("event-script", "event", "<script>e</script>"),
    Case("event-math", "event", "$e^{i\\pi}$"),
    Case("event-formula", "event", "=1+e"),
    Case("citation-script", "citation", f"<script>{JS}</script>"),
    Case("event-id-path", "event_id", f"../../../{FILE}-event"),
    Case("corpus-title", "corpus-title", f"</title><script>{JS}</script>$x^2$"),
    Case("corpus-licence", "corpus-licence", f"<img src=x onerror={JS}>"),
    Case("corpus-notice", "corpus-notice", f"{{{{ 7*7 }}}} </aside><script>{JS}</script>"),
    Case("corpus-author", "corpus-author", f"}} @misc{{x, url={{javascript:{JS}}} <script>{JS}</script>"),
    Case("corpus-query", "corpus-query", f"=1+1 <script>{JS}</script>"),
    Case("report-title", "report-title", f"</title><script>{JS}</script>{{{{ 7*7 }}}}"),
    Case("file-script", "file", "articles.<script>window.__hacked=1<script> $x^2$.jsonl"),
    Case("file-formula", "file", "articles.=1+1;@x.csv"),
    Case("folder", "folder", "=1+1 <img src=x> $x$ {{7*7}} %2e%2e"),
    Case(
        "parameter-matching", "parameter-05-close-reading-matching", 'near(hostilecase* | "<script>", spy | spies, 60)'
    ),
    Case(
        "parameter-pattern",
        "parameter-03-distinctive-words-pattern",
        "</script><script>window.__hacked=1</script>\"'\nimport os #",
    ),
]

CASES = [*TEXTS, *FIELDS, *BESIDE]


def of(where: str) -> list[Case]:
    """Return the cases that go to one place."""
    return [case for case in CASES if case.where == where]
