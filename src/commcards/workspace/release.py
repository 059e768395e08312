"""Finds the drafts that a release must not print. Pure.

Without ``--release`` drafts are printed with their mark. Lines on consent and dosage, and all lines
of a sensitive card, have a code of their own: there a mark does not make a wrong word harmless, so
nobody should ever allow them. Cards say ``sensitive``, and the glossary says which terms are
``safety``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, Location
from commcards.localize.localcard import Line, Words
from commcards.model.cards import FORMS, VARIANT
from commcards.model.languages import SOURCE_LANGUAGE
from commcards.translation.glossary import term_finder
from commcards.workspace.targets import Target
from commcards.workspace.workspace import Workspace

DRAFT, SAFETY = "draft-in-release", "draft-safety"

# Keys of words of the calibration sheet, and of words beside lines that a release refuses anyway.
_ELSEWHERE = ("words.calibration", "words.outdated", "words.sample")
_FINDER = "languages."  # keys of lines of the language finder
_HINT = "have a qualified person review it, as docs/translators.md explains"


def release_faults(workspace: Workspace, todo: Iterable[Target]) -> list[Diagnostic]:
    """Return a fault for every unreviewed line that the targets print, each once.

    The project must have no errors: with them this may raise KeyError.
    """
    grave = _grave(workspace)
    faults: dict[tuple[str, str], Diagnostic] = {}
    for target in todo:
        for line, sensitive in _printed(workspace, target):
            why = "of a sensitive card" if sensitive else grave.get(line.key, "")
            for words in line.words:
                for key, where in _drafts(workspace, target, line, words):
                    fault = faults.get((words.language.tag, key))
                    if fault is None or (why and fault.code == DRAFT):
                        faults[words.language.tag, key] = _fault(key, where, words, why)
    return list(faults.values())


def _grave(workspace: Workspace) -> dict[str, str]:
    """Return the lines whose drafts are grave, by key, each with the reason."""
    terms_in = term_finder(term for term in workspace.glossary if term.safety)
    return {
        message.key: f"on {terms[0].safety}"
        for message in workspace.messages
        if (terms := terms_in(message.text))
    }


def _printed(workspace: Workspace, target: Target) -> Iterator[tuple[Line, bool]]:
    """Yield each line of a target, and whether it belongs to a sensitive card."""
    deck = workspace.deck(target)
    yield workspace.localizer(target).line(deck.title), False
    cards = workspace.localized(target)
    for card in cards:
        for line in card.lines:
            yield line, card.card.sensitive
    for card in cards[:1]:  # All cards share these lines.
        for line in (*card.strip.values(), *card.words.values()):
            if not line.key.startswith(_ELSEWHERE):
                yield line, False


def _drafts(
    workspace: Workspace, target: Target, line: Line, words: Words
) -> Iterator[tuple[str, Location]]:
    """Yield the key and place of each draft in the words."""
    tag = words.language.tag
    if not (words.draft and words.text):
        return
    if line.key.startswith(_FINDER):
        yield line.key, Location(paths.LANGUAGES)
    elif tag == SOURCE_LANGUAGE:  # English replaces a missing translation for staff.
        entry = workspace.catalogs[target.staff].entries.get(line.key)
        file = paths.catalog(target.staff)
        yield line.key, entry.where if entry else Location(file)
    else:
        entries = workspace.catalogs[tag].entries
        forms = [key for key in (f"{line.key}{VARIANT}{form}" for form in FORMS) if key in entries]
        filled = [key for key in forms if entries[key].text] or [line.key]
        for key in filled:
            if entries[key].draft:
                yield key, entries[key].where


def _fault(key: str, where: Location, words: Words, why: str) -> Diagnostic:
    tag = words.language.tag
    if tag == SOURCE_LANGUAGE:
        text = f"{key} is not translated for staff: it would be printed in English, as a draft"
        return Diagnostic(where, SAFETY if why else DRAFT, text, "translate it")
    hint = _HINT
    if key.startswith(_FINDER):
        hint = "leave the language finder out of releases: languages.yaml has no reviews yet"
    if why:
        text = f"{key} ({tag}) is a draft {why}, and no release may have one"
        return Diagnostic(where, SAFETY, text, hint)
    text = f"{key} ({tag}) is a draft, but a release has only reviewed lines"
    return Diagnostic(where, DRAFT, text, hint)
