"""Pictures of symbols.yaml as SVG, PDF operators and PNG; QR codes."""

__all__ = [
    "contactsheet",
    "draw",
    "qr",
    "qrcache",
    "raster",
    "symbols",
]
