"""Where jobs are done makes no difference, and a worker that dies costs time, not jobs."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from cluster_jobs import die, die_once, fail, square

from framing.engine.run import Engine
from framing.project import FramingError

ENGINES = [Engine(workers=1), Engine(workers=2), Engine("dask", workers=2)]
SEVERAL = ENGINES[1:]


def named(engine):
    return f"{engine.name}-{engine.workers}"


@pytest.mark.parametrize("engine", ENGINES, ids=named)
def test_every_job_is_done_once(engine):
    assert sorted(engine.run(square, range(25))) == [(n, n * n) for n in range(25)]
    assert list(engine.run(square, [])) == []


@pytest.mark.parametrize("engine", SEVERAL, ids=named)
def test_what_a_dead_worker_had_in_hand_is_done_by_another(engine, tmp_path):
    jobs = [(number, str(tmp_path / "died"), os.getpid()) for number in range(60)]
    assert sorted(engine.run(die_once, jobs)) == [(n, n) for n in range(60)]
    assert (tmp_path / "died").exists()


def test_a_job_that_kills_every_worker_ends_in_a_sentence():
    with pytest.raises(FramingError, match="Workers died 6 times, perhaps for want of memory"):
        list(Engine(workers=3).run(die, [os.getpid()] * 100))


@pytest.mark.parametrize("engine", ENGINES, ids=named)
def test_an_error_of_a_job_is_the_error_of_the_run(engine):
    with pytest.raises(FramingError, match="Job 1 cannot be done"):
        list(engine.run(fail, [1]))


def test_jobs_are_taken_as_they_are_needed():
    taken = []

    def jobs():
        for number in range(1000):
            taken.append(number)
            yield number

    results = Engine(workers=2).run(square, jobs())
    next(results)
    assert len(taken) <= 2 * 2 + 1
    results.close()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"name": "dsk"}, 'engine="dsk" is not known; did you mean "dask"'),
        ({"workers": -1}, "workers=-1 must not be negative"),
        ({"scheduler": "tcp://x:1"}, 'scheduler="tcp://x:1" is of engine="dask"; name both.'),
    ],
)
def test_what_makes_no_engine_is_a_sentence(options, said):
    with pytest.raises(FramingError, match=said):
        Engine(**options)


def test_without_its_packages_dask_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(FramingError, match=r"needs the packages of the extra “cluster”: pip install -e \.\[cluster\]"):
        list(Engine("dask").run(square, [1]))


def test_a_scheduler_that_does_not_answer_is_a_sentence(monkeypatch):
    monkeypatch.setattr("framing.engine.cluster._PATIENCE", 1)
    with pytest.raises(FramingError, match="No Dask scheduler answers at tcp:"):
        list(Engine("dask", scheduler="tcp://127.0.0.1:9").run(square, [1]))


def test_the_engine_imports_nothing_before_it_is_used():
    code = "import framing, sys; print({'dask', 'distributed', 'loky', 'fsspec'} & {*sys.modules})"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "set()\n"
