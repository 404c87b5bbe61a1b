"""The folders of scripts and style sheets, named by a hash of what is in them: browsers keep their files for ever.

A folder keeps its depth, so that what lies in it finds the rest of the site as it does in the sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handbook.parts import Digest

_DIGITS = 10


@dataclass(frozen=True, slots=True)
class AssetFolders:
    """What the two folders are called, by path from the root of the site."""

    scripts: str = "assets/js"
    styles: str = "assets/css"

    @classmethod
    def named_by(cls, files: Mapping[str, bytes]) -> AssetFolders:
        """Name them by their files, given by path.

        >>> AssetFolders.named_by({"assets/js/site.js": b"go()", "assets/css/site.css": b"p {}"})
        AssetFolders(scripts='assets/js-55eb8f6264', styles='assets/css-795f348c60')
        """
        plain = cls()
        return cls(_named(plain.scripts, files), _named(plain.styles, files))

    def address(self, path: str) -> str:
        """Give where a file of the sources lies in the site; the same for what is in neither folder.

        >>> AssetFolders(scripts="assets/js-0a1b").address("assets/js/kit/page.js")
        'assets/js-0a1b/kit/page.js'
        """
        plain = AssetFolders()
        for before, after in ((plain.scripts, self.scripts), (plain.styles, self.styles)):
            if path.startswith(f"{before}/"):
                return after + path.removeprefix(before)
        return path


def _named(folder: str, files: Mapping[str, bytes]) -> str:
    lines = [f"{path} {Digest.of(files[path]).value}" for path in sorted(files) if path.startswith(f"{folder}/")]
    return f"{folder}-{Digest.of('\n'.join(lines).encode()).value[:_DIGITS]}"
