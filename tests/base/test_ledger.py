"""The ledger: what counts as unchanged, and that a lost or damaged one only costs time."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commcards.base import ledger as module
from commcards.base import paths, versions
from commcards.base.diagnostics import Diagnostic, Location
from commcards.base.ledger import MOST_REQUESTS, Ledger
from commcards.build.unchanged import request_key, unchanged
from commcards.model.layouts import Design
from commcards.workspace.request import BuildReport, Request

PDF = "deck/en-ar/a6.a4.pdf"
PAGE = "deck/en-ar/card.html"
DAY = date(2026, 11, 22)
FAULT = Diagnostic(Location("cards/a.yaml", 3, 7), "unknown-key", "no key 'x'", "write 'y'")
REPORTED = BuildReport(1, 3, 4, 1.5, (PDF, PAGE), (FAULT,), ("Arabic (ar)",), (PDF,))
SOURCES = (
    "decks.yaml", "cards/illness.yaml", "locales/ar/LC_MESSAGES/commcards.po",
    "locales/ar/review.csv", "symbols/own.svg", "templates/face.css.j2", ".assets/icons.json",
    ".assets/fonts/manifest.json",
)  # fmt: skip


engine_files = versions.files


@pytest.fixture(scope="module", autouse=True)
def no_code() -> Iterator[None]:
    """Leave our own code out: to look at all of it each time takes longer than the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(versions, "files", lambda: iter(()))
        yield


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project of a few files; only their names matter."""
    for name in SOURCES:
        write(tmp_path / name, name)
    return tmp_path


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have files count as long unchanged."""
    monkeypatch.setattr(module, "AGE", 0)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the names of the files that are read."""
    noted: list[str] = []
    opening = Path.open

    def note(path: Path, mode: str = "r", **named: Any) -> Any:
        if mode == "rb":
            noted.append(path.name)
        return opening(path, mode, **named)

    monkeypatch.setattr(Path, "open", note)
    return noted


def opened(root: Path, output: str = "out") -> Ledger:
    """Open the ledger as the next build does."""
    found = Ledger(root, root / output, root / paths.STORE)
    found.scan()
    return found


def with_output(root: Path, data: str = "first", inputs: str = "made from this") -> Ledger:
    """Write an output, note it, and open the ledger anew."""
    ledger = opened(root)
    write(root / "out" / PDF, data)
    ledger.wrote(PDF, sha256(data.encode()).hexdigest(), inputs)
    ledger.save()
    return opened(root)


# Outputs


def test_an_untouched_output_is_current(root: Path) -> None:
    ledger = with_output(root)
    assert ledger.intact(PDF) == "made from this"
    assert ledger.outputs() == {"deck/en-ar": [PDF]}
    assert ledger.intact(PAGE) is None


def same_size(path: Path) -> None:
    path.write_text("fIrst")


def same_size_and_time(path: Path) -> None:
    """As a copy that brings its time along does."""
    status = path.stat()
    path.write_text("fIrst")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def longer(path: Path) -> None:
    path.write_text("first and more")


def to_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("touch", [same_size, same_size_and_time, longer, Path.unlink, to_folder])
@pytest.mark.parametrize("fresh", [False, True])
def test_a_touched_output_is_not(
    touch: Callable[[Path], None], fresh: bool, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AGE", 10**18 if fresh else 0)
    ledger = with_output(root)
    touch(root / "out" / PDF)
    assert ledger.intact(PDF) is None
    assert not ledger.are_current({PDF: "made from this"})
    assert ledger.outputs() == {}


@pytest.mark.usefixtures("settled")
def test_the_same_bytes_at_another_time_are_current(root: Path) -> None:
    ledger = with_output(root)
    for time in (0, 10**18, 4 * 10**18):
        os.utime(root / "out" / PDF, ns=(time, time))
        assert ledger.intact(PDF) == "made from this"


def test_an_output_that_others_are_made_of_is_not_current(root: Path) -> None:
    ledger = with_output(root)
    assert ledger.are_current({PDF: "made from this"})
    assert not ledger.are_current({PDF: "made from that"})
    assert not ledger.are_current({PDF: "made from this", PAGE: "made from this"})


def test_an_output_that_vanished_while_it_was_noted_is_not_current(root: Path) -> None:
    ledger = opened(root)
    ledger.wrote(PDF, sha256(b"first").hexdigest(), "made from this")
    assert ledger.intact(PDF) is None
    ledger.note_request("key", [], [PDF])
    assert ledger.request("key") is None


@pytest.mark.usefixtures("settled")
def test_an_output_is_believed_by_its_bytes_alone(root: Path) -> None:
    """Another program may have written it since."""
    ledger = opened(root)
    write(root / "out" / PDF, "other")
    ledger.wrote(PDF, sha256(b"first").hexdigest(), "made from this")
    assert ledger.intact(PDF) is None


def test_each_output_folder_has_a_ledger_of_its_own(root: Path) -> None:
    with_output(root)
    assert opened(root, "other").intact(PDF) is None
    write(root / "other" / PDF, "first")
    assert opened(root, "other").intact(PDF) is None
    assert opened(root, "other/../out").intact(PDF) == "made from this"


# Times


@pytest.mark.usefixtures("settled")
def test_a_settled_file_is_not_read_again(root: Path, read: list[str]) -> None:
    ledger = with_output(root)
    assert ledger.intact(PDF)
    ledger.save()
    read.clear()
    ledger = opened(root)
    assert ledger.intact(PDF)
    assert read == [kept(root).name]


def test_a_fresh_file_is_read_until_it_settled(
    root: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AGE", 10**18)
    ledger = with_output(root)
    for _ in range(2):
        read.clear()
        ledger.scan()
        assert ledger.intact(PDF)
        assert sorted(read) == sorted([Path(PDF).name, *(Path(name).name for name in SOURCES)])
    monkeypatch.setattr(module, "AGE", 0)
    ledger.scan()
    assert ledger.intact(PDF)
    read.clear()
    ledger.scan()
    assert ledger.intact(PDF)
    assert read == []


def test_two_changes_within_a_tick_of_the_clock_are_told_apart(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some disks note whole seconds: a second change of equal size leaves no trace there."""
    stat = os.stat
    tick = 1_800_000_000 * 10**9

    def coarse(path: Path | str, **options: Any) -> Any:
        found = stat(path, **options)
        same = ("st_mode", "st_dev", "st_ino", "st_size")
        values = {name: getattr(found, name) for name in same}
        return SimpleNamespace(**values, st_mtime_ns=tick, st_ctime_ns=tick)

    monkeypatch.setattr(os, "stat", coarse)
    monkeypatch.setattr("commcards.base.ledger.time.time_ns", lambda: tick + 10**9)
    ledger = with_output(root)
    before = ledger.inputs("decks.yaml")
    write(root / "decks.yaml", "decks-yaml")
    write(root / "out" / PDF, "fIrst")
    monkeypatch.setattr("commcards.base.ledger.time.time_ns", lambda: tick + 10**12)
    ledger.scan()
    assert ledger.inputs("decks.yaml") != before
    assert ledger.intact(PDF) is None


