"""What a value that is not as it should be may have been meant for, and what to write. Pure.

Whatever stands after ``write:`` at the end of a hint is typed as it stands there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence as Row

from commcards.project.schema import ID, Items, Record, Word
from commcards.project.slips.lines import quoted, with_dash
from commcards.project.yamlnodes import Mapping, Node, Scalar, Sequence

_ID = re.compile(ID)
ID_RULE = "small letters a to z, digits, and single hyphens between them"


def is_id(text: str) -> bool:
    """Return whether the text is an id: small letters, digits and single hyphens."""
    return _ID.fullmatch(text) is not None


def meant_id(text: str) -> str:
    """Return the id that a text comes nearest to; empty if it has no Latin letter or digit."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain))


def id_hint(text: str, what: str = "") -> str:
    """Return a hint for what is no id: how ids are made, and what to write where ``what`` is."""
    return written(ID_RULE, what, meant_id(text))


def written(hint: str, what: str, value: str) -> str:
    """Return a hint with what is to be written: a key in backticks, as messages name it, and value.

    Without a value it is the hint alone.
    """
    key = what[1:-1] + ": " if re.fullmatch("`[^`]+`", what) else ""
    return f"{hint}; write: {key}{value}" if value else hint


def named(record: Record, node: Mapping, name: str) -> str:
    """Return what messages call a mapping: by its name, or the id that it gives itself."""
    given = node.get("id")
    if not name and isinstance(given, Scalar) and any(key.name == "id" for key in record.keys):
        name = given.text
    article, _, noun = record.name.partition(" ")
    return f"the {noun} {name[:40]!r}" if name and article in ("a", "an") else record.name


def describe(node: Node) -> str:
    """Say what a node is, for a message."""
    if isinstance(node, Sequence):
        return "a list"
    if not isinstance(node, Scalar):
        return "keys with values"
    if node.plain and not node.text:
        return "nothing"
    if isinstance(node.value, str):
        return f"the text {node.text[:40]!r}"
    return f"the integer {node.text}" if type(node.value) is int else node.text


def no_items(node: Node, what: str, kind: Items) -> tuple[str, str]:
    """Return message and hint where no list stands: records each have a dash, words brackets."""
    key = what.strip("`")
    if not isinstance(kind.item, Record):
        message = f"{what} should have its words in brackets, but is {describe(node)}"
        words = re.split(r"[\s,]+", node.text.strip()) if isinstance(node, Scalar) else [""]
        hint = "write them with [ before and ] after them, and commas between them"
        return message, f"write: {key}: [{', '.join(words)}]" if words[0] else hint
    message = f"under {what} each item begins with a dash"
    if isinstance(node, Mapping) and node.entries:
        first, value = node.entries[0]
        if first.where != node.where:
            return f"{message} or stands in brackets", "write [ before the { and ] after its }"
        return message, with_dash(_line(first, value), node.where.column - 1)
    first_key = next(iter(kind.item.keys))
    text = node.text if isinstance(node, Scalar) and is_id(node.text) else first_key.example
    hint = f"begin a new line for each; write: - {first_key.name}: {text}"
    return f"{message}, but here is {describe(node)}", hint


def _line(key: Scalar, value: Node) -> str:
    """Return the line of a key, with its value if that is text."""
    text = ""
    if isinstance(value, Scalar):
        text = value.text if value.plain else quoted(value.text)
    return f"{key.text}: {text}".strip()


def split_text(entries: Row[tuple[Scalar, Node]], at: int) -> tuple[int, str]:
    """Return how many entries from an index on are pieces of the text before, and that text whole.

    In braces a comma ends a text without quotes, and what follows becomes a key without a colon.
    """
    key, text = entries[at - 1] if at else (None, None)
    pieces = []
    for piece, value in entries[at:]:
        end = piece.where.column + len(piece.text)
        if not (isinstance(value, Scalar) and value.plain and not value.text and piece.plain):
            break
        if value.where != piece.where._replace(column=end):
            break  # A colon stands between them.
        pieces.append(piece.text)
    if not pieces or key is None or not isinstance(text, Scalar):
        return 0, ""
    return len(pieces), f"{key.text}: {quoted(', '.join((text.text, *pieces)))}"


def mended(text: str, kind: Word, key: str) -> str:
    """Return a hint where only spaces, or letters of another alphabet, are wrong."""
    spaced = " ".join(text.split())
    if spaced != text and re.fullmatch(kind.pattern, spaced):
        hint = "type its spaces again, one of them does not break"
        return written(hint, f"`{key}`", quoted(spaced))
    host = text.partition("://")[2].partition("/")[0]
    try:
        known = text.replace(host, host.encode("idna").decode(), 1) if host else text
    except UnicodeError:
        return ""
    if known != text and re.fullmatch(kind.pattern, known):
        return written("programs have such a host in Latin letters", f"`{key}`", known)
    return ""
