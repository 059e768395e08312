"""``build --card``: one PDF of the cards that one needs, which no later build takes away."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from commcards.model.cards import AnswerKind
from commcards.workspace.request import Request
from commcards.workspace.targets import asked
from commcards.workspace.workspace import Workspace
from tests.support.badinput import edit
from tests.support.smalldeck import build, snapshot

SENSITIVE = "card-e18"


def text(pdf: Path) -> str:
    command = ["pdftotext", "-layout", str(pdf), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def codes(pdf: Path) -> list[str]:
    """Return the codes of the cards in a PDF, in the order of its outline."""
    command = ["pdftotext", str(pdf), "-"]
    found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return sorted(set(re.findall(r"\b[A-Z][0-9]{2}\b", found)))


def pdfs(root: Path) -> list[str]:
    return sorted(p.relative_to(root / "output").as_posix() for p in root.rglob("output/**/*.pdf"))


def test_one_card_is_one_pdf_and_no_page(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = build(mini, capsys, "--card", "illness")
    path = "cards/bg-uk/illness_bg-uk_a6_a4.pdf"
    assert (code, pdfs(mini)) == (0, [path])
    assert f"{mini / 'output' / path}\n" in told
    assert codes(mini / "output" / path) == ["E03", "T00", "T98", "T99"]
    assert not [*mini.rglob("output/**/*.html")]


@pytest.mark.slow
def test_no_more_than_one_needs(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the licence asks for stays."""
    build(mini, capsys, "--card", "illness", "--no-cover", "--no-blank")
    (path,) = mini.rglob("output/**/*.pdf")
    assert codes(path) == ["E03", "T99"]
    build(mini, capsys, "--no-blank")
    (whole,) = mini.rglob("output/emergency/**/*.pdf")
    assert codes(whole) == ["E03", "E18", "T00", "T01", "T99"]


@pytest.mark.parametrize(
    "names",
    [
        ("--card", "illness", "--card", "violence"),
        ("--card", "E03", "--card", "VIOLENCE"),
        ("--card", "Illness,E18"),
        ("violence", "--card", "illness", "--card", "E03"),
    ],
)
def test_the_same_cards_have_the_same_path(
    mini: Path, capsys: pytest.CaptureFixture[str], names: tuple[str, ...]
) -> None:
    """A sensitive card goes by its code."""
    assert build(mini, capsys, *names, "--edition", "grey")[0] == 0
    assert pdfs(mini) == [f"cards/bg-uk/illness+{SENSITIVE}_bg-uk_a6_a4_grey.pdf"]
    (path,) = mini.rglob("output/**/*.pdf")
    about = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True, text=True)
    assert "Насилие" not in about.stdout


def test_cards_of_a_deck_lie_with_it(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(mini, capsys, "emergency", "--card", "illness", "--language", "ar+uk")[0] == 0
    assert pdfs(mini) == [
        "emergency/bg-ar-uk/cards/illness_a6_a4.pdf",
        "emergency/bg-uk/cards/illness_a6_a4.pdf",
    ]
    before = snapshot(mini / "output")
    assert build(mini, capsys, "--deck", "Emergency", "--card", "illness")[0] == 0
    assert snapshot(mini / "output") == before
    edit(mini / "decks.yaml", "[illness, violence]", "[violence]")
    code, told = build(mini, capsys, "--deck", "emergency", "--card", "illness")
    assert (code, "the deck emergency has no card 'illness'" in told) == (2, True)


def test_unknown_cards_are_answered_with_the_nearest(
    mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = build(mini, capsys, "--card", "ilness")
    assert (code, "did you mean illness?" in told) == (2, True)
    assert pdfs(mini) == []


@pytest.mark.slow
def test_nothing_is_made_twice_and_nothing_taken_away(
    mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Builds of cards and of decks leave one another's files alone."""
    build(mini, capsys, "--card", "illness")
    single = snapshot(mini / "output")
    assert "0 faces rendered" in build(mini, capsys, "--card", "illness")[1]
    build(mini, capsys)
    both = snapshot(mini / "output")
    assert single.items() <= both.items()
    build(mini, capsys, "--card", "violence")
    build(mini, capsys, "emergency", "--card", "violence")
    edit(mini / "decks.yaml", "version: '2026.11'", "version: '2026.12'")
    build(mini, capsys)
    after = snapshot(mini / "output")
    assert single.keys() <= both.keys() <= after.keys()
    assert {path for path in after if "/cards/" in path} == {
        f"emergency/bg-uk/cards/{SENSITIVE}_a6_a4.pdf"
    }


@pytest.mark.slow
def test_an_incremental_build_of_cards_equals_a_cold_one(
    mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(mini, capsys, "--card", "illness")
    edit(mini / "cards/illness.yaml", "title: Illness", "title: Being ill")
    build(mini, capsys, "--card", "illness")
    (path,) = mini.rglob("output/**/*.pdf")
    made = path.read_bytes()
    build(mini, capsys, "--card", "illness", "--no-cache")
    assert path.read_bytes() == made


def test_many_cards_have_a_short_name(ours: Workspace) -> None:
    names = tuple(name for name, card in ours.cards.items() if not card.is_tool)
    request = Request(root=Path(), output=Path(), cards=names)
    (other, *_), (same, *_), (first, *_) = (
        asked(ours.project, ours.cards, Request(root=Path(), output=Path(), cards=cards))
        for cards in (names[1:], names, names)
    )
    assert first.name == same.name != other.name
    assert re.fullmatch(r"accident\+\d+-more-[0-9a-f]{8}", first.name)
    assert request.cards == first.cards


def test_answers_stand_with_the_question_unless_their_card_is_printed(ours: Workspace) -> None:
    def kinds(*cards: str) -> set[AnswerKind | None]:
        request = Request(root=Path(), output=Path(), cards=cards, languages=("ar",))
        target = asked(ours.project, ours.cards, request)[0]
        card = ours.localized(target)[0]
        return {row.answer for section in card.sections for row in section.rows if row.options}

    assert AnswerKind.CARD not in kinds("illness")
    assert AnswerKind.CARD in kinds("illness", "duration")
