"""Reads nodes with their types: every fault is noted with its place, and reading goes on.

A faulty value becomes a stand-in (empty text, 0, no items). So values that come with errors serve
to find further faults, but not to build from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NamedTuple, TypeVar

from commcards.base.diagnostics import Diagnostic, Location, Severity
from commcards.base.units import UNITS, Mm, is_length, mm
from commcards.project.hints import (
    describe,
    id_hint,
    is_id,
    mended,
    named,
    no_items,
    split_text,
    written,
)
from commcards.project.schema import (
    MAX_TEXT,
    Choice,
    Decimal,
    Either,
    Entries,
    Id,
    Items,
    Length,
    Record,
    Text,
    Type,
    Whole,
    Word,
    described,
)
from commcards.project.yamlnodes import Broken, Mapping, Node, Scalar, Sequence
from commcards.text.slips import has_double_space, markup_in

T = TypeVar("T")

_LISTED = 20  # a longer list of allowed words would hide the message
_STRAY = re.compile(r"[.!?…]['\"]$")  # a quote that was opened nowhere
_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")


@dataclass(slots=True)
class Faults:
    """The faults that were found so far."""

    found: list[Diagnostic] = field(default_factory=list)

    def error(self, where: Location, code: str, message: str, hint: str = "") -> None:
        """Note a fault that fails the build."""
        self.found.append(Diagnostic(where, code, message, hint))

    def warning(self, where: Location, code: str, message: str, hint: str = "") -> None:
        """Note a fault that does not fail the build."""
        self.found.append(Diagnostic(where, code, message, hint, Severity.WARNING))


class Placed(NamedTuple):
    """Text and its place."""

    text: str
    where: Location


def suggest(word: str, allowed: Iterable[str]) -> str:
    """Return a hint: the closest allowed word, and all allowed words if they are few."""
    words = sorted(allowed)
    close = get_close_matches(word, words, n=1)
    parts = [f"did you mean {close[0]!r}?"] if close else []
    if words and len(words) <= _LISTED:
        parts.append(f"allowed: {', '.join(words)}")
    return " ".join(parts)


def wrong_type(node: Node, what: str, expected: str, faults: Faults) -> None:
    """Note that a node is not of the type it should be."""
    if isinstance(node, Broken):
        return
    hint = ""
    if expected == "text" and isinstance(node, Scalar):
        hint = written("put quotes around it", what, f"'{node.text}'")
    message = f"{what} should be {expected}, but is {describe(node)}"
    faults.error(node.where, "wrong-type", message, hint)


def read_text(node: Node, what: str, faults: Faults, limit: int = MAX_TEXT) -> str:
    """Read one line of text for people: see ``read_word``.

    A text that a # may have cut off is refused: nobody sees on a card that it once went on.
    """
    text = read_word(node, what, faults, limit)
    if not text:
        return ""
    if isinstance(node, Scalar) and node.comment:
        message = f"{what} ends before the #: what follows is a comment"
        hint = "a comment goes on a line above; put quotes around text with a #"
        if node.comment.line:
            hint += f"; write: {node.comment.line}"
        faults.error(node.comment.where, "text-cut-off", message, hint)
    if found := markup_in(text):
        message = f"{what} has {found[0]!r}, which would be printed as it stands here"
        faults.warning(node.where, "markup", message, "delete it: a text is plain words")
    if text.count(text[-1]) == 1 and _STRAY.search(text):
        message = f"{what} ends with {text[-1]}, which nothing opens"
        where = node.end if isinstance(node, Scalar) and node.end else node.where
        faults.warning(where, "markup", message, "delete it, or write one before the text too")
    if has_double_space(text):
        message = f"{what} has two spaces side by side"
        faults.warning(node.where, "double-space", message, "delete one of them")
    return text


def read_word(node: Node, what: str, faults: Faults, limit: int = MAX_TEXT) -> str:
    """Read one line of text without edge spaces, of ``limit`` characters at most."""
    if not isinstance(node, Scalar) or not isinstance(node.value, str):
        wrong_type(node, what, "text", faults)
        return ""
    text = node.text
    if not text.strip() and node.comment and node.comment.line:
        message = f"{what} is empty, because a comment begins at the #"
        hint = f"put quotes around the text; write: {node.comment.line}"
        faults.error(node.comment.where, "empty-text", message, hint)
        return ""
    if not text.strip():
        hint = "write the text, or delete the key"
        faults.error(node.where, "empty-text", f"{what} is empty", hint)
        return ""
    if len(text.splitlines()) > 1:
        message = f"{what} has more than one line"
        faults.error(node.where, "line-break", message, "write it on one line")
    elif text != text.strip():
        message = f"{what} starts or ends with a space or line break"
        faults.error(node.where, "edge-space", message, "delete it, and do not use | or >")
    if len(text) > limit:
        message = f"{what} has {len(text)} characters, but only {limit} are allowed"
        faults.error(node.where, "text-too-long", message, "shorten it")
    return text[:limit]


def read_id(node: Node, what: str, faults: Faults) -> str:
    """Read an id."""
    text = read_word(node, what, faults)
    if text and not is_id(text):
        faults.error(node.where, "bad-id", f"{what} {text!r} is not an id", id_hint(text, what))
        return ""
    return text


def read_items(node: Node, what: str, faults: Faults, kind: Items) -> tuple[Node, ...]:
    """Read a list of as many items as its type allows."""
    if not isinstance(node, Sequence):
        if not isinstance(node, Broken):
            faults.error(node.where, "wrong-type", *no_items(node, what, kind))
        return ()
    count = len(node.items)
    if count < kind.least or 0 < kind.most < count:
        message = f"{what} has {count} items" if count else f"{what} has no items"
        hint = f"write {kind.least} to {kind.most}" if kind.most else f"write {kind.least} or more"
        faults.error(node.where, kind.code, message, kind.hint or hint)
    return node.items


def read_entries(node: Node, what: str, faults: Faults) -> tuple[tuple[str, Node], ...]:
    """Read a mapping whose keys are the user's own ids; entries with other keys are left out."""
    if not isinstance(node, Mapping):
        wrong_type(node, what, "keys with values", faults)
        return ()
    if not node.entries:
        faults.error(node.where, "empty-list", f"{what} has nothing in it")
    for key, _ in node.entries:
        if not is_id(key.text):
            hint = id_hint(key.text)
            faults.error(key.where, "bad-id", f"{key.text!r} is not an id", hint)
    return tuple((key.text, value) for key, value in node.entries if is_id(key.text))


