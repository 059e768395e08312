"""The estimate of lines, and the corrections that win over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from commcards.base.units import Mm, Pt
from commcards.faces.measure import Measure, correction_key
from commcards.localize.localcard import Words
from commcards.text.fonts import FontSet
from commcards.text.shaping import Shaper
from tests.support.invented import ARABIC, ENGLISH

SIZE = Pt(14)
WORDS = Words(ENGLISH, "I need an interpreter here")


@pytest.fixture(scope="module")
def measure() -> Measure:
    return Measure(Shaper(FontSet.load(Path(__file__).parents[2] / ".assets")))


def test_width_grows_with_size_and_text(measure: Measure) -> None:
    one = measure.width(WORDS, SIZE, False)
    assert measure.width(WORDS, Pt(28), False) == pytest.approx(2 * one)
    assert measure.width(WORDS, SIZE, True) > one
    assert 40 < one < 70  # millimetres: 26 letters of 14 pt
    assert measure.width(Words(ARABIC, "سلام"), SIZE, False) > 0
    assert measure.width(Words(ENGLISH, ""), SIZE, False) == Mm(0)


def test_lines(measure: Measure) -> None:
    whole = measure.width(WORDS, SIZE, False)
    assert measure.lines(WORDS, SIZE, Mm(whole + 1), False) == 1
    assert measure.lines(WORDS, SIZE, Mm(whole - 1), False) == 2
    assert measure.lines(WORDS, SIZE, Mm(1), False) == 5
    counts = [measure.lines(WORDS, SIZE, Mm(box), False) for box in range(5, 80)]
    assert counts == sorted(counts, reverse=True)


def test_a_line_may_not_fill_its_box_to_the_last(measure: Measure) -> None:
    whole = measure.width(WORDS, SIZE, False)
    assert measure.lines(WORDS, SIZE, Mm(whole + 0.01), False) == 2
    assert measure.lines(WORDS, SIZE, Mm(whole + 0.03), False) == 1


def test_corrections_win(measure: Measure) -> None:
    corrected = Measure(measure.shaper, {correction_key(WORDS, SIZE, Mm(90)): 3})
    assert corrected.lines(WORDS, SIZE, Mm(90), False) == 3
    assert corrected.lines(WORDS, SIZE, Mm(90.001), False) == 3  # one key for 1/100 mm
    assert corrected.lines(WORDS, SIZE, Mm(91), False) == 1
    assert corrected.lines(WORDS, Pt(13), Mm(90), False) == 1
    assert corrected.lines(Words(ARABIC, WORDS.text), SIZE, Mm(90), False) == 1
