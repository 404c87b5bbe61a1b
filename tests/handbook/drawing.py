"""Small sites drawn as text: a tree of names by indentation, the content of a file behind bars."""

from __future__ import annotations

from pathlib import Path

ARTICLE = """\
---
title: {title}
code: {code}
owner: 大客户部
effective: {effective}
audience: [全体人员]
---
"""


def draw(text: str) -> dict[str, str]:
    """Return file contents by path.

    rules/
      travel.md
        | ---
        | title: 出差办法
    """
    files: dict[str, list[str]] = {}
    open_folders: list[tuple[int, str]] = []
    current = ""
    for line in text.splitlines():
        name = line.strip()
        if not name:
            continue
        if name.startswith("|"):
            files[current].append(name[2:] if name.startswith("| ") else name[1:])
            continue
        indent = len(line) - len(line.lstrip())
        open_folders = [(depth, folder) for depth, folder in open_folders if depth < indent]
        path = "".join(folder for _, folder in open_folders) + name
        if name.endswith("/"):
            open_folders.append((indent, name))
        else:
            current = path
            files[current] = []
    return {path: "\n".join(lines) + "\n" for path, lines in files.items()}


def article(body: str, *, title: str = "出差办法", code: str = "KH", effective: str = "2026-12-01") -> str:
    """Return a rule article with sound front matter (seven lines)."""
    return ARTICLE.format(title=title, code=code, effective=effective) + body


def write(folder: Path, files: dict[str, str]) -> None:
    """Write files below a folder."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
