"""Pictures from symbols.yaml and SVG, as SVG, PDF operators and PNG; QR codes."""
