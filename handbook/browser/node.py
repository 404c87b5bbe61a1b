"""Where the Node is that builds run."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path


def find_node() -> str | None:
    """Return the Node that was installed beside this Python, else the one on PATH; None where there is neither."""
    beside_python = Path(sys.executable).with_name("node")
    return str(beside_python) if beside_python.exists() else shutil.which("node")
