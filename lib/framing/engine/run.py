"""Where batches are measured: in this process, in processes of this machine, or on a Dask cluster.

Jobs are independent, and a result is handed over as soon as it is there, in any order; few are under way at a time, so
that memory does not grow with their number. What a worker was doing when it died is done again by another one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from framing.project import FramingError, nearest

__all__ = ["ENGINES", "Engine"]

Job = TypeVar("Job")
Result = TypeVar("Result")

ENGINES = ("local", "dask")
# A job that kills its worker so often is at fault itself.
_MOST_DEATHS = 5
# Jobs under way for each worker: one at work, one in waiting.
_AHEAD = 2


@dataclass(frozen=True)
class Engine:
    """Where batches are measured.

    Parameters
    ----------
    name : str
        ``"local"`` or ``"dask"``.
    workers : int
        How many processes; 0 means one a processor. Of ``"dask"``: of a cluster that is started on this machine.
    scheduler : str
        Of ``"dask"``: the address of a running cluster, such as ``tcp://10.0.0.1:8786``; "" starts one here.

    Raises
    ------
    FramingError
        For another name, a negative number, or ``"dask"`` without its packages.

    Examples
    --------
    >>> sorted(Engine(workers=1).run(abs, [-3, 2]))
    [(0, 3), (1, 2)]
    """

    name: str = "local"
    workers: int = 0
    scheduler: str = ""

    def __post_init__(self) -> None:
        if self.name not in ENGINES:
            raise FramingError(f'engine="{self.name}" is not known{nearest(self.name, ENGINES)}')
        if self.workers < 0:
            raise FramingError(f"workers={self.workers} must not be negative; 0 means one a processor.")
        if self.scheduler and self.name != "dask":
            raise FramingError(f'scheduler="{self.scheduler}" is of engine="dask"; name both.')

    def run(
        self, work: Callable[[Job], Result], jobs: Iterable[Job], *, small: bool = False
    ) -> Iterator[tuple[int, Result]]:
        """Do jobs.

        Parameters
        ----------
        work : callable
            At the top of a module, so that another process finds it.
        jobs : iterable
        small : bool
            So little that starting processes would cost more; a cluster that was asked for is used all the same.

        Yields
        ------
        number, result
            In any order.
        """
        if self.name == "dask":
            from framing.engine.cluster import run_on_cluster

            yield from run_on_cluster(work, jobs, scheduler=self.scheduler, workers=self.workers or _processors())
            return
        workers = self.workers or (1 if small else _processors())
        if workers == 1:
            yield from enumerate(map(work, jobs))
        else:
            yield from _in_processes(work, jobs, workers)


def _processors() -> int:
    """Count the processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _alone() -> None:
    """Make a worker use one processor: the others have workers of their own."""
    import pyarrow as pa

    pa.set_cpu_count(1)


def _in_processes(work: Callable[[Any], Any], jobs: Iterable[Any], workers: int) -> Iterator[tuple[int, Any]]:
    """Do jobs in this process and in others beside it: this one works while they start, and when they are busy."""
    from loky import BrokenProcessPool, ProcessPoolExecutor

    waiting = enumerate(jobs)
    todo: list[tuple[int, Any]] = []  # what a dead worker had in hand
    deaths = 0
    while True:
        # What runs on several processors already must not start threads for each of them.
        quiet = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
        pool = ProcessPoolExecutor(workers - 1, initializer=_alone, env=quiet)
        running: dict[Any, tuple[int, Any]] = {}
        try:
            while True:
                mine = todo.pop() if todo else next(waiting, None)
                while len(running) < (workers - 1) * _AHEAD:
                    job = todo.pop() if todo else next(waiting, None)
                    if job is None:
                        break
                    try:
                        running[pool.submit(work, job[1])] = job
                    except BrokenProcessPool:
                        todo += [job] if mine is None else [job, mine]
                        raise
                if mine is not None:
                    yield mine[0], work(mine[1])
                elif not running:
                    return
                for future in _done(running, at_once=mine is not None):
                    number = running[future][0]
                    result = future.result()
                    del running[future]
                    yield number, result
        except BrokenProcessPool:
            deaths += 1
            if deaths > _MOST_DEATHS:
                raise FramingError(
                    f"Workers died {deaths} times, perhaps for want of memory; use fewer: workers=1."
                ) from None
            todo += running.values()
        finally:
            pool.shutdown(wait=False, kill_workers=True)


def _done(running: dict[Any, tuple[int, Any]], *, at_once: bool) -> list[Any]:
    """Return the jobs that are done; those there are at once, or the first to come."""
    from concurrent.futures import FIRST_COMPLETED, wait

    return list(wait(running, timeout=0 if at_once else None, return_when=FIRST_COMPLETED).done)
