"""What translations are held against, for tests that have no project."""

from __future__ import annotations

from collections.abc import Iterable

from commcards.model.cards import Message
from commcards.model.languages import Language
from commcards.text.shaping import NoShaper
from commcards.translation.checks import Rules
from commcards.translation.glossary import Term, names, term_finder


def rules(
    language: Language, messages: Iterable[Message] = (), terms: Iterable[Term] = ()
) -> Rules:
    """Return rules of fonts that can write everything."""
    terms = list(terms)
    own = names(terms, language.tag)
    return Rules(language, {m.key: m for m in messages}, term_finder(terms), NoShaper(), own)
