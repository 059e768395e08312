"""The lines of a YAML file as a writer sees them: dash, key, value; and how to write them. Pure.

The lines that are returned to be written have no indentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_PARTS = re.compile(r"(?P<lead> *(?:- +)*)(?P<key>[\w-]+:(?: +|$))?(?P<value>.*)")


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


class Line(NamedTuple):
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
    def is_item(self) -> bool:
        """Whether it begins with a dash and a space."""
        return self.at > self.spaces

    @property
    def name(self) -> str:
        """What messages call its beginning: the dash, the key or the first word."""
        return "the dash" if self.is_item else repr(self.key.rstrip(":") or self.text.split()[0])

    def with_value(self, value: str) -> str:
        """Return what is to be written, without the indentation."""
        return self.text[: self.value_at].lstrip() + value


def quoted(text: str) -> str:
    """Write text in quotes: in double ones where it has single ones and needs no escapes."""
    if "'" in text and not re.search(r'["\\]', text):
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def quoted_line(line: str, column: int) -> str:
    """Return the line to write so that its value, from a column from 1 on, stands in quotes.

    It has no indentation; it is empty for a value in brackets, whose end is a guess.
    """
    found = parted(0, line)
    return found.with_value(quoted(found.value)) if found.value_at == column - 1 else ""


def with_dash(written: str, spaces: int) -> str:
    """Return the hint that makes an item's first line, now after ``spaces``, begin the item."""
    key = written.partition(":")[0]
    left = f" (keep the {spaces - 2} before them)" if spaces > 2 else ""
    change = f"replace the two spaces before {key!r}{left} with a dash and a space"
    return f"{change}; write: - {written}"


def read_lines(lines: Sequence[str]) -> Iterator[Line]:
    """Yield the lines that have something on them."""
    for number, text in enumerate(lines, 1):
        if text.strip() and not text.lstrip().startswith("#"):
            yield parted(number, text)


def parted(number: int, text: str) -> Line:
    """Return the parts of a line."""
    text = text.rstrip()
    parts = _PARTS.match(text)
    lead, key, value = parts.group("lead", "key", "value") if parts else ("", "", text)
    key = key or ""
    return Line(number, text, len(lead), key.strip(), value, len(lead) + len(key))


def in_quotes(line: Line, text: str) -> str:
    """Return the hint that puts a text in quotes, which is the value of a line."""
    return f"put quotes around the text; write: {line.with_value(quoted(text))}"


def replaced(text: str, start: int, end: int) -> str:
    """Return a line with a part of it in quotes."""
    return f"{text[:start]}{quoted(text[start:end])}{text[end:]}".strip()


def so_many(count: int) -> str:
    """Return a count of spaces in words."""
    return f"{count} space{'' if count == 1 else 's'}" if count else "no space"
