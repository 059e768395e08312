"""``python -m commcards.prepare [--root DIR]``: prepare ``.assets/`` where it is not fresh."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from commcards.base import paths
from commcards.base.errors import UserError
from commcards.prepare.fonts import prepare_fonts
from commcards.prepare.packages import install_packages


def main(arguments: Sequence[str] | None = None) -> int:
    """Prepare packages, fonts and icons; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m commcards.prepare", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(), help="the project's folder")
    root: Path = parser.parse_args(arguments).root.resolve()
    node_modules = root / paths.ASSETS / "npm" / "node_modules"
    try:
        _step("npm packages", lambda: install_packages(root))
        _step("fonts", lambda: prepare_fonts(root, node_modules))
        _step("icons", lambda: _icons(root, node_modules))
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _icons(root: Path, node_modules: Path) -> bool:
    from commcards.prepare.icons import prepare_icons  # reads whole icon sets

    return prepare_icons(root, node_modules)


def _step(name: str, work: Callable[[], bool]) -> None:
    start = time.monotonic()
    if work():
        print(f"prepared {name} in {time.monotonic() - start:.1f} s", file=sys.stderr)
    else:
        print(f"{name} are up to date", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
