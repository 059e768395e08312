"""Count what `commcards check` says of each filled catalog, as CSV: language, entries, codes.

docs/checks-measured.csv holds such a count with what was judged of each warning by hand.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

from commcards.base.diagnostics import Severity
from commcards.workspace.checks import check_catalog
from commcards.workspace.workspace import read_workspace

CODES = ("edge-space", "not-nfc", "bidi-control", "control-character", "broken-character",
         "presentation-form", "foreign-letter", "backwards", "markup", "double-space",
         "mixed-script", "wrong-script", "numbers", "placeholder", "missing-glyph",
         "broken-cluster", "end-mark", "unchanged", "glossary")  # fmt: skip


def main(root: Path) -> None:
    """Write a row for each catalog that has entries."""
    workspace, _ = read_workspace(root)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("language", "entries", "errors", "warnings", *CODES))
    for tag, catalog in workspace.catalogs.items():
        entries = sum(bool(entry.text) for entry in catalog.entries.values())
        if entries:
            faults = check_catalog(workspace, catalog)
            severities = Counter(fault.severity for fault in faults)
            codes = Counter(fault.code for fault in faults)
            counts = (severities[Severity.ERROR], severities[Severity.WARNING])
            writer.writerow((tag, entries, *counts, *(codes[code] for code in CODES)))


if __name__ == "__main__":
    main(Path(__file__).parents[1])
