"""`handbook init`: another department's handbook from nothing."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import click

from handbook.compiler import compile_files
from handbook.department import Department, department_files
from handbook.findings import report

_HELP = """在一个空文件夹里开始另一个部门的手册：一份制度、两个岗位、一个流程、一张表单、一张考核表。

生成以后立即可以检查、生成网站、搜索和算分；内容都是示例，按实际改写。

例：handbook init 客服手册 --name 客户服务部 --code FW --role 服务专员
"""
_NAME = re.compile(r"[^\W_][\w·（）-]{1,19}")
_CODE = re.compile(r"[A-Z]{2,3}")
_SOURCE = "handbook_src/"


@click.command(help=_HELP)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", default="客户服务部", show_default=True, help="部门的名称。")
@click.option("--code", default="FW", show_default=True, help="制度的代号，条款编号的前半截，两三个大写字母。")
@click.option("--head", default="部门经理", show_default=True, help="部门负责人的岗位名称。")
@click.option("--role", default="服务专员", show_default=True, help="被考核的岗位名称。")
@click.option("--date", "day", help="制度和考核表从哪一天起适用，如 2026-12-01；不写时是今天。")
def init(*, folder: Path, name: str, code: str, head: str, role: str, day: str | None) -> int:  # noqa: PLR0913 -- one parameter for each option
    """Write the folder and say what comes next; exit 2 when it cannot be begun there or under these names."""
    if fault := _fault(folder, {"--name": name, "--head": head, "--role": role}, code):
        click.echo(fault, err=True)
        return 2
    department = Department(name, code, head, role, day or date.today().isoformat())  # noqa: DTZ011 -- the user's own day
    files = department_files(department)
    content = {path.removeprefix(_SOURCE): text for path, text in files.items() if path.startswith(_SOURCE)}
    if findings := compile_files(dict(content)).findings:
        click.echo(f"用这些名称写不出没有问题的手册，没有写文件：\n{report(findings, _SOURCE.rstrip('/'))}", err=True)
        return 2
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    click.echo(
        f"已在 {folder} 写入 {len(files)} 个文件。接下来：\n\n"
        f"  cd {folder}\n  handbook check\n  mkdocs serve\n\n内容都是示例；改什么、改哪里，见其中的 README.md。"
    )
    return 0


def _fault(folder: Path, names: dict[str, str], code: str) -> str:
    """Return what is wrong with a call, "" when nothing is."""
    if folder.is_dir() and any(folder.iterdir()):
        return f"{folder} 不是空文件夹，没有写入任何文件。换一个名字，或先把里面的东西移走。"
    for option, name in names.items():
        if not _NAME.fullmatch(name):
            return f"{option} 读到“{name}”：写 2 至 20 个汉字、字母或数字。"
    if len(set(names.values())) < len(names):
        return "--name、--head、--role 须是三个不同的名称。"
    if not _CODE.fullmatch(code):
        return f"--code 读到“{code}”：写两三个半角大写字母，如 FW。"
    return ""
