"""Fonts in a PDF: one program a deck, cut down to its glyphs, with widths and meanings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pydyf

from commcards.faces.slug import FontUse, Glyph
from commcards.sheets.file import Stream, add
from commcards.sheets.fragment import compressed, merged

# (SHA-256 of the font file, glyph ids) -> a font program with those glyphs, ids kept
Subset = Callable[[str, frozenset[int]], bytes]


def embed(pdf: pydyf.PDF, name: str, uses: Sequence[FontUse], subset: Subset) -> bytes:
    """Add a font with every glyph that the faces use; return the reference of its dictionary."""
    use = merged(uses)
    glyphs = use.glyphs
    base = f"/{name}+{use.family.replace(' ', '')}"
    program = subset(use.file, frozenset(glyphs))
    file = add(pdf, Stream(compressed(program), f"/Length1 {len(program)}"))
    descriptor = add(
        pdf,
        pydyf.Dictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": base,
                "Flags": 4,  # symbolic: glyphs are picked by id
                "FontBBox": pydyf.Array(
                    [0, use.descent, max(g.width for g in glyphs.values()), use.ascent]
                ),
                "ItalicAngle": 0,
                "Ascent": use.ascent,
                "Descent": use.descent,
                "CapHeight": use.ascent,
                "StemV": 80,
                "FontFile2": file.reference,
            }
        ),
    )
    descendant = add(
        pdf,
        pydyf.Dictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2",
                "BaseFont": base,
                "CIDSystemInfo": pydyf.Dictionary(
                    {
                        "Registry": pydyf.String("Adobe"),
                        "Ordering": pydyf.String("Identity"),
                        "Supplement": 0,
                    }
                ),
                "CIDToGIDMap": "/Identity",
                "W": _widths(glyphs),
                "FontDescriptor": descriptor.reference,
            }
        ),
    )
    unicode_map = add(pdf, Stream(compressed(_to_unicode(glyphs))))
    font = add(
        pdf,
        pydyf.Dictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": base,
                "Encoding": "/Identity-H",
                "DescendantFonts": pydyf.Array([descendant.reference]),
                "ToUnicode": unicode_map.reference,
            }
        ),
    )
    reference: bytes = font.reference
    return reference


def _widths(glyphs: Mapping[int, Glyph]) -> bytes:
    """Return the /W array: runs of consecutive glyph ids with their advances."""
    runs: list[tuple[int, list[int]]] = []
    for gid, glyph in glyphs.items():
        if runs and runs[-1][0] + len(runs[-1][1]) == gid:
            runs[-1][1].append(glyph.width)
        else:
            runs.append((gid, [glyph.width]))
    told = (f"{start}[{' '.join(map(str, widths))}]" for start, widths in runs)
    return f"[{' '.join(told)}]".encode()


def _to_unicode(glyphs: Mapping[int, Glyph]) -> bytes:
    """Return a ToUnicode CMap (PDF 32000-1, 9.10.3)."""
    pairs = [(gid, glyph.text) for gid, glyph in glyphs.items() if glyph.text]
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <ffff> endcodespacerange",
    ]
    for start in range(0, len(pairs), 100):
        part = pairs[start : start + 100]
        lines.append(f"{len(part)} beginbfchar")
        lines += [f"<{gid:04x}> <{text.encode('utf-16-be').hex()}>" for gid, text in part]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode()
