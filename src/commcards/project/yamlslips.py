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

    @property
    def spaces(self) -> int:
        """How many spaces it begins with."""
        return len(self.text) - len(self.text.lstrip(" "))

    @property
    def name(self) -> str:
        """What messages call its beginning: the dash, the key or the first word."""
        start = self.text.split(maxsplit=1)[0]
        return "the dash" if start == "-" else repr(self.key.rstrip(":") or start)

    def with_value(self, value: str) -> str:
        """Return what is to be written, without the indentation."""
        return self.text[: self.value_at].lstrip() + value


_PARTS = re.compile(r"(?P<lead> *(?:- +)*)(?P<key>[\w-]+:(?: +|$))?(?P<value>.*)")
_DASH = re.compile(r" *(-)[^\s-]")
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?:\s|$)")
_NO_SPACE = re.compile(r" *(?:- +)*[\w-]+(:)\S")
_WIDE_COLON = re.compile(r" *(?:- +)*[\w-]+\s*([：﹕︓∶꞉]) *")
_KEY_ALONE = re.compile(r" *(?:- +)*[\w-]+: *")
_KEY = re.compile("[a-z][a-z0-9-]*")
_CUT_OFF = re.compile(r"(?<=[:,\[{] )([^\s,:{}\[\]][^,:{}\[\]]*\s#[^,}\]]*[^\s,}\]])")
_SPECIAL = "&*!%@`|>?-"
_PAIRS = {"{": "}", "[": "]"}
_LEAD = (
    ("\t", "this line starts with a tab"),
    ("\u00a0", "this line starts with a no-break space, as word processors write it"),
)


def explain(lines: Sequence[str], complaint: Complaint) -> Slip | None:
    """Return the slip that made the parser give up; None if none is known."""
    read = list(_read(lines[: complaint.line]))
    slips = (slip for rule in _RULES for slip in rule(read, complaint))
    return next(slips, None)


def quoted(text: str) -> str:
    """Write text in quotes: in double ones where it has single ones and needs no escapes."""
    if "'" in text and not re.search(r'["\\]', text):
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def quoted_line(line: str, column: int) -> str:
    """Return the line to write so that its value, from a column from 1 on, stands in quotes.

    It has no indentation; it is empty for a value in brackets, whose end is a guess.
    """
    parted = _parted(0, line)
    return parted.with_value(quoted(parted.value)) if parted.value_at == column - 1 else ""


def with_dash(written: str, spaces: int) -> str:
    """Return the hint that makes an item's first line, now after ``spaces``, begin the item."""
    key = written.partition(":")[0]
    left = f" (keep the {spaces - 2} before them)" if spaces > 2 else ""
    change = f"replace the two spaces before {key!r}{left} with a dash and a space"
    return f"{change}; write: - {written}"


def _read(lines: Sequence[str]) -> Iterator[_Line]:
    """Yield the lines that have something on them."""
    for number, text in enumerate(lines, 1):
        if text.strip() and not text.lstrip().startswith("#"):
            yield _parted(number, text)


def _parted(number: int, text: str) -> _Line:
    text = text.rstrip()
    parts = _PARTS.match(text)
    lead, key, value = parts.group("lead", "key", "value") if parts else ("", "", text)
    key = key or ""
    return _Line(number, text, len(lead), key.strip(), value, len(lead) + len(key))


def _in_quotes(line: _Line, text: str) -> str:
    return f"put quotes around the text; write: {line.with_value(quoted(text))}"


def _unseen(lines: list[_Line], complaint: Complaint) -> Iterator[Slip]:
    for at, line in enumerate(lines):
        words = line.text.lstrip()
        lead = line.text[: len(line.text) - len(words)]
        for character, message in _LEAD:
            if character in lead:
                clean = _parted(line.number, words)
                hint = f"delete all before {clean.name}, and type {_room(lines[:at], clean)}"
                yield Slip(line.number, lead.index(character) + 1, message, hint)


def _room(above: list[_Line], line: _Line) -> str:
    """Say how many spaces a line likely begins with."""
    if above and above[-1].key and not above[-1].value:
        last = above[-1]
        return (
            f"{last.at + 2} spaces there, 2 more than stand before {last.name} in line "
            f"{last.number}"
        )
    if beside := _beside(above, line):
        column, other = beside
        under = f"so that it stands under {_name_at(other, column)} in line {other.number}"
        return f"{_spaces(column)} there, {under}" if column else f"nothing there, {under}"
    return "spaces there"


def _spaces(count: int) -> str:
    return f"{count} space{'' if count == 1 else 's'}" if count else "no space"


def _name_at(line: _Line, column: int) -> str:
    """Name what stands in a column of a line: its dash or its key."""
    return "the dash" if line.text[column : column + 1] == "-" else repr(line.key.rstrip(":"))


