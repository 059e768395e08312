"""The contact sheet: every pictogram large, small and grey, with its name and credit."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from commcards.base.units import Mm
from commcards.model.symbols import Symbol
from commcards.pictures.draw import COLOR, GREY, svg

LARGE = Mm(24)
SMALL = Mm(9)  # the least size at which a picture must be clear

_CSS = """
@page { size: A4; margin: 12mm;
  @bottom-center { font: 7pt "Noto Sans"; content: counter(page) " / " counter(pages) } }
body { font: 7pt/1.25 "Noto Sans", sans-serif; margin: 0; color: #1a1a1a }
h1 { font-size: 14pt; margin: 0 0 3mm }
h2 { font-size: 9pt; margin: 4mm 0 1mm }
.symbols div { display: inline-block; vertical-align: top; width: 45.5mm; min-height: 42mm;
  box-sizing: border-box; padding: 1mm 0.5mm; break-inside: avoid; text-align: center }
.symbols p { margin: 0 }
.symbols svg { vertical-align: bottom; margin: 0 0.25mm }
.name { font-weight: bold }
"""


def contact_sheet(symbols: Mapping[str, Symbol]) -> str:
    """Return the sheet as an HTML document for A4, with the pictures in it."""
    tiles = "\n".join(_tile(symbols[name]) for name in sorted(symbols))
    credits = sorted({line for symbol in symbols.values() for line in symbol.credits})
    lines = "\n".join(f"<p>{escape(line)}</p>" for line in credits)
    return f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Symbols</title><style>{_CSS}</style></head>
<body>
<h1>{len(symbols)} symbols</h1>
<div class="symbols">
{tiles}
</div>
<h2>Credits</h2>
{lines}
</body>
</html>
"""


def _tile(symbol: Symbol) -> str:
    shown = ((COLOR, LARGE), (COLOR, SMALL), (GREY, SMALL))
    pictures = "".join(svg(symbol, palette, size, symbol.label) for palette, size in shown)
    sets = " + ".join(line.split(",")[0] for line in symbol.credits)
    return (
        f'<div><p>{pictures}</p><p class="name">{escape(symbol.name)}</p>'
        f"<p>{escape(symbol.label)}</p><p>{escape(sets)}</p></div>"
    )
