"""Poedit and Weblate save a catalog: a diff shows the entry that was changed, and no other.

GNU msgcat stands for Poedit, which writes with gettext's library; translate-toolkit is what
Weblate writes with.
"""

from __future__ import annotations

import difflib
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from translate.storage.pypo import pofile

from commcards.base import paths
from commcards.translation.catalogs import read_catalog

REPOSITORY = Path(__file__).parents[2]
# One language a script: Latin, Cyrillic, Arabic, Nastaliq, Bengali, Ethiopic, Burmese, Han.
TAGS = ("pl", "bg", "ar", "ur", "bn", "am", "my", "zh_Hans")
PARAGRAPHS = 300
LONG = "so long that a program that breaks lines would break this one, " * 2 + "would it not"
ADDED = LONG + '\u200c\u00ad\u2019 \\\\ \\"x\\" {name} 1'

Save = Callable[[Path], None]


def opened(path: Path) -> pofile:
    store = pofile(width=65535)  # Weblate's po_line_wrap: no line wrapping
    store.parse(path.read_bytes())
    return store


def save_as_gettext(path: Path) -> None:
    subprocess.run(["msgcat", "--no-wrap", "-o", str(path), str(path)], check=True)


def save_as_weblate(path: Path) -> None:
    store = opened(path)
    path.write_bytes(bytes(store))


def change_in_weblate(path: Path, key: str, text: str) -> None:
    store = opened(path)
    (unit,) = (unit for unit in store.units if unit.getcontext() == key)
    unit.target = text
    unit.markfuzzy(False)
    path.write_bytes(bytes(store))


@pytest.fixture(params=TAGS)
def catalog(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return the first entries of a real catalog."""
    source = REPOSITORY / paths.catalog(request.param)
    path = tmp_path / paths.catalog(request.param)
    path.parent.mkdir(parents=True)
    paragraphs = source.read_text("utf-8").split("\n\n")[:PARAGRAPHS]
    path.write_text("\n\n".join(paragraphs) + "\n", "utf-8")
    return path


def changed_lines(before: str, after: str) -> list[str]:
    diff = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in list(diff)[2:] if not line.startswith("@@")]


@pytest.mark.parametrize("save", [save_as_gettext, save_as_weblate])
def test_saving_changes_nothing(catalog: Path, save: Save) -> None:
    before = catalog.read_bytes()
    save(catalog)
    assert catalog.read_bytes() == before


@pytest.mark.parametrize("save", [save_as_gettext, save_as_weblate])
def test_a_changed_entry_is_the_only_difference(catalog: Path, save: Save) -> None:
    before = catalog.read_text("utf-8")
    paragraph = next(p for p in before.split("\n\n")[150:] if "#, fuzzy\n" in p)
    old = next(line for line in paragraph.split("\n") if line.startswith("msgstr "))
    new = f'{old[:-1]}{ADDED}"'
    changed = paragraph.replace("#, fuzzy\n", "").replace(old, new)
    catalog.write_text(before.replace(paragraph, changed), "utf-8")
    save(catalog)
    after = catalog.read_text("utf-8")
    assert changed_lines(before, after) == ["-#, fuzzy", f"-{old}", f"+{new}"]
    entries, faults = read_catalog(catalog, catalog.parents[3], catalog.parents[1].name)
    assert faults == []
    assert sum(LONG in entry.text for entry in entries.entries.values()) == 1


def test_weblate_changes_one_entry(catalog: Path) -> None:
    before = catalog.read_text("utf-8")
    tag = catalog.parents[1].name
    old = next(
        entry
        for entry in list(read_catalog(catalog, catalog.parents[3], tag)[0].entries.values())[150:]
        if entry.text
    )
    change_in_weblate(catalog, old.key, f'{old.text} {LONG} \\ "1"')
    after = catalog.read_text("utf-8")
    written = f'msgstr "{old.text} {LONG} \\\\ \\"1\\""'
    assert changed_lines(before, after) == [
        "-#, fuzzy",
        f'-msgstr "{old.text}"',
        f"+{written}",
    ]
