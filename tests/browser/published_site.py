"""The handbook's site as it will be after several publications: without the browser's Python."""

import os
import subprocess
import sys
from pathlib import Path

from handbook.compiler import compile_files, read_files
from handbook.revisions.publishing import publication
from tests.conftest import PROJECT
from tests.handbook.drawing import write

GENERAL = "rules/general.md"
SENTENCE = "内勤按出差记录统计"
REVISIONS = (
    ("2020-01-01", "首次发布", SENTENCE),
    ("2020-04-01", "统计改按报销单", "内勤按报销单统计"),
    ("2020-07-01", "公布日期", "内勤按报销单统计，次月 3 日前公布"),
    ("2999-01-01", "以后的一版", "内勤按报销单统计，次月 5 日前公布"),
)
"""Publications of KH-204: from which day, why, and what it says of who counts."""
SCHEME = "kpi/schemes/am-quarter.md"


def build_published_site(folder: Path) -> Path:
    """Build it in an empty folder, with its Markdown in `handbook_src`; return the folder of the site."""
    files = {path: text.decode() for path, text in read_files(PROJECT / "handbook_src").items()}
    files = {path: text for path, text in files.items() if not path.startswith("ledger/")}
    original = files[GENERAL]
    assert original.count(SENTENCE) == 1
    for date, note, sentence in REVISIONS:
        files[GENERAL] = original.replace(SENTENCE, sentence)
        if date == "2020-07-01":
            files[GENERAL] = _repealed(files[GENERAL], "KH-203", "2020-07-01", "KH-204")
            files[SCHEME] = files[SCHEME].replace("优秀: 90,", "优秀: 91,")
        elif date > "2020-07-01":
            files[GENERAL] = _repealed(files[GENERAL], "KH-203", "2020-07-01", "KH-204")
        handbook = compile_files(dict(files))
        assert handbook.faults == ()
        path, text, _ = publication(handbook.articles, handbook.schemes, handbook.ledger, date, note)
        files[path] = text
    write(folder / "handbook_src", files)
    configuration = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")
    for name in ("docs", "overrides"):
        (folder / name).symlink_to(PROJECT / name)
    (folder / "mkdocs.yml").write_text(configuration, encoding="utf-8")
    environment = {**os.environ, "HANDBOOK_RUNTIME": "skip", "SITE_URL": "https://handbook.example/"}
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict"]
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return folder / "site"


def _repealed(text: str, clause: str, date: str, successor: str) -> str:
    heading = next(line for line in text.split("\n") if line.startswith(f"### {clause} "))
    return text.replace(heading, f"{heading}\n\n废止：{date}，由[[{successor}]]取代。")
