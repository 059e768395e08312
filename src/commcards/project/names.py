"""What people call a language, a deck or a layout -> what the project calls it. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from commcards.model.cards import Card
from commcards.model.languages import Language

_NEAR = 3  # suggestions
_TAG = 3  # letters of most tags, which are all near to one another
_BETWEEN = re.compile(r"(?:[\s()\[\]{}<>:*\"'–—]|\s-\s)+")  # no slash: it divides two languages
# Other names; languages.yaml has tag, name and autonym.
_ALIASES = {
    "bn": ("bangla",),
    "ckb": ("sorani", "central kurdish", "sorani kurdish"),
    "fa": ("farsi", "persian farsi", "farsi persian"),
    "kmr": ("kurmanji", "kurmancî", "northern kurdish", "kurmanji kurdish"),
    "my": ("myanmar", "burmese myanmar", "myanmar burmese"),
    "nb": ("norwegian", "bokmål", "norsk", "no"),
    "pa": ("panjabi",),
    "prs": ("dari persian", "persian dari", "afghan persian", "fa-af"),
    "ps": ("pashtu", "pushto"),
    "zh_Hans": ("simplified chinese", "zh-cn", "zh-sg"),
    "zh_Hant": ("traditional chinese", "zh-tw", "zh-hk"),
}


def plain_name(text: str) -> str:
    """Return a name without case, brackets and kinds of hyphens."""
    text = unicodedata.normalize("NFKC", text.replace("_", "-")).casefold()
    return _BETWEEN.sub(" ", text.replace("\ufeff", "")).strip()


def tags_by_name(languages: Iterable[Language]) -> dict[str, str]:
    """Return tags by the plain names of languages; a name of two languages is left out."""
    by_name: dict[str, set[str]] = {}
    for language in languages:
        names = (language.bcp47, language.name, language.autonym, *_ALIASES.get(language.tag, ()))
        for name in names:
            by_name.setdefault(plain_name(name), set()).add(language.tag)
    return {name: tags.pop() for name, tags in by_name.items() if len(tags) == 1}


def tag_of(name: str, languages: Mapping[str, Language]) -> str:
    """Return the tag of the language that a name can only mean; empty for none."""
    return name if name in languages else tags_by_name(languages.values()).get(plain_name(name), "")


def near_languages(name: str, languages: Mapping[str, Language]) -> list[Language]:
    """Return the languages that a name may mean: those called nearly so, or a country's."""
    named = {key: tag for key, tag in tags_by_name(languages.values()).items() if len(key) > _TAG}
    near = (
        get_close_matches(plain_name(name), named, n=_NEAR, cutoff=0.7) if len(name) > _TAG else []
    )
    tags = [named[each] for each in near]
    tags += [tag for tag in (_spoken_in(name),) if tag in languages]
    return [languages[tag] for tag in dict.fromkeys(tags)]


def _spoken_in(country: str) -> str:
    """Return the main language of a country code, as CLDR has it: uk for ua."""
    from babel.core import get_global

    likely: str = get_global("likely_subtags").get(f"und_{country.upper()}", "")
    return likely.partition("_")[0]


def id_of(name: str, known: Iterable[str]) -> str:
    """Return the id that a name means, whatever its case; empty for none."""
    ids = {plain_name(each): each for each in known}
    return ids.get(plain_name(name), "")


def card_of(name: str, cards: Mapping[str, Card]) -> str:
    """Return the id of the card that an id, a code or an English title means; empty for none."""
    names = {plain_name(card.title.text): card.id for card in cards.values()}
    names |= {plain_name(card.code): card.id for card in cards.values()}
    names |= {plain_name(card_id): card_id for card_id in cards}
    return names.get(plain_name(name), "")


def near_ids(name: str, known: Iterable[str]) -> list[str]:
    """Return the ids that are written nearly so."""
    ids = {plain_name(each): each for each in known}
    return [ids[near] for near in get_close_matches(plain_name(name), ids, n=_NEAR)]
