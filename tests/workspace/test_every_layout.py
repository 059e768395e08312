"""Every shipped deck finds room in every layout, in each of its languages: planned, not painted.

What painting then corrects is judged in each build; see typesetting/typesetter.py.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from commcards.faces.flow import plan
from commcards.faces.measure import Measure
from commcards.imposition import CardFaces, on_paper
from commcards.imposition.leaflet import PANELS
from commcards.localize import extracards
from commcards.model.decks import Deck
from commcards.model.languages import SOURCE_LANGUAGE
from commcards.model.layouts import Layout
from commcards.project.decks import read_project
from commcards.workspace.credits import credit_lines
from commcards.workspace.targets import Target, combined
from commcards.workspace.workspace import Workspace
from tests.support.badinput import REPOSITORY

PROJECT = read_project(REPOSITORY)[0]
TOGETHER = (("ar", "uk"), ("ar", "fa"), ("fa", "ps"))
MANY = 4  # languages of staff
PAIRS = [(deck.id, staff) for deck in PROJECT.decks.values() for staff in deck.staff]


def faces_once() -> Iterator[Layout]:
    """Yield a layout for each geometry of faces."""
    seen = set()
    for layout in PROJECT.layouts.values():
        if (layout.face, layout.cards) not in seen:
            seen.add((layout.face, layout.cards))
            yield layout


def with_whom(deck: Deck, staff: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the pairs to plan: where staff speak many languages, two of each as the person's.

    So every language is tried on either side; `test_the_whole_table...` has all their pairs.
    """
    pairs = [*combined([staff], deck.languages)]
    if len(deck.staff) < MANY:
        return pairs
    start = deck.staff.index(staff)
    return [pairs[(start + step) % len(pairs)] for step in (0, len(pairs) // 2)]


@pytest.mark.slow
def test_the_whole_table_of_languages_fits_on_one_folded_sheet(
    ours: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of each pair of 24 languages, every card of `essentials` and the cover is one panel."""
    measure = Measure(ours.shaper)
    project = ours.project
    deck = project.decks["essentials"]
    layout = project.layouts["leaflet"]
    tags = {*ours.catalogs} & {*(path.name for path in (REPOSITORY / "locales").iterdir())}
    assert set(deck.staff) == set(deck.languages) == {*tags, SOURCE_LANGUAGE}
    pairs = [*combined(deck.staff, deck.languages)]
    assert len(pairs) == 24 * 23
    sources = sorted({line for symbol in ours.symbols.values() for line in symbol.credits})
    more = []
    for staff, person in pairs:
        names = Target(
            deck=deck.id, staff=staff, person=person, layouts=(), papers=(), edition="color"
        )
        cards = ours.localized(names)
        using = ours.localizer(names), cards[0].common, ours.words, deck
        credits = credit_lines(ours, names, cards, sources)
        cover = extracards.panel(*using, project.imprint.organisation, credits, sample=True)
        planned = [
            plan(
                *(card, project.categories[card.card.category], layout.face),
                *(measure.lines, measure.width),
            )
            for card in (cover, *cards)
        ]
        assert [misfits for _, misfits in planned if misfits] == []
        faces = [face for each, _ in planned for face in each]
        sheets = [
            on_paper(layout, paper).impose([CardFaces(faces)], layout.flip)
            for paper in layout.grids
        ]
        if len(faces) != PANELS or any(len(sides) != 2 for sides in sheets):
            more.append((staff, person, [len(each) for each, _ in planned]))
    with capsys.disabled():
        print(f" [{len(pairs)} pairs planned, {len(more)} on more than one sheet]", end="")
    assert more == []


@pytest.mark.slow
@pytest.mark.parametrize(("deck", "staff"), PAIRS)
def test_no_word_of_any_deck_is_without_room(ours: Workspace, deck: str, staff: str) -> None:
    measure = Measure(ours.shaper)
    people = with_whom(ours.project.decks[deck], staff)
    people += [(staff, pair) for pair in TOGETHER if staff not in pair]
    missing = []
    for _, person in people:
        names = Target(
            deck=deck, staff=staff, person=person, layouts=(), papers=(), edition="color"
        )
        cards = ours.localized(names)
        for layout in faces_once():
            for card in cards:
                if not layout.cards or card.card.id in layout.cards:
                    category = ours.project.categories[card.card.category]
                    _, misfits = plan(card, category, layout.face, measure.lines, measure.width)
                    missing += [(person, layout.id, misfit) for misfit in misfits]
    assert missing == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("layout", "person", "most", "picture"),
    [
        ("a6", ("ar",), 147, 17),  # the cover, the blank card and so on are three more
        ("a6", ("ar", "uk"), 184, 17),
        ("a5", ("ar",), 82, 20),
        ("board", ("ar",), 53, 22),
        ("a7", ("ar",), 237, 13),
        ("wallet", ("ar",), 237, 13),
        ("ring", ("ar",), 237, 13),
    ],
)
def test_the_emergency_deck_is_thin_and_its_pictures_large(
    ours: Workspace, layout: str, person: tuple[str, ...], most: int, picture: float
) -> None:
    measure = Measure(ours.shaper)
    spec = ours.project.layouts[layout].face
    names = Target(
        deck="emergency", staff="bg", person=person, layouts=(), papers=(), edition="color"
    )
    looks = []
    for card in ours.localized(names):
        category = ours.project.categories[card.card.category]
        faces, misfits = plan(card, category, spec, measure.lines, measure.width)
        assert misfits == ()
        looks += [face.look for face in faces]
        assert all(face.look.fill > 0.4 for face in faces[:-1]), card.card.id
    assert len(looks) <= most
    assert min(look.picture for look in looks) >= picture
    assert sum(look.fill for look in looks) / len(looks) > 0.75
