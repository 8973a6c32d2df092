"""Run one notebook through papermill, in a kernel of this very interpreter.

Papermill would start whatever is registered under the notebook's kernel name, which may be another environment;
its ``cwd`` moves the whole process. So this engine brings its own kernel manager and hands environment to the
kernel alone: several notebooks can run side by side in threads.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import framing
from framing.project import root

__all__ = ["kill_kernels", "run_notebook"]

_live: set[Any] = set()
_guard = threading.Lock()

# Arithmetic libraries start a thread a core each; with several kernels that is slower than one thread a kernel.
ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}


def run_notebook(
    source: Path,
    target: Path,
    parameters: Mapping[str, Any],
    *,
    one_thread: bool = False,
    on_cell: Callable[[int], None] | None = None,
) -> None:
    """Execute a notebook with papermill and write it, executed, to ``target``.

    Parameters
    ----------
    source, target : Path
        The notebook, and where the executed one goes (also when a cell fails: up to and with that cell).
    parameters : mapping
        What papermill injects.
    one_thread : bool
        Whether the kernel's arithmetic keeps to one thread; for several notebooks at once.
    on_cell : callable, optional
        Called with the number of each cell (from 0) as it starts.

    Raises
    ------
    papermill.exceptions.PapermillExecutionError
        When a cell fails.
    Exception
        What nbclient raises when the kernel does not start or dies; a note holds the last thing the kernel said
        outside of any cell (which is shown nowhere else: kernels chat when they are shut down).
    """
    import papermill

    _register()
    for name in ("papermill", "traitlets"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    # Beside the target, so that what a killed run leaves is cleared with it.
    with (
        tempfile.TemporaryDirectory(prefix="ipython-", dir=target.parent) as profile,
        contextlib.closing(_thread_loop()),
    ):
        log = Path(profile) / "kernel.log"
        try:
            with log.open("wb") as stderr:
                papermill.execute_notebook(
                    _literal(source),
                    _literal(target),
                    parameters=dict(parameters),
                    engine_name="framing",
                    kernel_name="python3",
                    language="python",
                    progress_bar=False,
                    kernel_options={"env": _environment(profile, one_thread), "stderr": stderr},
                    on_cell_start=lambda *, cell, cell_index: on_cell(cell_index) if on_cell else None,
                )
        except Exception as error:
            said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            if said:
                error.add_note(said[-1])
            raise


def kill_kernels() -> None:
    """End every kernel that this process still runs, at once; for a run that is interrupted."""
    with _guard:
        managers = list(_live)
    for manager in managers:
        process = getattr(manager.provisioner, "process", None)
        if process is not None:
            with contextlib.suppress(OSError):
                process.kill()


def _thread_loop() -> asyncio.AbstractEventLoop:
    """Return the event loop that nbclient uses in this thread and leaves open."""
    from nbclient.util import run_sync

    async def running() -> asyncio.AbstractEventLoop:
        return asyncio.get_running_loop()

    loop: asyncio.AbstractEventLoop = run_sync(running)()
    return loop


def _literal(path: Path) -> str:
    # Papermill fills {name} in paths with parameters; a folder's own braces are doubled to stay.
    return str(path.resolve()).replace("{", "{{").replace("}", "}}")


def _environment(profile: str, one_thread: bool) -> dict[str, str]:
    library = str(Path(framing.__file__).resolve().parents[1])
    path = os.pathsep.join(each for each in (library, os.environ.get("PYTHONPATH", "")) if each)
    return {
        **os.environ,
        **(ONE_THREAD if one_thread else {}),
        "PYTHONPATH": path,  # the kernel imports the library that was fingerprinted
        "FRAMING_ROOT": str(root()),
        "PYTHONHASHSEED": "0",  # the order of sets never shows in an output
        "IPYTHONDIR": profile,  # no start-up files of the user's, no shared history
    }


def _register() -> None:
    from ipykernel.kernelspec import get_kernel_dict
    from jupyter_client import AsyncKernelManager
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from papermill.clientwrap import PapermillNotebookClient
    from papermill.engines import NBClientEngine, papermill_engines

    if "framing" in papermill_engines._engines:
        return

    class ThisInterpreter(KernelSpecManager):
        """Knows one kernel: the interpreter that runs now."""

        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
            """Return the kernel of ``sys.executable``, whatever is registered under the name."""
            spec = get_kernel_dict()
            argv = [sys.executable, *spec["argv"][1:], "--HistoryManager.enabled=False"]  # no database on any disk
            return KernelSpec(resource_dir="", **{**spec, "argv": argv})

    class Engine(NBClientEngine):
        """Papermill's own engine with this kernel manager and an environment for the kernel alone."""

        @classmethod
        def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> Any:
            """Run the cells and shut the kernel down, whatever happens."""
            manager = AsyncKernelManager(kernel_name=kernel_name, kernel_spec_manager=ThisInterpreter())
            if manager.has_trait("transport_encryption"):  # since ipykernel 7.3 "disabled" warns at each start
                manager.transport_encryption = "auto"
            client = PapermillNotebookClient(
                nb_man,
                km=manager,
                kernel_name=kernel_name,
                timeout=None,
                startup_timeout=120,
                on_cell_start=options["on_cell_start"],
            )
            with _guard:
                _live.add(manager)
            try:
                return client.execute(**options["kernel_options"], cleanup_kc=True)
            finally:
                with _guard:
                    _live.discard(manager)

    papermill_engines.register("framing", Engine)
