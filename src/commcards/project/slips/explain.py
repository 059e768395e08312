"""What somebody meant who wrote a line that is no YAML: where it began, and how to mend it. Pure.

The parser tells what it looked for and where it gave up, which may be at the end of the file for a
quote that was opened at its head. Each rule below knows a slip by its looks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from commcards.project.slips.indents import indent, unseen
from commcards.project.slips.lines import (
    Complaint,
    Line,
    Slip,
    in_quotes,
    parted,
    quoted,
    read_lines,
    replaced,
)

_DASH = re.compile(r" *(-)[^\s-]")
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?:\s|$)")
_NO_SPACE = re.compile(r" *(?:- +)*[\w-]+(:)\S")
_WIDE_COLON = re.compile(r" *(?:- +)*[\w-]+\s*([：﹕︓∶꞉]) *")
_KEY_ALONE = re.compile(r" *(?:- +)*[\w-]+: *")
_KEY = re.compile("[a-z][a-z0-9-]*")
_CUT_OFF = re.compile(r"(?<=[:,\[{] )([^\s,:{}\[\]][^,:{}\[\]]*\s#[^,}\]]*[^\s,}\]])")
_SPECIAL = "&*!%@`|>?-,"
_NEEDS_QUOTES = _SPECIAL + "#]}"
_STRAY = re.compile(r"([&*!%@`|>?,\\=;.]) *((?:- +)*[\w-]+:(?: .*[^}\]]|$))")
_PAIRS = {"{": "}", "[": "]"}


def explain(lines: Sequence[str], complaint: Complaint) -> Slip | None:
    """Return the slip that made the parser give up; None if none is known."""
    read = list(read_lines(lines[: complaint.line]))
    slips = (slip for rule in _RULES for slip in rule(read, complaint))
    return next(slips, None)


def _conflict(lines: list[Line], complaint: Complaint) -> Iterator[Slip]:
    for line in lines:
        if _CONFLICT.match(line.text):
            message = "two versions of this file were put together and not finished"
            marks = "<<<<<<<, ======= and >>>>>>>"
            hint = f"keep the lines that you want, and delete those that begin with {marks}"
            yield Slip(line.number, 1, message, hint)


def _quotes(lines: list[Line], complaint: Complaint) -> Iterator[Slip]:
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


def _escape(lines: list[Line], complaint: Complaint) -> Iterator[Slip]:
    if "escape" not in complaint.problem:
        return
    message = 'inside " " a backslash has a meaning of its own'
    hint = r"delete it, or write \\ if it belongs to the text"
    line = lines[-1]
    if line.number == complaint.line and re.fullmatch('"[^"]*"', line.value):
        written = line.with_value(quoted(line.value[1:-1]))
        hint = f"delete it; or, if it belongs to the text, write: {written}"
    yield Slip(complaint.line, complaint.column, message, hint)


def _starts(lines: list[Line], complaint: Complaint) -> Iterator[Slip]:
    """Text that starts with a sign that means something in YAML."""
    for line in lines:
        first = line.value[:1]
        if line.number != complaint.line or not first:
            continue
        closing = _PAIRS.get(first)
        is_special = first in _SPECIAL and (line.key or first not in "-?")
        if is_special or (closing and closing in line.value[:-1] and line.value[-1] != closing):
            message = f"text that starts with {first} needs quotes"
            yield Slip(line.number, line.value_at + 1, message, in_quotes(line, line.value))


def _brackets(lines: list[Line], complaint: Complaint) -> Iterator[Slip]:
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
            hint += f"; write: {replaced(begun.text, text.start(1), text.end(1))}"
        yield Slip(begun.number, at, "the # begins a comment and cuts this line off", hint)
    elif here and here.number == begun.number and sign == ":":
        yield _colon_within(here, complaint.column - 1)
    else:
        closing = _PAIRS.get(opening, "")
        hint = f"write {closing} where it ends"
        if begun.value.startswith(opening) and not re.match(r".[\w-]+[:,]", begun.value):
            hint = in_quotes(begun, begun.value)
        elif not begun.text.endswith(",") and re.findall(r"[\[{]", begun.text) == [opening]:
            hint = f"write {closing} at its end; write: {begun.text.strip()}{closing}"
        message = f"the {opening} that opens here is not closed"
        yield Slip(begun.number, complaint.begun_column, message, hint)


def _colon_within(line: Line, at: int) -> Slip:
    """Explain a second colon between two commas: there is a key before it, or it is text."""
    before = line.text[:at].rstrip()
    word = re.search(r"[^\s,:{}\[\]]*$", before)
    start = word.start() if word else at
    head = before[:start].rstrip()
    if head.endswith(":"):
        end = re.search(r"\s*([,}\]]|$)", line.text[at:])
        written = replaced(line.text, start, at + end.start() if end else len(line.text))
        hint = f"put quotes around the text; write: {written}"
        return Slip(line.number, at + 1, "a colon stands in a text without quotes", hint)
    name = before[start:]
    hint = (
        "if the colon belongs to the text, put quotes around the text; "
        f"if {name!r} is a key, write: {head.lstrip()}, {line.text[start:]}"
    )
    return Slip(line.number, start + 1, f"a comma is missing before {name!r}", hint)


def _dash(lines: list[Line], complaint: Complaint) -> Iterator[Slip]:
    for line in lines[-2:]:
        if found := _DASH.match(line.text):
            hint = f"write: {line.text.strip().replace('-', '- ', 1)}"
            column = found.start(1) + 1
            yield Slip(line.number, column, "a dash needs a space after it", hint)


def _colon(lines: list[Line], complaint: Complaint) -> Iterator[Slip]:
    """A key without its colon, or a colon without its space."""
    if "could not find expected ':'" not in complaint.problem:
        return
    number = complaint.begun_line or complaint.line
    at = next((index for index, line in enumerate(lines) if line.number == number), None)
    if at is None:
        return
    yield from _no_key(lines[at], lines[at - 1] if at else None)


def _above(lines: list[Line], complaint: Complaint) -> Iterator[Slip]:
    """A line without a key: the parser takes it and the next line for one."""
    if len(lines) > 1 and "mapping values" in complaint.problem and not lines[-2].key:
        yield from _no_key(lines[-2], lines[-3] if lines[2:] else None)


def _no_key(line: Line, above: Line | None) -> Iterator[Slip]:
    number = line.number
    if wide := _WIDE_COLON.match(line.text):
        written = f"{line.text[: wide.start(1)].strip()}: {line.text[wide.end() :]}".strip()
        hint = f"delete it, and type : and a space; write: {written}"
        message = "this is not the usual colon, but one that looks like it"
        yield Slip(number, wide.start(1) + 1, message, hint)
    elif close := _NO_SPACE.match(line.text):
        value = line.text[close.end(1) :]
        value = quoted(value) if value[0] in _NEEDS_QUOTES else value
        hint = f"write: {line.text[: close.end(1)].lstrip()} {value}"
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


def _stray(lines: list[Line], complaint: Complaint) -> Iterator[Slip]:
    yield from filter(None, map(stray, lines[-2:]))


def stray(line: Line) -> Slip | None:
    """Return the slip of a line in which a sign got before the key."""
    found = _STRAY.match(line.value) if not line.key else None
    if found is None:
        return None
    sign, rest = found.groups()
    message = f"a {sign} stands before {parted(0, rest).name}"
    hint = f"delete it; write: {line.with_value(rest)}"
    return Slip(line.number, line.value_at + 1, message, hint)


_RULES: tuple[Callable[[list[Line], Complaint], Iterator[Slip]], ...] = (
    *(unseen, _conflict, _escape, _quotes, _stray, _starts, _brackets, _dash, _colon, indent),
    _above,
)
