"""The schema of the readers, as pages, as JSON Schema, and as it stands in every shipped file."""

from __future__ import annotations

import json
import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from commcards.pictures.concepts import SYMBOLS
from commcards.project import reference, yamlnodes
from commcards.project.fields import Faults, read_fields
from commcards.project.records import DECK, FILES
from commcards.project.schema import File, Items, Key, Record, Text
from commcards.project.yamlnodes import Mapping, Node, Scalar, Sequence
from tests.support.badinput import REPOSITORY

EVERY = (*FILES, SYMBOLS)
each_file = pytest.mark.parametrize("file", EVERY, ids=[file.name for file in EVERY])


NOT_HERE = ("deck", "organisation")  # files that only a project over the library has


def shipped(file: File) -> list[Path]:
    found = sorted(REPOSITORY.glob(file.files))
    assert found or file.name in NOT_HERE
    return found


def test_pages_and_json_schemas_are_up_to_date() -> None:
    rendered = runpy.run_path(str(REPOSITORY / "scripts/reference.py"))["rendered"]()
    lying = [*REPOSITORY.glob("docs/reference/*"), *REPOSITORY.glob("schemas/*")]
    assert {path.relative_to(REPOSITORY).as_posix() for path in lying} == set(rendered)
    for path, text in rendered.items():
        assert (REPOSITORY / path).read_text("utf-8") == text, "run scripts/reference.py"


@each_file
def test_editors_find_the_json_schema_of_each_shipped_file(file: File) -> None:
    for path in shipped(file):
        first = path.read_text("utf-8").split("\n", 1)[0]
        assert first == reference.modeline(file)
        schema = path.parent / first.partition("$schema=")[2]
        assert schema.resolve() == REPOSITORY / f"schemas/{file.name}.schema.json"
        assert json.loads(schema.read_text("utf-8"))["$schema"].startswith("https://json-schema")


def value_of(node: Node) -> Any:
    """Return what an editor makes of a node, which knows numbers."""
    if isinstance(node, Mapping):
        return {key.text: value_of(value) for key, value in node.entries}
    if isinstance(node, Sequence):
        return [value_of(item) for item in node.items]
    assert isinstance(node, Scalar)
    if (
        node.plain
        and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", node.text)
        and not isinstance(node.value, int)
    ):
        return float(node.text)
    return node.value


def wrong(value: Any, schema: dict[str, Any], at: str = "") -> Iterator[str]:
    """Yield what a JSON Schema says against a value; of its words, those that we use."""
    types: dict[str, type | tuple[type, ...]] = {
        "string": str,
        "boolean": bool,
        "integer": int,
        "number": (int, float),
        "array": list,
        "object": dict,
    }
    if "anyOf" in schema:
        if all(any(wrong(value, each)) for each in schema["anyOf"]):
            yield f"{at}: none of the types"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is not in {schema['enum']}"
    if "type" in schema and not isinstance(value, types[schema["type"]]):
        yield f"{at}: {value!r} is no {schema['type']}"
        return
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at}: {value!r} is not {schema['pattern']}"
    if len(value) > schema["maxLength"] if "maxLength" in schema else False:
        yield f"{at}: too long"
    if not schema.get("minimum", 0) <= value <= schema["maximum"] if "maximum" in schema else False:
        yield f"{at}: {value!r} is out of range"
    if isinstance(value, list):
        if not schema["minItems"] <= len(value) <= schema.get("maxItems", len(value)):
            yield f"{at}: {len(value)} items"
        for number, item in enumerate(value):
            yield from wrong(item, schema["items"], f"{at}[{number}]")
    if isinstance(value, dict):
        if missing := {*schema.get("required", ())} - value.keys():
            yield f"{at}: needs {missing}"
        for key, item in value.items():
            patterns = schema.get("patternProperties", {})
            ways = [way for pattern, way in patterns.items() if re.search(pattern, key)]
            way = schema.get("properties", {}).get(key) or next(iter(ways), None)
            if way is None:
                yield f"{at}: no key {key!r}"
            else:
                yield from wrong(item, way, f"{at}.{key}")


@each_file
def test_json_schemas_take_every_shipped_file(file: File) -> None:
    schema = reference.json_schema(file)
    begun = REPOSITORY.glob(f"starters/*/{file.files}")  # by `commcards new`
    for path in (*shipped(file), *begun):
        node, faults = yamlnodes.parse(path.read_text("utf-8"), path.name)
        assert node
        assert faults == []
        assert list(wrong(value_of(node), schema)) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("id: A\n", ".id: 'A' is not"),
        ("code: 12\n", ".code: 12 is no string"),
        ("title: x\nsize: 1\n", ": no key 'size'"),
        ("sensitive: maybe\n", ".sensitive: 'maybe' is no boolean"),
        ("sections: []\n", ".sections: 0 items"),
        ("sections: [{kind: asks}]\n", ".sections[0].kind: 'asks' is not in"),
    ],
)
def test_json_schemas_refuse_what_the_reader_refuses(text: str, fault: str) -> None:
    node, _ = yamlnodes.parse(text, "card.yaml")
    assert node
    found = list(wrong(value_of(node), reference.json_schema(FILES[0])))
    assert any(each.startswith(fault) for each in found)
    assert any(each.startswith(": needs ") for each in found)


def test_a_missing_key_says_what_it_holds() -> None:
    node, _ = yamlnodes.parse("title: Clinic\n", "decks.yaml")
    faults = Faults()
    assert node
    read_fields(node, DECK, faults)
    (fault,) = faults.found
    assert "a deck needs `version`, `cards`" in fault.message
    assert "`version: '2026.11'` (letters, digits, dots and hyphens)" in fault.hint
    assert "`tools: [time, body]` (a list" in fault.hint


def records(record: Record) -> Iterator[Key]:
    for key in record.keys:
        yield key
        kind = key.type.item if isinstance(key.type, Items) else key.type
        if isinstance(kind, Record):
            yield from records(kind)


@each_file
def test_each_key_has_a_meaning_and_an_example_that_can_be_read(file: File) -> None:
    root = file.root if isinstance(file.root, Record) else file.root.value
    assert isinstance(root, Record)
    for key in records(root):
        assert key.meaning.endswith(".")
        node, faults = yamlnodes.parse(f"{key.name}: {key.example}\n", "x.yaml")
        assert faults == []
        assert isinstance(node, Mapping)
        if "..." not in key.example:
            schema = reference.json_schema(File("x", "x", "x", Record("x", (key,))))
            assert list(wrong(value_of(node), schema)) == []
        if isinstance(key.type, Text):
            assert not isinstance(value_of(node)[key.name], bool | int)
