"""Bring an interpreter under Node into the state that an image keeps: everything imported, used once, and tidied."""

import gc
import importlib
import sys
import types
import zipimport
from typing import Any

ASLEEP = (
    "ast",
    "dis",
    "html.entities",
    "inspect",
    "linecache",
    "opcode",
    "token",
    "tokenize",
)
"""Modules of the standard library that others import as a whole and that seldom do anything: a page that needs one
imports it then."""

SITE = "/lib/python3.12/site-packages"

entry: Any = None
"""The function that the worker calls. Held here, so that its address stays."""


class Asleep(types.ModuleType):
    """Stands for a module until one of its names is wanted."""

    def __getattr__(self, name: str) -> Any:
        """Import the module after all."""
        return getattr(importlib.import_module(self.__name__), name)


def settle(modules: list[str], *, frames: bool) -> str:
    """Import modules and let the calculators work once, so that what they import late is there.

    Gives the answer of the probe calculation.
    """
    global entry  # noqa: PLW0603
    gc.disable()
    sys.path.append(SITE)
    if frames:
        sys.meta_path.insert(0, importlib.import_module("handbook_aside").PartFinder())
    for name in modules:
        importlib.import_module(name)
    bridge, calculation = importlib.import_module("handbook_bridge"), importlib.import_module("handbook_probe")
    calculation.warm_up(frames=frames)

    def probe(_: bytes) -> bytes:
        return calculation.answer(frames=frames).encode()

    rehearsal = calculation.rehearse(frames=frames)

    def rehearse(_: bytes) -> bytes:
        return b"1" if next(rehearsal) else b""

    bridge.COMMANDS[b"probe"] = probe
    bridge.COMMANDS[b"rehearse"] = rehearse
    entry = bridge.call
    return probe(b"").decode()


def rest(archive: str) -> None:
    """Forget what was needed for the way here. What is imported later comes from the archive."""
    if "pandas" not in sys.modules:  # which asks `inspect` at every astype
        for name in ASLEEP:
            _put_to_sleep(name)
    for module in list(sys.modules.values()):
        path = getattr(module, "__path__", None)
        if path:
            module.__path__ = [archive + each.removeprefix(SITE) if each.startswith(SITE) else each for each in path]
    for path in [path for path in sys.path_importer_cache if path.startswith((SITE, archive))]:
        del sys.path_importer_cache[path]
    sys.path = [path for path in sys.path if path not in {SITE, archive}] + [archive]
    vars(zipimport)["_zip_directory_cache"].pop(archive, None)
    sys.path_importer_cache[archive] = zipimport.zipimporter(archive)
    if "typing" in sys.modules:
        for clean in sys.modules["typing"]._cleanups:
            clean()
    gc.collect()
    gc.collect()
    gc.freeze()


def _put_to_sleep(name: str) -> None:
    module = sys.modules.pop(name, None)
    for other in list(sys.modules.values()) if module else ():
        for key, value in list(vars(other).items()):
            if value is module:
                setattr(other, key, Asleep(name))
