"""Cuts fonts down to the glyphs of a deck, glyph ids kept (HarfBuzz)."""

from __future__ import annotations

import zlib
from functools import lru_cache

import uharfbuzz as hb

from commcards.base.digests import digest
from commcards.base.store import Store
from commcards.text.fonts import FontSet

# Shaping is done: a PDF needs outlines and metrics alone.
_DROPPED = ("BASE", "DSIG", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH", "MATH", "OS/2", "PCLT", "STAT",
            "SVG ", "cmap", "gasp", "meta", "name", "post", "vhea", "vmtx")  # fmt: skip

_LENGTH = 4  # bytes before a program that is kept


class Subsetter:
    """Makes and keeps subsets; the same glyphs give the same bytes."""

    def __init__(self, fonts: FontSet, store: Store) -> None:
        self._paths = {file.sha256: file.path for file in fonts.files.values()}
        self._store = store
        self._program = lru_cache(maxsize=64)(self._kept)  # those of a deck, about 20 KB each

    @property
    def digest(self) -> str:
        """What shapes a subset besides its glyphs."""
        version: str = hb.version_string()
        return version

    def __call__(self, file: str, glyphs: frozenset[int]) -> tuple[bytes, int]:
        """Return a TrueType program with the glyphs of a font file, named by its SHA-256.

        It is compressed (/FlateDecode); the number is its length without.
        Raises KeyError for a file that was not prepared.
        """
        return self._program(file, glyphs)

    def _kept(self, file: str, glyphs: frozenset[int]) -> tuple[bytes, int]:
        key = digest("font program", self.digest, file, ",".join(map(str, sorted(glyphs))))
        kept = self._store.get(key)
        if kept is None:
            program = self._make(file, glyphs)
            kept = len(program).to_bytes(_LENGTH, "big") + zlib.compress(program, 9)
            self._store.put(key, kept)
        return kept[_LENGTH:], int.from_bytes(kept[:_LENGTH], "big")

    def _make(self, file: str, glyphs: frozenset[int]) -> bytes:
        face = hb.Face(hb.Blob.from_file_path(str(self._paths[file])))
        wanted = hb.SubsetInput()
        wanted.flags = (
            hb.SubsetFlags.RETAIN_GIDS
            | hb.SubsetFlags.NO_HINTING
            | hb.SubsetFlags.NO_LAYOUT_CLOSURE
            | hb.SubsetFlags.NOTDEF_OUTLINE
        )
        wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update(glyphs)
        tags = (int.from_bytes(tag.encode(), "big") for tag in _DROPPED)
        wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(tags)
        program: bytes = hb.subset(face, wanted).blob.data
        return program
