"""Cards become fragments: planned, painted, judged, composed. Only this room uses WeasyPrint."""

__all__ = [
    "loading",
    "painting",
    "render",
    "typesetter",
]
