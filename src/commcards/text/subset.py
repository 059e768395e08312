"""Cuts fonts down to the glyphs of a deck with HarfBuzz; glyph ids do not change."""

from __future__ import annotations

import zlib
from functools import lru_cache

import uharfbuzz as hb

from commcards.base.digests import digest
from commcards.base.store import Store
from commcards.text.fonts import FontSet

# A PDF holds shaped text, so it needs only outlines and metrics.
_DROPPED = ("BASE", "DSIG", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH", "MATH", "OS/2", "PCLT", "STAT",
            "SVG ", "cmap", "gasp", "meta", "name", "post", "vhea", "vmtx")  # fmt: skip

_LENGTH = 4  # bytes before a stored program, for its uncompressed length


class Subsetter:
    """Makes subsets and stores them; the same glyphs give the same bytes."""

    def __init__(self, fonts: FontSet, store: Store) -> None:
        self._paths = {file.sha256: file.path for file in fonts.files.values()}
        self._store = store
        self._program = lru_cache(maxsize=64)(self._stored)  # the fonts of a deck, 20 KB each

    @property
    def digest(self) -> str:
        """The version of HarfBuzz, which shapes a subset besides its glyphs."""
        version: str = hb.version_string()
        return version

    def __call__(self, file: str, glyphs: frozenset[int]) -> tuple[bytes, int]:
        """Return a TrueType program, compressed (/FlateDecode), and its uncompressed length.

        ``file`` is the SHA-256 of a font file; ``glyphs`` are ids. Raises KeyError for a file that
        was not prepared.
        """
        return self._program(file, glyphs)

    def _stored(self, file: str, glyphs: frozenset[int]) -> tuple[bytes, int]:
        key = digest("font program", self.digest, file, ",".join(map(str, sorted(glyphs))))
        entry = self._store.get(key)
        if entry is None:
            program = self._make(file, glyphs)
            entry = len(program).to_bytes(_LENGTH, "big") + zlib.compress(program, 9)
            self._store.put(key, entry)
        return entry[_LENGTH:], int.from_bytes(entry[:_LENGTH], "big")

    def _make(self, file: str, glyphs: frozenset[int]) -> bytes:
        face = hb.Face(hb.Blob.from_file_path(str(self._paths[file])))
        request = hb.SubsetInput()
        request.flags = (
            hb.SubsetFlags.RETAIN_GIDS
            | hb.SubsetFlags.NO_HINTING
            | hb.SubsetFlags.NO_LAYOUT_CLOSURE
            | hb.SubsetFlags.NOTDEF_OUTLINE
        )
        request.sets(hb.SubsetInputSets.GLYPH_INDEX).update(glyphs)
        tags = (int.from_bytes(tag.encode(), "big") for tag in _DROPPED)
        request.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(tags)
        program: bytes = hb.subset(face, request).blob.data
        return program
