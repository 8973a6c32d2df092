"""Jobs for workers: at the top of a module that they can import."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def square(number: int) -> int:
    return number * number


def die_once(job: tuple[int, str, int]) -> int:
    """Kill the worker, and never the process of the tests, the first time a job finds this file absent."""
    number, flag, tests = job
    if os.getpid() != tests and not Path(flag).exists():
        Path(flag).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.05)
    return number


def die(tests: int) -> int:
    if os.getpid() != tests:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.5)
    return 0


def fail(number: int) -> int:
    from framing.project import FramingError

    raise FramingError(f"Job {number} cannot be done.")
