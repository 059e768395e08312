"""Read every PO file below a folder with our reader, and count what became of them.

    python scripts/read_foreign_po.py FOLDER

Prints how many were read, how many were refused and why, and each that crashed the reader; exits
with 1 if one did. Our catalogs have a msgctxt in every entry and no plurals, so most files of
other projects are refused. Those whose lines are in order are read by polib too, and compared.
"""

from __future__ import annotations

import re
import sys
import traceback
from collections import Counter
from pathlib import Path

import polib

from commcards.base.diagnostics import has_errors
from commcards.translation.catalogs import read_catalog
from commcards.translation.polines import MAX_FAULTS, parse

_LANGUAGE = re.compile(rb'^"Language:[ \t]*([^\\"\s]+)', re.MULTILINE)
_OF_OURS = {"po-no-context", "po-plural"}  # what only our catalogs may not have


def main(folder: Path) -> int:
    """Read the files and print the counts; return the exit code."""
    outcomes: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for path in sorted(folder.rglob("*.po")):
        try:
            language = _LANGUAGE.search(path.read_bytes())
            tag = language[1].decode("ascii", "replace").replace("-", "_") if language else ""
            _, faults = read_catalog(path, folder, tag)
            codes = {fault.code for fault in faults}
            if codes <= _OF_OURS:
                outcomes[compared(path)] += 1
        except Exception:
            outcomes["crashed"] += 1
            print(path, traceback.format_exc(), sep="\n", file=sys.stderr)
            continue
        outcomes["refused" if has_errors(faults) else "read"] += 1
        reasons.update(codes)
        for fault in faults[:1] if codes - _OF_OURS else ():
            print(fault)
    print(
        f"\n{outcomes['read']} read, {outcomes['refused']} refused, {outcomes['crashed']} crashed"
    )
    print(f"of those whose lines are in order, {outcomes['as polib']} are read as by polib,")
    print(f"{outcomes['not as polib']} are not, {outcomes['not compared']} have too many plurals")
    for code, count in reasons.most_common():
        print(f"{count:6} {code}")
    return 1 if outcomes["crashed"] else 0


def compared(path: Path) -> str:
    """Return whether polib finds the same entries, those with plurals left out."""
    found, faults = parse(path.read_text("utf-8-sig"), path.name)
    if len(faults) >= MAX_FAULTS:  # our reader stopped there
        return "not compared"
    theirs = polib.pofile(str(path))
    wanted = [(e.msgctxt, e.msgid, e.msgstr, e.fuzzy) for e in theirs if not e.obsolete]
    plural = {(e.msgctxt, e.msgid) for e in theirs if e.msgid_plural}
    ours = [(e.key, e.source, e.text, e.fuzzy) for e in found if e.source]
    same = [e for e in wanted if e[:2] not in plural] == [e for e in ours if e[:2] not in plural]
    return "as polib" if same else "not as polib"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