def _beside(above: list[_Line], line: _Line, near: int | None = None) -> tuple[int, _Line] | None:
    """Return where a line may begin, from 0, and the last line above that has something there.

    A dash goes under a dash, a key under a key. Of all places it is the nearest to the column
    ``near``, or else the furthest in.
    """
    places: list[tuple[int, _Line]] = []
    for other in reversed(above):
        if line.at > line.spaces:
            column = other.spaces if other.at > other.spaces else None
        else:
            column = other.at if other.key else None
        if column is not None and (not places or column < places[-1][0]):
            places.append((column, other))
    if near is None or not places:
        return places[0] if places else None
    return min(places, key=lambda place: abs(place[0] - near))


def _conflict(lines: list[_Line], complaint: Complaint) -> Iterator[Slip]:
    for line in lines:
        if _CONFLICT.match(line.text):
            message = "two versions of this file were put together and not finished"
            marks = "<<<<<<<, ======= and >>>>>>>"
            hint = f"keep the lines that you want, and delete those that begin with {marks}"
            yield Slip(line.number, 1, message, hint)


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
            around = '"' if mark == "'" else "'"
            hint = (
                f"write {mark} at the end of the text; "
                f"if the {mark} belongs to the text, put {around} around all of it"
            )
            message = f"the quote {mark} that opens here is not closed"
            yield Slip(line.number, line.value_at + 1, message, hint)
            continue
        rest = line.value[closed.end() :]
        if re.match(r" *[^\s#]", rest) and not rest.startswith((",", "}", "]", ":")):
            whole = quoted(line.value if rest.startswith(" ") else _inside(line.value))
            hint = f"put {whole[0]} around all of the text; write: {line.with_value(whole)}"
            message = f"the quote {mark} is closed here, before the text ends"
            yield Slip(line.number, line.value_at + closed.end(), message, hint)

    if "end of stream" in complaint.problem and complaint.begun_line:
        begun = next((line for line in lines if line.number == complaint.begun_line), None)
        mark = begun.text[complaint.begun_column - 1] if begun else ""
        closing = _PAIRS.get(begun.value[:1], "") if begun else ""
        end = f", before the , or {closing} that follows it" if closing else ""
        message = f"the quote {mark} that opens here is not closed"
        hint = f"write {mark} at the end of the text{end}"
        yield Slip(complaint.begun_line, complaint.begun_column, message, hint)


def _inside(value: str) -> str:
    """Return what was meant to stand in the quotes that a value begins with."""
    mark = value[0]
    text = value[1:].removesuffix(mark)
    return text.replace("''", "'") if mark == "'" else text.replace('\\"', '"')


def _escape(lines: list[_Line], complaint: Complaint) -> Iterator[Slip]:
    if "escape" not in complaint.problem:
        return
    message = 'inside " " a backslash has a meaning of its own'
    hint = r"delete it, or write \\ if it belongs to the text"
    line = lines[-1]
    if line.number == complaint.line and re.fullmatch('"[^"]*"', line.value):
        written = line.with_value(quoted(line.value[1:-1]))
        hint = f"delete it; or, if it belongs to the text, write: {written}"
    yield Slip(complaint.line, complaint.column, message, hint)


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
            yield Slip(line.number, line.value_at + 1, message, _in_quotes(line, line.value))


def _brackets(lines: list[_Line], complaint: Complaint) -> Iterator[Slip]:
    """Brackets that are not closed, closed twice, or lack a comma."""
    here = next((line for line in lines if line.number == complaint.line), None)
    sign = here.text[complaint.column - 1 : complaint.column] if here else ""
    if "',' or" not in complaint.problem:
        for opening, closing in _PAIRS.items():
            if here and sign == closing:
                hint = f"delete it, or write the missing {opening} before the text"
                yield Slip(complaint.line, complaint.column, f"there is a {sign} too many", hint)
        return
    begun = next((line for line in lines if line.number == complaint.begun_line), None)
    if begun is None:
        return
    cut = re.search(r"\s(#)", begun.text[complaint.begun_column :])
    opening = begun.text[complaint.begun_column - 1]
    if cut:
        at = complaint.begun_column + cut.start(1) + 1
        hint = "put quotes around the text with the #"
        if text := _CUT_OFF.search(begun.text):
            hint += f"; write: {_replaced(begun.text, text.start(1), text.end(1))}"
        yield Slip(begun.number, at, "the # begins a comment and cuts this line off", hint)
    elif here and here.number == begun.number and sign == ":":
        yield _colon_within(here, complaint.column - 1)
    else:
        closing = _PAIRS.get(opening, "")
        hint = f"write {closing} where it ends"
        if begun.value.startswith(opening) and not re.match(r".[\w-]+[:,]", begun.value):
            hint = _in_quotes(begun, begun.value)
        elif not begun.text.endswith(",") and re.findall(r"[\[{]", begun.text) == [opening]:
            hint = f"write {closing} at its end; write: {begun.text.strip()}{closing}"
        message = f"the {opening} that opens here is not closed"
        yield Slip(begun.number, complaint.begun_column, message, hint)


