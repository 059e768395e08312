"""Finds what a machine lacks to build a project, and the command that installs it."""

from __future__ import annotations

import ctypes
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from commcards.base import layers, paths
from commcards.base.errors import UserError
from commcards.text.fonts import FontSet

LEAST_PYTHON = (3, 11)

# The names by which WeasyPrint loads each library on Linux, macOS and Windows.
LIBRARIES = {
    "GObject": ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll"),
    "Pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "PangoFT2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    "fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"),
    "HarfBuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
    "HarfBuzz-subset": (
        "libharfbuzz-subset.so.0",
        "libharfbuzz-subset.0.dylib",
        "libharfbuzz-subset-0.dll",
    ),
}

_LIBRARY_REMEDIES = {
    "apt": "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "dnf": "sudo dnf install pango harfbuzz",
    "brew": "brew install pango; where Python is not Homebrew's own, also: "
    "export DYLD_FALLBACK_LIBRARY_PATH=$(brew --prefix)/lib",
    "windows": "use WSL; or in MSYS2: pacman -S mingw-w64-x86_64-pango, and then in Windows: "
    r"set WEASYPRINT_DLL_DIRECTORIES=C:\msys64\mingw64\bin",
}
_PYTHON_REMEDIES = {
    "apt": "sudo apt-get install python3 python3-venv (Debian 12, Ubuntu 24.04 or newer)",
    "dnf": "sudo dnf install python3",
    "brew": "brew install python",
    "windows": "winget install Python.Python.3.13",
}
_LABELS = {"apt": "Debian, Ubuntu", "dnf": "Fedora", "brew": "macOS", "windows": "Windows"}


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one examination; ``remedy`` is a command, empty if ``ok``."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""


def can_load(soname: str, folders: Iterable[str] = ()) -> bool:
    """Return whether a shared library can be opened; Windows looks for it in ``folders`` too."""
    if sys.platform == "win32":
        for folder in map(Path, folders):
            if folder.is_absolute() and folder.is_dir():
                os.add_dll_directory(str(folder))
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def examine(
    root: Path,
    system: str | None = None,
    can_load: Callable[[str], bool] = can_load,
) -> list[Finding]:
    """Examine Python, the libraries, the prepared assets of the project and its output folder.

    ``system`` is the package manager in the remedies (``apt``, ``dnf``, ``brew``, ``windows``), by
    default this machine's; for any other string, remedies list the commands of all.
    """
    if system is None:
        system = package_manager()
    return [
        _python(system),
        *(_library(name, system, can_load) for name in LIBRARIES),
        _fonts(root),
        _icons(root),
        _output(root),
    ]


def package_manager() -> str:
    """Return the package manager of this machine, or an empty string."""
    by_platform = {"Darwin": "brew", "Windows": "windows"}.get(platform.system())
    if by_platform is not None:
        return by_platform
    tools = {"apt": "apt-get", "dnf": "dnf"}
    return next((name for name, tool in tools.items() if shutil.which(tool)), "")


def _remedy(remedies: dict[str, str], system: str) -> str:
    if system in remedies:
        return remedies[system]
    return "\n".join(f"{_LABELS[name]}: {command}" for name, command in remedies.items())


def _python(system: str) -> Finding:
    ok = sys.version_info >= LEAST_PYTHON
    remedy = "" if ok else _remedy(_PYTHON_REMEDIES, system)
    return Finding("Python 3.11 or newer", ok, platform.python_version(), remedy)


def _library(name: str, system: str, can_load: Callable[[str], bool]) -> Finding:
    names = LIBRARIES[name]
    loaded = next((soname for soname in names if can_load(soname)), None)
    if loaded is not None:
        return Finding(name, True, loaded)
    return Finding(name, False, f"cannot load {names[0]}", _remedy(_LIBRARY_REMEDIES, system))


def _fonts(root: Path) -> Finding:
    try:
        fontset = FontSet.load(layers.prepared(root))
    except UserError as error:
        return Finding("fonts", False, error.diagnostics[0].message, "make setup")
    damaged = [file.path.name for file in fontset.damaged()]
    if damaged:
        return Finding("fonts", False, f"damaged: {', '.join(damaged)}", "make setup")
    return Finding("fonts", True, f"{len(fontset.families)} families")


def _icons(root: Path) -> Finding:
    try:
        icons = json.loads((layers.prepared(root) / paths.ICONS).read_text("utf-8"))
    except (OSError, ValueError):
        return Finding("icons", False, "the icons are not prepared", "make setup")
    if not icons:
        return Finding("icons", False, "the list of icons is empty", "make setup")
    return Finding("icons", True, "prepared")


def _output(root: Path) -> Finding:
    folder = root.absolute() / paths.OUTPUT
    nearest = next(path for path in (folder, *folder.parents) if path.is_dir())
    try:
        with tempfile.TemporaryFile(dir=nearest):
            return Finding("output folder", True, str(folder))
    except OSError as error:
        detail = f"cannot write in {nearest}: {error.strerror}"
        return Finding("output folder", False, detail, f"chmod u+w {nearest}")
