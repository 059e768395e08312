"""What import-linter does not hold: who prints, who reads the environment; and which tests run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "commcards"
TESTS = Path(__file__).parents[1]
COMMANDS = ("cli.py", "commands/", "prepare/")


@pytest.fixture(scope="module")
def modules() -> dict[str, ast.Module]:
    """Return our modules by their paths."""
    return {
        path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text("utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
    }


def nodes(modules: dict[str, ast.Module], *, but: tuple[str, ...]) -> Iterator[tuple[str, ast.AST]]:
    """Yield what stands in all modules but some, with the module's path."""
    for name, tree in modules.items():
        if not name.startswith(but):
            yield from ((name, node) for node in ast.walk(tree))


def test_only_commands_print(modules: dict[str, ast.Module]) -> None:
    printing = {
        name
        for name, node in nodes(modules, but=COMMANDS)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in ("print", "input")
    }
    assert printing == set()


def test_only_commands_read_the_environment(modules: dict[str, ast.Module]) -> None:
    reading = {
        name
        for name, node in nodes(modules, but=(*COMMANDS, "typesetting/render.py"))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "putenv")
    }
    assert reading == set()


def test_tests_of_every_room_are_found(pytestconfig: pytest.Config) -> None:
    """By default pytest passes over folders with names like ``build``."""
    passed_over = pytestconfig.getini("norecursedirs")
    folders = {path.parent.name for path in TESTS.rglob("test_*.py")}
    assert not [name for name in folders if any(fnmatch(name, each) for each in passed_over)]


def test_rooms_are_entered_by_what_they_export(modules: dict[str, ast.Module]) -> None:
    """Another room imports what the ``__all__`` of a room lists, and all of that is in use."""
    exported = {
        (name.split("/")[0], export)
        for name, tree in modules.items()
        if name.endswith("/__init__.py")
        for export in exports(tree)
    }
    imported = {
        (room, export)
        for name, node in nodes(modules, but=())
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("commcards.")
        for room, _, module in [(node.module or "").removeprefix("commcards.").partition(".")]
        if room != name.split("/")[0]
        for export in ([module] if module else [alias.name for alias in node.names])
    }
    assert imported == exported


def exports(tree: ast.Module) -> list[str]:
    """Return the names in a module's ``__all__``."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return [str(name) for name in ast.literal_eval(node.value)]
    return []


def test_a_folder_can_be_looked_over() -> None:
    """Commands have a module for each verb; no other folder has more than 14 modules."""
    modules: dict[str, int] = {}
    for path in SOURCE.rglob("*.py"):
        if path.name != "__init__.py":
            folder = path.parent.relative_to(SOURCE).as_posix()
            modules[folder] = modules.get(folder, 0) + 1
    assert [folder for folder, many in modules.items() if many > 14] == ["commands"]
