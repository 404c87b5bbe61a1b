"""Ask the services that know of holes in packages about everything that is pinned: `make audit`.

npm's own audit for package-lock.json, pip-audit for requirements/. Ends with 1 where one of them knows of a hole, and
with 2 where nothing could be learnt of some packages, because a service was out of reach or has no word about them:
neither a fault of theirs nor a clean bill of health. The last lines name what was not checked.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handbook.browser.pins import parse_requirements

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


@dataclass(frozen=True, slots=True)
class Answer:
    """What was learnt of one lock."""

    lock: str
    holes: tuple[str, ...]
    checked: int
    """Packages that the service knows."""
    unchecked: int


def npm_answer() -> Answer:
    """Ask npm about its lock; nothing is checked where it does not answer."""
    lock: dict[str, Any] = json.loads((PROJECT / "package-lock.json").read_text(encoding="utf-8"))
    count = len(lock["packages"]) - 1  # the first is this project
    answer = ask(NPM)
    if not answer or "vulnerabilities" not in answer:
        return Answer("package-lock.json", (), 0, count)
    return Answer("package-lock.json", tuple(sorted(answer["vulnerabilities"])), count, 0)


def pip_answer(lock: Path) -> Answer:
    """Ask pip-audit about a lock."""
    answer = ask([*PIP, "-r", str(lock)])
    if not answer or "dependencies" not in answer:
        return Answer(lock.name, (), 0, len(parse_requirements(lock.read_text(encoding="utf-8"))))
    known = [entry for entry in answer["dependencies"] if "vulns" in entry]
    holes = tuple(f"{entry['name']} {entry['version']}: {hole['id']}" for entry in known for hole in entry["vulns"])
    return Answer(lock.name, holes, len(known), len(answer["dependencies"]) - len(known))


def verdict(answers: list[Answer]) -> tuple[int, list[str]]:
    """Return the exit code, and what is said."""
    said = [f"{each.lock}: {len(each.holes)} holes in {each.checked} packages that were checked" for each in answers]
    said += [hole for each in answers for hole in each.holes]
    missed = [f"NOT CHECKED: {each.unchecked} packages of {each.lock}" for each in answers if each.unchecked]
    if missed:
        said += [*missed, "The services could not be reached from here, or know nothing of these packages."]
    if any(each.holes for each in answers):
        return 1, said
    return (2 if missed else 0), said


def main() -> int:
    """Ask about every lock and print what came of it."""
    locks = sorted((PROJECT / "requirements").glob("*.txt"))
    code, said = verdict([npm_answer(), *map(pip_answer, locks)])
    print("\n".join(said))  # noqa: T201
    return code


if __name__ == "__main__":
    sys.exit(main())
