"""Catalogs with drafts in them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from commcards.translation.po_write import Draft, put


def fill(po_path: Path, texts: Mapping[str, str]) -> int:
    """Put texts, by msgctxt, into a catalog as machine translations; return how many were new."""
    return put(po_path, {key: Draft(text, "mt") for key, text in texts.items()})
