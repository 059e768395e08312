"""A localized card laid out on printed sides. Pure.

Lengths are millimetres from the top left corner of the trim box, x to the right, y down; type sizes
are points. Each block is laid out from its own corner, as if every face read from left to right,
and is moved and mirrored at the end.

``flow`` is the story: a design (``designs``: ``tiles`` or ``rows``) sets the lines of a card on as
many faces as they need, and header, answer strip, foot and tab stand around them (``frame``).
``measure`` estimates how many lines a text takes. ``contents`` (with the cover), ``index`` and
``staffkey`` lead to the cards.
"""

__all__ = [
    "calibration",
    "contents",
    "flow",
    "index",
    "items",
    "measure",
    "rowlayout",
    "staffkey",
]