# Sources


@pytest.mark.parametrize("name", SOURCES)
def test_a_changed_source_changes_the_inputs_that_have_it(name: str, root: Path) -> None:
    folder = f"{name.split('/', maxsplit=1)[0]}/"
    asked = [(each,) for each in SOURCES] + [(folder,), SOURCES]
    ledger = opened(root)
    before = {names: ledger.inputs(*names) for names in asked}
    write(root / name, name.upper())  # of equal size
    ledger.scan()
    changed = {names for names in asked if ledger.inputs(*names) != before[names]}
    expected = {(name,), SOURCES, *([(folder,)] if "/" in name else [])}
    assert changed == expected
    write(root / name, name)
    assert {names: opened(root).inputs(*names) for names in asked} == before


def test_files_that_come_and_go_change_their_folder_alone(root: Path) -> None:
    ledger = opened(root)
    names = ("cards/", "locales/ar/", "locales/", "layouts/", "cards", "decks.yaml")
    seen = [{name: ledger.inputs(name) for name in names}]

    def changed() -> set[str]:
        ledger.scan()
        seen.append({name: ledger.inputs(name) for name in names})
        return {name for name in names if seen[-2][name] != seen[-1][name]}

    write(root / "cards/more/new.yaml", "")
    assert changed() == {"cards/"}
    (root / "cards/more/new.yaml").rename(root / "cards/more/old.yaml")
    assert changed() == {"cards/"}
    write(root / "locales/ars/LC_MESSAGES/commcards.po", "")
    assert changed() == {"locales/"}
    write(root / "layouts/a6.yaml", "")
    assert changed() == {"layouts/"}
    (root / "cards/more/old.yaml").unlink()
    assert changed() == {"cards/"}
    assert seen[-1]["cards/"] == seen[0]["cards/"]
    (root / "decks.yaml").unlink()
    assert changed() == {"decks.yaml"}


