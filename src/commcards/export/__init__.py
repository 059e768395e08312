"""Files for other programs and other people: boards of AAC, ZIPs for partners, tables."""

__all__ = [
    "lines",
    "obf",
    "partner",
]
