"""Whatever cuts a run off, readers find whole pages of one run each, or are told; users read one sentence."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from framing.project import FramingError
from framing.report import executed, making, provenance, run_reports
from framing.report.publish import only_run
from framing.report.share import share

pytest.importorskip("fcntl")  # forks, process groups and limits

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import faults  # noqa: E402
from whole import settled, whole  # noqa: E402


def make(marker, **more):
    return run_reports(parameters={"seed": str(marker)}, **more)


def statuses(results):
    return [result.status for result in results]


@pytest.fixture
def marked(tmp_path, monkeypatch):
    """A project whose files hold the mark of their run, and a folder of its report that stands, made with seed 1."""
    project = faults.make_project(tmp_path / "project")
    monkeypatch.setenv("FRAMING_ROOT", str(project.root))
    with monkeypatch.context() as without_kernels:
        without_kernels.setattr(executed, "run_notebook", faults.pretend)
        make(1)
    project.folder = project.root / "outputs" / "demo"
    assert settled(project.folder, 1) == []
    return project


@pytest.fixture
def quick(marked, monkeypatch):
    """The same, with no kernel behind the runs to come, and code that nobody changes meanwhile."""
    monkeypatch.setattr(provenance.Origins, "library", "the code")
    monkeypatch.setattr(executed, "run_notebook", faults.pretend)
    return marked


def entries(folder):
    return json.loads((folder / "report.json").read_text(encoding="utf-8"))["pages"]


def struck(*arguments):
    done = subprocess.run(
        [sys.executable, str(HERE / "faults.py"), *arguments], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_ten_killed_runs_leave_whole_pages_of_one_run_each_and_the_next_run_tidies_up():
    assert "10 strikes, 0 with violations" in struck("--kills", "10", "--real", "2", "--seed", "1")


@pytest.mark.slow
def test_a_disk_that_is_full_at_any_step_costs_no_page_and_is_told_in_a_sentence():
    assert " 0 with violations" in struck("--full")


@pytest.mark.slow
def test_files_that_may_not_grow_leave_what_stands_and_a_sentence(marked):
    code = "import resource as r; r.setrlimit(r.RLIMIT_FSIZE, (3000, 3000)); from framing.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "report", "-p", "seed=2"], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert done.stderr.startswith(f"framing: {marked.folder} cannot be written (File too large); ")
    assert done.stderr.replace("\n", " ").rstrip().endswith("run it again.")
    assert settled(marked.folder, 1) == []


@pytest.mark.parametrize("place", ["", "demo", "demo/figures", "demo/notebooks"])
def test_a_file_where_a_folder_should_be_is_told_in_a_sentence(quick, tmp_path, place):
    out = tmp_path / "other"
    blocked = out / place
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_text("mine")
    with pytest.raises(FramingError, match=r"other/demo cannot be written \(.*(File exists|Not a directory)\)"):
        make(2, out=out)
    assert blocked.read_text() == "mine"


@pytest.mark.parametrize("name", ["01-share.html", "figures/01-share.csv", "index.html"])
def test_a_folder_where_a_file_should_be_is_named(quick, tmp_path, name):
    (tmp_path / "other" / "demo" / name / "mine").mkdir(parents=True)
    with pytest.raises(FramingError, match=rf"other/demo cannot be written \({name}: Is a directory\)"):
        make(2, out=tmp_path / "other")


def test_an_output_that_cannot_be_changed_is_told_and_what_stands_is_left(quick, monkeypatch):
    def read_only(*paths):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), *map(str, paths))

    monkeypatch.setattr(making, "move", read_only)
    with pytest.raises(FramingError, match=r"demo cannot be written \(.*Read-only file system\)"):
        make(2)
    assert settled(quick.folder, 1) == []


def test_a_page_that_was_being_replaced_is_not_linked_nor_packed_and_the_next_run_knows_the_last_good_one(
    quick, monkeypatch
):
    move = making.move

    def cut_off(source, target):
        if target.name == "01-share.html":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        move(source, target)

    with monkeypatch.context() as struck:
        struck.setattr(making, "move", cut_off)
        with pytest.raises(FramingError, match="Input/output error"):
            make(2)
    index = (quick.folder / "index.html").read_text(encoding="utf-8")
    assert 'href="01-share.html"' not in index
    assert 'href="02-tone.html"' in index
    assert (
        "Its files are being replaced; if no run is at work, one was cut off here: run framing report again." in index
    )
    assert "2 pages, 1 failed, 2 not renewed yet." in index
    assert whole(quick.folder) == []
    with pytest.raises(FramingError, match=r"01-share\.html is not finished"):
        share(quick.folder, to=quick.root / "demo.zip")

    assert statuses(make(3)) == ["rendered", "rendered"]
    assert settled(quick.folder, 3) == []
    first, second = (entry["moved"] for entry in entries(quick.folder))
    assert first["findings"] == second["findings"] == [["It says marker=1; here.", "It says marker=3; here."]]
    # the figures of the first are those of the run that was cut off: nothing to compare with
    assert (first["cells"]["compared"], second["cells"]["compared"]) == (0, 1)


def test_cells_are_not_compared_with_figures_of_a_failed_run(quick):
    assert statuses(make(5)) == ["rendered", "failed"]
    assert statuses(make(6)) == ["rendered", "rendered"]
    first, second = (entry["moved"] for entry in entries(quick.folder))
    assert (first["findings"][0][0], first["cells"]["compared"]) == ("It says marker=5; here.", 1)
    assert (second["findings"][0][0], second["cells"]["compared"]) == ("It says marker=1; here.", 0)
    assert settled(quick.folder, 6) == []


def test_a_kernel_that_outlives_its_killed_run_writes_into_no_other(tmp_path):
    with only_run(tmp_path / "demo") as first:
        pass
    with only_run(tmp_path / "demo") as second:
        first.mkdir(parents=True)  # by a kernel whose process is gone
        (first / "late.csv").write_text("late")
        assert list(second.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == [".demo.lock", "demo"]


def test_a_clock_that_jumps_back_changes_times_and_nothing_else(quick, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "2000000000")  # 18 May 2033
    assert statuses(make(3)) == ["rendered", "rendered"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")  # 9 September 2001
    assert statuses(make(3)) == ["unchanged", "unchanged"]
    assert {entry["made"] for entry in entries(quick.folder)} == {"2033-05-18T03:33:20Z"}
    assert "From the run of 18 May 2033, 03:33 UTC; nothing has changed since." in (
        quick.folder / "index.html"
    ).read_text(encoding="utf-8")
    assert statuses(make(4)) == ["rendered", "rendered"]
    assert settled(quick.folder, 4) == []
    for entry in entries(quick.folder):
        assert (entry["made"], entry["moved"]["since"]) == ("2001-09-09T01:46:40Z", "2033-05-18T03:33:20Z")
        assert entry["moved"]["findings"] == [["It says marker=3; here.", "It says marker=4; here."]]
        assert (entry["moved"]["why"], entry["moved"]["cells"]["compared"]) == (["the parameter seed"], 1)


@pytest.mark.slow
def test_a_kernel_killed_in_the_middle_fails_its_page_and_no_other(marked):
    marked.add("01-share", ("markdown", "# Killed?"), ("code", "seed: int = 1  # one", "parameters"),
               ("code", "import os\nprint('before')"), ("code", "os.kill(os.getpid(), 9)"),
               ("code", "'after'"))  # fmt: skip
    killed, other = make(2, jobs=2)
    assert (killed.status, other.status) == ("failed", "rendered")
    assert killed.error == (
        "The notebook could not be run to its end: its kernel died, most often because memory ran out; "
        "try --jobs 1 or fewer articles."
    )
    page = killed.page.read_text(encoding="utf-8")
    assert '<pre class="output text" tabindex="0">before' in page
    assert "The rest of the notebook, which did not run" in page
    assert sorted(path.name for path in (marked.folder / "figures").iterdir()) == [
        "02-tone-2.csv", "02-tone.csv", "02-tone.svg"]  # fmt: skip


@contextlib.contextmanager
def at_work(project):
    """`framing report` as a process that has come to a cell of its first notebook, which waits for a file."""
    wait = "import os, time\nfrom pathlib import Path\nPath(out).parents[2].joinpath('at work').write_text('')\n"
    wait += f"while not os.path.exists({str(project.root / 'go on')!r}):\n    time.sleep(0.05)"
    project.add("01-share", ("markdown", "# Waits?"), ("code", faults.PARAMETERS, "parameters"), ("code", wait),
                ("code", "print(f'marker={seed};')"))  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "framing.cli", "report", "-p", "seed=2"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        ends = time.monotonic() + 30
        while not list(project.root.glob("outputs/.demo.unfinished/*work")):
            assert process.poll() is None and time.monotonic() < ends, process.communicate()
            time.sleep(0.05)
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.mark.slow
def test_ctrl_c_in_a_cell_ends_the_kernel_and_leaves_what_stood(marked):
    with at_work(marked) as process:
        assert faults.kernels(marked.root) or not Path("/proc/self/environ").exists()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 130  # what shells expect of a program that Ctrl-C ended
    assert "Traceback" not in out + err
    assert faults.kernels(marked.root) == []
    assert settled(marked.folder, 1) == []


@pytest.mark.slow
def test_a_second_run_on_the_same_outputs_is_refused_in_a_sentence_and_the_first_goes_on(marked):
    with at_work(marked) as process:
        with pytest.raises(FramingError, match=r"Another run is writing .*demo; wait until it ends, or choose another"):
            make(3)
        (marked.root / "go on").write_text("")
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err.splitlines()) == (0, ["demo/01-share: rendered", "demo/02-tone: rendered"])
    assert settled(marked.folder, 2) == []
