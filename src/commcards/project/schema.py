"""Reads nodes with their types: every fault is noted with its place, and reading goes on.

A faulty value becomes a stand-in (empty text, 0, no items). So values that come with errors serve
to find further faults, but not to build from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NamedTuple

from commcards.base.diagnostics import Diagnostic, Location, Severity
from commcards.base.units import Mm, mm
from commcards.project.yamlnodes import Broken, Mapping, Node, Scalar, Sequence

MAX_TEXT = 120
MAX_NOTE = 300  # notes for translators

_LISTED = 20  # a longer list of allowed words would hide the message
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ID_HINT = "use small letters a to z, digits, and single hyphens between them"
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


def describe(node: Node) -> str:
    """Say what a node is, for a message."""
    if isinstance(node, Sequence):
        return "a list"
    if not isinstance(node, Scalar):
        return "a mapping"
    if node.plain and not node.text:
        return "nothing"
    if isinstance(node.value, str):
        return f"the text {node.text[:40]!r}"
    return f"the integer {node.text}" if type(node.value) is int else node.text


def is_id(text: str) -> bool:
    """Return whether the text is an id: small letters, digits and single hyphens."""
    return _ID.fullmatch(text) is not None


def wrong_type(node: Node, what: str, expected: str, faults: Faults) -> None:
    """Note that a node is not of the type it should be."""
    if isinstance(node, Broken):
        return
    hint = ""
    if expected == "text" and isinstance(node, Scalar):
        hint = f"put quotes around it: '{node.text}'"
    message = f"{what} should be {expected}, but is {describe(node)}"
    faults.error(node.where, "wrong-type", message, hint)


def read_text(node: Node, what: str, faults: Faults, limit: int = MAX_TEXT) -> str:
    """Read one line of text without edge spaces, of ``limit`` characters at most."""
    if not isinstance(node, Scalar) or not isinstance(node.value, str):
        wrong_type(node, what, "text", faults)
        return ""
    text = node.text
    if not text.strip():
        hint = "write the text, or delete the key; a value that starts with # needs quotes"
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
    return text


def read_id(node: Node, what: str, faults: Faults) -> str:
    """Read an id."""
    text = read_text(node, what, faults)
    if text and not is_id(text):
        faults.error(node.where, "bad-id", f"{what} {text!r} is not an id", _ID_HINT)
        return ""
    return text


def read_items(node: Node, what: str, faults: Faults, *, least: int = 1) -> tuple[Node, ...]:
    """Read a list of ``least`` items or more."""
    if not isinstance(node, Sequence):
        wrong_type(node, what, "a list", faults)
        return ()
    if len(node.items) < least:
        faults.error(node.where, "empty-list", f"{what} is an empty list")
    return node.items


def read_entries(node: Node, what: str, faults: Faults) -> tuple[tuple[str, Node], ...]:
    """Read a mapping whose keys are the user's own ids; entries with other keys are left out."""
    if not isinstance(node, Mapping):
        wrong_type(node, what, "a mapping", faults)
        return ()
    if not node.entries:
        faults.error(node.where, "empty-list", f"{what} is an empty mapping")
    for key, _ in node.entries:
        if not is_id(key.text):
            faults.error(key.where, "bad-id", f"{key.text!r} is not an id", _ID_HINT)
    return tuple((key.text, value) for key, value in node.entries if is_id(key.text))


