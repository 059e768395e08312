"""Our own cards, catalogs and pictures."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polib
import pytest

from commcards.base.diagnostics import Severity
from commcards.commands.status import summary
from commcards.localize import extracards
from commcards.localize.localizer import phrases
from commcards.model.cards import AnswerKind, Card, Kind
from commcards.model.decks import Deck
from commcards.translation.catalogs import fingerprint
from commcards.workspace.checks import check_catalog, check_source
from commcards.workspace.targets import Target
from commcards.workspace.workspace import Workspace

REPOSITORY = Path(__file__).parents[2]
CATALOGS = sorted((REPOSITORY / "locales").glob("*/LC_MESSAGES/commcards.po"))
TAGS = [path.parts[-3] for path in CATALOGS]
BESIDE_CARDS = set(extracards.PICTURES)


@pytest.fixture(scope="module")
def workspace(ours: Workspace) -> Workspace:
    faults = check_source(ours)
    for catalog in ours.catalogs.values():
        faults += check_catalog(ours, catalog)
    assert [str(fault) for fault in faults if fault.severity is Severity.ERROR] == []
    return ours


def symbols_of(card: Card) -> Iterator[str]:
    yield card.symbol
    for phrase in phrases(card):
        yield phrase.symbol
        yield from (option.symbol for option in (phrase.answer.options if phrase.answer else ()))


def test_decks_name_cards_that_exist_and_no_card_is_forgotten(workspace: Workspace) -> None:
    used = {name for deck in workspace.project.decks.values() for name in deck.cards + deck.tools}
    assert used == set(workspace.cards)


def test_every_question_has_an_answer(workspace: Workspace) -> None:
    for card in workspace.cards.values():
        for section in card.sections:
            for phrase in section.phrases:
                assert (phrase.answer is not None) is (section.kind is Kind.STAFF_ASKS), phrase
                if phrase.answer and phrase.answer.kind is AnswerKind.CARD:
                    assert workspace.cards[phrase.answer.card].is_tool
                if phrase.answer and phrase.answer.kind is AnswerKind.CHOICE:
                    assert len(phrase.answer.options) > 1


def test_every_picture_is_there_and_used(workspace: Workspace) -> None:
    used = {name for card in workspace.cards.values() for name in symbols_of(card)} | BESIDE_CARDS
    # Marks of categories, and signs of tiles.
    used |= {name for name in workspace.symbols if name.startswith(("shape-", "sign-"))}
    used |= {f"drawing.{name}" for name in workspace.drawings}
    assert sorted(used - set(workspace.symbols)) == []
    assert sorted(set(workspace.symbols) - used) == []


def test_status_is_honest(workspace: Workspace) -> None:
    languages = summary(workspace)["languages"]
    assert isinstance(languages, list)
    assert {language["tag"] for language in languages} >= set(TAGS)
    for language in languages:
        assert language["draft"] + language["reviewed"] == language["filled"]
        assert language["filled"] + language["empty"] == language["messages"]
        assert language["reviewed"] == 0  # until a qualified person signs


@pytest.mark.parametrize("path", CATALOGS, ids=TAGS)
def test_what_no_person_reviewed_says_so(path: Path) -> None:
    with path.with_name("review.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["msgctxt"]: row for row in csv.DictReader(stream)}
    assert {(row["origin"], row["reviewer_role"]) for row in rows.values()} == {("mt", "")}
    filled = [entry for entry in polib.pofile(str(path)) if entry.msgstr and not entry.obsolete]
    assert filled
    for entry in filled:
        assert entry.fuzzy, entry.msgctxt
        assert entry.msgctxt
        expected = fingerprint(entry.msgid, entry.msgstr)
        assert rows[entry.msgctxt]["sha256"] == expected, entry.msgctxt


@pytest.mark.parametrize("tag", TAGS)
def test_checks_rarely_raise_false_alarm(workspace: Workspace, tag: str) -> None:
    """No error, and fewer warnings than 2 % of the entries: more, and nobody reads them."""
    filled = sum(bool(entry.text) for entry in workspace.catalogs[tag].entries.values())
    found = check_catalog(workspace, workspace.catalogs[tag])
    assert [str(fault) for fault in found if fault.severity is Severity.ERROR] == []
    assert len(found) < 0.02 * filled, [str(fault) for fault in found]


def test_the_glossary_has_terms_in_every_filled_language(workspace: Workspace) -> None:
    said = [term for term in workspace.glossary if term.words]
    assert len(said) >= 80
    for tag in TAGS:
        assert sum(tag in term.words for term in said) >= 80, tag


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed")
@pytest.mark.parametrize("path", CATALOGS, ids=TAGS)
def test_msgfmt_has_nothing_to_say(path: Path) -> None:
    command = ["msgfmt", "--check", "--use-fuzzy", "--output-file=/dev/null", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def target_of(deck: Deck) -> Target:
    return Target(deck=deck.id, staff="en", person=("uk",), layouts=(), papers=(), edition="color")


def test_cards_are_printed_in_the_order_of_their_categories(workspace: Workspace) -> None:
    places = {name: place for place, name in enumerate(workspace.project.categories)}
    for deck in workspace.project.decks.values():
        printed = [card.card for card in workspace.localized(target_of(deck))]
        assert [card.id for card in printed] == [*deck.cards, *deck.tools]  # as it is read
        order = [places[card.category] for card in printed]
        assert order == sorted(order)


def test_the_order_is_that_of_categories_whatever_a_deck_says(workspace: Workspace) -> None:
    decks = {
        name: replace(deck, cards=deck.cards[::-1])
        for name, deck in workspace.project.decks.items()
    }
    turned = replace(workspace, project=replace(workspace.project, decks=decks))
    places = {name: place for place, name in enumerate(workspace.project.categories)}
    for deck in decks.values():
        printed = [card.card for card in turned.localized(target_of(deck))]
        order = [places[card.category] for card in printed]
        assert order == sorted(order)
        for category in {card.category for card in printed}:  # within one as the deck has them
            own = [card.id for card in printed if card.category == category]
            listed = [name for name in (*deck.cards, *deck.tools) if name in own]
            assert own == listed


def test_each_category_has_a_picture_and_a_tab_of_its_own(workspace: Workspace) -> None:
    categories = [*workspace.project.categories.values()]
    assert [category.tab for category in categories] == [*range(len(categories))]
    assert all(category.symbol in workspace.symbols for category in categories)
    assert len({category.symbol for category in categories}) == len(categories)
