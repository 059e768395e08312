"""What import-linter does not hold: prints, the environment, and who imports what."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "commcards"
MODULES = {path.relative_to(SOURCE).as_posix(): path for path in sorted(SOURCE.rglob("*.py"))}


def trees(*, but: tuple[str, ...]) -> Iterator[tuple[str, ast.AST]]:
    for name, path in MODULES.items():
        if not name.startswith(but):
            yield name, ast.parse(path.read_text("utf-8"))


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize(
    ("package", "only"),
    [
        ("yaml", ("project/yamlnodes.py",)),
        ("jinja2", ("text/templates.py",)),
        ("weasyprint", ("typesetting/",)),
        ("polib", ("translation/po_write.py", "translation/review.py")),
        ("click", ("cli.py", "commands/")),
        ("rich", ("commands/",)),
    ],
)
def test_only_one_place_leans_on(package: str, only: tuple[str, ...]) -> None:
    users = {
        name for name, tree in trees(but=only) for used in imported(tree)
        if used.split(".")[0] == package
    }  # fmt: skip
    assert users == set()


def test_only_commands_print() -> None:
    printing = {
        name
        for name, tree in trees(but=("cli.py", "commands/", "prepare/"))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in ("print", "input")
    }
    assert printing == set()


def test_only_commands_read_the_environment() -> None:
    reading = {
        name
        for name, tree in trees(but=("cli.py", "commands/", "prepare/", "typesetting/render.py"))
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "putenv")
    }
    assert reading == set()
