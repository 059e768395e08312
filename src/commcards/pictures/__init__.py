"""Pictures of symbols.yaml as SVG, PDF operators and PNG; QR codes."""
