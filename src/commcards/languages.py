"""languages.yaml -> how each language is written."""

from __future__ import annotations

import gettext
import re
import unicodedata
from pathlib import Path
from typing import Literal, get_args

from commcards import yamlnodes
from commcards.diagnostics import Diagnostic
from commcards.model import Breaks, Language
from commcards.schema import Faults, Fields, read_fields, wrong_type
from commcards.yamlnodes import Mapping, Node, Scalar

LANGUAGES = "languages.yaml"
LAST_FONT = "Noto Sans"  # script fonts lack Latin digits and punctuation

_TAG = re.compile(r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?")
_PLURAL = re.compile(r"nplurals=([1-6]); plural=([n0-9 ()?:=!<>%&|]{1,200});")
_REQUIRED = ("autonym", "name", "script", "direction", "fonts")
_OPTIONAL = (
    *("speak", "scale", "line-height", "digits", "full-stop", "question-mark", "plural"),
    *("exemplar", "breaks", "voices"),
)
_BREAKS: dict[str, Breaks] = {each: each for each in get_args(Breaks)}
_MAX_EXEMPLAR = 1000  # Ethiopic has three hundred letters


def read_languages(root: Path) -> tuple[dict[str, Language], list[Diagnostic]]:
    """Read ``root/languages.yaml``: the languages by tag, in the order of the file."""
    node, found = yamlnodes.read(root, LANGUAGES)
    faults = Faults(found)
    languages: dict[str, Language] = {}
    if node and not isinstance(node, Mapping):
        wrong_type(node, "the file", "a mapping", faults)
    for key, value in node.entries if isinstance(node, Mapping) else ():
        is_tag = _TAG.fullmatch(key.text) is not None
        if not is_tag:
            hint = "write it as gettext does: fa, zh_Hans, pt_BR"
            faults.error(key.where, "bad-tag", f"{key.text!r} is not a language tag", hint)
        language = _language(key.text, value, faults)
        if language and is_tag:  # it becomes part of a path
            languages[key.text] = language
    return languages, faults.found


def _language(tag: str, node: Node, faults: Faults) -> Language | None:
    fields = read_fields(node, "a language", faults, _REQUIRED, _OPTIONAL)
    if not fields:
        return None
    direction: Literal["ltr", "rtl"] = (
        "rtl" if fields.one_of("direction", ["ltr", "rtl"]) == "rtl" else "ltr"
    )
    return Language(
        tag=tag,
        autonym=fields.text("autonym"),
        name=fields.text("name"),
        speak=fields.text("speak"),
        script=fields.pattern(
            "script", "[A-Z][a-z]{3}", "bad-script", "an ISO 15924 code such as Arab"
        ),
        direction=direction,
        fonts=_fonts(fields),
        scale=fields.number("scale", 0.8, 2),
        line_height=fields.number("line-height", 1, 3, default=1.25),
        digits=_digits(fields),
        full_stop=_mark(fields, "full-stop", "."),
        question_mark=_mark(fields, "question-mark", "?"),
        plural=_plural(fields),
        exemplar=fields.text("exemplar", limit=_MAX_EXEMPLAR),
        breaks=_BREAKS[fields.one_of("breaks", _BREAKS, "spaces")],
        voices=fields.flag("voices", True),
    )


def _fonts(fields: Fields) -> tuple[str, ...]:
    fonts = fields.texts("fonts")
    if fonts and fonts[-1].text != LAST_FONT:
        message = f"the last font is {fonts[-1].text!r}, not {LAST_FONT!r}"
        hint = f"end the list with {LAST_FONT}: script fonts lack Latin digits and punctuation"
        fields.faults.error(fonts[-1].where, "font-chain", message, hint)
    return tuple(font.text for font in fonts)


def _digits(fields: Fields) -> str:
    node = fields.node("digits")
    if node is None:
        return "0123456789"
    text = node.text if isinstance(node, Scalar) else ""
    if [unicodedata.decimal(character, None) for character in text] != list(range(10)):
        hint = "write the ten digits from zero to nine, in quotes"
        fields.faults.error(node.where, "bad-digits", "`digits` are not ten digits", hint)
    return text


def _mark(fields: Fields, key: str, default: str) -> str:
    """Read a punctuation mark; some languages have none, which is written ''."""
    node = fields.node(key)
    if node is None:
        return default
    if isinstance(node, Scalar) and (not node.text or _is_mark(node.text)):
        return node.text
    hint = "one punctuation mark in quotes, or '' where the language has none"
    fields.faults.error(node.where, "bad-mark", f"`{key}` is not a punctuation mark", hint)
    return default


def _is_mark(text: str) -> bool:
    return len(text) == 1 and unicodedata.category(text).startswith("P")


def _plural(fields: Fields) -> str:
    default = "nplurals=2; plural=(n != 1);"
    text = fields.text("plural", default, limit=240)
    match = _PLURAL.fullmatch(text)
    try:
        rule = gettext.c2py(match[2]) if match else None
        if match and rule and all(0 <= rule(n) < int(match[1]) for n in range(200)):
            return text
    except (ValueError, ZeroDivisionError, RecursionError):
        pass
    hint = f"write it as a PO header does: {default}"
    fields.faults.error(fields.place("plural"), "bad-plural", "`plural` is not a plural rule", hint)
    return default
