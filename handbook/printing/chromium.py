"""Where a Chromium is that this machine has, and whether it can draw Chinese."""

from __future__ import annotations

import platform
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
MAC_APPS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
VARIABLE = "CHROMIUM"
"""Environment variable with the path of a browser that goes before all others."""


def starts(path: str) -> bool:
    """Whether the program answers --version: Ubuntu's chromium-browser may be a stub that only asks for snap."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)  # noqa: S603 -- a browser
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def installed() -> str | None:
    """Return the path of a browser of the system that starts, or None."""
    on_path = [found for name in NAMES if (found := shutil.which(name))]
    apps = [app for app in MAC_APPS if Path(app).exists()]
    return next((path for path in [*on_path, *apps] if starts(path)), None)


def has_chinese_fonts() -> bool:
    """Whether the system can draw Chinese. Only Linux may lack it; without fontconfig there is no way to tell."""
    fc_list = shutil.which("fc-list")
    if platform.system() != "Linux" or fc_list is None:
        return platform.system() != "Linux"
    listed = subprocess.run([fc_list, ":lang=zh"], capture_output=True, text=True, check=False)  # noqa: S603 -- fontconfig's
    return bool(listed.stdout.strip())
