"""One report being made: which notebooks run again, and how their pages, the record and the index come into place.

A notebook whose fingerprint is that of the last result is not run again. Each finished notebook is published at
once, so an interrupted run leaves whole pages and an index that says which of them are new.
"""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from framing.report.executed import Executed, execute
from framing.report.index import index_html
from framing.report.kernel import kill_kernels
from framing.report.moved import COMPARED, moved
from framing.report.page import page_html
from framing.report.provenance import Origins, made_now
from framing.report.publish import listed, move, only_run, read_record, remove, write_text, writing
from framing.report.reports_file import Report
from framing.report.tasks import Task

__all__ = ["Event", "Making", "Result"]

Status = Literal["rendered", "failed", "unchanged"]

# What a reader is told of a page while its files change; it stays when the run is cut off just then.
REPLACING = "Its files are being replaced; if no run is at work, one was cut off here: run framing report again."


@dataclass(frozen=True)
class Result:
    """How one notebook of a report ended.

    Attributes
    ----------
    report, notebook : str
        Names; ``notebook`` without ``.ipynb``.
    status : str
        ``rendered``, ``failed`` (there is a page, marked so) or ``unchanged`` (answered from the last result).
    title : str
        The notebook's question.
    page, executed, index : Path
        The page, the executed notebook, and the report's index.
    findings : list of str
        The computed answer.
    error : str
        One sentence when failed, else ``""``.
    """

    report: str
    notebook: str
    status: Status
    title: str
    page: Path
    executed: Path
    index: Path
    findings: list[str] = field(default_factory=list)
    error: str = ""


@dataclass(frozen=True)
class Event:
    """A step of a run, for showing progress; ``cell`` counts from 1, ``result`` comes with ``kind="end"``."""

    kind: Literal["start", "cell", "end"]
    report: str
    notebook: str
    cell: int = 0
    cells: int = 0
    result: Result | None = None


