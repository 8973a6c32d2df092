"""Input that is refused: one row a case, with the file it stands in, what is in it, and what the sentence names."""

from __future__ import annotations

from typing import NamedTuple

from hostile_cases import FILE

__all__ = ["BAD", "LONG", "MEMBERS", "ODD", "STEERS", "Bad"]


class Bad(NamedTuple):
    """Input that must end in one sentence.

    ``file`` is the file that holds ``text``, and ``said`` what the sentence has to name. The command that reads it
    follows from the file, or is ``words``, in which ``{corpus}`` and ``{tmp}`` stand for folders. ``apart`` is run in a
    process of its own, with little memory and time, since it may never end.
    """

    name: str
    file: str
    text: str
    said: str
    words: tuple[str, ...] = ()
    apart: bool = False


def corpus(name: str, text: str, *, apart: bool = False) -> Bad:
    """Return a case of a corpus.yml."""
    return Bad(f"corpus-{name}", "corpus.yml", text, r"corpus\.yml", apart=apart)


def codebook(name: str, text: str, said: str = "", *, apart: bool = False) -> Bad:
    """Return a case of a codebook."""
    return Bad(f"codebook-{name}", "codebook.yml", text, rf"codebook\.yml{said}", apart=apart)


def line(name: str, text: str, said: str = "") -> Bad:
    """Return a case of one line of a codebook."""
    return codebook(f"line-{name}", f"{BOOK}      - {text}\n", f", line 9: {said}")


def reports(name: str, text: str, said: str = "", *, apart: bool = False) -> Bad:
    """Return a case of a reports.yml."""
    return Bad(f"reports-{name}", "reports.yml", text, rf"reports\.yml{said}", apart=apart)


def grid(name: str, text: str, said: str = "", *, apart: bool = False) -> Bad:
    """Return a case of a robustness.yml."""
    return Bad(f"robustness-{name}", "robustness.yml", text, rf"robustness\.yml{said}", apart=apart)


def table(file: str, name: str, text: str, said: str, *, apart: bool = False) -> Bad:
    """Return a case of a table of articles, outlets or events."""
    return Bad(f"{file}-{name}", f"{file}.csv", text, rf"{file}\.csv{said}", apart=apart)


def words(name: str, said: str, *given: str, apart: bool = False) -> Bad:
    """Return a case of the command line."""
    return Bad(name, "", "", said, given, apart)


def parameter(name: str, given: str, said: str) -> Bad:
    """Return a case of a parameter of a report."""
    return words(f"parameter-{name}", said, "report", "--name", "x", "-p", given, "--out", "{tmp}/out")


def bomb(levels: int, each: int) -> str:
    """Return YAML of which every line holds the one before it so many times, the last named ``last``."""
    lines = [f"a0: &a0 [{', '.join(['lol'] * each)}]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * each)}]" for n in range(1, levels)]
    return "\n".join(lines) + "\n"


def held(levels: int, each: int) -> str:
    """Return such YAML as one value."""
    return "[" + ", ".join(line.partition(": ")[2] for line in bomb(levels, each).splitlines()) + "]"


RUN = f'!!python/object/apply:os.system ["touch /tmp/{FILE}-yaml"]'
NEW = f'!!python/object/new:os.system ["touch /tmp/{FILE}-yaml"]'
DEEP = "[" * 3_000
MANY = "n" * 300  # longer than a file's name can be
DIGITS = "9" * 5_000  # more than Python turns into a number
NOBODY = "~nobody-of-this-name/x"
BOOK = "name: x\ntopic:\n  include:\n    - spy\nframes:\n  espionage:\n    label: Spies\n    include:\n"
SPY = BOOK + "      - spy\n"
INSIDE = ":\n    include:\n      - x\n"
REPORT = "reports:\n  - name: {}\n    title: x\n    corpus: {}\n"
TINY = REPORT.format("x", "tiny")
CLAIM = "claims:\n  - claim: difference\n    frame: espionage\n"
EVENT = "event_id,date,label,citation"

# A report's name becomes a folder.
NAMES = {
    "con": "CON", "aux": "aux", "com": "com1", "ending": "aux.txt", "up": "../../x", "root": "/tmp/x", "dots": "'..'",
    "space": "'x '", "dot": "x.", "nul": '"x\\0"', "long": MANY, "windows": r"C:\x", "steers": '"\\e[2J"',
    "hidden": ".x", "markup": "<b>", "line": '"x\\ny"', "wide": "ｘ", "empty": "''", "dash": "'-rf'",
}  # fmt: skip