def test_what_no_build_reads_is_not_looked_at(root: Path) -> None:
    before = opened(root).sources
    write(root / "README.md", "")
    write(root / "output/index.html", "")
    write(root / ".assets/fonts/x.ttf", "")
    assert opened(root).sources == before
    assert set(before) == set(SOURCES)


def test_our_own_code_counts(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "files", engine_files)
    found = set(opened(root).sources) - set(SOURCES)
    assert {"commcards:base/ledger.py", "commcards:typesetting/render.py"} <= found
    assert {"weasyprint:", "pydyf:", "jinja2:"} <= found
    assert not [name for name in found if "__pycache__" in name]
    code = write(root / "elsewhere/code.py", "1")
    monkeypatch.setattr(versions, "files", lambda: iter([("commcards:code.py", code)]))
    before = opened(root)
    write(code, "2")
    after = opened(root)
    assert before.inputs(*before.sources) != after.inputs(*after.sources)


def test_linked_folders_are_followed(root: Path) -> None:
    shared = write(root / "shared/uk/LC_MESSAGES/commcards.po", "one").parents[1]
    (root / "locales/uk").symlink_to(shared)
    ledger = opened(root)
    before = ledger.inputs("locales/uk/")
    assert "locales/uk/LC_MESSAGES/commcards.po" in ledger.sources
    write(shared / "LC_MESSAGES/commcards.po", "two")
    ledger.scan()
    assert ledger.inputs("locales/uk/") != before


def test_links_that_lead_in_circles_or_nowhere_do_no_harm(root: Path) -> None:
    before = opened(root).sources
    (root / "cards/again").symlink_to(root / "cards")
    (root / "cards/above").symlink_to(root)
    (root / "cards/self").symlink_to("self")
    (root / "cards/.#illness.yaml").symlink_to("nobody@nowhere")  # how Emacs locks a file
    (root / "layouts").symlink_to(root / "cards")
    found = opened(root).sources
    assert before.items() <= found.items()
    assert "layouts/illness.yaml" in found
    assert len(found) < len(before) + 100


def test_names_that_are_no_text_do_no_harm(root: Path) -> None:
    ledger = opened(root)
    before = ledger.inputs("cards/")
    for name in (b"\xff", b"\xfe"):
        path = root / "cards" / os.fsdecode(name)
        path.write_bytes(b"")
        ledger.scan()
        assert ledger.inputs("cards/") != before
        before = ledger.inputs("cards/")
        path.unlink()
    (root / "cards" / os.fsdecode(b"\xff")).write_bytes(b"")
    noted = opened(root)
    noted.save()
    assert opened(root).sources == noted.sources


