"""A strict reader of gettext PO files.

Babel and polib accept unclosed quotes, unknown escapes and merge conflicts silently, and stop at
their first error; this reader notes every fault with its place. Tests compare its results on good
files with both libraries.
Grammar: https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html, without plurals,
which no card has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from commcards.base.diagnostics import MOST_FAULTS, Diagnostic, Location

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?:\s|$)", re.MULTILINE)
_COMMENT = re.compile(r"#(?:[.:,]|#*)(?:\s|$)")
_OBSOLETE = re.compile(r"#~[ \t]+(?=[^#\s])")
_PREVIOUS = re.compile(r'#~?\|[ \t]+(?:(msgctxt|msgid|msgid_plural)[ \t]+)?(?=")')
_KEYWORD = re.compile(r'(msgctxt|msgid|msgstr)[ \t]+(?=")')
# The usual paragraph of all tools: one entry, each text on its line, no escapes. Reading these line
# by line would make a check of all catalogs take a fifth longer. (There are no possessive groups,
# because Python 3.11.2 does not match them; no line can match in two ways.)
_PLAIN = re.compile(
    r"(?P<head>(?:#[.:]?(?:[ \t][^\n]*)?\n)*"
    r"(?:#,[ \t](?P<flags>[^\n]*)\n)?"
    r'(?:#\| msgctxt "[^"\\\n]*"\n)?(?:#\| msgid "(?P<previous>[^"\\\n]*)"\n)?)'
    r'(?:msgctxt "(?P<key>[^"\\\n]*)"\n)?'
    r'msgid "(?P<source>[^"\\\n]*)"\nmsgstr "(?P<text>[^"\\\n]*)"\n?'
)
_PLURAL = re.compile(r"msgid_plural\b|msgstr\[")
_STRING = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"\\": "\\", '"': '"', "n": "\n", "t": "\t", "r": "\r"}


class Entry(NamedTuple):
    """An entry that is not obsolete; ``key`` is the msgctxt, or None.

    ``previous`` is the former msgid (``#|``), or empty.
    """

    key: str | None
    source: str
    text: str
    fuzzy: bool
    where: Location
    previous: str = ""


@dataclass(slots=True)
class _Open:
    """An entry whose lines are still being read."""

    where: Location
    fuzzy: bool
    previous: str
    obsolete: bool
    # Texts by keyword, in the order of the lines. Joining them at each line would be quadratic.
    fields: dict[str, list[str]] = field(default_factory=dict)

    @property
    def last(self) -> str:
        """The keyword that a line of text continues."""
        return next(reversed(self.fields))


def parse(text: str, file: str) -> tuple[list[Entry], list[Diagnostic]]:
    """Read PO text with LF or CRLF line ends; ``file`` is its name in the faults.

    Obsolete entries are checked and left out. After ``MOST_FAULTS`` faults the rest is not read.
    """
    reader = _Reader(file)
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    reader.read_paragraphs(text)
    if reader.faults and (_CONTROL.search(text) or _CONFLICT.search(text)):
        reader = _Reader(file)  # Other faults only follow from these.
        reader.read(1, text, reader.reject)
    return reader.entries, reader.faults[:MOST_FAULTS]


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.entries: list[Entry] = []
        self.faults: list[Diagnostic] = []
        self.open: _Open | None = None
        self.fuzzy = False  # whether a flag line is waiting for its entry
        self.previous: dict[str, list[str]] = {}  # waiting ``#|`` lines, by keyword

    def read_paragraphs(self, text: str) -> None:
        """Read a whole file."""
        number = 1
        for paragraph in _paragraphs(text):
            waiting = self.fuzzy or self.previous
            if not waiting and (entry := _plain(self.file, number, paragraph)):
                self.finish()
                self.entries.append(entry)
            else:
                take = self.reject if _CONTROL.search(paragraph) else self.take
                self.read(number, paragraph, take)
            number += paragraph.count("\n") + 2
            if len(self.faults) >= MOST_FAULTS:
                break
        self.finish()

    def read(self, number: int, text: str, take: Callable[[int, str], None]) -> None:
        """Read a text line by line, from line ``number``, until there are too many faults."""
        for at, line in enumerate(text.split("\n"), number):
            if line:
                take(at, line)
            if len(self.faults) >= MOST_FAULTS:
                break

    def reject(self, number: int, line: str) -> None:
        """Note only the control characters and the conflict mark of a line."""
        for match in islice(_CONTROL.finditer(line), MOST_FAULTS):
            message = f"the text has the invisible character U+{ord(match[0]):04X}"
            self._fault(number, match.start() + 1, "control-character", message, "delete it")
        if _CONFLICT.match(line):
            hint = "choose one side and delete the marks"
            self._fault(number, 1, "po-conflict", "a merge was left unfinished here", hint)

    def take(self, number: int, raw: str) -> None:
        """Read one line."""
        line = raw.strip(" \t")
        column = raw.find(line) + 1
        if previous := _PREVIOUS.match(line):
            self.finish()
            text = self._string(number, column + previous.end(), line[previous.end() :])
            keyword = previous[1] or next(reversed(self.previous), "msgid")
            self.previous.setdefault(keyword, []).append(text)
        elif obsolete := _OBSOLETE.match(line):
            self._body(number, column + obsolete.end(), line[obsolete.end() :], obsolete=True)
        elif line.startswith("#"):
            self.finish()
            self._comment(number, column, line)
        elif line:
            self._body(number, column, line, obsolete=False)

    def finish(self) -> None:
        """Close the open entry."""
        entry, self.open = self.open, None
        if entry is None:
            return
        if "msgstr" not in entry.fields:
            missing = "msgstr" if "msgid" in entry.fields else "msgid"
            self._add(entry.where, "po-syntax", f"the entry has no {missing}")
        elif not entry.obsolete:
            fields = {keyword: "".join(texts) for keyword, texts in entry.fields.items()}
            key, source, text = fields.get("msgctxt"), fields["msgid"], fields["msgstr"]
            self.entries.append(Entry(key, source, text, entry.fuzzy, entry.where, entry.previous))

    def _comment(self, number: int, column: int, line: str) -> None:
        if not _COMMENT.match(line):
            hint = "begin a comment with `# `, and flags with `#, `"
            self._fault(number, column, "po-comment", f"unknown kind of line: {line[:2]}", hint)
        elif line.startswith("#,"):
            self.fuzzy |= _is_fuzzy(line[2:])

    def _body(self, number: int, column: int, body: str, *, obsolete: bool) -> None:
        keyword = _KEYWORD.match(body)
        if keyword:
            start = keyword.end()
            text = self._string(number, column + start, body[start:])
            self._field(number, column, keyword[1], text, obsolete=obsolete)
        elif body.startswith('"'):
            text = self._string(number, column, body)
            if self.open is None or self.open.obsolete is not obsolete:
                self._fault(number, column, "po-syntax", "this text belongs to no entry")
            else:
                self.open.fields[self.open.last].append(text)
        elif _PLURAL.match(body):
            hint = "delete the entry and run `commcards po sync`"
            self._fault(number, column, "po-plural", "the entry has plural forms", hint)
            if self.open:
                self.open.fields.setdefault("msgid", [])
                self.open.fields["msgstr"] = []
        else:
            hint = 'write a comment, msgctxt, msgid, msgstr, or text, with all texts in "quotes"'
            self._fault(number, column, "po-syntax", "this is not a line of a PO file", hint)

    def _field(self, number: int, column: int, name: str, text: str, *, obsolete: bool) -> None:
        last = self.open.last if self.open and self.open.obsolete is obsolete else ""
        if name == "msgctxt" or (name == "msgid" and last != "msgctxt"):
            self.finish()
            where = Location(self.file, number, column)
            previous = "".join(self.previous.get("msgid", ()))
            self.open = _Open(where, self.fuzzy, previous, obsolete)
            self.fuzzy, self.previous = False, {}
        if self.open is None or (name == "msgstr" and last != "msgid"):
            self._fault(number, column, "po-syntax", "this msgstr has no msgid before it")
        else:
            self.open.fields[name] = [text]

    def _string(self, number: int, column: int, quoted: str) -> str:
        match = _STRING.fullmatch(quoted)
        if match is None:
            hint = r'put the text between two ", and write a " inside it as \"'
            self._fault(number, column, "po-quote", "the quotes around the text are wrong", hint)
            return ""
        unknown = (e for e in _ESCAPE.finditer(match[1]) if e[1] not in _ESCAPED)
        for escape in islice(unknown, MOST_FAULTS):
            hint = r"write \\ for a backslash"
            place = column + 1 + escape.start()
            self._fault(number, place, "po-escape", f"unknown escape {escape[0]}", hint)
        return _ESCAPE.sub(lambda escape: _ESCAPED.get(escape[1], escape[1]), match[1])

    def _fault(self, line: int, column: int, code: str, message: str, hint: str = "") -> None:
        self._add(Location(self.file, line, column), code, message, hint)

    def _add(self, where: Location, code: str, message: str, hint: str = "") -> None:
        self.faults.append(Diagnostic(where, code, message, hint))


def _paragraphs(text: str) -> Iterator[str]:
    """Yield what empty lines part; text may go on after them."""
    whole: list[str] = []
    for part in text.split("\n\n"):
        if whole and part.lstrip(" \t\n")[:1] not in ('"', ""):
            yield "\n\n".join(whole)
            whole = []
        whole.append(part)
    yield "\n\n".join(whole)


def _plain(file: str, number: int, paragraph: str) -> Entry | None:
    """Return the entry of a paragraph that starts on line ``number``; None if it is not plain."""
    match = _PLAIN.fullmatch(paragraph)
    if match is None or _CONTROL.search(paragraph):
        return None
    head, flags, previous, key, source, text = match.groups()
    where = Location(file, number + head.count("\n"), 1)
    is_fuzzy = flags is not None and _is_fuzzy(flags)
    return Entry(key, source, text, is_fuzzy, where, previous or "")


def _is_fuzzy(flags: str) -> bool:
    return "fuzzy" in (flag.strip() for flag in flags.split(","))
