"""What ``schema`` describes, as pages for people and as JSON Schema for editors. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from commcards.base.units import UNITS
from commcards.project.schema import (
    ID,
    Choice,
    Decimal,
    Either,
    Entries,
    File,
    Flag,
    Id,
    Items,
    Key,
    Length,
    Record,
    Text,
    Type,
    Whole,
    Word,
    described,
)

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_NUMBER = r"[0-9]+(\.[0-9]+)?"


def page(file: File) -> str:
    """Return the reference of a kind of file, in Markdown."""
    lines = [f"# `{file.files}`", "", file.meaning, ""]
    lines += ["This page is made by `scripts/reference.py` from the schema of the reader.", ""]
    if isinstance(file.root, Entries):
        lines += [f"The file is a mapping: {file.root.key}, each with a mapping.", ""]
    for record in _records(file.root):
        lines += [f"## {record.name.strip('`').capitalize()}", ""]
        lines += ["| key | holds | meaning | example |", "|---|---|---|---|"]
        lines += [_row(key) for key in record.keys]
        lines.append("")
    return "\n".join(lines)


def _records(kind: Type) -> Iterator[Record]:
    """Yield each record of a type once, the outer ones first."""
    seen: dict[int, Record] = {}
    waiting = [kind]
    while waiting:
        found = waiting.pop(0)
        match found:
            case Record():
                if id(found) not in seen:
                    seen[id(found)] = found
                    waiting += [key.type for key in found.keys]
            case Items():
                waiting.append(found.item)
            case Entries():
                waiting.append(found.value)
            case Either():
                waiting += found.types
    yield from seen.values()


def _row(key: Key) -> str:
    name = f"`{key.name}`" if key.required else f"`{key.name}`, optional"
    cells = (name, described(key.type), key.meaning, f"`{key.name}: {key.example}`")
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def texts(file: File) -> list[tuple[str, str]]:
    """Return the page and the JSON Schema of a kind of file, each with its path."""
    schema = json.dumps(json_schema(file), ensure_ascii=False, indent=1)
    return list(zip(paths(file), (page(file), f"{schema}\n"), strict=True))


def paths(file: File) -> tuple[str, str]:
    """Return where the page and the JSON Schema of a kind of file lie in a project."""
    return f"docs/reference/{file.name}.md", f"schemas/{file.name}.schema.json"


def modeline(file: File) -> str:
    """Return the first line of such a file, by which editors find its JSON Schema."""
    up = "../" * file.files.count("/")
    return f"# yaml-language-server: $schema={up}{paths(file)[1]}"


def json_schema(file: File) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file."""
    return {
        "$schema": _DRAFT,
        "title": f"commcards: {file.files}",
        "description": file.meaning,
        **_json(file.root),
    }


def _json(kind: Type) -> dict[str, Any]:
    match kind:
        case Text():
            return {"type": "string", "minLength": 1, "maxLength": kind.limit}
        case Word(pattern=".*"):
            return {"type": "string"}
        case Word():
            return {"type": "string", "pattern": f"^({kind.pattern})$"}
        case Id():
            return {"type": "string", "pattern": f"^{ID}$"}
        case Choice():
            return {"enum": list(kind.words)}
        case Flag():
            return {"type": "boolean"}
        case Whole() | Decimal():
            name = "integer" if isinstance(kind, Whole) else "number"
            return {"type": name, "minimum": kind.low, "maximum": kind.high}
        case Length():
            return {"type": "string", "pattern": f"^{_NUMBER}({'|'.join(UNITS)})$"}
        case Items():
            most = {"maxItems": kind.most} if kind.most else {}
            return {"type": "array", "items": _json(kind.item), "minItems": kind.least, **most}
        case Entries():
            return {
                "type": "object",
                "patternProperties": {f"^({kind.pattern})$": _json(kind.value)},
                "additionalProperties": False,
            }
        case Either():
            return {"anyOf": [_json(each) for each in kind.types]}
        case Record():
            return {
                "type": "object",
                "properties": {key.name: _property(key) for key in kind.keys},
                "required": [key.name for key in kind.keys if key.required],
                "additionalProperties": False,
            }


def _property(key: Key) -> dict[str, Any]:
    return {"description": f"{key.meaning} Example: {key.example}", **_json(key.type)}