class Fields:
    """The keys of one mapping, each read with the type that its record gives it.

    An absent key gives the default; ``read_fields`` reports keys that must not be absent.
    """

    def __init__(self, node: Mapping, record: Record, faults: Faults, name: str = "") -> None:
        self.where = node.where
        self.name = name or record.name  # what messages call it
        self.record = record
        self.faults = faults
        self._values = {key.text: value for key, value in node.entries}

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def require(self, *names: str) -> None:
        """Note the keys that are absent, with an example of each."""
        missing = [self.record.key(name) for name in names if name not in self]
        if missing:
            lacking = ", ".join(f"`{key.name}`" for key in missing)
            examples = [f"`{key.name}: {key.example}` ({described(key.type)})" for key in missing]
            hint = f"add, for example, {', '.join(examples)}"
            self.faults.error(self.where, "missing-key", f"{self.name} needs {lacking}", hint)

    def node(self, key: str) -> Node | None:
        """Return the node of a key; None if the key is absent or its node broken."""
        node = self._values.get(key)
        return None if isinstance(node, Broken) else node

    def place(self, key: str) -> Location:
        """Return the place of a value, or of the mapping if the key is absent."""
        return self._values[key].where if key in self._values else self.where

    def text(self, key: str) -> str:
        """Read one line of text."""
        node, kind = self.node(key), self._type(key, Text)
        return read_text(node, f"`{key}`", self.faults, kind.limit) if node else ""

    def word(self, key: str, default: str = "") -> str:
        """Read one line of text for programs, which fully matches the pattern of its type."""
        node, kind = self.node(key), self._type(key, Word)
        text = read_word(node, f"`{key}`", self.faults, kind.limit) if node else ""
        if text and not re.fullmatch(kind.pattern, text):
            hint = mended(text, kind, key) or kind.hint
            self.faults.error(self.place(key), kind.code, f"`{key}` cannot be {text!r}", hint)
            return default
        return text or default

    def id(self, key: str) -> str:
        """Read an id."""
        node = self.node(key)
        self._type(key, Id)
        return read_id(node, f"`{key}`", self.faults) if node else ""

    def choice(self, key: str, default: str = "") -> str:
        """Read one of the words of the type."""
        return self.one_of(key, self._type(key, Choice).words, default)

    def one_of(self, key: str, allowed: Iterable[str], default: str = "") -> str:
        """Read one of the words that are allowed in this project."""
        words = list(map(str, allowed))
        node = self.node(key)
        text = read_word(node, f"`{key}`", self.faults) if node else ""
        if text and text not in words:
            message = f"`{key}` cannot be {text!r}"
            self.faults.error(self.place(key), "unknown-value", message, suggest(text, words))
            return default
        return text or default

    def flag(self, key: str, default: bool = False) -> bool:
        """Read true or false."""
        node = self.node(key)
        if isinstance(node, Scalar) and isinstance(node.value, bool):
            return node.value
        if node:
            wrong_type(node, f"`{key}`", "true or false", self.faults)
        return default

    def integer(self, key: str, default: int = 1) -> int:
        """Read an integer in the range of its type."""
        node, kind = self.node(key), self._type(key, Whole)
        if isinstance(node, Scalar) and type(node.value) is int:
            return int(self._within(key, node.value, kind, default, str))
        if node:
            wrong_type(node, f"`{key}`", "an integer", self.faults)
        return default

    def number(self, key: str, default: float = 1.0) -> float:
        """Read a number in the range of its type."""
        node, kind = self.node(key), self._type(key, Decimal)
        if isinstance(node, Scalar) and node.plain and _NUMBER.fullmatch(node.text):
            return self._within(key, float(node.text), kind, default, "{:g}".format)
        if node:
            wrong_type(node, f"`{key}`", "a number such as 1.25", self.faults)
        return default

    def length(self, key: str) -> Mm:
        """Read a length with its unit, in the range of its type."""
        node, kind = self.node(key), self._type(key, Length)
        if node and not isinstance(node, Scalar):
            wrong_type(node, f"`{key}`", "a length such as 98mm", self.faults)
        if not isinstance(node, Scalar):
            return Mm(kind.low)
        try:
            length = mm(node.text)
        except ValueError:
            message = f"`{key}` should be a length, but is {describe(node)}"
            dotted = node.text.replace(",", ".")
            known = dotted if "," in node.text and is_length(dotted) else "98mm or 94.5mm"
            hint = f"write a number with {', '.join(UNITS)}, such as {known}"
            self.faults.error(node.where, "bad-length", message, hint)
            return Mm(kind.low)
        return Mm(round(self._within(key, length, kind, kind.low, "{:g}mm".format), 6))

    def items(self, key: str) -> tuple[Node, ...]:
        """Read a list."""
        node, kind = self.node(key), self._type(key, Items)
        return read_items(node, f"`{key}`", self.faults, kind) if node else ()

    def entries(self, key: str) -> tuple[tuple[str, Node], ...]:
        """Read a mapping whose keys are the user's own ids."""
        node = self.node(key)
        self._type(key, Entries)
        return read_entries(node, f"`{key}`", self.faults) if node else ()

    def words(self, key: str) -> tuple[Placed, ...]:
        """Read a list of different words."""
        words: dict[str, Placed] = {}
        for node in self.items(key):
            text = read_word(node, f"an item of `{key}`", self.faults)
            if text in words:
                message = f"{text!r} is listed at {words[text].where} already"
                self.faults.error(node.where, "duplicate-item", message, "keep one of the two")
            elif text:
                words[text] = Placed(text, node.where)
        return tuple(words.values())

    def _type(self, key: str, kind: type[T]) -> T:
        """Return the type of a key, or the one of several that is meant here."""
        found = self.record.key(key).type
        types: tuple[Type, ...] = found.types if isinstance(found, Either) else (found,)
        return next(each for each in types if isinstance(each, kind))

    def _within(
        self,
        key: str,
        value: float,
        kind: Whole | Decimal | Length,
        default: float,
        show: Callable[[float], str],
    ) -> float:
        if kind.low <= value <= kind.high:
            return value
        message = (
            f"`{key}` is {show(value)}, but must be from {show(kind.low)} to {show(kind.high)}"
        )
        self.faults.error(self.place(key), "out-of-range", message)
        return default


def read_fields(node: Node, record: Record, faults: Faults, name: str = "") -> Fields | None:
    """Read a mapping with the keys of a record; None if the node is no mapping.

    Messages call it by its name, or by its `id` if it has one.
    """
    if not isinstance(node, Mapping):
        wrong_type(node, record.name, "keys with values", faults)
        return None
    fields = Fields(node, record, faults, named(record, node, name))
    _refuse_unknown(node, record, fields.name, faults)
    fields.require(*(key.name for key in record.keys if key.required))
    return fields


def _refuse_unknown(node: Mapping, record: Record, what: str, faults: Faults) -> None:
    allowed = {key.name for key in record.keys}
    pieces = 0  # of a text that is told already
    for at, (key, _) in enumerate(node.entries):
        if pieces:
            pieces -= 1
        elif key.text not in allowed:
            pieces, whole = split_text(node.entries, at)
            message, hint = f"{what} has no key {key.text!r}", suggest(key.text, allowed)
            if pieces:
                message = f"the comma before {key.text!r} splits the text in two"
                hint = f"put quotes around the text; write: {whole}"
                pieces -= 1
            faults.error(key.where, "unknown-key", message, hint)
