"""A table has a row for each member, or it cannot be imported."""

from __future__ import annotations

from enum import Enum

import pytest

from commcards.base.tables import complete


class Side(Enum):
    FRONT = 1
    BACK = 2


def test_a_whole_table_is_returned_as_it_is() -> None:
    table = complete(Side, {Side.FRONT: "a", Side.BACK: "b"})
    assert dict(table) == {Side.FRONT: "a", Side.BACK: "b"}
    with pytest.raises(TypeError):
        table[Side.FRONT] = "c"  # type: ignore[index]


def test_a_member_without_a_row_is_named() -> None:
    with pytest.raises(NotImplementedError, match=r"no row for Side\.BACK"):
        complete(Side, {Side.FRONT: "a"})
