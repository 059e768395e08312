"""What somebody meant who wrote a line that is no YAML: where it began, and how to mend it. Pure.

The parser tells what it looked for and where it gave up, which may be at the end of the file for a
quote that was opened at its head. Each rule below knows a slip by its looks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple


class Slip(NamedTuple):
    """What is wrong, where (counted from 1), and how to mend it."""

    line: int
    column: int
    message: str
    hint: str


class Complaint(NamedTuple):
    """What the parser says: where it gave up, at what, and where that began (0 if unknown)."""

    line: int
    column: int
    problem: str
    begun_line: int = 0
    begun_column: int = 0


class _Line(NamedTuple):
    """A line: where its key stands, from 0, and the value that follows key or dash."""

    number: int
    text: str
    at: int
    key: str
    value: str
    value_at: int


_PARTS = re.compile(r"(?P<lead> *(?:- +)*)(?P<key>[\w-]+:(?: +|$))?(?P<value>.*)")
_DASH = re.compile(r" *(-)[^\s-]")
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?:\s|$)")
_NO_SPACE = re.compile(r" *(?:- +)*[\w-]+(:)\S")
_WIDE_COLON = re.compile(r" *(?:- +)*[\w-]+([：﹕])")
_KEY_ALONE = re.compile(r" *(?:- +)*[\w-]+: *")
_SPECIAL = "&*!%@`|>?-"
_PAIRS = {"{": "}", "[": "]"}


def explain(lines: Sequence[str], complaint: Complaint) -> Slip | None:
    """Return the slip that made the parser give up; None if none is known."""
    read = list(_read(lines[: complaint.line]))
    slips = (slip for rule in _RULES for slip in rule(read, complaint))
    return next(slips, None)


def _read(lines: Sequence[str]) -> Iterator[_Line]:
    """Yield the lines that have something on them."""
    for number, text in enumerate(lines, 1):
        parts = _PARTS.fullmatch(text.rstrip())
        if parts and text.strip() and not text.lstrip().startswith("#"):
            lead, key = parts["lead"], parts["key"] or ""
            at = len(lead)
            yield _Line(number, text.rstrip(), at, key.strip(), parts["value"], at + len(key))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _unseen(lines: list[_Line], complaint: Complaint) -> Iterator[Slip]:
    for line in lines:
        indent = re.match(r"\s*", line.text)
        lead = indent[0] if indent else ""
        for character, name in (("\t", "a tab"), ("\u00a0", "a space that does not break")):
            if character in lead:
                hint = "indent with the space bar"
                message = f"{name} indents this line"
                yield Slip(line.number, lead.index(character) + 1, message, hint)


def _conflict(lines: list[_Line], complaint: Complaint) -> Iterator[Slip]:
    for line in lines:
        if _CONFLICT.match(line.text):
            hint = "choose one side and delete the marks"
            yield Slip(line.number, 1, "a merge was left unfinished here", hint)


def _quotes(lines: list[_Line], complaint: Complaint) -> Iterator[Slip]:
    """A quote that is not closed on its line, or is closed before the text ends."""
    for at, line in enumerate(lines):
        mark = line.value[:1]
        if mark not in ("'", '"'):
            continue
        inside = r"(?:''|[^'])*" if mark == "'" else r'(?:\\.|[^"\\])*'
        closed = re.match(f"{mark}{inside}{mark}", line.value)
        if closed is None:
            after = next((each for each in lines[at + 1 :] if mark in each.text), None)
            if after and not after.key and after.text.endswith(mark):
                continue  # A quoted text may have several lines.
            hint = (
                f"write {mark} after the text too; text that begins with {mark} needs other quotes"
            )
            message = f"the quote {mark} that opens here is not closed"
            yield Slip(line.number, line.value_at + 1, message, hint)
        elif re.match(r" *[^\s#]", rest := line.value[closed.end() :]):
            hint = "put the other kind of quotes around all of the text"
            if mark == "'":
                hint = (
                    f'write \'\' for an apostrophe, or put " around the text: "{line.value[1:-1]}"'
                )
            if not rest.startswith((",", "}", "]", ":")):
                message = f"the quote {mark} is closed here, before the text ends"
                yield Slip(line.number, line.value_at + closed.end(), message, hint)

    if "end of stream" in complaint.problem and complaint.begun_line:
        message, hint = "the quote that opens here is not closed", "write the same quote after it"
        yield Slip(complaint.begun_line, complaint.begun_column, message, hint)


def _escape(lines: list[_Line], complaint: Complaint) -> Iterator[Slip]:
    if "escape" in complaint.problem:
        hint = r"write \\ for a backslash, or use single quotes"
        yield Slip(complaint.line, complaint.column, "a backslash stands before this letter", hint)


def _starts(lines: list[_Line], complaint: Complaint) -> Iterator[Slip]:
    """Text that starts with a sign that means something in YAML."""
    for line in lines:
        first = line.value[:1]
        if line.number != complaint.line or not first:
            continue
        closing = _PAIRS.get(first)
        is_special = first in _SPECIAL and (line.key or first not in "-?")
        if is_special or (closing and closing in line.value[:-1] and line.value[-1] != closing):
            message = f"text that starts with {first} needs quotes"
            yield Slip(line.number, line.value_at + 1, message, f"write {_quoted(line.value)}")


def _brackets(lines: list[_Line], complaint: Complaint) -> Iterator[Slip]:
    """Brackets that are not closed, closed twice, or lack a comma."""
    here = next((line for line in lines if line.number == complaint.line), None)
    sign = here.text[complaint.column - 1 : complaint.column] if here else ""
    if "',' or" not in complaint.problem:
        if here and sign in ("}", "]"):
            hint = "delete it, or open it before"
            yield Slip(complaint.line, complaint.column, f"there is a {sign} too many", hint)
        return
    begun = next((line for line in lines if line.number == complaint.begun_line), None)
    if begun is None:
        return
    cut = re.search(r"\s(#)", begun.text[complaint.begun_column :])
    opening = begun.text[complaint.begun_column - 1]
    if cut:
        at = complaint.begun_column + cut.start(1) + 1
        hint = "put quotes around text with a # in it"
        yield Slip(begun.number, at, "the # begins a comment and cuts this line off", hint)
    elif complaint.line == begun.number and sign == ":":
        hint = "put a comma between a value and the next key, and quotes around text with a colon"
        yield Slip(complaint.line, complaint.column, "a comma is missing before this key", hint)
    else:
        hint = f"write {_PAIRS.get(opening, 'a bracket')} at its end"
        if begun.value.startswith(opening) and not re.match(r".[\w-]+[:,]", begun.value):
            hint = f"put quotes around text that starts with it: {_quoted(begun.value)}"
        message = f"the {opening} that opens here is not closed"
        yield Slip(begun.number, complaint.begun_column, message, hint)


def _dash(lines: list[_Line], complaint: Complaint) -> Iterator[Slip]:
    for line in lines[-2:]:
        if found := _DASH.match(line.text):
            hint = f"write {line.text.strip().replace('-', '- ', 1)!r}"
            column = found.start(1) + 1
            yield Slip(line.number, column, "a dash needs a space after it", hint)


def _colon(lines: list[_Line], complaint: Complaint) -> Iterator[Slip]:
    """A key without its colon, or a colon without its space."""
    if "could not find expected ':'" not in complaint.problem:
        return
    number = complaint.begun_line or complaint.line
    at = next((index for index, line in enumerate(lines) if line.number == number), None)
    if at is None:
        return
    line = lines[at]
    if wide := _WIDE_COLON.match(line.text):
        hint = "type a colon with a Latin keyboard, and a space after it"
        yield Slip(number, wide.start(1) + 1, "this colon is of another script", hint)
    elif close := _NO_SPACE.match(line.text):
        hint = "write a space after the colon"
        yield Slip(number, close.end(1) + 1, "a colon needs a space after it", hint)
    elif at and _KEY_ALONE.fullmatch(lines[at - 1].text):
        hint = f"write it on line {lines[at - 1].number}, after the colon"
        message = "the text does not stand on the line of its key"
        yield Slip(number, line.value_at + 1, message, hint)
    else:
        key, _, rest = line.value.partition(" ")
        written = f"{key}: {rest.lstrip('= ')}".strip()
        hint = f"write {written!r}"
        yield Slip(number, line.at + 1, "a key has no colon after it", hint)


def _indent(lines: list[_Line], complaint: Complaint) -> Iterator[Slip]:
    """A line that stands further in or out than those it belongs to."""
    if len(lines) < 2 or lines[-1].number != complaint.line:
        return
    above, line = lines[-2:]
    spaces = len(line.text) - len(line.text.lstrip(" "))
    is_first = complaint.column <= line.value_at + 1
    if "mapping values" in complaint.problem and not (line.key and is_first):
        message = "a colon stands in a text without quotes"
        hint = f"put quotes around it: {_quoted(line.value)}"
        yield Slip(complaint.line, complaint.column, message, hint)
    elif "mapping values" in complaint.problem:
        message = "this line is indented further than the one above"
        hint = f"indent it by {above.at} spaces, as the key {above.key.rstrip(':')!r} is"
        yield Slip(complaint.line, spaces + 1, message, hint)
    elif "expected" in complaint.problem:
        message = "this line is indented by a number of spaces that no line above it has"
        hint = f"indent it by {above.at} spaces, as line {above.number}, if it belongs to that"
        yield Slip(complaint.line, spaces + 1, message, hint)


_RULES: tuple[Callable[[list[_Line], Complaint], Iterator[Slip]], ...] = (
    *(_unseen, _conflict, _escape, _quotes, _starts, _brackets, _dash, _colon, _indent),
)
