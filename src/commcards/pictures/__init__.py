"""Pictograms as SVG, PDF operators and PNG, and QR codes."""

__all__ = [
    "cleaning",
    "contactsheet",
    "draw",
    "qr",
    "qrcache",
    "raster",
    "symbols",
]
