"""``python -m commcards.prepare [--root DIR]``: prepare ``.assets/`` unless it is up to date."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from commcards.base import paths
from commcards.base.errors import UserError
from commcards.prepare.fonts import fonts_are_fresh, prepare_fonts
from commcards.prepare.icons import icons_are_fresh, prepare_icons
from commcards.prepare.packages import read_inputs, unpacked


def main(arguments: Sequence[str] | None = None) -> int:
    """Prepare fonts and icons; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m commcards.prepare", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(), help="the project's folder")
    root: Path = parser.parse_args(arguments).root.resolve()
    fonts, icons = root / paths.ASSETS / paths.FONTS, root / paths.ASSETS / paths.ICONS
    start = time.monotonic()
    try:
        inputs = read_inputs(root)
        if fonts_are_fresh(fonts, inputs) and icons_are_fresh(icons, inputs):
            _print("fonts and icons are up to date")
            return 0
        _print("fetching packages of fonts and icons, 130 MB")
        with unpacked(root) as node_modules:
            prepare_fonts(fonts, node_modules, inputs)
            prepare_icons(icons, node_modules, inputs)
    except UserError as error:
        _print(str(error))
        return 1
    _print(f"prepared fonts and icons in {time.monotonic() - start:.1f} s")
    return 0


def _print(line: str) -> None:
    print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
