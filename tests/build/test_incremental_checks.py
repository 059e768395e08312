"""Whatever was checked before: the faults are those that a check with nothing kept finds."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, in_order
from commcards.base.ledger import Ledger
from commcards.base.store import FILE, Store
from commcards.model.catalogs import Catalog
from commcards.translation.catalogs import fingerprint
from commcards.translation.glossary import COLUMNS
from commcards.workspace.recall import ReadCache
from commcards.workspace.workspace import read_workspace
from tests.support.badinput import REPOSITORY
from tests.support.smalldeck import lay_out

TAG = "uk"
CARD, LANGUAGES = "cards/illness.yaml", "languages.yaml"
PO, REVIEWS = paths.catalog(TAG), f"locales/{TAG}/LC_MESSAGES/review.csv"
TEXTS = (
    "", "Так", "Мені потрібен лікар.", "У мене температура.", "I am ill.", " Так.", "Так. ",
    "Я хворий", "Я хворий?", "Я xворий.", "B мене болить.", "У мене 3 дні.", "{name} хворий.",
    "У мене и\u0306.", "Так\u200f.", "我病了。", "Так \ue123.", "Call 112.",
)  # fmt: skip

Found = tuple[tuple[Diagnostic, ...], Catalog | None, bool, tuple[str, ...]]
Edit = Callable[[random.Random, Path], None]


def paragraphs(change: Callable[[random.Random, list[str]], None]) -> Edit:
    """Return an edit of the paragraphs of the catalog; the first one is the header."""

    def edit(chance: random.Random, root: Path) -> None:
        found = (root / PO).read_text("utf-8").rstrip("\n").split("\n\n")
        change(chance, found)
        (root / PO).write_text("\n\n".join(found) + "\n", "utf-8")

    return edit


def line(pattern: str, make: Callable[[random.Random, list[str]], str]) -> Edit:
    """Return an edit of one line of one entry."""

    def change(chance: random.Random, found: list[str]) -> None:
        at = chance.randrange(1, len(found))
        new = make(chance, found)
        found[at] = re.sub(pattern, lambda _: new, found[at], count=1)

    return paragraphs(change)


def text_of(found: str) -> str:
    return found[found.index("msgstr ") :]


def swap(chance: random.Random, found: list[str]) -> None:
    one, other = chance.sample(range(1, len(found)), 2)
    found[one], found[other] = found[other], found[one]


def replacing(file: str, after: str, old: str, *news: str) -> Edit:
    """Return an edit that puts one of some texts where a pattern is first found after another."""

    def edit(chance: random.Random, root: Path) -> None:
        text = (root / file).read_text("utf-8")
        start = text.index(after)
        rest, count = re.subn(old, chance.choice(news), text[start:], count=1)
        assert count == 1, old
        (root / file).write_text(text[:start] + rest, "utf-8")

    return edit


def sign(chance: random.Random, root: Path) -> None:
    """Sign one translation off, with its hash or with that of another."""
    catalog, record = root / PO, root / REVIEWS
    text = catalog.read_text("utf-8")
    entries = re.findall(r'(?m)^msgctxt "(.+)"\nmsgid "(.+)"\nmsgstr "(.+)"$', text)
    key, *signed = chance.choice(entries)
    if chance.random() < 0.3:
        signed = ["I am well.", "Так"]
    row = f"{key},{fingerprint(*signed)},human,interpreter,2026-11-22"
    rows = record.read_text("utf-8")
    record.write_text(re.sub(rf"(?m)^{re.escape(key)},.*$", row, rows), "utf-8")
    flagged = f'#, fuzzy\nmsgctxt "{key}"'
    catalog.write_text(text.replace(flagged, f'msgctxt "{key}"'), "utf-8")


def break_off(chance: random.Random, root: Path) -> None:
    """Make the record of reviews a bad one."""
    with (root / REVIEWS).open("a", encoding="utf-8") as stream:
        stream.write(f"{chance.random()},no hash,human,,\n")


def damage(chance: random.Random, root: Path) -> None:
    """Spoil the store, or lose it."""
    path = root / ".store" / FILE
    if path.exists():
        data = bytearray(path.read_bytes())
        for _ in range(chance.randrange(20)):
            data[chance.randrange(len(data))] ^= 0xFF
        path.write_bytes(data)
        if chance.random() < 0.3:
            shutil.rmtree(path.parent)


EDITS: dict[str, Edit] = {
    "text": line(r'(?m)^msgstr ".*"$', lambda chance, _: f'msgstr "{chance.choice(TEXTS)}"'),
    "another's text": line(
        r"msgstr [^\0]*\Z", lambda chance, found: text_of(chance.choice(found[1:]))
    ),
    "source": line(r'(?m)^msgid ".*"$', lambda chance, _: 'msgid "I am well."'),
    "key": line(r'(?m)^msgctxt ".*"$', lambda chance, _: f'msgctxt "no.{chance.random()}"'),
    "flag": line(r"(?m)^(?:#, fuzzy\n)?(?=msgctxt)", lambda chance, _: "#, fuzzy\n"),
    "comment": line(r"\A", lambda chance, _: "# A word\n# to those who follow.\n"),
    "syntax": line(r'(?m)"$', lambda chance, _: ""),
    "control": line(r'(?m)^msgstr "', lambda chance, _: 'msgstr "\a'),
    "one more": paragraphs(lambda chance, found: found.append(chance.choice(found))),
    "one less": paragraphs(lambda chance, found: found.remove(chance.choice(found[1:]))),
    "order": paragraphs(swap),
    "signature": sign,
    "bad signature": break_off,
    "card": replacing("cards/illness.yaml", "phrases:", r"text: .*", "text: I go.", "text: I am."),
    "glossary": replacing(
        paths.GLOSSARY, "\nfever,", r",(fever|medicine)\*", ",medicine*", ",fever*"
    ),
    "fonts": replacing(LANGUAGES, f"\n{TAG}:", r"fonts: .*", "fonts: [Noto Sans Hanifi Rohingya]"),
    "script": replacing(LANGUAGES, f"\n{TAG}:", r"script: .*", "script: Latn", "script: Grek"),
    "English": replacing(LANGUAGES, "\nen:", r"fonts: .*", "fonts: [Noto Sans Hanifi Rohingya]"),
    "store": damage,
}
FILES = ("cards/illness.yaml", LANGUAGES, paths.GLOSSARY, PO, REVIEWS)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project of two languages; the catalog has what the cards have, and two lines more.

    It is small, so that it is quickly read: the small project without what a check does not need.
    """
    root = tmp_path / "project"
    root.mkdir()
    lay_out(root)
    _, *parts = re.split(r"(?m)^(?=\w+:$)", (root / LANGUAGES).read_text("utf-8"))
    kept = [part for part in parts if part.startswith((f"{TAG}:", "en:"))]
    (root / LANGUAGES).write_text("\n" + "".join(kept), "utf-8")
    (root / paths.GLOSSARY).write_text(
        f"{','.join(COLUMNS)},{TAG}\nfever,High.,fever*,,температура*\n"
    )
    _, *unknown = (REPOSITORY / PO).read_text("utf-8").split("\n\n")[:3]
    with (root / PO).open("a", encoding="utf-8") as stream:
        stream.writelines(f"\n{entry}\n" for entry in unknown)
    for path in (*(root / "layouts").iterdir(), *(root / "locales").iterdir()):
        if path.is_dir() and path.name != TAG:
            shutil.rmtree(path)
        elif path.suffix == ".yaml" and path.stem != "a6":
            path.unlink()
    return root


