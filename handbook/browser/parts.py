"""What a downloaded part is: a file whose content is known beforehand, and the places that may have it."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


class SourceError(Exception):
    """One source does not have a part; the message is the reason, to be listed beside those of the others."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What a file's content must hash to."""

    algorithm: str
    """`sha256` or `sha512`."""
    value: str
    """Hexadecimal, lower case."""

    @classmethod
    def from_integrity(cls, integrity: str) -> Digest:
        """Read the form that npm and browsers use: the algorithm, `-`, base64."""
        algorithm, _, encoded = integrity.partition("-")
        return cls(algorithm, base64.b64decode(encoded).hex())

    @classmethod
    def of(cls, content: bytes, algorithm: str = "sha256") -> Digest:
        """Hash a file's content."""
        return cls(algorithm, hashlib.new(algorithm, content).hexdigest())

    @property
    def integrity(self) -> str:
        """The form that `fetch(…, {integrity})` takes."""
        return f"{self.algorithm}-{base64.b64encode(bytes.fromhex(self.value)).decode()}"


class Source(Protocol):
    """A place that may have a part."""

    @property
    def title(self) -> str:
        """What a person knows the place by."""
        ...

    def fetch(self, part: Part, folder: Path) -> Path:
        """Put the part into an empty folder and give its path, unchecked; SourceError where that does not work."""
        ...


@dataclass(frozen=True, slots=True)
class Part:
    """One file that the site serves or that the build unpacks."""

    title: str
    """Name and version, for messages."""
    file_names: tuple[str, ...]
    """What a mirror may call it, likeliest first."""
    digests: frozenset[Digest]
    """The contents that are right: a locked package may list one for each of its platforms."""
    sources: tuple[Source, ...]
    """Where to look, in this order, after the user's own mirror."""
