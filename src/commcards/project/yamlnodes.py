"""Reads YAML files strictly, as nodes that know their place; only this module imports yaml.

Plain ``null``, ``true``, ``false`` and decimal integers are values; all else is text. Features that
make a file hard to read for its editors (anchors, tags, equal keys, ...) are faults.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from commcards.base import layers
from commcards.base.diagnostics import MOST_FAULTS, Diagnostic, Location
from commcards.base.files import read_bytes
from commcards.project.slips.explain import explain, stray
from commcards.project.slips.lines import Complaint, parted, quoted_line, with_dash
from commcards.text.limits import MOST_MARKS, excess
from commcards.text.slips import BIDI, BROKEN, CONTROL

if TYPE_CHECKING:
    import yaml

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20

_WORDS: dict[str, bool | None] = {"null": None, "true": True, "false": False}
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")
_LINE_BREAK = re.compile(r"\r?\n")
# Nobody sees these in an editor, nor a carriage return that ends no line. Joiners are letters'
# business and stay; a tab may be space.
_CONTROL = re.compile(f"(?!\t|\r\n)(?:{BIDI.pattern}|{BROKEN.pattern}|{CONTROL.pattern})")
_STAND_IN = "\u25a1"  # keeps the columns and lets the parser go on to the other faults
# Endings that are not read; .txt is what some editors add, and some systems do not show.
_EXTENSION = re.compile(r"([^.].*?)\.ya?ml(?:\.txt)?", re.IGNORECASE)
_COMMENT = re.compile(r"[ \t]+#")


class Comment(NamedTuple):
    """A # after a text, its place, and the line to write if both are text: empty if unknown."""

    where: Location
    line: str


@dataclass(frozen=True, slots=True)
class Scalar:
    """Text as it is written; ``plain`` tells that it stood there without quotes.

    ``comment`` is a # that follows it, which ends a text without quotes; ``end`` is where its last
    character stands.
    """

    where: Location
    text: str
    plain: bool
    comment: Comment | None = None
    end: Location | None = field(default=None, compare=False)

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
    """Read ``root / file``, or the library's; the node is None where it has no end to be read."""
    folder, name = layers.find(root, file)
    return _read(folder, file, name)


def read_layers(root: Path, file: str) -> tuple[list[Node], list[Diagnostic]]:
    """Read the file of each layer that has it, the library's first: its entries are laid over."""
    nodes: list[Node] = []
    faults: list[Diagnostic] = []
    for folder, start in layers.holding(root, file):
        node, found = _read(folder, file, f"{start}{file}")
        nodes += [node] if node else []
        faults += found
    return nodes, faults


def _read(folder: Path, path: str, file: str) -> tuple[Node | None, list[Diagnostic]]:
    data, faults = read_bytes(folder / path, file, MAX_BYTES, folder)
    if data is None:
        return None, faults
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        where = _place(data[: error.start].decode("utf-8"), file)
        hint = "save the file as UTF-8"
        return None, [Diagnostic(where, "not-utf-8", "the file is not UTF-8 from here on", hint)]
    return parse(text, file)


def files(root: Path, folder: str) -> tuple[list[str], list[Diagnostic]]:
    """List the YAML files of a folder by name, as ``folder/name.yaml``, with the library's."""
    homes = [home / folder for home, _ in layers.layers(root) if (home / folder).is_dir()]
    if not homes:
        return [], [Diagnostic(Location(folder), "missing-file", "the folder does not exist")]
    found = {path.name: path for home in homes for path in home.iterdir()}
    names: list[str] = []
    faults: list[Diagnostic] = []
    for path in (found[name] for name in sorted(found)):
        file = f"{folder}/{path.name}"
        if path.suffix == ".yaml":
            names.append(file)
        elif match := _EXTENSION.fullmatch(path.name):
            message = "the file is not read: its name does not end in .yaml"
            hint = f"rename it to {match[1]}.yaml"
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
    controls = (
        _control(Location(file, number, match.start() + 1), match[0])
        for number, line in enumerate(_LINE_BREAK.split(text), start=1)
        for match in _CONTROL.finditer(line)
    )
    faults += islice(controls, MOST_FAULTS)
    builder = _Builder(file, faults)
    return builder.build(_CONTROL.sub(_STAND_IN, text)), faults


def _place(before: str, file: str) -> Location:
    """Return the place that follows the given text."""
    lines = _LINE_BREAK.split(before)
    return Location(file, len(lines), len(lines[-1]) + 1)