def test_a_file_that_vanishes_before_it_is_read_is_not_there(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = Path.open

    def vanish(path: Path, mode: str = "r", **named: Any) -> Any:
        if path.name == "illness.yaml":
            path.unlink()
        return opening(path, mode, **named)

    monkeypatch.setattr(Path, "open", vanish)
    assert "cards/illness.yaml" not in opened(root).sources


def test_a_folder_that_vanishes_before_it_is_read_is_not_there(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = os.scandir

    def vanish(path: str | Path) -> Any:
        if Path(path).name == "cards":
            (Path(path) / "illness.yaml").unlink()
            Path(path).rmdir()
        return scan(path)

    monkeypatch.setattr(os, "scandir", vanish)
    assert set(SOURCES) - set(opened(root).sources) == {"cards/illness.yaml"}


# Requests


def asked(root: Path, **changes: object) -> Request:
    return replace(Request(root=root, output=root / "out"), **changes)  # type: ignore[arg-type]


def note(root: Path, request: Request, data: str = "first", day: date = DAY) -> None:
    """Do as a build does that writes a PDF and a page."""
    ledger = Ledger(root, request.output, root / paths.STORE)
    ledger.scan()
    for path in (PDF, PAGE):
        write(request.output / path, data)
        ledger.wrote(path, sha256(data.encode()).hexdigest(), f"made from {data}")
    told = [REPORTED.as_json(), REPORTED.drafts, REPORTED.downloads]
    ledger.note_request(request_key(request, day), told, [PDF, PAGE])
    ledger.save()


def test_an_equal_request_on_the_same_day_is_recalled(root: Path) -> None:
    note(root, asked(root))
    found = unchanged(asked(root), DAY)
    assert found
    assert replace(found, seconds=1.5) == replace(REPORTED, rendered=0, reused=7)
    assert json.loads((root / "out" / paths.REPORT).read_text("utf-8")) == found.as_json()


CHANGES: tuple[dict[str, object], ...] = (
    {"decks": ("deck",)}, {"staff": ("en",)}, {"languages": ("ar",)}, {"layouts": ("a6",)},
    {"papers": ("a4",)}, {"edition": "grey"}, {"flip": "none"}, {"stacked": True},
    {"back_offset": (0.0, 0.5)}, {"strict": True}, {"release": True}, {"cache": False},
    {"reading_aid": True}, {"design": Design.ROWS}, {"cards": ("illness",)}, {"cover": False},
    {"blank": False},
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_another_request_is_not(change: dict[str, object], root: Path) -> None:
    assert {name for change in CHANGES for name in change} == {*Request.__dataclass_fields__} - {
        "root",
        "output",
    }
    note(root, asked(root))
    assert unchanged(asked(root, **change), DAY) is None


@pytest.mark.parametrize("day", [DAY + timedelta(1), DAY - timedelta(1), None])
def test_another_day_is_not(day: date | None, root: Path) -> None:
    note(root, asked(root))
    assert unchanged(asked(root), day) is None


def test_another_output_folder_is_not(root: Path) -> None:
    note(root, asked(root))
    (root / "out").rename(root / "moved")
    assert unchanged(asked(root, output=root / "moved"), DAY) is None


@pytest.mark.parametrize("name", [*SOURCES, "cards/new.yaml"])
@pytest.mark.parametrize("text", ["changed", None])
def test_other_sources_are_not(name: str, text: str | None, root: Path) -> None:
    if name not in SOURCES:
        write(root / name, name)
    note(root, asked(root))
    if text is None:
        (root / name).unlink()
    else:
        write(root / name, text)
    assert unchanged(asked(root), DAY) is None
    write(root / name, name)
    assert unchanged(asked(root), DAY)


def test_other_libraries_are_not(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note(root, asked(root))
    before = opened(root).inputs("decks.yaml")
    monkeypatch.setattr(versions, "libraries", lambda: "another Pango")
    assert unchanged(asked(root), DAY) is None
    assert opened(root).inputs("decks.yaml") != before


@pytest.mark.parametrize("path", [PDF, PAGE])
@pytest.mark.parametrize("touch", [same_size, Path.unlink])
def test_outputs_lost_or_touched_are_not(
    touch: Callable[[Path], None], path: str, root: Path
) -> None:
    note(root, asked(root))
    touch(root / "out" / path)
    assert unchanged(asked(root), DAY) is None


def test_versions_that_take_turns_in_one_folder_stay_right(root: Path) -> None:
    color, grey = asked(root), asked(root, edition="grey")
    note(root, color, "color")
    note(root, grey, "grey!")
    assert unchanged(color, DAY) is None
    assert unchanged(grey, DAY)
    note(root, color, "color")
    assert unchanged(color, DAY)
    assert unchanged(grey, DAY) is None


def test_versions_that_take_turns_in_folders_of_their_own_are_recalled(root: Path) -> None:
    color, grey = asked(root), asked(root, output=root / "grey", edition="grey")
    note(root, color, "color")
    note(root, grey, "grey!")
    assert unchanged(color, DAY)
    assert unchanged(grey, DAY)


def test_sources_that_take_turns_stay_right(root: Path) -> None:
    note(root, asked(root), "first")
    write(root / "decks.yaml", "other")
    assert unchanged(asked(root), DAY) is None
    note(root, asked(root), "other")
    assert unchanged(asked(root), DAY)
    write(root / "decks.yaml", "decks.yaml")
    assert unchanged(asked(root), DAY) is None


def test_the_oldest_requests_are_forgotten(root: Path) -> None:
    ledger = with_output(root)
    ledger.note_request("first", [], [PDF])
    for number in range(MOST_REQUESTS - 1):
        ledger.note_request(str(number), [], [PDF])
    assert ledger.request("first") == []
    ledger.note_request("first", ["again"], [PDF])
    ledger.note_request("one more", [], [PDF])
    assert ledger.request("0") is None
    assert ledger.request("1") == []
    assert ledger.request("first") == ["again"]


def test_what_is_noted_of_targets_and_folders_is_kept(root: Path) -> None:
    ledger = with_output(root)
    ledger.note_target("target", {"key": 1})
    ledger.note_entry("deck/en-ar", "key", ["deck", "en", "ar"])
    ledger.note_entry("deck/en-uk", "key", ["deck", "en", "uk"])
    ledger.save()
    found = opened(root)
    assert found.target("target") == {"key": 1}
    assert found.target("other") is None
    assert found.entry("deck/en-ar") == "key"
    assert found.entry("deck/en-uk") is None  # the folder is not there


# Damage


def use(root: Path) -> Ledger:
    """Use a ledger as a build does; nothing of the old is believed."""
    request = asked(root)
    assert unchanged(request, DAY) is None
    ledger = opened(root)
    assert ledger.intact(PDF) is None
    assert ledger.target("target") is None
    assert ledger.entry("deck/en-ar") is None
    note(root, request)
    assert unchanged(request, DAY)
    return opened(root)


def kept(root: Path) -> Path:
    (path,) = (root / paths.STORE).glob("ledger-*")
    return path


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["format", "ledger", "sources", "outputs", "targets", "requests"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with a ledger, for tests that write all of it anew."""
    root = tmp_path_factory.mktemp("project")
    write(root / "decks.yaml", "decks")
    note(root, asked(root))
    return root


@settings(max_examples=50)
@given(VALUES)
def test_a_foreign_ledger_counts_as_empty(project: Path, value: object) -> None:
    kept(project).write_text(json.dumps(value), "utf-8")
    use(project)


@settings(max_examples=50)
@given(place=st.floats(0, 1, exclude_max=True), change=st.integers(1, 255), cut=st.booleans())
def test_a_damaged_ledger_counts_as_empty(
    project: Path, place: float, change: int, cut: bool
) -> None:
    note(project, asked(project))
    path = kept(project)
    whole = path.read_bytes()
    at = int(place * len(whole))  # its length varies with time
    other = bytes([whole[at] ^ change])
    path.write_bytes(whole[:at] if cut else whole[:at] + other + whole[at + 1 :])
    use(project)


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"\n{}", b"\xff\xfe", b"[" * 9999, b"\0" * 99], ids=len
)
def test_bytes_that_are_no_ledger_count_as_empty(data: bytes, root: Path) -> None:
    note(root, asked(root))
    kept(root).write_bytes(data)
    use(root)


def test_without_a_place_to_keep_it_a_ledger_does_its_work_and_is_forgotten(root: Path) -> None:
    write(root / paths.STORE, "a file")
    ledger = with_output(root)
    assert ledger.intact(PDF) is None
    ledger = Ledger(root, root / "out", None)
    ledger.scan()
    ledger.wrote(PDF, sha256(b"first").hexdigest(), "made from this")
    assert ledger.intact(PDF) == "made from this"
    ledger.save()
    assert (root / paths.STORE).read_text("utf-8") == "a file"


def test_a_ledger_reads_nothing_from_other_folders() -> None:
    with TemporaryDirectory() as folder:
        assert Ledger(Path(folder), Path(folder) / "out", None).outputs() == {}
        assert list(Path(folder).iterdir()) == []
