"""Write docs/reference and schemas/ from the schema of the readers; a test compares them."""

from __future__ import annotations

from pathlib import Path

from commcards.pictures.concepts import SYMBOLS
from commcards.project import reference
from commcards.project.records import FILES

ROOT = Path(__file__).parents[1]


def rendered() -> dict[str, str]:
    """Return the text of each file by its path."""
    return {path: text for file in (*FILES, SYMBOLS) for path, text in reference.texts(file)}


def main() -> None:
    """Write every file."""
    for path, text in rendered().items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
