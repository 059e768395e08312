"""Numbers on pages: where Chromium sets each character."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from commcards.base.diagnostics import Location
from commcards.base.files import write_atomic
from commcards.base.store import Store
from commcards.localize.localizer import Localizer
from commcards.model.cards import Kind
from commcards.model.decks import Imprint
from commcards.model.symbols import Layer, Symbol
from commcards.project.cards import read_words
from commcards.project.decks import read_project
from commcards.project.languages import read_languages
from commcards.site.assets import Assets
from commcards.site.pages import Pages
from commcards.site.webfonts import WebFonts, letters_of
from commcards.text.fonts import FontSet
from commcards.text.templates import Templates
from tests.support.badinput import PROJECT, REPOSITORY
from tests.support.browser import measured
from tests.support.invented import ENGLISH, HEALTH, TOOLS, card, catalog, phrase, section
from tests.support.numbers import RIGHT_TO_LEFT, Case, cases, sentences

WIDE, NARROW = 640, 250  # px
SPOKEN, RUN = ".phrases .person", ".phrases .person .run"
GROUPS = (RIGHT_TO_LEFT[:3], RIGHT_TO_LEFT[3:6], RIGHT_TO_LEFT[6:])

Shown = Mapping[str, Sequence[Mapping[str, Any]]]


class Symbols(defaultdict[str, Symbol]):
    """A square for every name."""

    def __missing__(self, name: str) -> Symbol:
        square = (("M", (8.0, 8.0)), ("L", (40.0, 8.0)), ("L", (40.0, 40.0)), ("Z", ()))
        return Symbol(name, name, (Layer("ink", square),), (), name)


def told(tag: str) -> dict[str, tuple[Case, str]]:
    """Return the cases of a language, each in a sentence, by key."""
    found = {}
    for number, case in enumerate(cases(tag)):
        every = list(sentences(tag, case.text))
        found[f"ill.line-{number}"] = case, every[number % len(every)]
    return found


def html_of(tags: Sequence[str], folder: Path) -> str:
    """Return the page of a card that says every case in each of some languages.

    What it shares with others is written below ``folder``.
    """
    languages = read_languages(REPOSITORY)[0]
    texts = {tag: {key: text for key, (_, text) in told(tag).items()} for tag in tags}
    catalogs = {tag: catalog(languages[tag], texts[tag]) for tag in tags}
    localizer = Localizer(ENGLISH, ENGLISH, tuple(languages[tag] for tag in tags), catalogs)
    made = card([section(Kind.STAFF_SAYS, [phrase(key, "It says.") for key in texts[tags[0]]])])
    common = localizer.common(TOOLS, read_words(REPOSITORY)[0])
    fonts = WebFonts(FontSet.load(REPOSITORY / ".assets"), Store(None))
    templates = Templates.read(REPOSITORY / "templates")
    pages = Pages(
        Assets(Symbols(), fonts),
        templates,
        Imprint("a test", "https://x.test", Location("decks.yaml")),
        ENGLISH,
        (HEALTH,),
        (),
    )
    deck = read_project(PROJECT)[0].decks["clinic"]
    local = localizer.card(made, TOOLS, common, "2026.11")
    styles = []
    for tag in tags:
        letters = letters_of(languages[tag], texts[tag].values(), ())
        styles += pages.assets.language(languages[tag], letters)
    for asset in (*pages.common, *styles):
        write_atomic(folder / asset.path, pages.assets.made(asset))
    return pages.card(local, deck, HEALTH, downloads=[], styles=styles, url="https://x.test")


@pytest.fixture(scope="module", params=GROUPS, ids="+".join)
def shown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    folder = tmp_path_factory.mktemp("pages")
    html = html_of(request.param, folder)
    within = folder / "deck" / "pair"
    within.mkdir(parents=True)
    return measured(html, [(SPOKEN, WIDE), (RUN, WIDE), (RUN, NARROW)], within)


def folded(text: str) -> str:
    """Return a text with spaces and brackets of one kind, as on paper."""
    return re.sub(r"\s", " ", text).replace(")", "(")


def test_every_number_stands_as_it_is_read(shown: Shown) -> None:
    wanted = {tag: {text: case for case, text in told(tag).values()} for tag in RIGHT_TO_LEFT}
    wrong = []
    spoken = [element for element in shown[f"{SPOKEN} {WIDE}"] if element["text"]]
    for element in spoken:
        case = wanted[element["lang"]][element["text"]]
        seen = folded("|".join(element["lines"]))
        if seen.count(folded(case.shown)) != element["text"].count(case.text):
            wrong.append((case, element["lines"]))
    assert len(spoken) > 200
    assert wrong == []


def test_a_run_stays_on_one_line_where_it_has_room(shown: Shown) -> None:
    runs = shown[f"{RUN} {WIDE}"]
    assert len(runs) > 200
    assert [run for run in runs if folded(run["lines"][0]) != folded(run["text"])] == []


def test_each_piece_of_a_wider_run_reads_from_left_to_right(shown: Shown) -> None:
    runs = shown[f"{RUN} {NARROW}"]
    assert [run for run in runs if run["over"] or "".join(run["lines"]) != run["text"]] == []
    assert any(len(run["lines"]) > 1 for run in runs)
