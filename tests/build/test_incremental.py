"""Whatever was built before: what lies in the output folder is what a cold build writes."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, has_errors
from commcards.build.builder import Builder, build
from commcards.translation.catalogs import fingerprint
from commcards.workspace.request import Request
from tests.support.smalldeck import STAFF, snapshot, translate

LANGUAGE = "fr"
EDITED = ("cards", "decks.yaml", "languages.yaml", "layouts", "locales", "symbols", "templates")
Built = tuple[dict[str, bytes], tuple[Diagnostic, ...]]  # the files of the output folder, faults


def replacing(file: str, old: str, new: str, after: str = "") -> Callable[[Path], None]:
    """Return an edit that puts one text in another's place, where it first stands after a third."""

    def edit(root: Path) -> None:
        text = (root / file).read_text("utf-8")
        at = text.index(old, text.index(after))
        (root / file).write_text(text[:at] + new + text[at + len(old) :], "utf-8")

    return edit


def translating(language: str, key: str, text: str) -> Callable[[Path], None]:
    """Return an edit of one translation."""

    def edit(root: Path) -> None:
        translate(root, language, key, text)

    return edit


def reorder(root: Path) -> None:
    """Let two phrases of a card change places."""
    path = root / "cards/illness.yaml"
    head, first, second, *rest = path.read_text("utf-8").split("      - id: ")
    path.write_text("      - id: ".join([head, second, first, *rest]), "utf-8")


def review(root: Path) -> None:
    """Sign one translation off."""
    catalog = root / paths.catalog(LANGUAGE)
    key, source = "illness.medicine", "I need my medicine."
    text = catalog.read_text("utf-8")
    text, count = re.subn(rf'#, fuzzy\n(msgctxt "{key}"\n)', r"\1", text)
    assert count == 1
    catalog.write_text(text, "utf-8")
    (words,) = re.findall(rf'msgctxt "{key}"\nmsgid "{source}"\nmsgstr "(.+)"', text)
    record = catalog.with_name("review.csv")
    row = f"{key},{fingerprint(source, words)},human,interpreter,2026-11-22"
    rows, count = re.subn(rf"(?m)^{key},.*$", row, record.read_text("utf-8"))
    assert count == 1
    record.write_text(rows, "utf-8")


EDITS: dict[str, Callable[[Path], None]] = {
    "translation": translating(LANGUAGE, "illness.fever", "J’ai très chaud."),
    "gap": translating(LANGUAGE, "illness.breathe", ""),
    "staff's words": translating(STAFF, "words.person-says", "Казвам"),
    "phrases": reorder,
    "cards": replacing("decks.yaml", "[illness, violence]", "[violence, illness]"),
    "address": replacing("decks.yaml", "cards.example.org", "cards.example.net"),
    "symbol": replacing("symbols/symbols.yaml", "[-3.7, 6.7]", "[-3.5, 6.5]", after="\nfever:"),
    "ink": replacing("templates/faces.css.j2", "#222", "#242424"),
    "ink of pages": replacing("templates/page.css.j2", "#0b3d91", "#0b3d92"),
    "category": replacing("decks.yaml", "#D22D00", "#C22D00"),
    "layout": replacing("layouts/a6.yaml", "picture: 13mm", "picture: 12mm"),
    "lines": replacing("languages.yaml", "height: 1.2\n", "height: 1.31\n", f"\n{LANGUAGE}:\n"),
    "review": review,
}


class Bench:
    """One project, edited and built again and again."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._root = root
        self._folder = folder
        self._request = Request(
            root=root, output=folder / "out", staff=(STAFF,), languages=(LANGUAGE,)
        )
        self._builder = Builder(self._request)
        self._states: list[Built] = []

    def build(self, *, at_hand: bool) -> Built:
        """Build what has changed; with what the builder has ``at_hand``, or by a new one."""
        builder = self._builder if at_hand else Builder(self._request)
        report = builder.build(self._request)
        builder.keep()
        return files(self._request.output), report.diagnostics

    def cold(self) -> Built:
        """Build all of it with nothing at hand, into a new folder; remember this state."""
        number = len(self._states)
        output = self._folder / f"cold-{number}"
        request = Request(
            root=self._root, output=output, staff=(STAFF,), languages=(LANGUAGE,), cache=False
        )
        report = build(request)
        assert not has_errors(report.diagnostics)
        self._states.append((files(output), report.diagnostics))
        for name in EDITED:
            source, kept = self._root / name, self._folder / f"state-{number}" / name
            kept.parent.mkdir(exist_ok=True)
            (shutil.copytree if source.is_dir() else shutil.copyfile)(source, kept)
        return self._states[-1]

    def go_back(self, number: int) -> Built:
        """Put the files of an earlier state in place; return what that came to."""
        for name in EDITED:
            kept, place = self._folder / f"state-{number}" / name, self._root / name
            if kept.is_dir():
                shutil.rmtree(place)
                shutil.copytree(kept, place)
            else:
                shutil.copyfile(kept, place)
        return self._states[number]


def differing(one: Built, other: Built) -> list[object]:
    """Return the paths of the files that differ, and the faults."""
    found = {path for path, _ in one[0].items() ^ other[0].items()}
    return [*sorted(found), *({*one[1]} ^ {*other[1]})]


def files(output: Path) -> dict[str, bytes]:
    return {path: data for path, (_, data) in snapshot(output).items()}


@pytest.mark.slow
def test_after_any_edits_the_output_is_that_of_a_cold_build(mini: Path, tmp_path: Path) -> None:
    """Edits in some order, a few at a time, and back to earlier states."""
    chance = random.Random(20261122)
    bench = Bench(mini, tmp_path)
    before, _ = expected = bench.cold()
    assert differing(bench.build(at_hand=True), expected) == []
    left = chance.sample(sorted(EDITS), len(EDITS))
    number = 0
    while left:
        edits = [left.pop() for _ in range(min(len(left), chance.choice((2, 3))))]
        for name in edits:
            EDITS[name](mini)
        expected = bench.cold()
        assert differing(bench.build(at_hand=chance.random() < 0.5), expected) == [], edits
        assert expected[0] != before or edits == ["review"], edits  # the card has other drafts
        before, _ = expected
        number += 1
        if chance.random() < 0.4:
            earlier = chance.randrange(number)
            expected = bench.go_back(earlier)
            found = bench.build(at_hand=chance.random() < 0.5)
            assert differing(found, expected) == [], f"back to {earlier}"
            bench.go_back(number)
