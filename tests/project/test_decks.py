"""Reading decks, languages and layouts; the table of diagnostic codes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from commcards.base.diagnostics import Location, has_errors
from commcards.base.units import Mm, Pt
from commcards.model.cards import Message
from commcards.model.decks import Category
from commcards.model.languages import Language
from commcards.model.layouts import FaceSpec, Grid
from commcards.project.cards import check_references, read_cards
from commcards.project.decks import check_cards, check_tabs, contrast, read_project
from tests.support.badinput import (
    DATA,
    PROJECT,
    REPOSITORY,
    check,
    copy_project,
    each_bad_file,
    edit,
    project_with,
)
from tests.support.invented import HEALTH

# Faults that no YAML file's text can show, or that a look at several files finds.
TESTED_IN_CODE = {
    *("byte-order-mark", "not-utf-8", "file-too-large", "missing-file", "unreadable-file"),
    *("wrong-extension", "unknown-symbol", "unknown-category", "picture-twice"),
    *("misplaced-card", "unused-card", "duplicate-code", "duplicate-deck", "imprint-twice"),
    *("unknown-drawing", "unknown-zone", "zone-missing", "library-code"),
}
READERS = ("yamlnodes", "schema", "cardfile", "cards", "languages", "layouts", "decks")
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def test_decks() -> None:
    project, faults = read_project(PROJECT)
    assert faults == []
    assert project.root == PROJECT
    assert (project.imprint.organisation, project.imprint.base_url) == (
        "A clinic",
        "https://cards.example.org",
    )
    assert list(project.decks) == ["clinic", "shelter"]
    clinic, shelter = project.decks.values()
    title = Message("decks.clinic.title", "Clinic", "Name of a set of cards.", clinic.title.where)
    assert clinic.title == title
    assert clinic.where == Location("decks.yaml", 7, 5)
    assert title.where == Location("decks.yaml", 7, 12)
    assert clinic.version == "2026.11"
    assert clinic.cards == ("illness",)
    assert clinic.tools == ("answers", "scale", "time")
    assert clinic.staff == ("en",)
    assert clinic.languages == ("fa", "en")
    assert (clinic.layouts, clinic.papers) == (("card",), ("a4",))
    assert (clinic.sensitive, clinic.neutral) == (False, "")
    assert (shelter.sensitive, shelter.neutral, shelter.tools) == (True, "house", ())
    assert [message.key for message in project.messages()] == [
        "decks.clinic.title",
        "decks.shelter.title",
    ]


def test_categories() -> None:
    categories = read_project(PROJECT)[0].categories
    assert list(categories) == ["health", "tools"]
    assert categories["health"] == Category(
        "health", "#D22D00", "#595959", "#ffffff", "square", tab=1
    )


def test_languages() -> None:
    languages = read_project(PROJECT)[0].languages
    assert languages["en"] == Language("en", "English", "English", "Latn", "ltr", ("Noto Sans",))
    assert languages["fa"] == Language(
        tag="fa",
        autonym="فارسی",
        name="Persian",
        script="Arab",
        direction="rtl",
        fonts=("Vazirmatn", "Noto Sans"),
        scale=1.25,
        line_height=1.5,
        digits="۰۱۲۳۴۵۶۷۸۹",
        full_stop="",
        question_mark="؟",
        plural="nplurals=2; plural=(n > 1);",
        exemplar="من فارسی",
        breaks="words",
        voices=False,
    )


def test_layouts() -> None:
    layout = read_project(PROJECT)[0].layouts["card"]
    assert layout.face == FaceSpec(
        width=Mm(98),
        height=Mm(127),
        bleed=Mm(2),
        margin=Mm(4),
        columns=1,
        picture=Mm(15),
        option_columns=3,
        option_picture=Mm(10),
        person=Pt(18),
        staff=Pt(12),
        small=Pt(7),
        strip=("yes", "no"),
    )
    assert (layout.id, layout.scale, layout.gutter) == ("card", 0.5, Mm(4))
    assert (layout.crop_marks, layout.flip) == (True, "short-edge")
    assert layout.grids == {"a4": Grid(5, 2, landscape=True)}
    assert layout.where == Location("layouts/card.yaml", 1, 1)


@pytest.mark.parametrize(
    ("old", "new", "fits"),
    [
        ("width: 98mm", "width: 105.2mm", True),  # 5 x 52.6 + 4 x 4 = 297 - 18
        ("width: 98mm", "width: 109.2mm", True),  # 289 mm: to the edge of what prints
        ("width: 98mm", "width: 109.3mm", False),
        ("height: 5in", "height: 198mm", True),  # 2 x 99 + 4 = 202 mm
        ("height: 5in", "height: 198.1mm", False),
        ("gutter: 4mm", "gutter: 11mm", True),  # 5 x 49 + 4 x 11 = 289 mm
        ("gutter: 4mm", "gutter: 11.1mm", False),
        ("scale: 0.5", "scale: 1", False),
        (", landscape: true", "", False),
    ],
)
def test_what_fits(tmp_path: Path, old: str, new: str, fits: bool) -> None:
    root = copy_project(tmp_path)
    edit(root / "layouts/card.yaml", old, new)
    codes = {fault.code for fault in read_project(root)[1]}
    assert codes == (set() if fits else {"layout-does-not-fit"})


@each_bad_file("decks")
def test_bad_decks(bad: Path, tmp_path: Path) -> None:
    check(bad, "decks.yaml", read_project(project_with(tmp_path, bad, "decks.yaml"))[1])


@each_bad_file("languages")
def test_bad_languages(bad: Path, tmp_path: Path) -> None:
    check(bad, "languages.yaml", read_project(project_with(tmp_path, bad, "languages.yaml"))[1])


@each_bad_file("layouts")
def test_bad_layouts(bad: Path, tmp_path: Path) -> None:
    where = f"layouts/{bad.name}"
    check(bad, where, read_project(project_with(tmp_path, bad, where))[1])


@pytest.mark.parametrize(
    "rule",
    [
        "nplurals=2; plural=n != 1",
        "nplurals=999999999; plural=n;",
        "nplurals=0; plural=0;",
        "nplurals=1; plural=n;",
        "nplurals=2; plural=(n;",
        "nplurals=2; plural=__import__;",
        "nplurals=2; plural=n%0;",
        "nplurals=2; plural=" + "(" * 100 + "n" + ")" * 99 + ";",
    ],
)
def test_plural_rules_that_are_refused(tmp_path: Path, rule: str) -> None:
    root = copy_project(tmp_path)
    edit(root / "languages.yaml", "nplurals=2; plural=(n > 1);", f"'{rule}'")
    project, faults = read_project(root)
    assert [(str(f.where), f.code) for f in faults] == [("languages.yaml:18:11", "bad-plural")]
    assert project.languages["fa"].plural == "nplurals=2; plural=(n != 1);"


def test_faults_of_all_files_in_one_run(tmp_path: Path) -> None:
    root = copy_project(tmp_path)
    edit(root / "languages.yaml", "name: Persian", "name: &p Persian")
    edit(root / "layouts/card.yaml", "flip: short-edge", "flop: short-edge")
    edit(root / "decks.yaml", "organisation: A clinic", "organisation: ' A clinic'")
    (root / "layouts/Two words.yaml").write_text("[]\n")
    (root / "layouts/old.yml").touch()
    assert [(f.where.file, f.code) for f in read_project(root)[1]] == [
        ("languages.yaml", "anchor"),
        ("layouts/old.yml", "wrong-extension"),
        ("layouts/Two words.yaml", "bad-id"),
        ("layouts/Two words.yaml", "wrong-type"),
        ("layouts/card.yaml", "unknown-key"),
        ("layouts/card.yaml", "missing-key"),
        ("decks.yaml", "edge-space"),
    ]


def test_an_empty_folder_gives_faults_not_an_exception(tmp_path: Path) -> None:
    project, faults = read_project(tmp_path)
    assert [(f.where.file, f.code) for f in faults] == [
        ("languages.yaml", "missing-file"),
        ("layouts", "missing-file"),
        ("decks.yaml", "missing-file"),
    ]
    assert project.decks == {}


def test_a_broken_file_is_not_a_missing_one(tmp_path: Path) -> None:
    root = copy_project(tmp_path)
    (root / "layouts/card.yaml").write_text("face: [\n")
    (root / "languages.yaml").write_text("")
    (root / "cards/illness.yaml").write_text("id: [\n")
    assert [(f.where.file, f.code) for f in read_project(root)[1]] == [
        ("languages.yaml", "empty-file"),
        ("layouts/card.yaml", "yaml-syntax"),
    ]


def test_decks_and_strips_against_the_cards(tmp_path: Path) -> None:
    assert check_cards(read_project(PROJECT)[0], read_cards(PROJECT)[0]) == []
    root = copy_project(tmp_path)
    edit(root / "decks.yaml", "tools: [answers, scale, time]", "tools: [answers, illness]")
    edit(
        root / "decks.yaml",
        "Shelter\n    version: 2026-11\n    cards: [illness]",
        "Shelter\n    version: '1'\n    cards: [time]",
    )
    edit(root / "layouts/card.yaml", "strip: [yes, no]", "strip: [yes, nope]")
    faults = check_cards(read_project(root)[0], read_cards(root)[0])
    assert [(str(f.where), f.code) for f in faults] == [
        ("decks.yaml:7:5", "misplaced-card"),
        ("decks.yaml:17:5", "misplaced-card"),
        ("layouts/card.yaml:1:1", "unknown-answer"),
    ]


def test_contrast() -> None:
    # Figures of WCAG 2.2 itself: black on white is 21, a colour on itself 1.
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#D22D00", "#D22D00") == 1
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_the_project_of_this_repository() -> None:
    project, faults = read_project(REPOSITORY)
    cards, _ = read_cards(REPOSITORY)
    symbols = _symbols_named_in(REPOSITORY / "cards")
    faults += check_cards(project, cards)
    faults += check_references(cards, project.categories, symbols)
    assert not has_errors(faults), "\n".join(map(str, faults))
    assert {"a6", "board"} <= set(project.layouts)
    assert {"bg", "en", "ar", "fa", "uk", "fr", "bn", "ti"} <= set(project.languages)
    assert next(iter(project.decks)) == "emergency"


def _symbols_named_in(folder: Path) -> set[str]:
    text = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.yaml"))
    return set(re.findall(r"symbol: ([a-z0-9-]+)", text))


def test_categories_hold_in_grey_print() -> None:
    found = sorted(read_project(REPOSITORY)[0].categories.values(), key=lambda c: c.tab)
    for category in found:
        assert contrast(category.on_color, category.grey) >= 7
        assert contrast(category.on_color, category.color) >= 5
    for one, next_one in pairwise(found):
        assert contrast(one.grey, next_one.grey) >= 1.3
        assert one.shape != next_one.shape


def _codes_in(path: Path) -> Iterator[str]:
    """Yield the codes that a module gives to its faults: the second argument after the place."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {
            *("Diagnostic", "error", "warning", "_fault"),
        }:
            for argument in node.args[1:3]:
                text = argument.value if isinstance(argument, ast.Constant) else None
                if isinstance(text, str) and CODE.fullmatch(text):
                    yield text