class Making:
    """One report being made: what each notebook's entry says now, and the folder it is published in."""

    def __init__(
        self,
        report: Report,
        tasks: list[Task],
        folder: Path,
        origins: Origins,
        force: bool,
        echo: Callable[[Event], None] | None,
    ) -> None:
        self.report, self.tasks, self.folder, self.origins, self.force = report, tasks, folder, origins, force
        self._echo, self._guard, self._interrupted = echo, threading.Lock(), False
        self.fingerprints = {task.name: self._fingerprint(task) for task in tasks}
        self.entries: dict[str, dict[str, Any]] = {}
        self.old: dict[str, dict[str, Any]] = {}
        # Every file of this report that may lie in the folder, whichever run made it.
        self._names: set[str] = set()

    def _chrome(self, task: Task) -> dict[str, Any]:
        place = self.tasks.index(task)
        near = {"previous": place - 1, "next": place + 1}
        found: dict[str, Any] = {"report": self.report.title, "title": task.title}
        found["notebooks"] = [each.name for each in self.tasks]
        for side, other in near.items():
            there = self.tasks[other] if 0 <= other < len(self.tasks) else None
            found[side] = {"href": quote(f"{there.name}.html"), "title": there.title} if there else None
        return found

    def _fingerprint(self, task: Task) -> str:
        return self.origins.fingerprint(task.cells, task.resolved, self._chrome(task))

    def all(self, jobs: int) -> list[Result]:
        """Run what has changed, publish each notebook as it ends, and return the results in order."""
        with only_run(self.folder) as aside:
            old = self.old = read_record(self.folder)
            self._names = listed(self.folder)
            for task in self.tasks:
                self.entries[task.name] = self._before(task, old.get(task.name))
            todo = []
            for task in self.tasks:
                if self._same(old.get(task.name), task):
                    self.entries[task.name]["status"] = "unchanged"
                    self._tell("end", task, result=self._result(task))
                else:
                    todo.append(task)
            self._together(todo, aside, max(1, min(jobs, len(todo))))
            with writing(self.folder):
                self._place(self._front(aside, self.entries))
                if leaving := self._leaving(self.entries):
                    remove(self.folder, leaving)
                    self._names -= leaving
                    self._place(self._front(aside, self.entries))
        return [self._result(task) for task in self.tasks]

    def _before(self, task: Task, old: dict[str, Any] | None) -> dict[str, Any]:
        if old and not old["files"]:  # cut off while it was being replaced
            return {**old}
        if old and (self.folder / old["page"]).is_file():
            return {**old, "status": "earlier"}
        page, executed = f"{task.name}.html", f"notebooks/{task.name}.ipynb"
        entry = {"notebook": task.name, "title": task.title, "page": page, "executed": executed, "status": "waiting"}
        return {**entry, "error": "", "findings": [], "notice": "", "made": made_now(), "files": {}}

    def _same(self, old: dict[str, Any] | None, task: Task) -> bool:
        """Whether the last result still holds: same fingerprint, and every file as it was written."""
        if self.force or not old or old.get("error") or old.get("fingerprint") != self.fingerprints[task.name]:
            return False
        paths = {self.folder / name: sha for name, sha in old["files"].items()}
        with writing(self.folder):
            return all(path.is_file() and Origins().sha256(path) == sha for path, sha in paths.items())

    def _together(self, todo: list[Task], aside: Path, jobs: int) -> None:
        # Also one at a time in a thread: Ctrl-C then reaches this one, which can end the kernels in good order.
        pool = ThreadPoolExecutor(max_workers=jobs, thread_name_prefix="notebook")
        try:
            for done in as_completed([pool.submit(self._one, task, aside, one_thread=jobs > 1) for task in todo]):
                done.result()
        except BaseException:
            self._interrupted = True
            pool.shutdown(wait=False, cancel_futures=True)
            kill_kernels()
            raise
        finally:
            pool.shutdown(wait=True)

    def _one(self, task: Task, aside: Path, *, one_thread: bool) -> None:
        """Run one notebook and publish it; an interrupted one leaves what was there."""
        self._tell("start", task)
        work = aside / task.name
        count = len(task.cells)

        def on_cell(number: int) -> None:
            if self._interrupted:
                raise InterruptedError("the run was interrupted")
            self._tell("cell", task, cell=number + 1, cells=max(count, number + 1))

        figures = work / "figures"
        passed = {**task.passed, **({"out": str(figures)} if "out" in task.resolved else {})}
        private = {str(figures): task.resolved.get("out", "figures")}
        with writing(self.folder):
            work.mkdir()
            made = execute(task.source, work, passed, private=private, one_thread=one_thread, on_cell=on_cell)
            if self._interrupted:
                return
            self._publish(task, work, made)
        self._tell("end", task, result=self._result(task))

    def _publish(self, task: Task, work: Path, made: Executed) -> None:
        """Make a notebook's page and entry, and put them in place with its figures and the executed notebook."""
        provenance = self.origins.record(task.resolved)
        notice = provenance["corpus"].get("notice", "")
        status: Status = "failed" if made.error else "rendered"
        html = page_html(
            made.notebook,
            **self._chrome(task),
            notebook=task.name,
            status=status,
            error=made.error,
            stopped=made.stopped,
            notice=notice,
            articles=made.counts.get("articles"),
            quarantined=made.counts.get("quarantined"),
            provenance=provenance,
        )
        (work / "page.html").write_text(html, encoding="utf-8", newline="\n")
        with self._guard:
            figures, home = self._figures(task, work)
            moves = {f"{home}/{name}": path for name, path in figures.items()}
            moves[f"notebooks/{task.name}.ipynb"] = work / "notebook.ipynb"
            moves[f"{task.name}.html"] = work / "page.html"
            files = {name: Origins().sha256(path) for name, path in moves.items()}
            entry = {
                "notebook": task.name,
                "title": task.title,
                "page": f"{task.name}.html",
                "executed": f"notebooks/{task.name}.ipynb",
                "status": status,
                "error": made.error,
                "findings": made.findings,
                "notice": notice,
                "made": provenance["made"],
                "articles": made.counts,
                "sources": made.sources,
                "fingerprint": self.fingerprints[task.name],
                "provenance": provenance,
                "files": files,
            }
            old = self.old.get(task.name, {})
            # A run that failed or was cut off stands between two good ones: the next is set beside the last good one.
            good = old.get("good", {}) if old.get("error") else old
            kept = {name: good[name] for name in (*COMPARED, "files") if name in good}
            if made.error:
                entry["good"] = kept
            # Run again with nothing changed, a page keeps what was said when something had.
            same = good.get("fingerprint") == entry["fingerprint"]
            before = self._figures_of(good, [name for name in files if name.startswith(f"{home}/")], home, work)
            entry["moved"] = good.get("moved", {}) if same else moved(good, entry, before, work / "figures")
            self._replace(task, entry, kept, moves, work)

    def _figures(self, task: Task, work: Path) -> tuple[dict[str, Path], str]:
        """Return the figures that a notebook saved, and the folder for them: its own where another has their names."""
        found = sorted(path for path in (work / "figures").rglob("*") if path.is_file() and not path.is_symlink())
        figures = {path.relative_to(work / "figures").as_posix(): path for path in found}
        taken = {name for other, entry in self.entries.items() if other != task.name for name in entry["files"]}
        home = "figures" if taken.isdisjoint(f"figures/{name}" for name in figures) else f"figures/{task.name}"
        return figures, home

    def _figures_of(self, good: Mapping[str, Any], names: Sequence[str], home: str, work: Path) -> Path:
        """Return the folder with the last good figures, or an empty one where another run has been at them."""
        for name in names:
            there = self.folder / name
            if there.is_file() and Origins().sha256(there) != good.get("files", {}).get(name):
                return work / "none"
        return self.folder / home

    def _replace(
        self, task: Task, entry: dict[str, Any], good: dict[str, Any], moves: Mapping[str, Path], work: Path
    ) -> None:
        """Rename a notebook's files into place between two records; the first says that they are being replaced.

        Both are on the disk before it begins: renaming needs next to no room.
        """
        self._names |= set(moves)
        nothing: dict[str, Any] = {"files": {}, "findings": [], "moved": {}}
        meanwhile = {**entry, **nothing, "status": "waiting", "error": REPLACING, "good": good}
        first, last = (self._front(work, {**self.entries, task.name: each}) for each in (meanwhile, entry))
        for name in moves:
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        self.entries[task.name] = meanwhile
        self._place(first)
        for name, path in moves.items():
            move(path, self.folder / name)
        self._place(last)
        self.entries[task.name] = entry

    def _leaving(self, entries: Mapping[str, dict[str, Any]]) -> set[str]:
        """Return the names of files that this report had and no page of it has now."""
        return self._names - {name for entry in entries.values() for name in entry["files"]}

    def _front(self, aside: Path, entries: Mapping[str, dict[str, Any]]) -> Path:
        """Write the record and the index, as the entries say, to a new folder aside."""
        front = Path(tempfile.mkdtemp(prefix="front-", dir=aside))
        about = {"name": self.report.name, "title": self.report.title}
        now, pages = made_now(), [entries[task.name] for task in self.tasks]
        record = {"report": about, "made": now, "pages": pages, "leaving": sorted(self._leaving(entries))}
        write_text(front / "report.json", json.dumps(record, indent=1, ensure_ascii=False) + "\n", front)
        write_text(front / "index.html", index_html(about, pages, made=now), front)
        return front

    def _place(self, front: Path) -> None:
        for name in ("report.json", "index.html"):
            move(front / name, self.folder / name)

    def _result(self, task: Task) -> Result:
        entry = self.entries[task.name]
        return Result(
            report=self.report.name,
            notebook=task.name,
            status=entry["status"],
            title=entry["title"],
            page=self.folder / entry["page"],
            executed=self.folder / entry["executed"],
            index=self.folder / "index.html",
            findings=list(entry["findings"]),
            error=entry["error"],
        )

    def _tell(self, kind: Any, task: Task, **more: Any) -> None:
        if self._echo:
            with self._guard:
                self._echo(Event(kind, self.report.name, task.name, **more))
