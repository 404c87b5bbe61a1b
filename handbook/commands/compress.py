"""`handbook compress`: compressed copies of the site's files, for the server."""

from __future__ import annotations

from pathlib import Path

import click

from handbook.browser.pins import PROJECT
from handbook.hosting.compression import compress as compress_site

_HELP = """在网站的文件旁放好压缩过的副本（.gz 和 .br），服务器直接发送。每次重新生成网站后再运行一次。

例：handbook compress site
"""


@click.command(help=_HELP)
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path), default=PROJECT / "site")
def compress(*, site: Path) -> int:
    """Compress, and print what was saved."""
    made = compress_site(site)
    sizes = [f"{size / 1e6:.1f} MB" for size in (made.plain_bytes, made.gzip_bytes, made.brotli_bytes)]
    click.echo(f"{made.files} 个文件，原来 {sizes[0]}，.gz {sizes[1]}，.br {sizes[2]}：{site}")
    return 0
