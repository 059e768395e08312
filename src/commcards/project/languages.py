"""languages.yaml -> how each language is written."""

from __future__ import annotations

import gettext
import re
import unicodedata
from pathlib import Path
from typing import Literal, get_args

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic
from commcards.model.languages import Breaks, Language
from commcards.model.romanization import Romanization, is_latin
from commcards.project import yamlnodes
from commcards.project.fields import Faults, Fields, read_fields, wrong_type
from commcards.project.records import LANGUAGE, LATIN, TAG
from commcards.project.yamlnodes import Mapping, Node, Scalar
from commcards.text.scripts import is_of, letters_of, runs_from

LAST_FONT = "Noto Sans"  # has the Latin digits and punctuation that script fonts lack

_TAG = re.compile(TAG)
_PLURAL = re.compile(r"nplurals=([1-6]); plural=([n0-9 ()?:=!<>%&|]{1,200});")
_BREAKS: dict[str, Breaks] = {each: each for each in get_args(Breaks)}
_MAX_LETTERS = 12  # letters in one entry of a romanization


def read_languages(root: Path) -> tuple[dict[str, Language], list[Diagnostic]]:
    """Read ``root/languages.yaml``: the languages by tag, in the order of the file."""
    nodes, diagnostics = yamlnodes.read_layers(root, paths.LANGUAGES)
    faults = Faults(diagnostics)
    languages: dict[str, Language] = {}
    for node in nodes:
        if not isinstance(node, Mapping):
            wrong_type(node, "the file", "keys with values", faults)
    mappings = (node for node in nodes if isinstance(node, Mapping))
    for key, value in (entry for node in mappings for entry in node.entries):
        is_tag = _TAG.fullmatch(key.text) is not None
        if not is_tag:
            hint = "write it as gettext does: fa, zh_Hans, pt_BR, es_419, sr@latin"
            faults.error(key.where, "bad-tag", f"{key.text!r} is not a language tag", hint)
        language = _language(key.text, value, faults)
        if language and is_tag:  # The tag becomes part of a path.
            languages[key.text] = language
    return languages, faults.found


def _language(tag: str, node: Node, faults: Faults) -> Language | None:
    fields = read_fields(node, LANGUAGE, faults, tag)
    if not fields:
        return None
    direction: Literal["ltr", "rtl"] = "rtl" if fields.choice("direction") == "rtl" else "ltr"
    script = fields.word("script")
    if runs_from(script) not in ("", direction):
        message = f"{script} is not written in the direction {direction}"
        hint = "correct `script` or `direction`: Arabic and Hebrew letters run from right to left"
        faults.error(fields.place("direction"), "direction-mismatch", message, hint)
    return Language(
        tag=tag,
        autonym=fields.text("autonym"),
        name=fields.text("name"),
        speak=fields.text("speak"),
        script=script,
        direction=direction,
        fonts=_fonts(fields),
        scale=fields.number("scale"),
        line_height=fields.number("line-height", default=1.25),
        digits=_digits(fields),
        full_stop=_mark(fields, "full-stop", "."),
        question_mark=_mark(fields, "question-mark", "?"),
        plural=_plural(fields),
        exemplar=fields.text("exemplar"),
        breaks=_BREAKS[fields.choice("breaks", "spaces")],
        voices=fields.flag("voices", True),
        latin=_romanization(fields),
        places={key: fields.place(key) for key in ("autonym", "speak", "exemplar", "digits")},
    )


def _fonts(fields: Fields) -> tuple[str, ...]:
    fonts = fields.words("fonts")
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
    """Read a punctuation mark; '' says that the language has none."""
    node = fields.node(key)
    if node is None:
        return default
    if isinstance(node, Scalar) and (not node.text or _is_mark(node.text)):
        return node.text
    hint = "write one punctuation mark in quotes, or '' if the language has none"
    fields.faults.error(node.where, "bad-mark", f"`{key}` is not a punctuation mark", hint)
    return default


def _is_mark(text: str) -> bool:
    return len(text) == 1 and unicodedata.category(text).startswith("P")


def _romanization(language: Fields) -> Romanization | None:
    node = language.node("latin")
    fields = read_fields(node, LATIN, language.faults) if node else None
    if not fields:
        return None
    script = letters_of(language.word("script")) or ""
    letters = _table(fields.node("letters"), script, fields.faults)
    exemplar = language.text("exemplar").lower()
    own = {letter for letter in exemplar if letter.isalpha() and is_of(letter, script)}
    if missing := sorted(own - letters.keys()):
        message = f"`letters` of `latin` lacks {' '.join(missing)}"
        hint = "write how the system writes each letter of `exemplar`, or '' if it leaves it out"
        fields.faults.error(fields.place("letters"), "letter-missing", message, hint)
    start, end = (_table(fields.node(key), script, fields.faults) for key in ("start", "end"))
    after, before = (
        _tables(fields.node(key), script, fields.faults) for key in ("after", "before")
    )
    return Romanization(fields.text("system"), letters, start, end, after, before)


def _tables(node: Node | None, script: str, faults: Faults) -> dict[str, dict[str, str]]:
    """Read tables, each by the letters whose neighbours it is for."""
    if node and not isinstance(node, Mapping):
        wrong_type(node, "`after` or `before`", "letters, each with a table", faults)
    entries = node.entries if isinstance(node, Mapping) else ()
    return {key.text: _table(value, script, faults) for key, value in entries}


def _table(node: Node | None, script: str, faults: Faults) -> dict[str, str]:
    """Read letters of a script, and the Latin letters and marks for them."""
    if node and not isinstance(node, Mapping):
        wrong_type(node, "a table of `latin`", "letters, each with Latin letters", faults)
    table: dict[str, str] = {}
    for key, value in node.entries if isinstance(node, Mapping) else ():
        own = [letter for letter in key.text if letter.isalpha()]
        if (
            not 0 < len(key.text) <= _MAX_LETTERS
            or key.text != key.text.lower()
            or not all(is_of(letter, script) for letter in own)
        ):
            hint = f"write up to {_MAX_LETTERS} small letters of the language's script"
            message = f"a romanization cannot have {key.text!r}"
            faults.error(key.where, "bad-romanization", message, hint)
        if not isinstance(value, Scalar) or not isinstance(value.value, str):
            wrong_type(value, f"the romanization of {key.text!r}", "text", faults)
        elif len(value.text) > _MAX_LETTERS or not all(map(_may_spell, value.text)):
            hint = "use Latin letters, ’ ” and marks that end a sentence, or '' to leave it out"
            message = f"the romanization of {key.text!r} cannot be {value.text!r}"
            faults.error(value.where, "bad-romanization", message, hint)
        else:
            table[key.text] = value.text
    return table


def _may_spell(character: str) -> bool:
    return character in "’”.,;?!" or unicodedata.combining(character) > 0 or is_latin(character)


def _plural(fields: Fields) -> str:
    default = "nplurals=2; plural=(n != 1);"
    text = fields.word("plural", default)
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
