"""Prints documents with plain WeasyPrint.

usage: python -m benchmarks.print_weasyprint FOLDER OUTPUT NAME...
"""

import sys
from pathlib import Path

from weasyprint import HTML


def main(folder: Path, output: Path, names: list[str]) -> None:
    """Write a tagged PDF for each HTML file."""
    for name in names:
        HTML(folder / f"{name}.html").write_pdf(output / f"{name}.pdf", pdf_tags=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
