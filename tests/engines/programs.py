"""Find the browsers other than Chromium that tests drive; with --install, get them where this machine has Debian's apt.

Firefox speaks WebDriver BiDi itself. WebKit comes as WebKitGTK's driver and its small browser, which need a display.
"""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from tests import chromium

PACKAGES = {"firefox": ("firefox-esr",), "webkit": ("webkit2gtk-driver", "xvfb")}
"""What Debian calls them."""


def firefox() -> str | None:
    """Give the path of a Firefox that starts."""
    on_path = [found for name in ("firefox-esr", "firefox") if (found := shutil.which(name))]
    return next((path for path in on_path if chromium.starts(path)), None)


def webkit() -> str | None:
    """Give the path of WebKitGTK's small browser, if its driver and a display without a screen are there too."""
    if not shutil.which("WebKitWebDriver") or not shutil.which("Xvfb"):
        return None
    browsers = sorted(Path("/usr").glob("lib*/**/webkit2gtk-4.1/MiniBrowser"))
    return str(browsers[0]) if browsers else None


FINDERS = {"firefox": firefox, "webkit": webkit}


def missing() -> list[str]:
    """Give the engines that this machine lacks."""
    return [name for name, find in FINDERS.items() if find() is None]


def main(arguments: Sequence[str]) -> int:
    """Say what is missing, after trying to install it when asked to; an error only where tests must not be skipped."""
    lacking = missing()
    if lacking and "--install" in arguments:
        print(f"Installing {', '.join(lacking)} …", flush=True)  # noqa: T201
        chromium.apt_install([package for name in lacking for package in PACKAGES[name]])
        lacking = missing()
    if not lacking:
        return 0
    wanted = " ".join(package for name in lacking for package in PACKAGES[name])
    print(f"No {', '.join(lacking)}: tests in them are skipped. On Debian: apt-get install {wanted}", file=sys.stderr)  # noqa: T201
    return 1 if "CI" in os.environ else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
