"""The folder of scripts, named by a hash of what is in it: browsers keep its files for ever.

It keeps its depth, so that what lies in it finds the rest of the site as it does in the sources.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handbook.browser.parts import Digest

_DIGITS = 10
_SOURCE = "assets/js"


@dataclass(frozen=True, slots=True)
class ScriptFolder:
    """What the folder is called, from the root of the site."""

    path: str = _SOURCE

    @classmethod
    def named_by(cls, files: Mapping[str, bytes]) -> ScriptFolder:
        """Name it by its files, given by path.

        >>> ScriptFolder.named_by({"assets/js/site.js": b"go()"})
        ScriptFolder(path='assets/js-55eb8f6264')
        """
        lines = [f"{path} {Digest.of(files[path]).value}" for path in sorted(files)]
        return cls(f"{_SOURCE}-{Digest.of('\n'.join(lines).encode()).value[:_DIGITS]}")

    @staticmethod
    def joined(
        files: Mapping[str, bytes], bundle: Callable[[Mapping[str, bytes]], Mapping[str, bytes]]
    ) -> dict[str, bytes]:
        """Give what lies in the folder once its files are joined, by path, as they are.

        >>> ScriptFolder.joined({"assets/js/a.js": b"1", "assets/js/b.js": b"2"}, lambda files: {"a.js": b"12"})
        {'assets/js/a.js': b'12'}
        """
        made = bundle({path.removeprefix(f"{_SOURCE}/"): content for path, content in files.items()})
        return {f"{_SOURCE}/{name}": made[name] for name in sorted(made)}

    def address(self, path: str) -> str:
        """Give where a file of the sources lies in the site.

        >>> ScriptFolder(path="assets/js-0a1b").address("assets/js/kit/page.js")
        'assets/js-0a1b/kit/page.js'
        """
        return self.path + path.removeprefix(_SOURCE)

    @staticmethod
    def holds(path: str) -> bool:
        """Whether a file of the sources belongs there."""
        return path.startswith(f"{_SOURCE}/")