def _words_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _documented() -> list[str]:
    text = (REPOSITORY / "docs/diagnostics.md").read_text(encoding="utf-8")
    return re.findall(r"^\| `([a-z0-9-]+)` \|", text, re.MULTILINE)


def test_every_code_is_documented_once() -> None:
    modules = list((REPOSITORY / "src/commcards").rglob("*.py"))
    documented = _documented()
    assert sorted(set(documented)) == sorted(documented)
    used = {code for path in modules for code in _codes_in(path)}
    words = {word for path in modules for word in _words_in(path)}
    assert used - set(documented) == set(), "add them to docs/diagnostics.md"
    assert set(documented) - words == set(), "take them out of docs/diagnostics.md"


def test_every_code_of_the_readers_has_a_bad_file() -> None:
    source = REPOSITORY / "src/commcards/project"
    words = {word for name in READERS for word in _words_in(source / f"{name}.py")}
    shown = {path.stem for path in (DATA / "bad").rglob("*.yaml")}
    assert words & set(_documented()) - shown - TESTED_IN_CODE == set()
    assert shown <= set(_documented())


def test_what_lacks_a_key_is_named(tmp_path: Path) -> None:
    root = copy_project(tmp_path)
    edit(root / "decks.yaml", "    version: '2026.11'\n", "")
    (fault,) = read_project(root)[1]
    assert fault.message == "the deck 'clinic' needs `version`"


def test_a_tab_has_a_picture_that_exists() -> None:
    where = Location("decks.yaml", 20, 13)
    health = replace(HEALTH, symbol="doctro", where=where)
    plain = replace(HEALTH, id="birth", symbol="")
    assert plain.picture == "shape-square"
    (fault,) = check_tabs([health, plain], ["doctor", "shape-square"])
    assert (fault.where, fault.code) == (where, "unknown-symbol")
    assert "'doctor'" in fault.hint
    assert check_tabs([replace(health, symbol="doctor"), plain], ["doctor"]) == []
    assert check_tabs([health], []) == []  # that there are none is told already
