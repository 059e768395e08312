"""Comments for translators, and the extractor that Babel finds by entry point.

`pybabel extract -F babel.cfg` gives the same entries that `commcards po sync` writes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, has_errors
from commcards.base.errors import UserError
from commcards.model.cards import Message
from commcards.project.cards import (
    messages,
    read_card_file,
    read_cards,
    read_screen,
    read_words,
)
from commcards.project.decks import Project, read_project


def translator_comments(message: Message) -> list[str]:
    """Return the lines for translators: the author's note, who speaks, the picture."""
    picture = f"Picture: {message.symbol}" if message.symbol else ""
    return [line for line in (message.note, message.spoken, picture) if line]


def read_messages(root: Path) -> tuple[Project, list[Message]]:
    """Read a project and its translatable messages, cards first.

    Raises UserError if decks, languages, cards or words have an error.
    """
    project, project_faults = read_project(root)
    cards, card_faults = read_cards(root)
    words, word_faults = read_words(root)
    screen, screen_faults = read_screen(root)
    faults = [*project_faults, *card_faults, *word_faults, *screen_faults]
    if has_errors(faults):
        raise UserError(faults)
    return project, [*messages(cards, words), *project.messages(), *screen.values()]


def extract(
    file: IO[bytes],
    keywords: Mapping[str, object],
    comment_tags: Collection[str],
    options: Mapping[str, str],
) -> Iterator[tuple[int, str, tuple[str, str], list[str]]]:
    """Yield (line, ``pgettext``, (msgctxt, msgid), comments) of one file, as Babel asks for them.

    The file is a card, decks.yaml, services.yaml, templates/words.yaml or
    templates/serve/words.yaml, at its place in a project. Raises UserError if it has an error.
    https://babel.pocoo.org/en/latest/messages.html#writing-extraction-methods
    """
    extracted, faults = _read(Path(file.name).absolute())
    if has_errors(faults):
        raise UserError(faults)
    for message in extracted:
        yield (
            message.where.line,
            "pgettext",
            (message.key, message.text),
            translator_comments(message),
        )


def _read(path: Path) -> tuple[list[Message], list[Diagnostic]]:
    if path.name in (paths.DECKS, paths.SERVICES) and path.parent.name != paths.CARDS:
        project, faults = read_project(path.parent)
        return [each for each in project.messages() if each.where.file == path.name], faults
    root = path.parents[1]
    file = path.relative_to(root).as_posix()
    if file == paths.WORDS:
        words, faults = read_words(root)
        return messages({}, words), faults
    if path.as_posix().endswith(f"/{paths.SCREEN_WORDS}"):
        screen, faults = read_screen(path.parents[2])
        return [*screen.values()], faults
    if path.parent.name != paths.CARDS:
        raise ValueError(
            f"{path} is none of {paths.DECKS}, {paths.SERVICES}, {paths.WORDS}, "
            f"nor in {paths.CARDS}/"
        )
    card, faults = read_card_file(root, file)
    return messages({card.id: card} if card else {}, {}), faults
