"""Pictograms as SVG, PDF operators and PNG, and QR codes."""

__all__ = [
    "contactsheet",
    "draw",
    "qr",
    "qrcache",
    "raster",
    "symbols",
]
