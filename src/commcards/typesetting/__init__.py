"""Cards set as fragments: planned, painted, judged, composed; only this room uses WeasyPrint."""

__all__ = [
    "loading",
    "painting",
    "render",
    "typesetter",
]
