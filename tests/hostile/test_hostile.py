"""Article text is hostile: it is escaped where it is shown, never executed, never typeset, and never becomes a path."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
import sys
from pathlib import Path
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree as ET

import pytest
from lxml import html

sys.path.insert(0, str(Path(__file__).resolve().parent))

from hostile_cases import CASES, FILE, TEXTS, TRAP, of
from hostile_files import marker

from framing import cli
from framing.show.explorer import explorer_script

pytestmark = pytest.mark.slow

PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[a-z]+)?")
# What a spreadsheet takes for a formula (OWASP, "CSV Injection"); a number with its sign is none.
FORMULA = re.compile(r"(?![+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?\Z)[=+\-@\t\r\n＝＋－＠]")
# Everything that the templates and the library themselves put into a page.
TAGS = """html head meta title style body a header nav aside p main h1 h2 h3 h4 time details summary ul ol li div pre
span figure figcaption strong em br svg defs g path text clipPath rect circle line pattern use table caption thead
tbody tr th td bdi code mark dl dt dd footer small del ins""".split()
FILTERS = "script noscript section form label select option optgroup input button".split()

# What of a page is not ours, or would run or fetch something.
OFFENCES = r"""([tags, trap]) => {
  const found = [];
  const asks = /^(on|src|action|formaction|ping|poster|background|data$|xlink|manifest|code|classid)/i;
  const leads = /^(#|https?:\/\/|[\w%\/.-]+(#|$))/;
  for (const each of document.querySelectorAll('*')) {
    const offence = (kind) => found.push(kind + ' ' + each.outerHTML.slice(0, 200));
    if (!tags.includes(each.localName)) offence('element');
    for (const { name, value } of each.attributes) {
      const table = each.download && value.startsWith('data:text/csv;');
      if (asks.test(name)) offence('attribute');
      if (name === 'href' && !leads.test(value) && !table) offence('address');
      if (name === 'style' && /url\((?!["']?#)|expression|position/i.test(value)) offence('style');
      if (name === 'http-equiv' && value !== 'Content-Security-Policy') offence('head');
    }
    const rules = each.localName === 'style' ? each.textContent : '';
    if (rules.includes(trap) || /@import|url\(/.test(rules)) offence('rules');
  }
  if (window.__hacked) found.push('a script ran');
  return found;
}"""
# What somebody may put behind the address of the page of passages.
ADDRESSES = {
    "markup": f"#text=<img src=x onerror=fetch('http://{TRAP}/')>&source=\"><script>window.__hacked=1</script>",
    "names": "#frame=__proto__&actor=constructor&period=</script><script>window.__hacked=1</script>&part=toString",
    "long": f"#source={'%3Cscript%3E' * 2000}&text=%F0%9F%9A%E0%A4%A&frame=%",
    "script": "#javascript:window.__hacked=1",
}
OPEN = "document.querySelectorAll('details').forEach(each => { each.open = true })"


def pages(ran):
    return [ran.made.report / "index.html", *sorted(ran.made.report.glob("[0-9]*.html"))]


def filters_page(ran):
    """Return the page of passages, the only one with a script of ours in it; skip where there is none."""
    path = next((each for each in pages(ran) if each.stem.endswith("-passages")), None)
    return path or pytest.skip("there is no page of passages")


def figures(ran, ending):
    found = sorted((ran.made.report / "figures").glob(f"*.{ending}"))
    assert found
    return found


def read(text):
    """Return the letters that a reader sees of a text: no controls, no halves of letters, no white space."""
    return "".join(c for c in text if not c.isspace() and ord(c) >= 32 and not 0xD800 <= ord(c) < 0xE000)


def test_there_are_sixty_cases_and_no_two_of_one_name():
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names) >= 60


def test_every_notebook_renders(ran):
    assert [(each.notebook, each.status, each.error) for each in ran.results] == [
        (name, "rendered", "") for name in ran.made.notebooks()
    ]
    held = json.loads((ran.made.report / "report.json").read_text(encoding="utf-8"))["pages"][0]["articles"]
    assert held["articles"] + held["quarantined"] == held["read"] > 180
    assert held["quarantined"] == len(of("record"))


@pytest.mark.parametrize("mode", ["as it is opened", "without its policy", "without scripts"])
def test_no_page_runs_or_fetches_or_holds_anything_but_its_own(ran, browser, mode):
    # Without scripts a browser shows what stands in <noscript>, which only one page has.
    for path in pages(ran) if mode != "without scripts" else pages(ran)[-1:]:
        context = browser.new_context(
            bypass_csp=mode == "without its policy", java_script_enabled=mode != "without scripts"
        )
        page, said = context.new_page(), []
        page.on("request", lambda asked, said=said: asked.url.startswith(("file:", "data:")) or said.append(asked.url))
        page.on("console", lambda told, said=said: said.append(told.text))
        page.on("pageerror", lambda error, said=said: said.append(str(error)))
        page.on("dialog", lambda dialog, said=said: (said.append(dialog.message), dialog.dismiss()))
        page.goto(path.as_uri(), wait_until="load")
        page.evaluate(OPEN)
        filters = path.stem.endswith("-passages")
        if filters and mode != "without scripts":
            page.evaluate("const more = document.querySelector('.explorer-more'); while (!more.hidden) more.click();")
        assert page.evaluate(OFFENCES, [TAGS + FILTERS * filters, TRAP]) == [], path.name
        assert [said, context.pages] == [[], [page]], path.name
        scripts = page.evaluate("[...document.scripts].map(each => [each.type, each.textContent])")
        assert [text for kind, text in scripts if kind != "application/json"] == [explorer_script()] * filters
        assert len(scripts) == 2 * filters
        context.close()


def test_texts_read_as_they_were_written(ran, visit):
    page = visit(ran.made.report / "05-close-reading.html").page
    page.evaluate(OPEN)
    text = read(page.locator("main").inner_text())
    missing = [
        case.name for case in TEXTS if read(f"{case.shown or case.text} spy satellites {marker(case)}") not in text
    ]
    assert missing == []


def test_the_page_of_passages_shows_texts_as_they_were_written(ran, visit):
    path = filters_page(ran)
    page = visit(path).page
    words = page.get_by_label("Words in passage or headline")
    for case in TEXTS:
        words.fill(marker(case))
        headlines, passages = ([read(each) for each in page.locator(each).all_inner_texts()] for each in
                               (".explorer-list li .from", ".explorer-list li p[dir]"))  # fmt: skip
        shown = read(case.shown or case.text)
        assert headlines and all(shown in each for each in headlines), case.name
        assert any(read(f"Papers tell {shown} spy satellites in the") in each for each in passages), case.name


@pytest.mark.parametrize("address", list(ADDRESSES.values()), ids=list(ADDRESSES))
def test_an_address_that_was_made_up_breaks_nothing(ran, visit, address):
    path = filters_page(ran)
    seen = visit(f"{path.as_uri()}{address}")
    seen.page.wait_for_selector(".explorer.ready")
    assert seen.page.evaluate(OFFENCES, [TAGS + FILTERS, TRAP]) == []
    assert (seen.requests, seen.messages, seen.dialogs) == ([], [], [])


def test_names_in_the_pages_read_as_they_were_written(ran):
    told = " ".join(read(html.fromstring(path.read_text(encoding="utf-8")).text_content()) for path in pages(ran))
    places = "outlet group line file book report-title corpus-title corpus-licence corpus-notice corpus-author".split()
    places += ["corpus-query", *(case.where for case in CASES if case.where.startswith("frame-"))]
    missing = [case.name for case in CASES if case.where in places and read(case.text) not in told]
    assert missing == []


def test_nothing_was_written_but_the_report_and_every_file_of_it_has_a_plain_name(ran):
    assert ran.after == ran.before
    for path in (ran.made.out).rglob("*"):
        if path.name != ".hostile.lock":
            assert PLAIN.fullmatch(path.name), path
    for folder in {Path.cwd(), Path.home(), Path("/tmp"), Path("/"), ran.made.top, *ran.made.top.parents}:
        assert [path for path in folder.iterdir() if FILE in path.name] == []


def test_every_notebook_draws_its_charts(ran):
    for path in sorted((ran.made.project / "notebooks").glob("*.ipynb")):
        names = re.findall(r'\.save\(\\"([\w-]+)\\", out\)', path.read_text(encoding="utf-8"))
        for name in set(names) - {"references"}:
            files = {each.suffix: each for each in (ran.made.report / "figures").glob(f"{name}.*")}
            assert set(files) == {".svg", ".png", ".csv"}, name
            assert files[".png"].read_bytes().startswith(b"\x89PNG")
            # A title and a sentence stand where there is nothing to draw.
            assert len(list(ET.parse(files[".svg"]).iter("{http://www.w3.org/2000/svg}text"))) > 2, name


def test_labels_stand_in_charts_as_they_were_written_and_are_never_typeset(ran):
    drawn = {}
    for path in figures(ran, "svg"):
        tree = ET.parse(path)
        assert not {each.tag.rpartition("}")[2] for each in tree.iter()} & {"script", "foreignObject", "a", "image"}
        drawn[path.stem] = ["".join(each.itertext()) for each in tree.iter("{http://www.w3.org/2000/svg}text")]
    for case in CASES:
        if case.where in ("outlet", "group", "event") or case.where in ("frame-space_race", "frame-threat"):
            found = [name for name, texts in drawn.items() if any((case.shown or case.text) in text for text in texts)]
            assert len(found) >= 3, case.name


def test_no_cell_of_a_csv_is_a_formula(ran):
    tables = {path.name: path.read_text(encoding="utf-8-sig") for path in figures(ran, "csv")}
    for path in pages(ran):
        for number, link in enumerate(
            re.findall(r'href="data:text/csv;charset=utf-8,([^"]*)"', path.read_text("utf-8"))
        ):
            tables[f"{path.name} {number}"] = unquote_to_bytes(link).decode("utf-8-sig")
    assert len(tables) > 30
    cells = [(name, cell) for name, text in tables.items() for row in csv.reader(io.StringIO(text)) for cell in row]
    assert [each for each in cells if FORMULA.match(each[1])] == []
    guarded = {cell for _, cell in cells if cell.startswith("'")}
    assert {"'" + case.text for case in (*of("outlet"), *of("group")) if FORMULA.match(case.text)} <= guarded


def test_executed_notebooks_hold_parameters_as_values_and_never_as_code(ran):
    for path in sorted((ran.made.report / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        injected = next(cell for cell in cells if "injected-parameters" in cell["metadata"].get("tags", []))
        lines = ast.parse("".join(injected["source"])).body
        values = {line.targets[0].id: ast.literal_eval(line.value) for line in lines if isinstance(line, ast.Assign)}
        assert len(values) == len(lines)
        for case in CASES:
            if case.where.startswith(f"parameter-{path.stem}-"):
                assert values[case.where.rpartition("-")[2]] == case.text
        assert values["corpus"] == str(ran.made.corpus)


def command(arguments, capsys):
    """Run the command line and return its exit code and what it said."""
    with pytest.raises(SystemExit) as stopped:
        cli.main([str(each) for each in arguments])
    return stopped.value.code or 0, capsys.readouterr()


def test_a_report_that_quotes_too_much_is_refused_in_one_sentence(ran, monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("FRAMING_ROOT", str(ran.made.project))
    packed = tmp_path / "hostile.zip"
    code, said = command(["share", ran.made.report, "--to", packed], capsys)
    assert (code, said.out, said.err.count("\n"), packed.exists()) == (2, "", 1, False)
    assert re.match(r"framing: “.*” \(.*\): the report holds \d+ (words in a row|of its \d+ words)", said.err)
    assert said.err.strip("\n").isprintable()


@pytest.mark.parametrize("arguments", [["kwic", "spy*"], ["features"], ["sample", "--frame", "espionage"], ["trends"],
                                       ["duplicates"]], ids=lambda each: each[0])  # fmt: skip
def test_tables_of_the_command_line_hold_no_formula(ran, monkeypatch, capsys, tmp_path, arguments):
    monkeypatch.setenv("FRAMING_ROOT", str(ran.made.project))
    name, *rest = arguments
    code, said = command([name, ran.made.corpus, *rest, "--out", tmp_path / "table.csv"], capsys)
    assert (code, [path.name for path in tmp_path.iterdir()]) == (0, ["table.csv"]), said.err
    with (tmp_path / "table.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [cell for row in csv.reader(file) for cell in row if FORMULA.match(cell)] == []


def test_nothing_that_the_command_line_prints_steers_the_terminal(ran, monkeypatch, capsys):
    monkeypatch.setenv("FRAMING_ROOT", str(ran.made.project))
    for arguments in (
        ["kwic", ran.made.corpus, "hostilecase*", "--most", "0"],
        ["check", ran.made.corpus / "codebook.yml"],
    ):
        _, said = command(arguments, capsys)
        assert (said.out + said.err).replace("\n", "").isprintable()


def test_the_bibliography_holds_nothing_that_tex_would_run(ran):
    own, *_ = (ran.made.report / "figures" / "references.bib").read_text(encoding="utf-8").splitlines()
    values = re.findall(r"(?:author|title) = \{(.*?)\}(?=[,}])", own)
    assert len(values) == 2
    assert not [text for text in values if re.search(r"(?<!\\)[%&#$_^~]|\\[^%&#$_]|[{}]", text)]
