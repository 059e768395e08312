"""Prints documents with Typst.

usage: python -m benchmarks.print_typst FOLDER OUTPUT FONTS NAME...
"""

import sys
from pathlib import Path

import typst


def main(folder: Path, output: Path, fonts: Path, names: list[str]) -> None:
    """Write a tagged PDF for each Typst file; fonts are looked through once."""
    known = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]
    )
    for name in names:
        source = folder / f"{name}.typ"
        typst.compile(
            source, output=output / f"{name}.pdf", root=folder, font_paths=known, format="pdf"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:])
