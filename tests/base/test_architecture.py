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
