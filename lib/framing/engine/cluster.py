"""Batches on a Dask cluster: one that runs, or one that is started on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from framing.project import FramingError

__all__ = ["run_on_cluster"]

# Jobs under way for each thread of the cluster, so that none waits for us.
_AHEAD = 3
# Seconds to wait for a scheduler to answer, or for its first worker.
_PATIENCE = 30


def run_on_cluster(
    work: Callable[[Any], Any], jobs: Iterable[Any], *, scheduler: str, workers: int
) -> Iterator[tuple[int, Any]]:
    """Do jobs on a cluster; those of a worker that dies are done by another.

    Parameters
    ----------
    work : callable
    jobs : iterable
    scheduler : str
        Its address; "" starts a cluster on this machine.
    workers : int
        How many processes to start; without effect on a cluster that runs.

    Yields
    ------
    number, result
        In any order.

    Raises
    ------
    FramingError
        Without dask, or when the scheduler or a first worker does not answer.
    """
    try:
        from distributed import Client, LocalCluster, as_completed
        from distributed.scheduler import KilledWorker
    except ImportError:
        raise FramingError(
            'engine="dask" needs the packages of the extra “cluster”: pip install -e .[cluster]'
        ) from None
    started = None
    try:
        if not scheduler:
            started = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                dashboard_address="127.0.0.1:0",  # any free port: another cluster may run here
                host="127.0.0.1",
                silence_logs=50,
            )
        try:
            client = Client(started or scheduler, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise FramingError(f"No Dask scheduler answers at {scheduler} ({error}); check the address.") from None
        with client:
            try:
                client.wait_for_workers(1, timeout=_PATIENCE)
            except TimeoutError:
                raise FramingError(
                    f"The scheduler {scheduler} has no worker; start one: dask worker {scheduler}"
                ) from None
            threads = sum(client.nthreads().values())
            waiting = enumerate(jobs)
            numbers = {}
            done = as_completed([], loop=client.loop)

            def submit(some: int) -> None:
                for number, job in islice(waiting, some):
                    future = client.submit(work, job, pure=False)
                    numbers[future.key] = number
                    done.add(future)

            submit(max(threads, 1) * _AHEAD)
            for future in done:
                try:
                    result = future.result()
                except KilledWorker:
                    raise FramingError(
                        "A batch killed each worker that took it, perhaps for want of memory; give them more."
                    ) from None
                number = numbers.pop(future.key)
                future.release()
                submit(1)
                yield number, result
    finally:
        if started is not None:
            started.close()
