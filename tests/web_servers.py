"""Serve a built site by a real nginx or Caddy, with the very configuration that the build writes.

Only the port and the site's folder are put in place of the file's own, as whoever installs it does. Debian's packages
are installed by `make browser`; where that is not possible, tests that ask for one are skipped with the reason.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import chromium

PACKAGES = {"nginx": "nginx-light", "caddy": "caddy", "wrk": "wrk"}
"""Debian's package for each program; wrk is for `bench/serving.py`."""
_STARTS_WITHIN = 20
_SITE_FOLDER = "/srv/handbook"


def find(program: str) -> str | None:
    """Give a server's path; Debian keeps nginx where only root looks."""
    return shutil.which(program) or shutil.which(program, path="/usr/sbin:/usr/local/sbin:/usr/local/bin")


def install(programs: Sequence[str] = tuple(PACKAGES)) -> None:
    """Install what is missing, where Debian's packages can be installed; the site's tests do without elsewhere."""
    missing = [PACKAGES[program] for program in programs if find(program) is None]
    if missing and not chromium.apt_install(missing):
        print(f"Not installed: {', '.join(missing)}. Tests that serve the site by them are skipped.", file=sys.stderr)  # noqa: T201


def require(program: str) -> str:
    """Give a server's path, or skip the test; under CI its absence is a failure."""
    path = find(program)
    if path is None and os.environ.get("CI"):
        pytest.fail(f"{program} is not installed, and was not by `make browser`")
    if path is None:
        pytest.skip(f"{program} is not installed, and Debian's packages cannot be installed here")
    return path


@contextmanager
def nginx(site: Path, configuration: Path, work: Path) -> Generator[str]:
    """Serve by nginx; gives the origin. The shipped file is included at the `http` level, as it says."""
    port = _free_port()
    shipped = _placed(configuration, site, "listen 80;", f"listen 127.0.0.1:{port};")
    (work / "handbook.conf").write_text(shipped, encoding="utf-8")
    folders = "\n".join(
        f"    {kind}_temp_path {work}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # Run as whoever runs the tests: a worker of another user could not read their folders.
    user = "user root;\n" if os.geteuid() == 0 else ""
    (work / "nginx.conf").write_text(
        f"{user}daemon off;\npid {work}/nginx.pid;\nerror_log stderr warn;\nworker_processes 2;\n"
        f"events {{ worker_connections 1024; }}\n"
        f"http {{\n    access_log off;\n    sendfile on;\n{folders}\n    include {work}/handbook.conf;\n}}\n",
        encoding="utf-8",
    )
    command = [require("nginx"), "-p", str(work), "-c", str(work / "nginx.conf"), "-e", "stderr"]
    with _running(command, work, port) as origin:
        yield origin


@contextmanager
def caddy(site: Path, configuration: Path, work: Path) -> Generator[str]:
    """Serve by Caddy; gives the origin."""
    port = _free_port()
    shipped = _placed(configuration, site, "\n:80 {", f"\nhttp://127.0.0.1:{port} {{")
    (work / "Caddyfile").write_text(f"{{\n    admin off\n}}\n{shipped}", encoding="utf-8")
    command = [require("caddy"), "run", "--adapter", "caddyfile", "--config", str(work / "Caddyfile")]
    with _running(command, work, port) as origin:
        yield origin


def _placed(configuration: Path, site: Path, listens: str, instead: str) -> str:
    text = configuration.read_text(encoding="utf-8")
    assert listens in text
    assert _SITE_FOLDER in text
    return text.replace(listens, instead).replace(_SITE_FOLDER, str(site))


@contextmanager
def _running(command: list[str], work: Path, port: int) -> Generator[str]:
    origin = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "HOME": str(work), "XDG_CONFIG_HOME": str(work), "XDG_DATA_HOME": str(work)}
    with (work / "server.log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, cwd=work, env=environment)
        try:
            _wait(server, port, work / "server.log")
            yield origin
        finally:
            server.terminate()
            server.wait(timeout=_STARTS_WITHIN)


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"the server did not start:\n{log.read_text(encoding='utf-8')}", pytrace=False)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    install()
