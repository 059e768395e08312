"""Reads YAML files strictly, as nodes that know their place; only this module imports yaml.

Plain ``null``, ``true``, ``false`` and decimal integers are values; all else is text. Features that
make a file hard to read for its editors (anchors, tags, equal keys, ...) are faults.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from commcards.base.diagnostics import Diagnostic, Location

if TYPE_CHECKING:
    import yaml

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20

_WORDS: dict[str, bool | None] = {"null": None, "true": True, "false": False}
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
# C0, DEL, C1, line and paragraph separator, bidi controls, inner BOM, noncharacters are invisible
# in an editor. ZWNJ and ZWJ are allowed, because they shape letters.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ufeff\ufffe\uffff]"
)
_HINTS = (
    ("mapping values are not allowed", "text with a colon and a space in it needs quotes"),
    ("tab", "indent with spaces, not with tabs"),
    ("cannot start any token", "text that starts with @, ` or % needs quotes"),
)


@dataclass(frozen=True, slots=True)
class Scalar:
    """Text of the file; ``plain`` text has no quotes."""

    where: Location
    text: str
    plain: bool

    @property
    def value(self) -> str | int | bool | None:
        """The text, or the value of a plain null, true, false or integer of up to 15 digits."""
        if not self.plain:
            return self.text
        if self.text in _WORDS:
            return _WORDS[self.text]
        return int(self.text) if _INTEGER.fullmatch(self.text) else self.text


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    where: Location
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys, all different and all text, with their values in the order of the file."""

    where: Location
    entries: tuple[tuple[Scalar, Node], ...]

    def get(self, key: str) -> Node | None:
        """Return the value of the key, or None."""
        return next((value for name, value in self.entries if name.text == key), None)


@dataclass(frozen=True, slots=True)
class Broken:
    """A node whose fault is reported already; readers skip it silently."""

    where: Location


Node: TypeAlias = Scalar | Sequence | Mapping | Broken


def read(root: Path, file: str) -> tuple[Node | None, list[Diagnostic]]:
    """Read ``root / file``; the node is None if the file cannot be read to its end."""
    path = root / file
    if path.exists() and not path.is_file():  # Opening a pipe would wait for ever.
        return None, [Diagnostic(Location(file), "unreadable-file", "it is not a file")]
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None, [Diagnostic(Location(file), "missing-file", "the file does not exist")]
    except OSError as error:
        why = error.strerror or str(error)
        return None, [Diagnostic(Location(file), "unreadable-file", f"cannot be read: {why}")]
    if len(data) > MAX_BYTES:
        hint = f"split it: {MAX_BYTES // 1024} KiB at most"
        return None, [Diagnostic(Location(file), "file-too-large", "the file is too large", hint)]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        where = _place(data[: error.start].decode("utf-8"), file)
        hint = "save the file as UTF-8"
        return None, [Diagnostic(where, "not-utf-8", "the file is not UTF-8 from here on", hint)]
    return parse(text, file)


def files(root: Path, folder: str) -> tuple[list[str], list[Diagnostic]]:
    """List the YAML files of a folder below root by name, as ``folder/name.yaml``."""
    if not (root / folder).is_dir():
        return [], [Diagnostic(Location(folder), "missing-file", "the folder does not exist")]
    names: list[str] = []
    faults: list[Diagnostic] = []
    for path in sorted((root / folder).iterdir(), key=lambda path: path.name):
        file = f"{folder}/{path.name}"
        if path.suffix == ".yaml":
            names.append(file)
        elif path.suffix.lower() in {".yaml", ".yml"}:
            message = "the file is not read: its name does not end in .yaml"
            hint = f"rename it to {path.stem}.yaml"
            faults.append(Diagnostic(Location(file), "wrong-extension", message, hint))
    return names, faults


def parse(text: str, file: str) -> tuple[Node | None, list[Diagnostic]]:
    """Read YAML text; ``file`` is its name in the faults."""
    faults: list[Diagnostic] = []
    if text.startswith("\ufeff"):
        message = "the file starts with a byte order mark"
        hint = "save it as UTF-8 without BOM"
        faults.append(Diagnostic(Location(file, 1, 1), "byte-order-mark", message, hint))
        text = text.removeprefix("\ufeff")
    for number, line in enumerate(_LINE_BREAK.split(text), start=1):
        for match in _CONTROL.finditer(line):
            faults.append(_control(Location(file, number, match.start() + 1), match[0]))
    builder = _Builder(file, faults)
    # A replacement character keeps the columns, and lets the parser find other faults.
    return builder.build(_CONTROL.sub("\ufffd", text)), faults


