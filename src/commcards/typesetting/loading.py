"""Loads WeasyPrint in two thirds of the time that it takes by itself.

WeasyPrint loses time twice. It first asks for each C library by its names on other systems, and for
each name ``ctypes.util.find_library`` starts compilers and linkers, which takes half a second and
finds nothing. It also loads all of fontTools, which it needs only for fonts that HarfBuzz cannot
cut down; none of ours is one of them.
"""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from mmap import mmap
from threading import Event, Thread
from types import ModuleType
from typing import Any

# Modules that WeasyPrint needs only for some fonts, and the functions that it imports from them.
_SELDOM = {"fontTools.subset": (), "fontTools.varLib.instancer": ("instantiateVariableFont",)}

_MEMORY = 128 * 1024 * 1024  # bytes that the libraries take for small decks
_THREADS = 4


def load() -> None:
    """Load WeasyPrint ahead of time."""
    with quickly():
        import weasyprint  # noqa: F401


def make_sure() -> None:
    """Ask the system for the memory and threads that Pango and GLib are about to take.

    Where these get none they end the process. Raises OSError or RuntimeError, which the command
    line tells.
    """
    mmap(-1, _MEMORY).close()  # Nothing is written to it, so that it takes no time.
    enough = Event()
    started = []
    try:
        for _ in range(_THREADS):
            started.append(Thread(target=enough.wait))
            started[-1].start()
    except RuntimeError:
        started.pop()
        raise
    finally:
        enough.set()
        for thread in started:
            thread.join()


@contextmanager
def quickly() -> Iterator[None]:
    """Skip the search for libraries, and do not load fontTools, while WeasyPrint is imported.

    The stand-ins for fontTools remain afterwards; a module is loaded when it is used.
    """
    search = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None
    for name, functions in _SELDOM.items():
        sys.modules.setdefault(name, _Later(name, functions))
    try:
        yield
    finally:
        ctypes.util.find_library = search


class _Later(ModuleType):
    """A stand-in for a module, which is loaded at its first use."""

    def __init__(self, name: str, functions: Sequence[str]) -> None:
        super().__init__(name)
        for function in functions:
            setattr(self, function, partial(self._call, function))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # The import system probes for special attributes.
            raise AttributeError(name)
        return getattr(self._real(), name)

    def _call(self, name: str, *arguments: Any, **named: Any) -> Any:
        return getattr(self._real(), name)(*arguments, **named)

    def _real(self) -> ModuleType:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return import_module(self.__name__)
