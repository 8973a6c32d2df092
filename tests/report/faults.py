"""Strike `framing report` while it works: kill it, or fill its disk, at a chosen change of a file.

Each run is a child of this process that is killed with its process group, before its n-th change of a file below the
outputs or after a time; or whose changes fail from the n-th on. Most runs take from `pretend` what a kernel would give,
so that a strike costs a fifth of a second and most fall where files are put in place; others start kernels.
`whole.py` says what is not so afterwards.

    python tests/report/faults.py --kills 200 --seed 1      kills, a table of the phases that they fell in
    python tests/report/faults.py --full                    a full disk at every step
"""

from __future__ import annotations

import argparse
import collections
import errno
import gc
import importlib
import importlib.util
import json
import os
import random
import select
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a process of one thread forks safely
import nbformat

HERE = str(Path(__file__).resolve().parent)
if HERE not in sys.path:
    sys.path.insert(0, HERE)
from whole import FAILING, settled, whole  # noqa: E402

NAMES = ("01-share", "02-tone")
HEAD = "group,period,measure,code,unit,estimate,low,high,shown,note"
ANSWER = f"""from pathlib import Path
from IPython.display import display
row = f"A,2024,count,x,article,{{seed}},{{seed - .1}},{{seed + .1}},True,marker={{seed}};"
for name in (NAME, f"{{NAME}}-{{seed % 3}}"):
    Path(out, f"{{name}}.csv").write_text(f"{HEAD}\\n{{row}}\\n")
Path(out, NAME + ".svg").write_text(f"<svg><!-- marker={{seed}}; --></svg>")
said = {{"findings": [f"It says marker={{seed}}; here."]}}
display({{"text/plain": f"marker={{seed}};", "application/vnd.framing.findings+json": said}}, raw=True)
if seed % {FAILING} == 0 and NAME == {NAMES[1]!r}:
    raise ValueError(f"marker={{seed}};")"""


def _conftest() -> Any:
    place = importlib.util.spec_from_file_location("faults_conftest", Path(HERE) / "conftest.py")
    made = importlib.util.module_from_spec(place)
    place.loader.exec_module(made)
    return made


_conftest = _conftest()
PARAMETERS = _conftest.PARAMETERS


def make_project(root: Path, names: Sequence[str] = NAMES) -> Any:
    """A small project whose notebooks leave the run's mark in all they write, some under a name that changes."""
    project = _conftest.Project(root)
    for name in names:
        title, answer = f"# What does {name} say?\n\nText.", f"NAME = {name!r}\n{ANSWER}"
        cells = ("markdown", title), ("code", PARAMETERS, "parameters"), ("code", answer, "findings")
        project.add(name, *cells)
    return project


def pretend(source: Path, target: Path, parameters: Any, *, one_thread: bool = False, on_cell: Any = None) -> None:
    """Stand in for `run_notebook`: leave what a kernel would, without one."""
    notebook = nbformat.read(source, as_version=4)
    name, marker, out = source.stem, int(parameters["seed"]), Path(parameters["out"])
    text = "\n".join(f"{key} = {value!r}" for key, value in parameters.items())
    notebook.cells.insert(2, nbformat.v4.new_code_cell(text, id="in", metadata={"tags": ["injected-parameters"]}))
    for number, cell in enumerate(notebook.cells):
        on_cell(number)
        time.sleep(0.001)
        if cell.cell_type == "code":
            cell.execution_count = number
    row = f"A,2024,count,x,article,{marker},{marker - 0.1},{marker + 0.1},True,marker={marker};"
    for each in (name, f"{name}-{marker % 3}"):
        (out / f"{each}.csv").write_text(f"{HEAD}\n{row}\n")
    (out / f"{name}.svg").write_text(f"<svg><!-- marker={marker}; --></svg>")
    data = {"application/vnd.framing.findings+json": {"findings": [f"It says marker={marker}; here."]}}
    shown = nbformat.v4.new_output("display_data", {"text/plain": f"marker={marker};", **data})
    error = nbformat.v4.new_output("error", ename="ValueError", evalue=f"marker={marker};", traceback=[])
    notebook.cells[3].outputs = [shown, error] if marker % FAILING == 0 and name == NAMES[1] else [shown]
    nbformat.write(notebook, target)


@dataclass
class Ended:
    """How a run ended: killed or not, in which phase, after which steps, and what it said."""

    killed: bool
    phase: str
    steps: list[str]
    seconds: float
    results: list[list[str]] = field(default_factory=list)
    refused: str = ""
    crashed: str = ""