def _colon_within(line: _Line, at: int) -> Slip:
    """Explain a second colon between two commas: there is a key before it, or it is text."""
    before = line.text[:at].rstrip()
    word = re.search(r"[^\s,:{}\[\]]*$", before)
    start = word.start() if word else at
    head = before[:start].rstrip()
    if head.endswith(":"):
        end = re.search(r"\s*([,}\]]|$)", line.text[at:])
        written = _replaced(line.text, start, at + end.start() if end else len(line.text))
        hint = f"put quotes around the text; write: {written}"
        return Slip(line.number, at + 1, "a colon stands in a text without quotes", hint)
    name = before[start:]
    hint = (
        "if the colon belongs to the text, put quotes around the text; "
        f"if {name!r} is a key, write: {head.lstrip()}, {line.text[start:]}"
    )
    return Slip(line.number, start + 1, f"a comma is missing before {name!r}", hint)


def _replaced(text: str, start: int, end: int) -> str:
    """Return a line with a part of it in quotes."""
    return f"{text[:start]}{quoted(text[start:end])}{text[end:]}".strip()


def _dash(lines: list[_Line], complaint: Complaint) -> Iterator[Slip]:
    for line in lines[-2:]:
        if found := _DASH.match(line.text):
            hint = f"write: {line.text.strip().replace('-', '- ', 1)}"
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
    above = lines[at - 1] if at else None
    if wide := _WIDE_COLON.match(line.text):
        written = f"{line.text[: wide.start(1)].strip()}: {line.text[wide.end() :]}".strip()
        hint = f"delete it, and type : and a space; write: {written}"
        message = "this is not the usual colon, but one that looks like it"
        yield Slip(number, wide.start(1) + 1, message, hint)
    elif close := _NO_SPACE.match(line.text):
        written = f"{line.text[: close.end(1)].lstrip()} {line.text[close.end(1) :]}"
        hint = f"write: {written}"
        yield Slip(number, close.end(1) + 1, "a colon needs a space after it", hint)
    elif above and _KEY_ALONE.fullmatch(above.text):
        written = f"{above.text.strip()} {line.text.strip()}"
        hint = f"put it on line {above.number}, after the colon; write: {written}"
        message = "the text does not stand on the line of its key"
        yield Slip(number, line.value_at + 1, message, hint)
    else:
        key, _, rest = line.value.partition(" ")
        if _KEY.fullmatch(key):
            message = f"{key!r} has no colon after it"
            written = f"{key}: {rest.lstrip('= ')}".strip()
            hint = f"write: {line.with_value(written)}"
        else:
            message = "no key stands before this text"
            hint = "write a key and a colon before it"
            if above:
                hint += f", or put it at the end of line {above.number} if it belongs to that"
        yield Slip(number, line.at + 1, message, hint)


def _indent(lines: list[_Line], complaint: Complaint) -> Iterator[Slip]:
    """A line that stands further in or out than those it belongs to."""
    if len(lines) < 2 or lines[-1].number != complaint.line:
        return
    line = lines[-1]
    is_colon = "mapping values" in complaint.problem
    if is_colon and not (line.key and complaint.column <= line.value_at + 1):
        hint = "put quotes around all of the text"
        if line.value_at > line.spaces:
            hint = _in_quotes(line, line.value)
        message = "a colon stands in a text without quotes"
        yield Slip(complaint.line, complaint.column, message, hint)
    elif is_colon or ("expected" in complaint.problem and complaint.column == line.spaces + 1):
        yield from _moved(lines[:-1], line)


def _moved(above: list[_Line], line: _Line) -> Iterator[Slip]:
    for other in reversed(above):
        if other.key == line.key and other.spaces == line.spaces < other.at and line.key:
            message = f"a dash is missing before {line.name}"
            yield Slip(line.number, line.at + 1, message, f"write: - {line.text.strip()}")
    column, other = _beside(above, line, line.spaces) or (line.spaces, line)
    if column == line.spaces:
        return
    name = _name_at(other, column)
    message = (
        f"this line begins with {_spaces(line.spaces)}, and so further "
        f"{'left' if line.spaces < column else 'right'} than {name} in line {other.number}, "
        "with which it seems to belong"
    )
    hint = "delete the spaces at the start of the line"
    if column:
        change = f"{'add' if line.spaces < column else 'delete'} {abs(column - line.spaces)}"
        hint = f"begin it with {_spaces(column)} ({change}), so that it stands under {name}"
    yield Slip(line.number, line.spaces + 1, message, hint)


_RULES: tuple[Callable[[list[_Line], Complaint], Iterator[Slip]], ...] = (
    *(_unseen, _conflict, _escape, _quotes, _starts, _brackets, _dash, _colon, _indent),
)
