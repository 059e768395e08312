"""Chooses the page engine: the private one if it fits the installed WeasyPrint."""

from __future__ import annotations

from typing import Any

from commcards.base.diagnostics import Diagnostic, Location, Severity
from commcards.base.units import CSS_PX, Mm
from commcards.pdf.paintedbox import PaintRequest
from commcards.text.fonts import FontSet
from commcards.typesetting import complaints
from commcards.typesetting.engine import Engine

KNOWN = "70.0"  # the version of WeasyPrint that ``weasy`` is written against

# The sample has words on one line and on two, in both directions, and a shape.
_MARKUP = """
<html lang="en"><head><title>sample</title></head><body>
<h1 lang="en" dir="ltr">Words that take up more than a line</h1>
<p lang="en" dir="rtl">Words that take up more than a line</p>
<div></div>
</body></html>
"""
_STYLE = """
@page { size: 400px; margin: 0 }
body > * { position: absolute; left: 0; top: 0; margin: 0; width: 120px; font-size: 16px }
h1 { text-align: center; line-height: 1.3; color: #222 }
div { height: 9px; background: #eee; border: 1px solid; border-radius: 3px }
"""
_WANTED = (
    PaintRequest(0, "Words", Mm(120 / CSS_PX)),
    PaintRequest(1, "Words of more than a line", Mm(120 / CSS_PX)),
    PaintRequest(2, "", Mm(0)),
)


def misfit(config: Any, fonts: FontSet) -> str:
    """Return why the private engine does not fit the installed WeasyPrint; empty if it fits.

    The engine paints a sample, and its lines must stand where WeasyPrint puts them. ``config`` is
    WeasyPrint's font configuration.
    """
    from weasyprint import __version__

    from commcards.typesetting.fetcher import style_sheet

    families = ", ".join(f'"{family}"' for family in fonts.families)
    style = style_sheet(f"{_STYLE} body {{ font-family: {families} }}", config)
    try:
        with complaints.refused():
            engine(config, fonts, private=True).paint(_MARKUP, [style], 3, _WANTED)
    except Exception as error:  # A change inside WeasyPrint can fail in any way.
        return f"WeasyPrint {__version__}, {type(error).__name__}: {error}"
    return ""


def engine(config: Any, fonts: FontSet, *, private: bool) -> Engine:
    """Return the private or the public engine. Raises ImportError if it cannot be loaded."""
    if not private:
        from commcards.typesetting.weasy_public import PublicEngine

        return PublicEngine(config, fonts)
    from commcards.typesetting.weasy import PrivateEngine

    return PrivateEngine(config)


def warning(reason: str) -> Diagnostic:
    """Return the warning for users that the private engine does not fit, and why."""
    return Diagnostic(
        Location("pyproject.toml"),
        "weasyprint-differs",
        "commcards does not know the inside of the installed WeasyPrint and uses only its public "
        f"API: pages look the same, but take longer ({reason})",
        f"install WeasyPrint {KNOWN}: run `make`",
        Severity.WARNING,
    )