class Desk:
    """Checks one project again and again."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._ledger = Ledger(root, root / "out", None)
        self._project = ReadCache(root, Store(None), self._ledger)
        self.begin(Store(root / ".store"))

    def begin(self, store: Store) -> None:
        """Begin with another store, and with nothing at hand."""
        self._store = store
        self._at_hand = ReadCache(self._root, store, self._ledger)

    def look(self) -> None:
        """Read what cards and languages say now."""
        self._ledger.scan()
        self._workspace, _ = read_workspace(self._root, [], self._project.recall)

    def uncached(self) -> list[Found]:
        """Check with nothing kept."""
        return self._found(lambda: ReadCache(self._root, Store(None), self._ledger))

    def again(self, *, at_hand: bool) -> list[Found]:
        """Check with what is at hand, or with only the store, as a new process does."""
        if at_hand:
            return self._found(lambda: self._at_hand)
        return self._found(lambda: ReadCache(self._root, self._store, self._ledger))

    def _found(self, reader: Callable[[], ReadCache]) -> list[Found]:
        found = []
        for tag, strict in ((TAG, False), (TAG, True), ("en", False)):
            reading = reader()
            catalogs, _ = reading.catalogs(self._workspace, [tag])
            report = reading.report(self._workspace, tag, strict=strict)
            reading.keep()
            faults = tuple(in_order(report.faults))
            found.append((faults, catalogs.get(tag), report.drafts, report.gaps))
        return found


RULES = {  # an edit, and the code of the fault that it makes of "I have a fever."
    "glossary": replacing(paths.GLOSSARY, "\nfever", "температура", "жар"),
    "stale-source": replacing("cards/illness.yaml", "id: fever", "fever[.]", "high fever."),
    "missing-glyph": replacing(LANGUAGES, f"{TAG}:", "Noto Sans", "Noto Sans Khmer"),
    "wrong-script": replacing(LANGUAGES, f"{TAG}:", "script: Cyrl", "script: Latn"),
    "end-mark": replacing(PO, "illness.fever", r'[.]"\n\n', '"\n\n'),
}


def test_new_rules_judge_what_was_fine(root: Path) -> None:
    desk = Desk(root)
    before = {name: (root / name).read_bytes() for name in FILES}
    for code, edit in RULES.items():
        for at_hand in (True, False):
            desk.begin(Store(None))
            desk.look()
            faults, catalog, *_ = desk.again(at_hand=at_hand)[0]
            assert catalog is not None
            where = catalog.entries["illness.fever"].where
            assert [fault for fault in faults if fault.where == where] == []
            edit(random.Random(), root)
            desk.look()
            faults, *_ = desk.again(at_hand=at_hand)[0]
            assert code in {fault.code for fault in faults if fault.where == where}, code
            for name, data in before.items():
                (root / name).write_bytes(data)


def test_after_any_edits_the_faults_are_those_of_a_fresh_check(root: Path) -> None:
    """Edits in some order, one or a few at a time, and back to earlier states."""
    chance = random.Random(20261122)
    desk = Desk(root)
    states = [{name: (root / name).read_bytes() for name in FILES}]
    codes: set[str] = set()
    left = [name for name in EDITS for _ in range(2)] + ["text"] * 6
    chance.shuffle(left)
    while left:
        edits = [left.pop() for _ in range(min(len(left), chance.choice((1, 1, 3))))]
        for name in edits:
            EDITS[name](chance, root)
        desk.look()
        expected = desk.uncached()
        assert desk.again(at_hand=chance.random() < 0.5) == expected, edits
        faults, catalog, *_ = expected[0]
        codes.update(fault.code for fault in faults)
        if catalog and catalog.entries:
            states.append({name: (root / name).read_bytes() for name in FILES})
        if not (catalog and catalog.entries) or chance.random() < 0.2:
            for name, data in chance.choice(states[-3:]).items():
                (root / name).write_bytes(data)
    assert codes >= {"glossary", "missing-glyph", "mixed-script", "stale-source"}
