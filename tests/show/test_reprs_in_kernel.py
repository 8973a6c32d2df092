"""Errors and long work in a notebook's kernel, with somebody before it and without.

What stands in the notebook afterwards is what nbclient makes of the kernel's messages.
"""

from __future__ import annotations

import re
import time

import nbformat
import pytest
from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient

pytestmark = pytest.mark.slow

LONG = """from framing.engine.progress import told; import time
with told("articles measured") as tell:
    for n in range(31):
        tell(n, 30); time.sleep(0.05)"""


class Kernel:
    """A kernel with `framing` imported; `watched` says whether a front end offers input, as JupyterLab does."""

    def __init__(self) -> None:
        manager = AsyncKernelManager(kernel_name="python3")
        if manager.has_trait("transport_encryption"):
            manager.transport_encryption = "auto"
        self.client = NotebookClient(nbformat.v4.new_notebook(), km=manager, allow_errors=True, kernel_name="python3")

    def run(self, source: str, *, watched: bool) -> list:
        self.client.kc.allow_stdin = watched
        self.client.nb.cells.append(nbformat.v4.new_code_cell(source))
        return self.client.execute_cell(self.client.nb.cells[-1], len(self.client.nb.cells) - 1).outputs


@pytest.fixture(scope="module")
def kernel():
    made = Kernel()
    with made.client.setup_kernel(cleanup_kc=True):
        made.run("import framing", watched=False)
        yield made


def test_an_error_that_a_user_can_mend_is_one_sentence_and_its_traceback_is_folded(kernel):
    error, fold = kernel.run('framing.load("smaple")', watched=True)
    assert error.output_type == "error"
    assert error.ename == "InputError"
    assert error.traceback == [error.evalue]
    assert error.evalue.startswith("There is no corpus “smaple”")
    assert re.match(r'<details class="[\w-]+"><summary[^>]*>Traceback</summary><pre', fold.data["text/html"])
    assert "find_corpus" in fold.data["text/html"]
    assert "\x1b" not in fold.data["text/html"]


def test_a_traceback_is_escaped(kernel):
    _, fold = kernel.run('raise framing.FramingError("<script>alert(1)</script>")', watched=True)
    assert "<script" not in fold.data["text/html"]


def test_unattended_an_error_keeps_its_whole_traceback_where_a_page_folds_it(kernel):
    (error,) = kernel.run('framing.load("smaple")', watched=False)
    assert (error.output_type, error.ename) == ("error", "InputError")
    assert "find_corpus" in "".join(error.traceback)


def test_other_errors_are_told_as_ever(kernel):
    (error,) = kernel.run("1 / 0", watched=True)
    assert "ZeroDivisionError" in "".join(error.traceback)
    assert len(error.traceback) > 1


def test_long_work_shows_a_bar_of_which_nothing_stays(kernel):
    seen = []
    kernel.client.process_message = seen_by(kernel.client.process_message, seen)
    assert kernel.run(LONG, watched=True) == []
    assert re.fullmatch(r"(1|2)\d of 30 articles measured", seen[0])  # after a second
    assert len(seen) <= 8


def seen_by(process, seen):
    """Note the words of everything that is displayed."""

    def noting(msg, cell, cell_index):
        words = msg["content"].get("data", {}).get("text/plain") if "display" in msg["msg_type"] else None
        seen.extend([words] if words else [])
        return process(msg, cell, cell_index)

    return noting


def test_what_a_cell_has_printed_stays_when_the_bar_goes(kernel):
    first, gone = kernel.run('print("before")\n' + LONG, watched=True)
    assert first.text == "before\n"
    assert gone.data == {}
    (last,) = kernel.run(LONG + '\nprint("after")', watched=True)
    assert last.text == "after\n"


def test_a_bar_goes_when_the_work_fails(kernel):
    (error,) = kernel.run(LONG.replace("0.05", "0.05 / (25 - n)"), watched=True)
    assert error.output_type == "error"


@pytest.mark.parametrize("watched", [True, False])
def test_short_work_and_unattended_work_show_nothing(kernel, watched):
    begun = time.monotonic()
    assert kernel.run(LONG.replace("0.05", "0.01") if watched else LONG, watched=watched) == []
    assert time.monotonic() - begun < 4