def _place(before: str, file: str) -> Location:
    """Return the place that follows the given text."""
    lines = _LINE_BREAK.split(before)
    return Location(file, len(lines), len(lines[-1]) + 1)


def _control(where: Location, character: str) -> Diagnostic:
    name = f"U+{ord(character):04X}"
    message = f"the invisible character {name} is in the text"
    return Diagnostic(where, "control-character", message, "delete it")


class _Mark(Protocol):
    """A place of the parser, counted from 0."""

    line: int
    column: int


class _Stop(Exception):
    """Reading the rest of the file is useless; the fault is noted."""


class _Builder:
    """Turns parser events into nodes without recursion, and notes faults."""

    def __init__(self, file: str, faults: list[Diagnostic]) -> None:
        self.file = file
        self.faults = faults
        self.open: list[tuple[Location, list[Node]]] = []
        self.root: Node | None = None

    def build(self, text: str) -> Node | None:
        import yaml  # slow to import, and most builds parse nothing

        # This is libyaml: the Python parser would let lone surrogates through in escapes.
        events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
        try:
            for event in events:
                self._take(event)
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
            return None
        except _Stop:
            return None
        if self.root is None or (isinstance(self.root, Scalar) and not self.root.text):
            self._fault(Location(self.file), "empty-file", "the file is empty")
            return None
        return self.root

    def _take(self, event: yaml.Event) -> None:
        import yaml

        where = self._at(event.start_mark)
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            hint = "delete the line ---: a file is one document"
            self._fault(where, "second-document", "a second document starts here", hint)
            raise _Stop
        if isinstance(event, yaml.AliasEvent):
            hint = "write the value out"
            self._fault(where, "alias", f"the alias *{event.anchor} is not allowed", hint)
            self._add(Broken(where))
        elif isinstance(event, yaml.ScalarEvent):
            self._decoration(event, where)
            self._add(self._scalar(event, where))
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            self._decoration(event, where)
            self._enter(where)
        elif isinstance(event, yaml.SequenceEndEvent):
            place, children = self.open.pop()
            self._add(Sequence(place, tuple(children)))
        elif isinstance(event, yaml.MappingEndEvent):
            place, children = self.open.pop()
            self._add(Mapping(place, tuple(self._entries(children))))

    def _enter(self, where: Location) -> None:
        if len(self.open) == MAX_DEPTH:
            self._fault(where, "too-deep", f"more than {MAX_DEPTH} levels of nesting")
            raise _Stop
        self.open.append((where, []))

    def _add(self, node: Node) -> None:
        if self.open:
            self.open[-1][1].append(node)
        else:
            self.root = node

    def _scalar(self, event: yaml.ScalarEvent, where: Location) -> Scalar:
        text = event.value
        if event.style == '"':  # Escapes can hide what the check of the file's text looks for.
            self.faults.extend(_control(where, found) for found in _CONTROL.findall(text))
        if not unicodedata.is_normalized("NFC", text):
            message = "the text is not in Unicode normal form C"
            hint = f"write it as {unicodedata.normalize('NFC', text)!r}"
            self._fault(where, "not-nfc", message, hint)
        return Scalar(where, text, plain=not event.style)

    def _decoration(
        self,
        event: yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent,
        where: Location,
    ) -> None:
        if event.anchor is not None:
            self._fault(where, "anchor", f"the anchor &{event.anchor} is not allowed", "delete it")
        if event.tag is not None:
            message = f"the tag {event.tag} is not allowed"
            self._fault(where, "tag", message, "delete it; put quotes around text")

    def _entries(self, children: list[Node]) -> Iterator[tuple[Scalar, Node]]:
        seen: dict[str, Location] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if isinstance(key, Broken):
                continue
            if not isinstance(key, Scalar):
                self._fault(key.where, "bad-key", "a key must be text, not a list or mapping")
            elif key.plain and key.text == "<<":
                hint = "write the keys out"
                self._fault(key.where, "merge-key", "the merge key << is not allowed", hint)
            elif key.text in seen:
                message = f"the key {key.text!r} is used at {seen[key.text]} already"
                self._fault(key.where, "duplicate-key", message, "keep one of the two")
            else:
                seen[key.text] = key.where
                yield key, value

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        where = self._at(error.problem_mark or error.context_mark)
        problem = error.problem or "not YAML"
        hint = next((hint for part, hint in _HINTS if part in problem), "")
        message = f"{problem} ({error.context})" if error.context else problem
        self._fault(where, "yaml-syntax", message, hint)

    def _at(self, mark: _Mark | None) -> Location:
        return Location(self.file, mark.line + 1, mark.column + 1) if mark else Location(self.file)

    def _fault(self, where: Location, code: str, message: str, hint: str = "") -> None:
        self.faults.append(Diagnostic(where, code, message, hint))