BAD = [
    corpus("tag", f"title: {RUN}\n"),
    corpus("tag-new", f"title: {NEW}\n"),
    corpus("bomb", f"title: {held(9, 9)}\n", apart=True),
    corpus("bomb-report", f"notice: {held(9, 9)}\n", apart=True)._replace(
        words=("report", "--name", "x", "--out", "{tmp}/out")
    ),
    corpus("deep", f"title: {DEEP}\n"),
    corpus("itself", "title: &a [*a]\n"),
    corpus("merge", "a: &a {title: x}\n<<: [*a, *a]\n"),
    corpus("key", "? [a, b]\n: c\n"),
    corpus("nul", "title: a\x00b\n"),
    corpus("unknown", "__proto__: x\n"),
    corpus("broken", "title: 'never closed\n"),
    codebook("tag", f"name: x\ntopic: {RUN}\nframes: {RUN}\n", ", line 2"),
    codebook("bomb", bomb(9, 9), ", line 1", apart=True),
    codebook("itself", "name: x\ntopic: {include: [spy]}\nframes:\n  a: &a {include: [spy, *a]}\n", ", line 4"),
    codebook("deep", f"name: {DEEP}\n"),
    codebook("deep-block", "".join(f"{' ' * n}a:\n" for n in range(2_000))),
    codebook("key", "? [a, b]\n: c\n", ", line 1"),
    codebook("code-markup", f"{SPY}  <b>{INSIDE}", r", line \d+: “<b>”"),
    codebook("code-path", f"{SPY}  ../../x{INSIDE}", r", line \d+: “\.\./\.\./x”"),
    codebook("code-steers", f'{SPY}  "\\e[2J\\n\\a"{INSIDE}', r", line \d+"),
    line("alternatives", "(spy|spies)+", ".*“\\(”"),
    line("catastrophic", "(a+)+$", ".*“\\(”"),
    line("call", "exec(1)", r"exec\(\.\.\.\)"),
    line("code", "__import__('os').system('x')"),
    line("marks", "$^", ".*holds no word"),
    line("near-many", "near(a, b, 1, 2)", "near"),
    line("near-endless", f"near(a, b, {DIGITS})", "near"),
    line("near-raised", "near(a, b, ²)", "near"),
    reports("tag", f"reports: {RUN}\n", ", line 1: the tag"),
    reports("bomb", bomb(9, 9) + "reports: *a8\n", ", line 1: anchors", apart=True),
    reports("deep", f"reports: {DEEP}\n"),
    *(reports(f"name-{name}", REPORT.format(text, "tiny"), ", line 2: .*report") for name, text in NAMES.items()),
    reports("corpus-nul", REPORT.format("x", '"a\\0b"'))._replace(said="There is no corpus"),
    reports("corpus-long", REPORT.format("x", MANY))._replace(said="There is no corpus"),
    reports("corpus-user", REPORT.format("x", NOBODY))._replace(said="There is no corpus"),
    reports("notebook-path", f"{TINY}    notebooks: [../../../etc/passwd]\n", r', line 5: no notebook "\.\./'),
    reports("parameter", f"{TINY}    parameters: {{__class__: x}}\n", ", line 5: __class__"),
    reports("out", f"{TINY}    parameters: {{out: /tmp}}\n", ", line 5: out is set by the report"),
    grid("tag", f"claims: {RUN}\n", ", line 1"),
    grid("bomb", bomb(9, 9) + "claims: *a8\n", apart=True),
    grid("bomb-flat", bomb(4, 99) + "claims: *a3\n", apart=True),
    grid("itself", "claims: &a [*a, *a]\n", ", line 1"),
    grid("deep", f"claims: {DEEP}\n"),
    grid("frame", CLAIM.replace("espionage", "<script>"), ".*<script>"),
    grid("by", f"{CLAIM}    by: __class__\n", r", line \d+"),
    grid("number", f"{CLAIM}one_at_a_time:\n  leave_out_sources: {DIGITS}\n", ", line 5"),
    table("sources", "column", "name,<script>\nA,b\n", ", line 1: “<script>”"),
    table("sources", "column-steers", "name,\x1b[2J\nA,b\n", ", line 1"),
    table("sources", "long", f"name,group\nA,{'n' * 200_000}\n", ", line 2", apart=True),
    table("sources", "twice", "name,name\nA,b\n", ", line 1"),
    table("sources", "bytes", "name\n\udcff\n", ", line 2: not UTF-8"),
    table("events", "date", f"{EVENT}\nx,<b>,y,z\n", ", line 2: the date “<b>”"),
    table("events", "column", f"{EVENT},=1+1\nx,2024-01-01,y,z,a\n", ", line 1"),
    table("events", "long", f"{EVENT}\nx,2024-01-01,{'n' * 200_000},z\n", ", line 2", apart=True),
    table("articles", "columns", "<script>,=1+1\na,b\n", "")._replace(said="no column that could be a headline"),
    table("articles", "nothing", "\x00\x00\x00", ""),
    table("articles", "twice", "headline,<b>,<b>\na,b,c\n", ", line 1: .*“<b>”"),
    words("corpus-up", "There is no corpus", "kwic", "../../../../nowhere", "spy"),
    words("corpus-name-nul", "There is no corpus", "kwic", "a\x00b", "spy"),
    words("corpus-name-long", "There is no corpus", "kwic", MANY, "spy"),
    words("corpus-name-user", "There is no corpus", "kwic", NOBODY, "spy"),
    words("corpus-name-bytes", "There is no corpus", "kwic", "\udcff", "spy", apart=True),
    words("corpus-name-steers", "There is no corpus", "kwic", "\x1b[2J\x07", "spy"),
    words("corpus-name-lines", "There is no corpus", "kwic", "a\nTraceback (most recent call last):", "spy"),
    words("codebook-name-long", "There is no codebook", "kwic", "{corpus}", "spy", "--codebook", MANY),
    words("codebook-name-user", "There is no codebook", "kwic", "{corpus}", "spy", "--codebook", NOBODY),
    words("grid-name-long", "nnn", "robustness", "{corpus}", "--out", "{tmp}/x.csv", "--grid", MANY),
    words("pattern-regular", "The pattern", "kwic", "{corpus}", "(a+)+$"),
    words("pattern-near-endless", "The pattern", "kwic", "{corpus}", f"near(a, b, {DIGITS})"),
    words("pattern-marks", "The pattern", "kwic", "{corpus}", "<>"),
    words("name-unknown", 'no report "<b>"', "report", "--name", "<b>", "--out", "{tmp}/out"),
    words("share-nothing", "no finished report", "share", "{corpus}", "--to", "{tmp}/x.zip"),
    parameter("unknown", "__class__=1", "-p __class__"),
    parameter("number", "number=<b>", "-p number"),
    parameter("number-long", f"seed={DIGITS}", "-p seed"),
    parameter("list-tag", f"frames=[{RUN}]", "-p frames"),
    parameter("list-deep", f"frames={DEEP}", "-p frames"),
    parameter("list-bomb", "frames=[&a [x, x], &b [*a, *a], *b]", "-p frames"),
    parameter("corpus-long", f"corpus={MANY}", "There is no corpus"),
    parameter("out", "out=/etc", "-p out"),
]

