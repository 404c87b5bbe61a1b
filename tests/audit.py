"""Ask the services that know of holes in packages about everything that is pinned: `make audit`.

npm's own audit for package-lock.json, pip-audit for requirements/. Ends with 1 where one of them knows of a hole. A
service that cannot be reached, or that knows nothing of a package, is said to be so: that is neither a fault of the
packages nor a clean bill of health.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
NPM = [str(BIN / "npm"), "audit", "--package-lock-only", "--json"]
PIP = [
    sys.executable,
    "-m",
    "pip_audit",
    "--disable-pip",
    "--require-hashes",
    "--progress-spinner",
    "off",
    "-f",
    "json",
]


def ask(command: list[str]) -> dict[str, Any] | None:
    """Return a service's answer; None where there was none."""
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except json.JSONDecodeError:
        return None
    return answer


def npm_holes() -> list[str] | None:
    """Return npm packages with known holes; None where the service could not be reached."""
    answer = ask(NPM)
    return sorted(answer["vulnerabilities"]) if answer and "vulnerabilities" in answer else None


def pip_holes(lock: Path) -> tuple[list[str], int, int] | None:
    """Return a lock's holes, how many packages the service knew, and how many it did not; None without an answer."""
    answer = ask([*PIP, "-r", str(lock)])
    if not answer or "dependencies" not in answer:
        return None
    known = [entry for entry in answer["dependencies"] if "vulns" in entry]
    holes = [f"{entry['name']} {entry['version']}: {hole['id']}" for entry in known for hole in entry["vulns"]]
    return holes, len(known), len(answer["dependencies"]) - len(known)


def main() -> int:
    """Ask about every lock and print what came of it."""
    npm = npm_holes()
    said = [
        "package-lock.json: "
        + ("the service could not be reached" if npm is None else f"{len(npm)} packages with holes")
    ]
    found = list(npm or [])
    for lock in sorted((PROJECT / "requirements").glob("*.txt")):
        answer = pip_holes(lock)
        if answer is None:
            said.append(f"{lock.name}: the service could not be reached")
            continue
        holes, known, unknown = answer
        found += holes
        said.append(f"{lock.name}: {len(holes)} holes in {known} packages; nothing could be learnt of {unknown}")
    print("\n".join([*said, *found]))  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
