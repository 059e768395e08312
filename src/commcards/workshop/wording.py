"""The words of the deck builder in one language, or in English where it lacks them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from commcards.localize.localcard import Words
from commcards.model.cards import Message
from commcards.model.catalogs import Catalog
from commcards.model.languages import SOURCE_LANGUAGE, Language
from commcards.translation import pseudo
from commcards.workshop.order import staff_languages
from commcards.workspace.workspace import Workspace

_RANGE = re.compile(r"\s*([A-Za-z-]+|\*)\s*(?:;\s*q=([0-9.]+))?\s*")


@dataclass(frozen=True)
class Wording:
    """What a page says in a ``language``."""

    language: Language
    source: Language
    catalog: Catalog
    workspace: Workspace

    def of(self, message: Message) -> Words:
        """Return a message in the language, or in that in which it is written."""
        if message.language:
            languages = self.workspace.project.languages
            return Words(languages.get(message.language, self.source), message.text)
        entry = self.catalog.entries.get(message.key)
        if entry and entry.text:
            return Words(self.language, entry.text)
        return Words(self.source, message.text)

    def screen(self, name: str) -> Words:
        """Return a word of templates/serve/words.yaml."""
        return self.of(self.workspace.screen[name])

    def texts(self) -> dict[str, str]:
        """Return every word of the screen as text, for scripts."""
        return {name: self.of(message).text for name, message in self.workspace.screen.items()}


def wording(workspace: Workspace, tag: str) -> Wording:
    """Return the words in a language that staff read, or in a made-up one."""
    languages = workspace.project.languages
    source = languages[SOURCE_LANGUAGE]
    if tag in pseudo.TAGS:
        invented = pseudo.languages(languages)[tag]
        return Wording(invented, source, pseudo.catalog(tag, workspace.messages), workspace)
    catalog = workspace.catalogs.get(tag, Catalog(tag, {}))
    return Wording(languages[tag], source, catalog, workspace)


def screens(workspace: Workspace) -> list[str]:
    """Return the languages that the deck builder speaks: staff's first, and English."""
    having = [
        tag
        for tag, catalog in workspace.catalogs.items()
        if any(
            (entry := catalog.entries.get(m.key)) and entry.text for m in workspace.screen.values()
        )
    ]
    usual = [tag for tag in staff_languages(workspace) if tag in (*having, SOURCE_LANGUAGE)]
    return list(dict.fromkeys([*usual, *having]))


def preferred(workspace: Workspace, accepted: str) -> str:
    """Return the language that a browser asks for (RFC 9110, 12.5.4), or else English."""
    languages = workspace.project.languages
    by_name = {languages[tag].bcp47.lower(): tag for tag in screens(workspace)}
    for name in _ranges(accepted):
        for known, tag in by_name.items():
            if name == known or name.split("-")[0] == known:
                return tag
    return SOURCE_LANGUAGE


def _ranges(accepted: str) -> Iterable[str]:
    """Return the names of languages, the dearest first."""
    found = []
    for part in accepted[:500].split(","):
        match = _RANGE.fullmatch(part)
        if match:
            try:
                weight = float(match[2] or 1)
            except ValueError:
                continue
            found.append((-weight, match[1].lower()))
    return [name for weight, name in sorted(found, key=lambda each: each[0]) if weight]
