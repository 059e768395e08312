"""The prepared fonts: read from ``.assets/fonts/manifest.json``, which set-up writes last."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Literal

from commcards.base import paths, serialize
from commcards.base.diagnostics import Diagnostic, Location
from commcards.base.errors import UserError
from commcards.base.files import write_atomic

Style = Literal["regular", "bold"]


@dataclass(frozen=True, slots=True)
class FontFile:
    """One static font; ``licence`` is its line in the credits."""

    family: str
    style: Style
    path: Path
    sha256: str
    licence: str


@dataclass(frozen=True, slots=True)
class FontSet:
    """Every font that a build may use; ``digest`` changes with any byte of them."""

    folder: Path
    files: Mapping[tuple[str, Style], FontFile]
    digest: str

    @classmethod
    def load(cls, assets: Path) -> FontSet:
        """Read the manifest in ``assets/fonts``.

        Raises UserError with code ``fonts-missing`` if set-up has not made all of them.
        """
        folder = assets.absolute() / paths.FONTS
        where = Location(f"{paths.ASSETS}/{paths.FONT_MANIFEST}")
        try:
            entries = json.loads((folder.parent / paths.FONT_MANIFEST).read_text("utf-8"))["fonts"]
            files = [
                FontFile(
                    family=entry["family"],
                    style="bold" if entry["style"] == "bold" else "regular",
                    path=folder / entry["file"],
                    sha256=entry["sha256"],
                    licence=entry["licence"],
                )
                for entry in entries
            ]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise _missing(where, "the fonts are not prepared") from error
        absent = [file.path.name for file in files if not file.path.is_file()]
        if absent:
            raise _missing(where, f"fonts are missing: {', '.join(absent)}")
        lines = sorted(f"{file.family}\t{file.style}\t{file.sha256}\n" for file in files)
        return cls(
            folder=folder,
            files={(file.family, file.style): file for file in files},
            digest=sha256("".join(lines).encode()).hexdigest(),
        )

    @classmethod
    def none(cls, assets: Path) -> FontSet:
        """Return what stands for fonts that are not prepared."""
        return cls(assets.absolute() / paths.FONTS, {}, "")

    @classmethod
    def unpack(cls, data: bytes, folder: Path) -> FontSet:
        """Write the fonts that ``pack`` returned to ``folder``. Raises OSError."""
        packed, contents = serialize.loads(data)
        folder.mkdir(parents=True, exist_ok=True)
        files = {
            key: replace(file, path=folder / f"{file.sha256}.ttf")
            for key, file in packed.files.items()
        }
        for file in files.values():
            write_atomic(file.path, contents[file.sha256])
        return cls(folder, files, packed.digest)

    def pack(self) -> bytes:
        """Return all fonts as bytes, for another machine. Raises OSError."""
        contents = {file.sha256: file.path.read_bytes() for file in self.files.values()}
        return serialize.dumps((self, contents))

    @property
    def families(self) -> tuple[str, ...]:
        """The names of the families, in the order of the manifest."""
        return tuple(dict.fromkeys(family for family, _ in self.files))

    def damaged(self) -> tuple[FontFile, ...]:
        """Return the fonts whose bytes differ from the manifest."""
        return tuple(
            file
            for file in self.files.values()
            if sha256(file.path.read_bytes()).hexdigest() != file.sha256
        )

    def fontconfig_xml(self, cache_dir: Path) -> str:
        """Return a fontconfig file that knows only our fonts.

        With it in FONTCONFIG_FILE two machines write the same bytes, and a glyph that our fonts
        lack counts as missing instead of coming from an installed font.
        """
        return (
            '<?xml version="1.0"?>\n'
            '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n'
            "<fontconfig>\n"
            f"  <dir>{escape(str(self.folder))}</dir>\n"
            f"  <cachedir>{escape(str(cache_dir.absolute()))}</cachedir>\n"
            "</fontconfig>\n"
        )


def _missing(where: Location, message: str) -> UserError:
    return UserError([Diagnostic(where, "fonts-missing", message, "run `make`")])
