"""Words in Latin letters that pass for words of another script, as c for Russian с. Pure.

Words that mix scripts are found by ``po_checks``; these are whole words of look-alikes, most often
of one letter, which may be typed with the wrong keyboard and sound or sort as nothing then.
"""

from __future__ import annotations

import re

from commcards.base.diagnostics import Diagnostic
from commcards.model.catalogs import Translation
from commcards.model.languages import Language

# Latin letters that look as letters of the script do, by ISO 15924 code.
DISGUISED = {
    "Cyrl": frozenset("aceijopsxyABCEHIJKMOPSTXY"),
    "Grek": frozenset("oviABEHIKMNOPTXYZ"),
}

_WORD = re.compile(r"[^\W\d_]+")


def check_look_alikes(language: Language, entry: Translation) -> list[Diagnostic]:
    """Find words all of look-alikes; a word that stands in the English too is meant so: SOS."""
    letters = DISGUISED.get(language.script)
    if not letters:
        return []
    meant = set(_WORD.findall(entry.source))
    hint = "type it again with one keyboard layout"
    return [
        Diagnostic(
            entry.where,
            "mixed-script",
            f"{entry.key}: {word!r} is in Latin letters that look like others",
            hint,
        )
        for word in dict.fromkeys(_WORD.findall(entry.text))
        if letters.issuperset(word) and word not in meant
    ]
