"""Jobs for workers: at the top of a module that they can import."""

from __future__ import annotations

import os
import signal
from pathlib import Path


def square(number: int) -> int:
    return number * number


def die_once(job: tuple[int, str]) -> int:
    """Kill the worker the first time any job sees this file absent."""
    number, flag = job
    if number == 3 and not Path(flag).exists():
        Path(flag).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die(_: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def fail(number: int) -> int:
    from framing.project import FramingError

    raise FramingError(f"Job {number} cannot be done.")
