"""Find the Chromium that tests and benchmarks drive; with --install, get one and Chinese fonts where they are missing.

Order: the path in the environment's CHROMIUM, a browser of the system, one that Playwright installed.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from handbook.printing.chromium import VARIABLE, has_chinese_fonts, installed, starts

# Quiet and closed: no background traffic, so that a request to another origin is the page's own.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ADVICE = (
    "No Chromium was found and none could be installed. Install Chromium or Google Chrome with this system's own tools "
    "(Debian, Ubuntu: apt-get install chromium; Fedora: dnf install chromium; macOS: brew install --cask chromium), "
    "or set the environment variable CHROMIUM to a browser's path, then run the command again."
)


class ChromiumNotFoundError(RuntimeError):
    """No browser that starts; the message says what to do."""


def playwright_path() -> str | None:
    """Give the path of Playwright's own Chromium, if it is installed."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - slow to import, and seldom needed

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def find() -> str | None:
    """Give the path of a browser that starts, or None. A wrong CHROMIUM raises: it was asked for by name."""
    named = os.environ.get(VARIABLE)
    if named:
        if not starts(named):
            message = f"CHROMIUM={named} does not start. Set it to a Chromium's or Chrome's path, or unset it."
            raise ChromiumNotFoundError(message)
        return named
    return installed() or playwright_path()


def require() -> str:
    """Give the path of a browser that starts, or raise with what to do."""
    path = find()
    if path is None:
        raise ChromiumNotFoundError(ADVICE)
    return path


def apt_install(packages: Sequence[str]) -> bool:
    """Install Debian packages as root or through sudo; False where that is not possible."""
    if not shutil.which("apt-get"):
        return False
    prefix: list[str] = []
    if os.geteuid() != 0:
        if not shutil.which("sudo"):
            return False
        # Ask for a password only where somebody can type one.
        prefix = ["sudo"] if sys.stdin.isatty() else ["sudo", "--non-interactive"]
    commands = (
        ["apt-get", "update", "-qq"],
        [
            "env",
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "install",
            "-y",
            "-qq",
            "--no-install-recommends",
            *packages,
        ],
    )
    return all(subprocess.run([*prefix, *command], check=False).returncode == 0 for command in commands)


def install() -> int:
    """Make sure of a browser and Chinese fonts; give the exit code, 1 where there is no browser."""
    if find() is None:
        print("Installing Chromium …", flush=True)  # noqa: T201
        apt_install(["chromium"])
        if find() is None:
            subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
        require()
    if not has_chinese_fonts() and not apt_install(["fontconfig", "fonts-noto-cjk"]):
        print("No Chinese fonts were found: pictures of pages will show boxes. Install Noto Sans CJK.", file=sys.stderr)  # noqa: T201
    return 0


def main(arguments: Sequence[str]) -> int:
    """Print the browser's path, or with --install make sure of it; 1 with advice where there is none."""
    try:
        if "--install" in arguments:
            return install()
        print(require())  # noqa: T201
    except ChromiumNotFoundError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