def _control(where: Location, character: str) -> Diagnostic:
    name = f"U+{ord(character):04X}"
    if BROKEN.match(character):
        message = f"the character {name} stands where another one was lost"
        return Diagnostic(where, "broken-character", message, "type the text again")
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
        self.lines: list[str] = []
        self.anchors: set[str] = set()

    def build(self, text: str) -> Node | None:
        import yaml  # slow to import, and most builds parse nothing

        self.lines = _LINE_BREAK.split(text)
        # libyaml, not the Python parser: that one lets lone surrogates through in escapes.
        events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
        try:
            for event in events:
                self._take(event)
                if len(self.faults) >= MOST_FAULTS:
                    return None
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
        if isinstance(event, yaml.DocumentStartEvent) and (event.version or event.tags):
            hint = "delete the lines that start with %"
            self._fault(where, "directive", "a file has no directives", hint)
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            hint = "delete the line ---: a file is one document"
            self._fault(where, "second-document", "a second document starts here", hint)
            raise _Stop
        if isinstance(event, yaml.AliasEvent):
            if event.anchor in self.anchors:
                message = f"the alias *{event.anchor} is not allowed"
                self._fault(where, "alias", message, "write the value out")
            else:
                self._starts(where, "alias", "*", "")
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
        if event.style == '"':  # escapes hide from the look at the file's text
            found = islice(_CONTROL.findall(text), MOST_FAULTS)
            self.faults.extend(_control(where, control) for control in found)
        if too_much := excess(text, MAX_BYTES):  # to sort so many marks would take minutes
            self._fault(where, "text-too-long", f"the text has {too_much}", "delete some")
            text = text[:MOST_MARKS]
        elif not unicodedata.is_normalized("NFC", text):
            message = "the text is not in Unicode normal form C"
            hint = f"type it again; write: {unicodedata.normalize('NFC', text)}"
            self._fault(where, "not-nfc", message, hint)
        end = event.end_mark
        last = Location(self.file, end.line + 1, end.column - bool(event.style)) if end else None
        if event.style:
            return Scalar(where, text, plain=False, end=last)
        return Scalar(where, text, True, self._comment_after(event.end_mark, where, text), last)

    def _comment_after(self, end: _Mark | None, where: Location, text: str) -> Comment | None:
        """Return a comment that may be meant as text, on the same line or the next.

        On the next line it is one that stands further in than the keys, as more text would.
        """
        if end is None or end.line >= len(self.lines):
            return None
        match = _COMMENT.match(self.lines[end.line], end.column)
        if match:
            place = Location(self.file, end.line + 1, match.end())
            start = where if text else place
            is_one_line = start.line == place.line
            line = quoted_line(self.lines[end.line], start.column) if is_one_line else ""
            return Comment(place, line)
        below = self.lines[end.line + 1] if end.line + 1 < len(self.lines) else ""
        indent = len(below) - len(below.lstrip(" "))
        if below[indent : indent + 1] == "#" and self.open and indent >= self.open[-1][0].column:
            return Comment(Location(self.file, end.line + 2, indent + 1), "")
        return None

    def _decoration(
        self,
        event: yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent,
        where: Location,
    ) -> None:
        import yaml

        is_text = isinstance(event, yaml.ScalarEvent)
        if event.anchor is not None:
            self.anchors.add(event.anchor)
            if is_text:
                self._starts(where, "anchor", "&", f"delete &{event.anchor}, or ")
            else:
                message = f"the anchor &{event.anchor} is not allowed"
                self._fault(where, "anchor", message, "delete it")
        if event.tag is not None:
            if is_text and event.tag.startswith("!"):
                self._starts(where, "tag", "!", "")
            else:
                message = f"the tag {event.tag} is not allowed"
                self._fault(where, "tag", message, "delete it; put quotes around text")

    def _starts(self, where: Location, code: str, sign: str, other: str) -> None:
        """Refuse a sign that means something in YAML, where text is likely meant."""
        text = self.lines[where.line - 1]
        line = quoted_line(text, where.column)
        hint = f"{other}put quotes around the text{'; write: ' if line else ''}{line}"
        message = f"text that starts with {sign} needs quotes"
        if line and (slip := stray(parted(where.line, text))):
            message, hint = slip.message, slip.hint
        self._fault(where, code, message, hint)

    def _entries(self, children: list[Node]) -> Iterator[tuple[Scalar, Node]]:
        seen: dict[str, Location] = {}
        moved = False
        for key, value in zip(children[::2], children[1::2], strict=True):
            if isinstance(key, Broken):
                continue
            if not isinstance(key, Scalar):
                self._fault(key.where, "bad-key", "a key must be text, not something in brackets")
            elif key.plain and key.text == "<<":
                hint = "write the keys out"
                self._fault(key.where, "merge-key", "the merge key << is not allowed", hint)
            elif key.text in seen:
                message = f"the key {key.text!r} is used at {seen[key.text]} already"
                is_first = key.text == next(iter(seen))
                hint = f"keep one of the two{self._another(key.where) if is_first else ''}"
                if not moved:  # Then its other keys belong to the other item too.
                    self._fault(key.where, "duplicate-key", message, hint)
                moved = moved or is_first
            else:
                seen[key.text] = key.where
                yield key, value

    def _another(self, where: Location) -> str:
        """Return how another item of a list begins with a key that stands first on its line."""
        line, spaces = self.lines[where.line - 1], where.column - 1
        if spaces < 2 or line[:spaces].strip():
            return ""
        return f"; if another item begins here, {with_dash(line.strip(), spaces)}"

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        where, begun = self._at(error.problem_mark or error.context_mark), error.context_mark
        if any(fault.where.line == where.line for fault in self.faults):
            return  # Text after an alias, for example, is told with the alias.
        problem = error.problem or "this is not YAML"
        begun_at = (begun.line + 1, begun.column + 1) if begun else (0, 0)
        slip = explain(self.lines, Complaint(where.line, where.column, problem, *begun_at))
        if slip:
            where = Location(self.file, slip.line, slip.column)
            self._fault(where, "yaml-syntax", slip.message, slip.hint)
        else:
            message = f"this line, or the one above, is not written as YAML is ({problem})"
            hint = "look for a colon, dash or bracket that lacks or is too many; "
            hint += "put quotes around text with signs in it"
            self._fault(where, "yaml-syntax", message, hint)

    def _at(self, mark: _Mark | None) -> Location:
        return Location(self.file, mark.line + 1, mark.column + 1) if mark else Location(self.file)

    def _fault(self, where: Location, code: str, message: str, hint: str = "") -> None:
        self.faults.append(Diagnostic(where, code, message, hint))
