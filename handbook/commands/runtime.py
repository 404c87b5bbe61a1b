"""`handbook runtime`: the browser's Python."""

from __future__ import annotations

from pathlib import Path

import click

from handbook.browser.runtime import RuntimeFile, assemble

_BUILD_HELP = """准备浏览器用的 Python：取来各部分，制作映像，放进 --out。程序和依赖没有变化时直接用缓存里的映像。

例：handbook runtime build --out site/assets/runtime
"""


@click.group(help="浏览器里用的 Python。\n\n例：handbook runtime build")
def runtime() -> None:
    """Hold the commands."""


@runtime.command(help=_BUILD_HELP)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("site") / "assets" / "runtime",
    help="放到哪个文件夹，默认是已生成网站里的 assets/runtime。",
)
def build(*, out: Path) -> int:
    """Assemble the runtime, and print what a browser fetches."""
    manifest = assemble(out, report=click.echo)
    images = manifest.images
    if images is None:
        raise AssertionError("assemble makes images unless told otherwise")
    interpreter = [file for file in manifest.core if file.url.endswith((".asm.js", ".asm.wasm"))]
    click.echo(f"版本 {manifest.build}，映像 {images.build}：{out}")
    click.echo(f"解释器 {_size(interpreter)}，基本映像另加 {_size([images.core.image])}")
    click.echo(f"pandas 映像另加 {_size([images.pandas.image, images.libraries])}")
    return 0


def _size(files: list[RuntimeFile]) -> str:
    return f"{sum(file.bytes for file in files) / 1e6:.2f} MB"
