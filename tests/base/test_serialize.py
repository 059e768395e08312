"""Frozen values come back equal, and bytes that name anything else are refused."""

from __future__ import annotations

import builtins
import functools
import os
import pickle
import subprocess
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import commcards.base.files
import commcards.cli
from commcards.base import paths, serialize
from commcards.base.diagnostics import Diagnostic, Location, Severity
from commcards.base.errors import UserError
from commcards.base.ledger import Ledger
from commcards.base.store import Store
from commcards.model.cards import Answer, Message, Phrase
from commcards.model.catalogs import Catalog, Translation
from commcards.pictures.qr import encode
from commcards.pictures.symbols import read_symbols
from commcards.project.cards import read_cards, read_words
from commcards.project.decks import read_project
from commcards.translation.catalogs import Review
from commcards.translation.glossary import read_glossary
from commcards.workspace.targets import Target
from commcards.workspace.workspace import Workspace, read_catalogs
from tests.support.badinput import REPOSITORY

MESSAGES = st.from_type(Message)
PLAIN = st.builds(
    Phrase, message=MESSAGES, answer=st.none(), variants=st.dictionaries(st.text(), MESSAGES)
)
ANSWERS = st.builds(
    Answer, options=st.lists(PLAIN, max_size=3).map(tuple), only=st.just(("one", "other"))
)
PHRASES = st.builds(Phrase, message=MESSAGES, answer=ANSWERS, variants=st.just({}))
CATALOGS = st.builds(
    Catalog, entries=st.dictionaries(st.text(), st.from_type(Translation), max_size=3)
)
VALUES = st.from_type(Diagnostic) | st.from_type(Target) | st.from_type(Review) | PHRASES | CATALOGS


def assert_comes_back(value: object) -> None:
    """By ``repr`` too: it tells -0.0 from 0.0, 1 from True, and the order of a mapping."""
    data = serialize.dumps(value)
    found = serialize.loads(data)
    assert type(found) is type(value)
    assert repr(found) == repr(value)
    assert serialize.dumps(found) == data


@settings(max_examples=50)
@given(VALUES)
def test_values_come_back(value: object) -> None:
    assert_comes_back(value)


@pytest.mark.parametrize(
    "value",
    [
        None, True, 0, -(2**70), 0.1, -0.0, float("inf"), "", "я\0\u200b\ud800", b"\0\xff", (), [],
        {}, set(), frozenset({1}), (1, [2, {"3": (4,)}]), date(2026, 11, 22), Path("/a/b"),
        Location("decks.yaml", 1, 2), Severity.WARNING,
    ],
    ids=repr,
)  # fmt: skip
def test_plain_values_come_back(value: object) -> None:
    assert_comes_back(value)


def test_all_that_a_build_reads_of_our_own_project_comes_back() -> None:
    project, faults = read_project(REPOSITORY)
    every = (
        project,
        faults,
        read_cards(REPOSITORY),
        read_words(REPOSITORY),
        read_symbols(REPOSITORY, REPOSITORY / paths.ASSETS),
        read_glossary(REPOSITORY, tuple(project.languages)),
        read_catalogs(project, (), ["ar", "uk", "zh_Hans"]),
        encode("https://cards.example.org/emergency/en-ar/illness.html"),
    )
    found = serialize.loads(serialize.dumps(every))
    assert found == every
    assert repr(found) == repr(every)


def test_what_is_shared_stays_shared() -> None:
    where = Location("decks.yaml", 1, 2)
    one, other = serialize.loads(serialize.dumps([where, where]))
    assert one is other


# Refusals


class Calls:
    """Pickled, it calls a function when it is read."""

    def __init__(self, function: Any, *arguments: object) -> None:
        self.function = function
        self.arguments = arguments

    def __reduce__(self) -> tuple[Any, tuple[object, ...]]:
        return self.function, self.arguments


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (os.system, ("touch {}",)),
        (os.mkdir, ("{}",)),
        (builtins.eval, ("open({!r}, 'w')",)),
        (builtins.open, ("{}", "w")),
        (subprocess.Popen, (["touch", "{}"],)),
        (functools.partial, (os.mkdir, "{}")),
        (builtins.getattr, (Path, "touch")),
        (commcards.base.files.write_atomic, (Path("{}"), b"")),
        (commcards.cli.main, (["clean", "--root", "{}"],)),
    ],
)
def test_calls_are_refused(
    function: Any, arguments: tuple[Any, ...], protocol: int, tmp_path: Path
) -> None:
    place = tmp_path / "made"
    told = [
        type(argument)(argument.format(str(place))) if isinstance(argument, str) else argument
        for argument in arguments
    ]
    data = pickle.dumps(Calls(function, *told), protocol)
    with pytest.raises(pickle.UnpicklingError, match="is not a value type of commcards"):
        serialize.loads(data)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "value",
    [
        os.system, builtins.eval, builtins.object, functools.partial(print), Path,
        PurePosixPath("a"), Store, Ledger, Workspace.localized, commcards.base.files.write_atomic,
        serialize.loads, read_cards,
        UserError([]), OSError("x"), range(3), slice(1), 1j,
    ],
)  # fmt: skip
def test_what_is_no_value_is_refused(value: object) -> None:
    with pytest.raises(pickle.UnpicklingError, match="is not a value type of commcards"):
        serialize.loads(pickle.dumps(value))


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("commcards.base.files", "os"),
        ("commcards.base.files", "os.system"),
        ("commcards.base.files", "Path"),
        ("commcards.base.ledger", "Ledger.save"),
        ("commcards.model.cards", "dataclass"),
        ("commcards.model.cards", "Location.__init__"),
        ("commcards_other", "Location"),
        ("commcards", "nothing"),
        ("commcards.nothing", "Nothing"),
        ("os", "system"),
        ("posix", "system"),
        ("__builtin__", "eval"),
        ("pathlib", "Path"),
        ("datetime", "datetime"),
    ],
)
def test_names_that_lead_elsewhere_are_refused(module: str, name: str) -> None:
    short = [bytes([0x8C, len(text)]) + text.encode() for text in (module, name)]
    for data in (f"c{module}\n{name}\n.".encode(), b"\x80\x04" + b"".join(short) + b"\x93."):
        with pytest.raises(pickle.UnpicklingError):
            serialize.loads(data)


def test_bytes_cut_short_are_refused() -> None:
    whole = serialize.dumps([Diagnostic(Location("decks.yaml", 1, 2), "code", "message", "hint")])
    for length in range(len(whole)):
        with pytest.raises(pickle.UnpicklingError):
            serialize.loads(whole[:length])


@pytest.mark.parametrize(
    "data",
    [
        b"no pickle", b"\xff", b"\x80\xff.", b".", b"0.", b"(", b"I1x\n.", b"\x8c\x01\xff.",
        b"h\x05.", b"Pstranger\n.", b"\x82\x01.", b"(lp0\nU", b"S'open\n.", b"}]s.", b"NR.",
        b"K\x01b.",
        serialize.dumps(Severity.ERROR).replace(b"error", b"eRRor"),
        serialize.dumps(Location("decks.yaml")).replace(b"Location", b"Symbol\0\0"),
    ],
    ids=repr,
)  # fmt: skip
def test_bytes_that_are_none_of_ours_are_refused(data: bytes) -> None:
    with pytest.raises(pickle.UnpicklingError):
        serialize.loads(data)
