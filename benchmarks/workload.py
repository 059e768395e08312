"""What is printed: a deck for one staff, in some languages and layouts; and a copy to change."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import ROOT

DECK = "emergency"
STAFF = "bg"
LAYOUTS = ("a6", "board")
# Without Urdu: letters of Nastaliq do not come back from any PDF as they were written.
LANGUAGES = ("uk", "ar", "fa", "prs", "ps", "ckb", "tr", "ru", "fr", "so", "ti", "bn")
FURTHER = ("en", "kmr", "pl", "vi", "es", "nb", "am", "sw", "my", "zh_Hans")
OURS = {"commcards, 2 jobs": 2, "commcards, 1 job": 1}  # what is measured, and its jobs
CHANGED = ("uk", "illness.fever")  # the language and key of the string that is changed
_PARTS = (
    "decks.yaml", "languages.yaml", "services.yaml", "cards", "layouts", "locales", "symbols",
    "templates",
)  # fmt: skip
_SIGNS = " .:?!…。？！؟۔።፧।॥။'\"\\»”’)"


@dataclass(frozen=True, slots=True)
class Project:
    """A copy of the project that may be changed, and built into its own ``output``."""

    root: Path

    @classmethod
    def copied(cls, root: Path) -> Project:
        """Copy the sources into an empty folder; the prepared fonts and icons are shared."""
        for name in _PARTS:
            source = ROOT / name
            copy = shutil.copytree if source.is_dir() else shutil.copyfile
            copy(source, root / name)
        (root / ".assets").symlink_to((ROOT / ".assets").resolve())
        return cls(root)

    @property
    def output(self) -> Path:
        """Where it is built."""
        return self.root / "output"

    def clean(self) -> None:
        """Take away what was built, and the cache."""
        for folder in (self.output, self.root / ".store"):
            shutil.rmtree(folder, ignore_errors=True)

    def translate(self, tag: str, key: str, text: str) -> None:
        """Change one translation, which must stand on one line."""
        path = self._catalog(tag)
        found = re.compile(rf'(^msgctxt "{re.escape(key)}"\nmsgid ".*"\nmsgstr ").*"$', re.M)
        changed, count = found.subn(rf'\g<1>{text}"', path.read_text("utf-8"))
        if count != 1:
            raise ValueError(f"{path}: {key} has no translation on one line")
        path.write_text(changed, "utf-8")

    def restyle(self, number: int) -> None:
        """Change the look of every face."""
        path = self.root / "templates" / "faces.css.j2"
        shutil.copyfile(ROOT / "templates" / "faces.css.j2", path)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\n.staff {{ color: #{0x202020 + number:06x} }}\n")

    def multiply(self, times: int, languages: Iterable[str]) -> None:
        """Have each card of the deck so many times, with ids, codes and texts of their own.

        The catalogs of some languages, and of the staff's, follow.
        """
        cards = self._cards()
        self._deal([*cards, *(f"{card}-{n}" for n in range(2, times + 1) for card in cards)])
        for number in range(2, times + 1):
            for index, card in enumerate(cards):
                self._copy_card(card, number, index)
        for tag in {STAFF, *languages}:
            self._copy_messages(self._catalog(tag), cards, times)

    def shorten(self, count: int) -> None:
        """Leave only the first cards in the deck."""
        self._deal(self._cards()[:count])

    def _cards(self) -> list[str]:
        text = (self.root / "decks.yaml").read_text("utf-8")
        return re.findall(r"- (\S+)", _listed(text)[0])

    def _deal(self, cards: list[str]) -> None:
        path = self.root / "decks.yaml"
        text = path.read_text("utf-8")
        start, end = _listed(text).span()
        listed = "".join(f"      - {card}\n" for card in cards)
        path.write_text(text[:start] + listed + text[end:], "utf-8")

    def _copy_card(self, card: str, number: int, index: int) -> None:
        """Give each text a number before its last sign, so that no two cards share it."""
        text = (self.root / "cards" / f"{card}.yaml").read_text("utf-8")
        text = re.sub(r"^id: .*$", f"id: {card}-{number}", text, flags=re.M)
        text = re.sub(r"^code: .*$", f"code: {_code(number, index)}", text, flags=re.M)
        text = re.sub(
            r"^( *(?:- )?(?:text|title): )(.*)$",
            lambda found: found[1] + numbered(found[2], number),
            text,
            flags=re.M,
        )
        (self.root / "cards" / f"{card}-{number}.yaml").write_text(text, "utf-8")

    def _copy_messages(self, path: Path, cards: list[str], times: int) -> None:
        text = path.read_text("utf-8")
        entries = [
            entry
            for entry in text.split("\n\n")
            if (found := re.search(r'^msgctxt "([^".]+)\.', entry, re.M)) and found[1] in cards
        ]
        copies = [
            re.sub(
                r'^(msgid|msgstr) "(.+)"$',
                lambda found, n=n: f'{found[1]} "{numbered(found[2], n)}"',  # type: ignore[misc]
                re.sub(r'^(msgctxt "[^".]+)\.', rf"\1-{n}.", entry, flags=re.M),
                flags=re.M,
            ).strip("\n")
            for n in range(2, times + 1)
            for entry in entries
        ]
        path.write_text(text.rstrip("\n") + "".join(f"\n\n{copy}" for copy in copies) + "\n")

    def _catalog(self, tag: str) -> Path:
        return self.root / "locales" / tag / "LC_MESSAGES" / "commcards.po"


def _listed(decks: str) -> re.Match[str]:
    """Find the cards of the deck in decks.yaml."""
    start = decks.index(f"\n  {DECK}:\n")
    found = re.compile(r"(?<=\n    cards:\n)(?:      - .+\n)+").search(decks, start)
    if found is None:
        raise ValueError(f"decks.yaml: no cards of {DECK}")
    return found


def numbered(text: str, number: int) -> str:
    """Return a text with a number in it: before the signs and quotation marks that it ends on."""
    words = text.rstrip(_SIGNS)
    return f"{words} {number}{text[len(words) :]}"


def _code(number: int, index: int) -> str:
    return f"X{chr(ord('A') + number)}{index + 1:02}"
