"""Lengths carry their unit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commcards.base.units import Mm, mm, to_mm, to_pt

NUMBERS = st.decimals(-10_000, 10_000, allow_nan=False, places=3)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("98mm", 98),
        ("8.5cm", 85),
        ("1in", 25.4),
        ("72pt", 25.4),
        ("-3mm", -3),
        ("0mm", 0),
        (" 5mm ", 5),
    ],
)
def test_units(text: str, length: float) -> None:
    assert mm(text) == pytest.approx(length)


@given(NUMBERS)
def test_a_number_is_read_as_it_is_written(number: object) -> None:
    assert mm(f"{number}mm") == float(str(number))


@given(NUMBERS, st.sampled_from(["mm", "cm", "in", "pt"]))
def test_points_and_millimetres_round_trip(number: object, unit: str) -> None:
    length = mm(f"{number}{unit}")
    assert to_mm(to_pt(length)) == pytest.approx(length)


def test_a_point_is_a_72nd_of_an_inch() -> None:
    assert to_pt(Mm(25.4)) == pytest.approx(72)
    assert to_pt(mm("14pt")) == pytest.approx(14)


NO_LENGTHS = (
    *("", "98", "mm", "98px", "98 mm", "9,8mm", "1e3mm", "nanmm", "infmm", "+3mm", ".5mm", "5.mm"),
    *("98MM", "98mmm", "1mm2mm", "98em"),
)


@pytest.mark.parametrize("text", NO_LENGTHS)
def test_no_unit_is_guessed(text: str) -> None:
    with pytest.raises(ValueError, match="is not a length: write a number and mm, cm, in or pt"):
        mm(text)


@given(st.text())
def test_no_other_error(text: str) -> None:
    try:
        mm(text)
    except ValueError as error:
        assert repr(text) in str(error)
