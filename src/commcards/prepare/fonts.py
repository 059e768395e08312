"""Prepares static Regular and Bold fonts in ``.assets/fonts/``, of the families in fonts.json.

npm ``@expo-google-fonts`` has a file for each weight. Most files stay unchanged; a few are cut
down. (Layout with variable fonts would take many times as long.)
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from commcards.base import paths
from commcards.base.files import write_atomic

_TABLE = Path(__file__).with_name("fonts.json")
# The Latin blocks with their punctuation, except spaces and soft hyphens, which all scripts need.
_LATIN = frozenset(range(0x21, 0x250)) - {0xA0, 0xAD}


@dataclass(frozen=True, slots=True)
class Family:
    """A font family; ``licence`` is its line in the credits.

    ``bold`` is the cut for Bold; a family with only one weight uses that. ``latin`` is false if its
    Latin letters and digits do not match those of other families. ``characters`` is a Python codec:
    a font of all Chinese characters is cut down to its set.
    """

    name: str
    licence: str
    bold: str = "700Bold"
    latin: bool = True
    characters: str = ""

    @property
    def stem(self) -> str:
        """The beginning of its file names."""
        return self.name.replace(" ", "")

    @property
    def package(self) -> str:
        """Its npm package."""
        return f"@expo-google-fonts/{self.name.replace(' ', '-').lower()}"

    @property
    def cuts(self) -> dict[str, str]:
        """The cut of each style."""
        return {"regular": "400Regular", "bold": self.bold}

    @property
    def whole(self) -> bool:
        """Whether its fonts keep all their characters."""
        return self.latin and not self.characters

    def keeps(self, code: int) -> bool:
        """Return whether its fonts keep the character of a code point."""
        if not self.latin and code in _LATIN:
            return False
        return not self.characters or _can_write(self.characters, chr(code))


def families(table: Path = _TABLE) -> tuple[Family, ...]:
    """Read the list of families."""
    return tuple(Family(**entry) for entry in json.loads(table.read_text("utf-8")))


def prepare_fonts(folder: Path, node_modules: Path, inputs: str) -> None:
    """Write the fonts, their licences, and last manifest.json, which lists them."""
    manifest = folder.parent / paths.FONT_MANIFEST
    manifest.unlink(missing_ok=True)  # An interrupted run must leave no manifest.
    every = families()
    fonts = [
        _write(folder, family, style, node_modules / family.package)
        for family in every
        for style in family.cuts
    ]
    texts = [_write_licence(folder, family, node_modules / family.package) for family in every]
    _remove_others(folder, {entry["file"] for entry in fonts} | set(texts))
    data = {"inputs": inputs, "fonts": fonts, "licence_files": texts}
    write_atomic(manifest, (json.dumps(data, indent=1) + "\n").encode())


def fonts_are_fresh(folder: Path, inputs: str) -> bool:
    """Return whether the folder holds all fonts of these inputs, undamaged."""
    try:
        data = json.loads((folder.parent / paths.FONT_MANIFEST).read_text("utf-8"))
        return bool(
            data["inputs"] == inputs
            and all((folder / file).is_file() for file in data["licence_files"])
            and all(
                sha256((folder / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
                for entry in data["fonts"]
            )
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def cut_down(font: bytes, family: Family) -> bytes:
    """Return a font with the characters that its family keeps, and all that shapes them."""
    import uharfbuzz as hb

    face = hb.Face(hb.Blob(font))
    request = hb.SubsetInput()
    request.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    request.unicode_set.update(filter(family.keeps, face.unicodes))
    return bytes(hb.subset(face, request).blob.data)


def _can_write(codec: str, character: str) -> bool:
    try:
        character.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _write(folder: Path, family: Family, style: str, package: Path) -> dict[str, str]:
    cut = family.cuts[style]
    data = (package / cut / f"{family.stem}_{cut}.ttf").read_bytes()
    if not family.whole:
        data = cut_down(data, family)
    file = f"{family.stem}-{cut.lstrip('0123456789')}.ttf"
    write_atomic(folder / file, data)
    return {
        "family": family.name,
        "style": style,
        "file": file,
        "sha256": sha256(data).hexdigest(),
        "licence": family.licence,
    }


def _write_licence(folder: Path, family: Family, package: Path) -> str:
    """Copy the text of a licence beside the fonts, as the OFL requires."""
    file = f"{family.stem}.LICENSE.txt"
    write_atomic(folder / file, (package / "LICENSE_FONT").read_bytes())
    return file


def _remove_others(folder: Path, names: set[str]) -> None:
    for path in folder.iterdir():
        if path.is_file() and path.name not in names:
            path.unlink()