class Fields:
    """The keys of one mapping, each read with its type.

    An absent key gives the default; ``read_fields`` reports keys that must not be absent.
    """

    def __init__(self, node: Mapping, faults: Faults) -> None:
        self.where = node.where
        self.faults = faults
        self._values = {key.text: value for key, value in node.entries}

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def node(self, key: str) -> Node | None:
        """Return the node of a key; None if the key is absent or its node broken."""
        node = self._values.get(key)
        return None if isinstance(node, Broken) else node

    def place(self, key: str) -> Location:
        """Return the place of a value, or of the mapping if the key is absent."""
        return self._values[key].where if key in self._values else self.where

    def text(self, key: str, default: str = "", limit: int = MAX_TEXT) -> str:
        """Read one line of text."""
        node = self.node(key)
        return read_text(node, f"`{key}`", self.faults, limit) if node else default

    def id(self, key: str, default: str = "") -> str:
        """Read an id."""
        node = self.node(key)
        return read_id(node, f"`{key}`", self.faults) if node else default

    def pattern(self, key: str, pattern: str, code: str, hint: str, default: str = "") -> str:
        """Read text that fully matches a regular expression; ``code`` is that of the fault."""
        text = self.text(key, default)
        if text and not re.fullmatch(pattern, text):
            self.faults.error(self.place(key), code, f"`{key}` cannot be {text!r}", hint)
            return default
        return text

    def one_of(self, key: str, allowed: Iterable[str], default: str = "") -> str:
        """Read one of the allowed words."""
        words = list(allowed)
        text = self.text(key, default)
        if text and text not in words:
            message = f"`{key}` cannot be {text!r}"
            self.faults.error(self.place(key), "unknown-value", message, suggest(text, words))
            return default
        return text

    def flag(self, key: str, default: bool = False) -> bool:
        """Read true or false."""
        node = self.node(key)
        if isinstance(node, Scalar) and isinstance(node.value, bool):
            return node.value
        if node:
            wrong_type(node, f"`{key}`", "true or false", self.faults)
        return default

    def integer(self, key: str, low: int, high: int, default: int = 1) -> int:
        """Read an integer from low to high."""
        node = self.node(key)
        if isinstance(node, Scalar) and type(node.value) is int:
            return int(self._within(key, node.value, low, high, default, str))
        if node:
            wrong_type(node, f"`{key}`", "an integer", self.faults)
        return default

    def number(self, key: str, low: float, high: float, default: float = 1.0) -> float:
        """Read a number such as 1 or 1.25."""
        node = self.node(key)
        if isinstance(node, Scalar) and node.plain and _NUMBER.fullmatch(node.text):
            return self._within(key, float(node.text), low, high, default, "{:g}".format)
        if node:
            wrong_type(node, f"`{key}`", "a number such as 1.25", self.faults)
        return default

    def length(self, key: str, low: float, high: float) -> Mm:
        """Read a length with its unit, from low to high millimetres."""
        node = self.node(key)
        if node and not isinstance(node, Scalar):
            wrong_type(node, f"`{key}`", "a length such as 98mm", self.faults)
        if not isinstance(node, Scalar):
            return Mm(low)
        try:
            length = mm(node.text)
        except ValueError:
            message = f"`{key}` should be a length, but is {describe(node)}"
            hint = "write a number with mm, cm, in or pt, such as 98mm"
            self.faults.error(node.where, "bad-length", message, hint)
            return Mm(low)
        return Mm(round(self._within(key, length, low, high, low, "{:g}mm".format), 6))

    def items(self, key: str, *, least: int = 1) -> tuple[Node, ...]:
        """Read a list."""
        node = self.node(key)
        return read_items(node, f"`{key}`", self.faults, least=least) if node else ()

    def entries(self, key: str) -> tuple[tuple[str, Node], ...]:
        """Read a mapping whose keys are the user's own ids."""
        node = self.node(key)
        return read_entries(node, f"`{key}`", self.faults) if node else ()

    def texts(self, key: str, *, least: int = 1) -> tuple[Placed, ...]:
        """Read a list of different texts."""
        texts: dict[str, Placed] = {}
        for node in self.items(key, least=least):
            text = read_text(node, f"an item of `{key}`", self.faults)
            if text in texts:
                message = f"{text!r} is listed at {texts[text].where} already"
                self.faults.error(node.where, "duplicate-item", message, "keep one of the two")
            elif text:
                texts[text] = Placed(text, node.where)
        return tuple(texts.values())

    def _within(
        self,
        key: str,
        value: float,
        low: float,
        high: float,
        default: float,
        show: Callable[[float], str],
    ) -> float:
        if low <= value <= high:
            return value
        message = f"`{key}` is {show(value)}, but must be from {show(low)} to {show(high)}"
        self.faults.error(self.place(key), "out-of-range", message)
        return default


def read_fields(
    node: Node, what: str, faults: Faults, required: Iterable[str], optional: Iterable[str] = ()
) -> Fields | None:
    """Read a mapping with the given keys; None if the node is no mapping."""
    if not isinstance(node, Mapping):
        wrong_type(node, what, "a mapping", faults)
        return None
    needed = list(required)
    allowed = [*needed, *optional]
    for key, _ in node.entries:
        if key.text not in allowed:
            message = f"{what} has no key {key.text!r}"
            faults.error(key.where, "unknown-key", message, suggest(key.text, allowed))
    present = {key.text for key, _ in node.entries}
    missing = [f"`{name}`" for name in needed if name not in present]
    if missing:
        hint = "add it" if len(missing) == 1 else "add them"
        faults.error(node.where, "missing-key", f"{what} needs {', '.join(missing)}", hint)
    return Fields(node, faults)
