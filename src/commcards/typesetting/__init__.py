"""Faces: HTML -> fragments; the only importer of WeasyPrint."""
