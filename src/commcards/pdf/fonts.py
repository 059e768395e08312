"""Fonts of a PDF: each is embedded once, cut down to its glyphs, with widths and meanings."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from commcards.pdf.fragment import compressed
from commcards.pdf.objects import File
from commcards.pdf.paintedbox import FontUse, Glyph

# (SHA-256 of the font file, glyph ids) -> a compressed font program with those glyphs and the same
# ids, and its uncompressed length
Subset = Callable[[str, frozenset[int]], tuple[bytes, int]]


def embed(pdf: File, name: str, use: FontUse, subset: Subset) -> int:
    """Add a font with every glyph that the faces use; return the number of its dictionary."""
    glyphs = use.glyphs
    widest = max(glyph.width for glyph in glyphs.values())
    full_name = f"/{name}+{use.family.replace(' ', '')}"
    program, length = subset(use.file, frozenset(glyphs))
    file = pdf.stream(program, f"/Length1 {length}")
    descriptor = pdf.add(
        f"<</Type/FontDescriptor/FontName{full_name}"
        "/Flags 4"  # symbolic: glyphs are chosen by id
        f"/FontBBox[0 {use.descent} {widest} {use.ascent}]/ItalicAngle 0/Ascent {use.ascent}"
        f"/Descent {use.descent}/CapHeight {use.ascent}/StemV 80/FontFile2 {file} 0 R>>"
    )
    descendant = pdf.add(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont{full_name}"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity"
        f"/W[{_widths(glyphs)}]/FontDescriptor {descriptor} 0 R>>"
    )
    meanings = pdf.stream(compressed(_to_unicode(glyphs)))
    return pdf.add(
        f"<</Type/Font/Subtype/Type0/BaseFont{full_name}/Encoding/Identity-H"
        f"/DescendantFonts[{descendant} 0 R]/ToUnicode {meanings} 0 R>>"
    )


def _widths(glyphs: Mapping[int, Glyph]) -> str:
    """Return the value of /W: runs of consecutive glyph ids with their advances."""
    runs: list[tuple[int, list[int]]] = []
    for gid, glyph in glyphs.items():
        if runs and runs[-1][0] + len(runs[-1][1]) == gid:
            runs[-1][1].append(glyph.width)
        else:
            runs.append((gid, [glyph.width]))
    return " ".join(f"{start}[{' '.join(map(str, widths))}]" for start, widths in runs)


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