def run(root: Path, marker: int, *, real: bool = False, jobs: int = 1, after: float = 0.0, **strike: Any) -> Ended:
    """Make the report in a child process, struck as asked.

    Parameters
    ----------
    real : bool
        With kernels.
    after : float
        Kill after so many seconds; 0 means never.
    **strike
        See `_watch`.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _child(root, marker, real, jobs, strike, lambda line: os.write(writing, line.encode() + b"\n"))
    os.close(writing)
    said, begun, ends = b"", time.monotonic(), 0.0
    while True:
        if after and not ends and b"\n" in said:  # the child leads a group of its own by now
            ends = time.monotonic() + after
        if not select.select([reading], [], [], max(0.0, ends - time.monotonic()) if ends else None)[0]:
            os.killpg(child, signal.SIGKILL)
            after = ends = 0.0
            continue
        part = os.read(reading, 65536)
        if not part:
            break
        said += part
    os.close(reading)
    killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
    lines = said.decode().split("\n")[:-1]
    told = json.loads(lines.pop()[1:]) if lines[-1].startswith("=") else {}
    return Ended(killed, lines[-1] if killed else "after its end", lines[1:], time.monotonic() - begun, **told)


def _ready() -> None:
    """Do here once what every child would have to: import, compile templates, read the names of packages."""
    import jinja2

    from framing.report import executed, provenance, run_reports

    for name in ("papermill", "papermill.clientwrap", "ipykernel.kernelspec"):
        importlib.import_module(name)
    compile_one = jinja2.Environment.compile
    kept: dict[Any, Any] = {}

    def compile_once(self: Any, source: Any, name: Any = None, filename: Any = None, **more: Any) -> Any:
        key = (source, name, filename)
        kept[key] = kept.get(key) or compile_one(self, source, name, filename, **more)
        return kept[key]

    jinja2.Environment.compile = compile_once
    os.fsync = lambda _: None  # a killed process loses nothing that the system has taken
    for name in ("environment", "library", "packages", "commit"):  # what does not change while this runs
        setattr(provenance.Origins, name, getattr(provenance.Origins(), name))
    with_kernels, executed.run_notebook = executed.run_notebook, pretend
    with tempfile.TemporaryDirectory() as place:
        os.environ["FRAMING_ROOT"] = str(make_project(Path(place).resolve() / "project").root)
        run_reports()
    executed.run_notebook = with_kernels
    gc.freeze()


def _child(root: Path, marker: int, real: bool, jobs: int, strike: Any, tell: Callable[[str], Any]) -> None:
    told: dict[str, Any] = {}
    try:
        os.setsid()
        os.environ["FRAMING_ROOT"] = str(root)
        from framing.project import FramingError
        from framing.report import executed, run_reports

        if not real:
            executed.run_notebook = pretend
        _watch(root / "outputs", tell, **strike)
        tell("before the first change")
        try:
            results = run_reports(parameters={"seed": str(marker)}, jobs=jobs)
            told["results"] = [[each.notebook, each.status, each.error] for each in results]
        except FramingError as error:
            told["refused"] = str(error)
    except BaseException:
        told["crashed"] = traceback.format_exc()
    finally:
        tell("=" + json.dumps(told))
        os._exit(0)


def _watch(
    outputs: Path, tell: Callable[[str], Any], *, step: int = 0, fails: int = 0, lasting: bool = False, code: int = 0
) -> None:
    """Tell of each change below a folder before it happens, and strike when it is time.

    Parameters
    ----------
    step : int
        The change before which the process group is killed, from 1; 0 means never.
    fails, lasting, code
        The change that fails, whether all after it fail too, and the errno it fails with.
    """
    count = 0

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal count
        phase = _phase(event, arguments, str(outputs))
        if phase:
            count += 1
            tell(phase)
            if count == step:
                os.killpg(0, signal.SIGKILL)
            # A full disk still lets files go.
            if fails and (count == fails or (lasting and count > fails and phase != "tidying")):
                raise OSError(code, os.strerror(code))

    sys.addaudithook(hook)


def _phase(event: str, arguments: tuple[Any, ...], outputs: str) -> str:
    """Name a change after what it is for; "" for what changes nothing below the folder."""
    removing = event in ("os.remove", "os.rmdir")
    if not removing and event not in ("open", "os.mkdir", "os.rename"):
        return ""
    if event == "open" and not (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        return ""
    if removing and arguments[1] != -1:
        return "tidying"  # within rmtree, by a name in an open folder
    path = str(arguments[1] if event == "os.rename" else arguments[0])
    if not path.startswith(outputs):
        return ""
    aside, name = ".unfinished" in path, path.rpartition("/")[2]
    if removing:
        return "tidying" if aside else "removing old files"
    if not aside and event == "os.rename":
        return {"report.json": "placing the record", "index.html": "placing the index"}.get(name, "placing files")
    if aside:
        known = ("report.json", "index.html", "page.html")
        return "writing aside" if name.removesuffix(".new") in known or "front-" in name else "running notebooks"
    return "placing files" if len(path) > len(f"{outputs}/demo") and "lock" not in name else "opening the folder"


def kernels(root: Path) -> list[int]:
    """Return the processes that work for a project, by the root in their environment; none where there is no /proc."""
    found = []
    for place in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"FRAMING_ROOT={root}\0".encode() in place.read_bytes() and int(place.parent.name) != os.getpid():
                found.append(int(place.parent.name))
        except OSError:
            continue
    return found


@dataclass
class Strike:
    """One strike: the phase it fell in, how it was timed, and what was not so afterwards."""

    phase: str
    kind: str
    wrong: list[str]


def kill_often(root: Path, kills: int, real: int, seed: int) -> list[Strike]:
    """Kill runs over a report that stands, look at it after each, and let a plain run mend it after most."""
    draw, folder = random.Random(seed), root / "outputs" / "demo"
    run(root, 1)
    usual = run(root, 2)
    lasts = {True: run(root, 1, real=True, jobs=2).seconds if real else 0.0, False: usual.seconds}
    places = {phase: [n for n, each in enumerate(usual.steps, 1) if each == phase] for phase in usual.steps}
    kinds = ["kernels"] * real + ["step"] * ((kills - real) * 3 // 4)
    kinds += ["time"] * (kills - len(kinds))
    draw.shuffle(kinds)
    strikes = [Strike("not at all", "plain", wrong)] if (wrong := whole(folder)) else []
    for number, kind in enumerate(kinds):
        marker, jobs, live = 2 * number + 3, draw.choice([1, 2]), kind == "kernels"
        if kind == "step":
            ended = run(root, marker, jobs=jobs, step=draw.choice(places[draw.choice(sorted(places))]))
        else:
            ended = run(root, marker, real=live, jobs=2 if live else jobs, after=draw.uniform(0.001, lasts[live]))
        wrong = whole(folder) + ([f"{ended.refused}{ended.crashed}"] if ended.refused or ended.crashed else [])
        if live or draw.random() < 0.7 or number == len(kinds) - 1:  # else the next is killed over what this one left
            marker += draw.choice([0, 1])
            plain = run(root, marker, real=live, jobs=2)
            wrong += settled(folder, marker) + ([plain.refused + plain.crashed] if not plain.results else [])
        if live:
            ends = time.monotonic() + 10
            while kernels(root) and time.monotonic() < ends:
                time.sleep(0.1)
            wrong += [f"kernel {pid} outlived its run" for pid in kernels(root)]
        strikes.append(Strike(ended.phase, kind, wrong))
    return strikes


def fill_often(root: Path, seed: int) -> list[Strike]:
    """Let every change of a run fail in turn, and look at what is said and what stands.

    Every other one fails alone, with what a full disk says, the others with all after them, as on a disk that has
    become read-only; the next seed has it the other way round.
    """
    folder = root / "outputs" / "demo"
    run(root, 1)
    steps, strikes = len(run(root, 2).steps), []
    for number in range(1, steps + 1):
        lasting = (number + seed) % 2 == 0
        code = errno.EROFS if lasting else errno.ENOSPC
        ended = run(root, number + 2, fails=number, lasting=lasting, code=code)
        wrong = whole(folder) + ([ended.crashed] if ended.crashed else [])
        if ended.refused and (os.strerror(code) not in ended.refused or not _a_sentence(ended.refused)):
            wrong.append(f"not a sentence that says what: {ended.refused}")
        if any(status == "failed" for _, status, _ in ended.results):
            wrong.append(f"the notebook is blamed: {ended.results}")
        phase = ended.steps[number - 1] if len(ended.steps) >= number else "after its end"
        strikes.append(Strike(phase, "read-only" if lasting else "full", wrong))
    last = run(root, steps + 3)
    return [*strikes, Strike("the plain run after all", "plain", settled(folder, steps + 3) + last.refused.split())]


def _a_sentence(text: str) -> bool:
    return "\n" not in text and text.endswith(".") and "Traceback" not in text and "Errno" not in text


def table(strikes: list[Strike], seconds: float) -> str:
    """Return how many strikes fell in which phase, by kind, and in how many of them something was not so."""
    kinds = sorted({each.kind for each in strikes})
    counts = collections.Counter((each.phase, each.kind) for each in strikes)
    rows = [f"{'struck while':<26}" + "".join(f"{kind:>11}" for kind in kinds) + f"{'violations':>12}"]
    for phase in sorted({each.phase for each in strikes}):
        bad = sum(bool(each.wrong) for each in strikes if each.phase == phase)
        rows.append(f"{phase:<26}" + "".join(f"{counts[phase, kind]:>11}" for kind in kinds) + f"{bad:>12}")
    bad = [each for each in strikes if each.wrong]
    rows.append(f"{len(strikes)} strikes, {len(bad)} with violations, {seconds:.0f} s")
    return "\n".join([*rows, *(f"  {each.phase} ({each.kind}): {'; '.join(each.wrong)}" for each in bad[:20])])


def main(arguments: Sequence[str] | None = None) -> int:
    """Strike as often as asked, print one table, and return 1 on any violation."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--real", type=int, default=-1, help="how many of them with kernels; one in twenty by default")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--full", action="store_true", help="fail at every step as on a full disk instead of killing")
    given = asked.parse_args(arguments)
    begun = time.monotonic()
    _ready()
    with tempfile.TemporaryDirectory(prefix="framing-faults-") as place:
        root = make_project(Path(place).resolve() / "project", NAMES[:1] if given.full else NAMES).root
        real = given.kills // 20 if given.real < 0 else given.real
        strikes = fill_often(root, given.seed) if given.full else kill_often(root, given.kills, real, given.seed)
    print(table(strikes, time.monotonic() - begun))
    return int(any(each.wrong for each in strikes))


if __name__ == "__main__":
    sys.exit(main())
