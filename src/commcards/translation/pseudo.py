"""Pseudo-locales: made-up translations that test a layout before real ones exist. Pure.

`en-XA` is English with accents, stretched to twice its length; `ar-XB` is English in Arabic
letters, which reads from right to left. Unicode (CLDR) reserves these tags.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from commcards.model.cards import VARIANT, Message
from commcards.model.catalogs import Catalog, Translation
from commcards.model.languages import SOURCE_LANGUAGE, TOGETHER, Language

ACCENTED, ARABIC = "en-XA", "ar-XB"
TAGS = (ACCENTED, ARABIC)
_MODELS = {ACCENTED: SOURCE_LANGUAGE, ARABIC: "ar"}  # they have script, fonts and digits of these

_ACCENTS = str.maketrans("aceginorstuwyzACEGINORSTUWYZ", "áçéğïñôřšťüŵýžÁÇÉĞÏÑÔŘŠŤÜŴÝŽ")
_LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz?,;", "ابجدهفغحيخكلمنوصقرستعظشضثز؟،؛")


def among(tags: Iterable[str]) -> list[str]:
    """Return the pseudo-locales among tags, of which some may be joined: ar+en-XA."""
    asked = {tag for together in tags for tag in together.split(TOGETHER)}
    return [tag for tag in TAGS if tag in asked]


def languages(real: Mapping[str, Language]) -> dict[str, Language]:
    """Return the pseudo-locales whose model languages exist."""
    names = {ACCENTED: "Åççéñťéð", ARABIC: "ابجد"}
    return {
        tag: replace(real[model], tag=tag, autonym=names[tag], name=f"Pseudo-locale {tag}")
        for tag, model in _MODELS.items()
        if model in real
    }


def catalog(tag: str, messages: Iterable[Message]) -> Catalog:
    """Return made-up drafts of all messages except variants."""
    write = {ACCENTED: stretched, ARABIC: arabic}[tag]
    return Catalog(
        tag,
        {
            message.key: Translation(
                message.key, message.text, write(message.text), draft=True, where=message.where
            )
            for message in messages
            if VARIANT not in message.key
        },
    )


def stretched(text: str) -> str:
    """Return the text with accents, and with words repeated until it is twice as long."""
    words = text.split(" ")
    result = list(words)
    while len(" ".join(result)) < 2 * len(text):
        result.append(words[len(result) % len(words)])
    return " ".join(result).translate(_ACCENTS)


def arabic(text: str) -> str:
    """Return the text with each letter replaced by an Arabic one."""
    return text.lower().translate(_LETTERS)
