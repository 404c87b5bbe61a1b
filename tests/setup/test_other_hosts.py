"""A canary: ProperDocs, which goes on where MkDocs 1 stops, builds the same site."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import PROJECT
from tests.setup.test_reproducible import digests

OWN_NAMES = ("sitemap", "search/search_index.json", "assets/build.json", "assets/offline/", "sw.js")
"""What the hosts write themselves, each in its way, and what holds a hash of all that."""
HOST = re.compile(r'<meta name="(?:generator|handbook-build)" content="[^"]*"[^>]*>')
"""Where a page names its host, and the hash of the whole site."""


def built_by(host: str, folder: Path) -> dict[str, str]:
    """Build the site, without the browser's Python, by a host; return the hashes of its files."""
    for name in ("handbook_src", "docs"):
        (folder / name).symlink_to(PROJECT / name)
    shutil.copyfile(PROJECT / "mkdocs.yml", folder / "mkdocs.yml")
    environment = {**os.environ, "HANDBOOK_RUNTIME": "skip", "SITE_URL": "https://handbook.example/"}
    command = [sys.executable, "-m", host, "build", "--quiet", "--strict", "--config-file", "mkdocs.yml"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for page in (folder / "site").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        page.write_text(HOST.sub("", text), encoding="utf-8")
    return {name: digest for name, digest in digests(folder / "site").items() if not name.startswith(OWN_NAMES)}


def test_properdocs_builds_the_same_site(tmp_path: Path) -> None:
    sites: list[dict[str, str]] = []
    for host in ("mkdocs", "properdocs"):
        (tmp_path / host).mkdir()
        sites.append(built_by(host, tmp_path / host))
    assert len(sites[0]) > 900
    assert sites[0] == sites[1]
