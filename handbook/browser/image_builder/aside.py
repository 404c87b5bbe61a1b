"""Parts of numpy and pandas that are imported along with the rest and that no calculator uses, left out of the image.

In their place stand modules whose names can be imported. The part itself is imported when one of its names is used:
that works for what is Python alone, and ends in an ImportError for what needs a shared library that was left out.
"""

import importlib
import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Sequence
from typing import Any

PARTS = frozenset(
    {
        "numpy.linalg._umath_linalg",
        "numpy.ma",
        "numpy.random",
        "numpy.testing",
        "pandas._testing",
        "pandas.api",
        "pandas.io.api",
        "pandas.io.json._normalize",
        "pandas.plotting",
        "pandas.testing",
    }
)


class LaterName:
    """Stands for a name of a part; whatever is done with it is done with the real one."""

    def __init__(self, part: str, name: str) -> None:
        self._place = part, name

    def _real(self) -> Any:
        part, name = self._place
        if isinstance(sys.modules.get(part), LaterPart):
            del sys.modules[part]
        PARTS_WANTED.add(part)
        return getattr(importlib.import_module(part), name)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Call the real one."""
        return self._real()(*arguments, **named)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._real(), name)

    def __instancecheck__(self, _: object) -> bool:
        return False  # nothing can be of a class that was never made

    def __or__(self, _: Any) -> "LaterName":
        return self

    __ror__ = __or__

    def __getitem__(self, _: Any) -> "LaterName":
        return self


class LaterPart(types.ModuleType):
    """Stands for a part."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return LaterName(self.__name__, name)


class PartFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the stand-ins first."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Answer for the parts."""
        _ = path, target
        if fullname not in PARTS or fullname in PARTS_WANTED:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        """Give a stand-in."""
        return LaterPart(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Leave it empty."""


PARTS_WANTED: set[str] = set()
