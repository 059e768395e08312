"""Lines that stand further in or out than those they belong to, or begin with other signs. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator

from commcards.project.slips.lines import Complaint, Line, Slip, in_quotes, parted, so_many

_LEAD = (
    ("\t", "this line starts with a tab"),
    ("\u00a0", "this line starts with a no-break space, as word processors write it"),
)


def unseen(lines: list[Line], complaint: Complaint) -> Iterator[Slip]:
    """Yield a slip for what stands at the start of a line, or after a dash, and is no space."""
    for at, line in enumerate(lines):
        words = line.text.lstrip()
        lead = line.text[: len(line.text) - len(words)]
        for character, message in _LEAD:
            if character in lead:
                clean = parted(line.number, words)
                hint = f"delete all before {clean.name}, and type {_room(lines[:at], clean)}"
                yield Slip(line.number, lead.index(character) + 1, message, hint)
    last = lines[-1] if lines else None
    if last and last.number == complaint.line and last.text[complaint.column - 1 :][:1] == "\t":
        written = " ".join(last.text.replace("\t", " ").split())
        hint = f"delete it, and type a space; write: {written}"
        yield Slip(last.number, complaint.column, "a tab stands here", hint)


def _room(above: list[Line], line: Line) -> str:
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
        return f"{so_many(column)} there, {under}" if column else f"nothing there, {under}"
    return "spaces there"


def _name_at(line: Line, column: int) -> str:
    """Name what stands in a column of a line: its dash or its key."""
    return "the dash" if line.text[column : column + 1] == "-" else repr(line.key.rstrip(":"))


def _beside(above: list[Line], line: Line, near: int | None = None) -> tuple[int, Line] | None:
    """Return where a line may begin, from 0, and the last line above that has something there.

    A dash goes under a dash, a key under a key. Of all places it is the nearest to the column
    ``near``, or else the furthest in.
    """
    places: list[tuple[int, Line]] = []
    most = math.inf
    for other in reversed(above):
        column = other.spaces if line.is_item else other.at
        fits = other.is_item if line.is_item else other.key
        if fits and column <= most and column not in [each for each, _ in places]:
            places.append((column, other))
        most = min(most, other.spaces)  # What stands further in belongs to something else.
    if near is None or not places:
        return places[0] if places else None
    return min(places, key=lambda place: abs(place[0] - near))


def indent(lines: list[Line], complaint: Complaint) -> Iterator[Slip]:
    """A line that stands further in or out than those it belongs to."""
    if len(lines) < 2 or lines[-1].number != complaint.line:
        return
    line = lines[-1]
    is_colon = "mapping values" in complaint.problem
    if is_colon and not (line.key and complaint.column <= line.value_at + 1):
        hint = "put quotes around all of the text"
        if line.value_at > line.spaces:
            hint = in_quotes(line, line.value)
        message = "a colon stands in a text without quotes"
        yield Slip(complaint.line, complaint.column, message, hint)
    elif is_colon or ("expected" in complaint.problem and complaint.column == line.spaces + 1):
        yield from _moved(lines[:-1], line)


def _moved(above: list[Line], line: Line) -> Iterator[Slip]:
    for other in reversed(above):
        if not other.is_item or line.is_item or not line.key:
            continue
        if other.key == line.key and other.spaces == line.spaces:
            message = f"a dash is missing before {line.name}"
            yield Slip(line.number, line.at + 1, message, f"write: - {line.text.strip()}")
        usual = other.spaces + 2
        if other is above[-1] and line.spaces == usual < other.at:
            message = f"{so_many(other.at - usual + 1)} stand after this dash"
            hint = f"keep one; write: - {other.text[other.at :]}"
            yield Slip(other.number, other.spaces + 1, message, hint)
    column, other = _beside(above, line, line.spaces) or (line.spaces, line)
    if column == line.spaces:
        return
    name = _name_at(other, column)
    message = (
        f"this line begins with {so_many(line.spaces)}, and so further "
        f"{'left' if line.spaces < column else 'right'} than {name} in line {other.number}, "
        "with which it seems to belong"
    )
    hint = "delete the spaces at the start of the line"
    if column:
        change = f"{'add' if line.spaces < column else 'delete'} {abs(column - line.spaces)}"
        hint = f"begin it with {so_many(column)} ({change}), so that it stands under {name}"
    yield Slip(line.number, line.spaces + 1, message, hint)
