"""A real JupyterLab, as `make lab` starts it, over a copy of the notebooks and corpora that it may write to."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINKED = (".venv", "Makefile", "README.md", "docs", "lib", "pyproject.toml", "requirements.lock")


class Lab:
    """A running server."""

    def __init__(self, port: int, token: str, folder: Path) -> None:
        self.at, self.token, self.folder = f"http://127.0.0.1:{port}", token, folder

    def url(self, notebook: str = "") -> str:
        """The address of a notebook in a workspace of its own, or what the server opens by itself."""
        place = f"lab/workspaces/{secrets.token_hex(4)}/tree/notebooks/{quote(notebook)}" if notebook else ""
        return f"{self.at}/{place}?token={self.token}"


def _free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return made.getsockname()[1]


@pytest.fixture(scope="session")
def lab(browser, tmp_path_factory):
    if not (ROOT / ".venv" / ".ready").is_file() or shutil.which("make") is None:
        pytest.skip("needs make and the .venv that it makes")
    folder = tmp_path_factory.mktemp("lab")
    for name in LINKED:
        (folder / name).symlink_to(ROOT / name)
    for name in ("corpus", "notebooks"):  # what is changed in a Lab
        shutil.copytree(ROOT / name, folder / name)
    (folder / "outputs").mkdir()
    port, token = _free_port(), secrets.token_hex(8)
    own = {f"JUPYTER_{name}_DIR": str(folder / "jupyter" / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    options = f"--no-browser --port={port} --IdentityProvider.token={token} --ServerApp.port_retries=0"
    options += " --allow-root" if os.name == "posix" and os.geteuid() == 0 else ""
    log = (folder / "lab.log").open("w")
    server = subprocess.Popen(
        ["make", "lab", f"ARGS={options}"],
        cwd=folder,
        env=os.environ | own | {"FRAMING_ROOT": str(folder)},
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api?token={token}", timeout=2).close()
                break
            except (urllib.error.URLError, OSError):
                assert server.poll() is None, (folder / "lab.log").read_text()
                time.sleep(0.25)
        yield Lab(port, token, folder)
    finally:
        os.killpg(server.pid, signal.SIGINT)
        time.sleep(0.5)
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()  # else Python warns of a process that was never waited for
        log.close()