# Strange input, which may be read as the text that it is, or refused.
ODD = [
    corpus("no-date", "retrieved: 2024-13-45\n"),
    corpus("no-number", "title: !!int x\n"),
    corpus("no-bytes", "title: !!binary x\n"),
    corpus("long-number", f"title: {DIGITS}\n"),
    table("events", "year-one", f"{EVENT}\nx,0001-01-01,y,z\n", ""),
    table("events", "last-year", f"{EVENT}\nx,9999-12-31,y,z\n", ""),
    codebook("language", f"{SPY}language: ../../x\n"),
    line("wild", f"{'*?' * 40}x"),
    line("stars", "***"),
    line("long", "spy " * 20_000),
    table("articles", "word", f"headline,body\nspy,{'ab' * 300_000}\n", ""),
    table("articles", "words", f"headline,body\nspy,{'spies ' * 50_000}\n", ""),
    table("articles", "marks", f"headline,body\nspy,{'.' * 300_000}\n", ""),
    table("articles", "initials", f"headline,body\nspy,{'a.' * 150_000}\n", ""),
    table("articles", "date", f"headline,date\nspy,{'1' * 100_000}\nspy,٢٠٢٤-٠١-٠١\n", ""),
    words("pattern-wild", "", "kwic", "{corpus}", "*" + "?*" * 60 + "x"),
]

# What else is tried in the tests themselves: a pattern longer than a file's name, and members of a zip.
LONG = f"near({' | '.join(['spy'] * 60)}, space, 8)"
MEMBERS = [
    f"../../{FILE}.csv", f"/tmp/{FILE}.csv", rf"..\..\{FILE}.csv", "in/<script>.csv", "CON.csv", "=1+1.csv",
    "a\x00b.csv", f"{'a' * 200}.csv",
]  # fmt: skip

# A codebook whose lines do not hold, which is told line by line.
STEERS = (
    BOOK.replace("name: x", 'name: "\\e[31mx"')
    + "      - spy\n    must_hit:\n      - a \x1b[2J\x07 sentence\n    must_miss:\n      - a spy \u202e there\n"
)
