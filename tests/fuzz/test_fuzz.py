"""Whatever a file holds, its reader ends with what is wrong with it, and raises nothing.

`make fuzz` looks further. What it finds lies in tests/data/fuzz/<reader>/ and is read here again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commcards.base.diagnostics import Diagnostic, Severity
from tests.support.badinput import DATA
from tests.support.fuzzing import Target, targets

FOUND = DATA / "fuzz"
NAMES = [
    *("cards", "decks", "languages", "layouts", "services", "words", "symbols"),
    *("po", "reviews", "glossary", "verdicts", "table", "svg", "sheet", "workbook"),
]


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Target]:
    return targets(tmp_path_factory.mktemp("fuzz"))


@st.composite
def near(draw: st.DrawFn, target: Target) -> bytes:
    """Return a file that was good until somebody changed some places of it."""
    data = draw(st.sampled_from(target.seeds))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = start + draw(st.integers(0, 30))
        word = draw(st.sampled_from(target.words) | st.binary(max_size=6))
        data = data[:start] + word * draw(st.sampled_from((1, 1, 1, 40))) + data[end:]
    return data


def judge(faults: Iterable[Diagnostic]) -> None:
    found = list(faults)
    assert len(found) < 1000
    for fault in found:
        assert fault.severity in Severity
        assert fault.code
        assert fault.where.line >= 0
        assert fault.where.column >= 0
        assert 0 < len(str(fault)) < 10_000


def test_every_reader_is_tried(readers: Mapping[str, Target]) -> None:
    assert list(readers) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_good_file_has_no_faults(name: str, readers: Mapping[str, Target]) -> None:
    """Otherwise a fuzzer would begin from what is refused at once."""
    for seed in readers[name].seeds:
        found = [fault for fault in readers[name].read(seed) if fault.severity == "error"]
        assert {fault.code for fault in found} <= {"unknown-language", "unknown-symbol"}


@pytest.mark.parametrize("name", NAMES)
def test_any_file_ends_in_faults_and_no_error(name: str, readers: Mapping[str, Target]) -> None:
    target = readers[name]

    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], database=None)
    @given(near(target) | st.binary(max_size=200))
    def attempt(data: bytes) -> None:
        judge(target.read(data))

    attempt()


@pytest.mark.parametrize(
    "path", sorted(FOUND.rglob("*.bin")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_what_was_found_once(path: Path, readers: Mapping[str, Target]) -> None:
    judge(readers[path.parent.name].read(path.read_bytes()))
