"""Pictograms as SVG, PDF operators and PNG, and QR codes."""

__all__ = [
    "cleaning",
    "contactsheet",
    "draw",
    "drawings",
    "qrcache",
    "raster",
    "symbols",
]
