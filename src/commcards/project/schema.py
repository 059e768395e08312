"""What a YAML file may hold: each key with its type, its meaning and an example.

From one description come the messages of the reader (``fields``), docs/reference and the JSON
Schema files that editors use (``reference``). Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

MAX_TEXT = 120
MAX_NOTE = 300  # notes for translators
ID = "[a-z0-9]+(-[a-z0-9]+)*"


@dataclass(frozen=True, slots=True)
class Text:
    """One line for people, of ``limit`` characters at most."""

    limit: int = MAX_TEXT


@dataclass(frozen=True, slots=True)
class Word:
    """One line for programs that fully matches ``pattern``; ``code`` is the fault if not.

    ``hint`` says in words what the pattern asks for.
    """

    pattern: str = ".*"
    code: str = ""
    hint: str = ""
    limit: int = MAX_TEXT


@dataclass(frozen=True, slots=True)
class Id:
    """The id of ``what``, such as a card."""

    what: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""


@dataclass(frozen=True, slots=True)
class Whole:
    """An integer from ``low`` to ``high``."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Decimal:
    """A number such as 1 or 1.25, from ``low`` to ``high``."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Length:
    """A length with its unit, from ``low`` to ``high`` millimetres."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Items:
    """A list of at least ``least`` items, all of one type; ``most`` 0 is any number.

    ``code`` and ``hint`` are of the fault where there are more or fewer.
    """

    item: Type
    least: int = 1
    most: int = 0
    code: str = "empty-list"
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Entries:
    """A mapping with keys of the user's own; ``key`` says what they are, ``pattern`` how made."""

    key: str
    value: Type
    pattern: str = ID


@dataclass(frozen=True, slots=True)
class Either:
    """One of several types."""

    types: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a record. The reader sees to what a type cannot say; ``meaning`` tells it."""

    name: str
    type: Type
    meaning: str
    example: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with keys of ours; ``name`` is what messages call it, with its article."""

    name: str
    keys: tuple[Key, ...]

    def with_example(self, name: str, example: str) -> Record:
        """Return the record with another example of a key, which messages offer."""
        keys = (replace(key, example=example) if key.name == name else key for key in self.keys)
        return replace(self, keys=tuple(keys))

    def key(self, name: str) -> Key:
        """Return a key. Raises KeyError for one that the record does not have."""
        found = {key.name: key for key in self.keys}
        return found[name]


Type: TypeAlias = (
    Text | Word | Id | Choice | Flag | Whole | Decimal | Length | Items | Entries | Either | Record
)


@dataclass(frozen=True, slots=True)
class File:
    """A kind of file: ``name`` is that of its reference, ``files`` says which files they are."""

    name: str
    files: str
    meaning: str
    root: Record | Entries


def optional(*keys: Key) -> tuple[Key, ...]:
    """Return the keys as those that may be left out."""
    return tuple(Key(key.name, key.type, key.meaning, key.example, required=False) for key in keys)


def described(kind: Type) -> str:
    """Say what a value of a type is, for messages and the reference."""
    match kind:
        case Text():
            return "text"
        case Word():
            return kind.hint or "text"
        case Id():
            return f"the id of {kind.what}"
        case Choice():
            return _or(kind.words)
        case Flag():
            return "true or false"
        case Whole():
            return f"an integer from {kind.low} to {kind.high}"
        case Decimal():
            return f"a number from {kind.low:g} to {kind.high:g}"
        case Length():
            return f"a length from {kind.low:g}mm to {kind.high:g}mm"
        case Items():
            return f"a list, each {described(kind.item)}"
        case Entries():
            return f"a mapping: {kind.key}, each with {described(kind.value)}"
        case Either():
            return _or([described(each) for each in kind.types])
        case Record():
            return f"a mapping with the keys of {kind.name}"


def _or(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last
