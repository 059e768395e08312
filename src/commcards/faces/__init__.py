"""A localized card laid out on printed sides. Pure.

All of it is in millimetres from the top left corner of the trim box, x to the right, y down; type
sizes are in points. What belongs together is worked out from a corner of its own, as if every face
read from left to right, and moved and mirrored at the end.

``flow`` is the story: rows of a card become blocks (``rows``, ``answers``, ``sections``), blocks
fill the columns of as many faces as they need (``packing``), and header, answer strip, foot and tab
stand around them (``frame``). How many lines a text takes is measured before (``measure``).
"""

__all__ = [
    "calibration",
    "contents",
    "flow",
    "items",
    "measure",
    "rows",
]
