from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from pathlib import Path

import polib
import pytest
from click.testing import CliRunner, Result

from commcards.base.diagnostics import Location
from commcards.base.errors import UserError
from commcards.base.files import write_atomic
from commcards.cli import commcards
from commcards.model.catalogs import Catalog
from commcards.translation.catalogs import fingerprint, read_catalog
from commcards.translation.extraction import read_messages
from commcards.translation.po_write import init, sync
from commcards.translation.progress import status
from commcards.translation.review import pending, write_verdicts
from commcards.translation.verdicts import Verdict, one_line, read_verdicts
from tests.support.badinput import copy_project
from tests.support.drafts import fill

DAY = date(2030, 1, 31)
HERE = Location("verdicts.csv", 2, 1)
ILL, FEVER = "illness.i-am-ill", "illness.fever"
TEXTS = {ILL: "من بیمارم.", FEVER: "تب دارید؟"}
RIGHT = Verdict(True, "interpreter", "", HERE)
WRONG = Verdict(False, "nurse", "Too rude.", HERE)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_project(tmp_path)


@pytest.fixture
def path(root: Path) -> Path:
    """Return a Persian catalog with two drafts."""
    project, messages = read_messages(root)
    path = init(messages, project.languages["fa"], root)
    assert fill(path, TEXTS) == 2
    return path


def read(path: Path) -> Catalog:
    catalog, faults = read_catalog(path, path.parents[3], "fa")
    assert faults == []
    return catalog


def entry(path: Path, key: str) -> polib.POEntry:
    (found,) = (entry for entry in polib.pofile(str(path)) if entry.msgctxt == key)
    return found


def row(path: Path, key: str) -> list[str]:
    rows = csv.reader(StringIO(path.with_name("review.csv").read_text("utf-8")))
    (found,) = (row for row in rows if row[0] == key)
    return found


def reviewed(root: Path, path: Path) -> int:
    project, messages = read_messages(root)
    return status(project.languages["fa"], messages, read(path)).reviewed


def run(root: Path, *arguments: str, keys: str = "") -> Result:
    words = ["po", "review", *arguments, "--root", str(root)]
    return CliRunner().invoke(commcards, words, input=keys)


def test_accepted_is_signed_and_counts(root: Path, path: Path) -> None:
    write_verdicts(read_messages(root)[1], path, {ILL: RIGHT}, DAY)
    assert not entry(path, ILL).fuzzy
    assert entry(path, FEVER).fuzzy
    digest = fingerprint("I am ill.", TEXTS[ILL])
    assert row(path, ILL) == [ILL, digest, "mt", "interpreter", "2030-01-31"]
    assert entry(path, ILL).tcomment == ""
    assert reviewed(root, path) == 1


def test_a_letter_changed_afterwards_is_unreviewed(root: Path, path: Path) -> None:
    write_verdicts(read_messages(root)[1], path, {ILL: RIGHT}, DAY)
    path.write_text(path.read_text("utf-8").replace("بیمارم", "مریضم"), "utf-8")
    assert reviewed(root, path) == 0
    write_verdicts(read_messages(root)[1], path, {ILL: RIGHT}, DAY)
    assert row(path, ILL)[2:] == ["edit", "interpreter", "2030-01-31"]
    assert reviewed(root, path) == 1


def test_rejected_is_fuzzy_and_keeps_the_reason(root: Path, path: Path) -> None:
    messages = read_messages(root)[1]
    write_verdicts(messages, path, {ILL: RIGHT}, DAY)
    write_verdicts(messages, path, {ILL: WRONG}, DAY)
    assert entry(path, ILL).fuzzy
    assert entry(path, ILL).tcomment == "Rejected by nurse, 2030-01-31: Too rude."
    assert row(path, ILL)[2:] == ["mt", "", ""]
    assert reviewed(root, path) == 0
    write_verdicts(messages, path, {ILL: WRONG}, DAY)
    noted = Verdict(True, "interpreter", "Said so in Sofia.", HERE)
    write_verdicts(messages, path, {ILL: noted}, DAY)
    assert entry(path, ILL).tcomment.splitlines() == [
        "Rejected by nurse, 2030-01-31: Too rude.",
        "Accepted by interpreter, 2030-01-31: Said so in Sofia.",
    ]
    project = read_messages(root)[0]
    sync(messages, path, project.languages["fa"])
    assert len(entry(path, ILL).tcomment.splitlines()) == 2


def test_only_the_judged_entry_differs(root: Path, path: Path) -> None:
    before = path.read_text("utf-8").splitlines()
    write_verdicts(read_messages(root)[1], path, {ILL: RIGHT}, DAY)
    after = path.read_text("utf-8").splitlines()
    gone = before.index(f'msgctxt "{ILL}"') - 1
    assert before.pop(gone) == "#, fuzzy"
    assert after == before


@pytest.mark.parametrize(
    ("key", "verdict", "code"),
    [
        ("illness.nothing", RIGHT, "unknown-key"),
        ("illness.title", RIGHT, "review-empty"),
        (FEVER, Verdict(True, "nurse", "", HERE, target="چیز دیگر؟"), "review-changed"),
        (FEVER, Verdict(True, "nurse", "", HERE, source="Fever?"), "review-changed"),
    ],
)
def test_one_wrong_verdict_stops_all(
    key: str, verdict: Verdict, code: str, root: Path, path: Path
) -> None:
    before = path.read_bytes(), path.with_name("review.csv").read_bytes()
    with pytest.raises(UserError) as caught:
        write_verdicts(read_messages(root)[1], path, {ILL: RIGHT, key: verdict}, DAY)
    assert [(d.code, d.where) for d in caught.value.diagnostics] == [(code, HERE)]
    assert (path.read_bytes(), path.with_name("review.csv").read_bytes()) == before


def test_what_the_card_no_longer_says_cannot_be_accepted(root: Path, path: Path) -> None:
    card = root / "cards" / "illness.yaml"
    card.write_text(card.read_text("utf-8").replace("I am ill.", "I feel ill."), "utf-8")
    messages = read_messages(root)[1]
    with pytest.raises(UserError) as caught:
        write_verdicts(messages, path, {ILL: RIGHT}, DAY)
    assert [d.code for d in caught.value.diagnostics] == ["stale-source"]
    assert [line.message.key for line in pending(messages, path)] == [FEVER]
    sync(messages, path, read_messages(root)[0].languages["fa"])
    assert [line.previous for line in pending(messages, path)] == ["I am ill.", ""]
    write_verdicts(messages, path, {ILL: RIGHT}, DAY)
    assert "#|" not in path.read_text("utf-8")


DATA = Path(__file__).parents[1] / "data" / "po"
SOUND = ("good", "crlf", "byte-order-mark", "blank-revision-date")
FAULTY = sorted({*DATA.glob("*.po")} - {DATA / f"{name}.po" for name in SOUND})


@pytest.mark.parametrize("bad", FAULTY, ids=lambda path: path.stem)
def test_a_broken_catalog_is_not_written_over(bad: Path, root: Path, path: Path) -> None:
    write_atomic(path, bad.read_bytes())
    with pytest.raises(UserError):
        write_verdicts(read_messages(root)[1], path, {ILL: RIGHT}, DAY)
    with pytest.raises(UserError):
        fill(path, TEXTS)
    assert path.read_bytes() == bad.read_bytes()


def test_a_broken_review_record_is_not_written_over(root: Path, path: Path) -> None:
    record = path.with_name("review.csv")
    record.write_text(record.read_text("utf-8") + "x,y\n", "utf-8")
    before = path.read_bytes(), record.read_bytes()
    with pytest.raises(UserError) as caught:
        write_verdicts(read_messages(root)[1], path, {ILL: RIGHT}, DAY)
    assert [d.code for d in caught.value.diagnostics] == ["review-row"]
    assert (path.read_bytes(), record.read_bytes()) == before


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_spreadsheet_program_may_write_any_delimiter(delimiter: str, tmp_path: Path) -> None:
    path = tmp_path / "verdicts.csv"
    header = delimiter.join(["Context ", "Role", "note", "target", "other"])
    cells = delimiter.join([ILL, "nurse", f'"Two\n{delimiter} lines"', "من بیمارم.", "x"])
    path.write_text(f"\ufeff{header}\r\n{cells}\r\n{delimiter * 4}\r\n", "utf-8", newline="")
    found, faults = read_verdicts(path, accept=False)
    assert [fault.code for fault in faults] == ["byte-order-mark"]
    note = f"Two {delimiter} lines".replace("\t", "").replace("  ", " ")
    assert list(found) == [ILL]
    verdict = found[ILL]
    assert (verdict.role, verdict.note, verdict.target) == ("nurse", note, "من بیمارم.")
    assert verdict.source is None


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("key,role\n", "verdict-header", 1),
        ("context,role,Role\n", "verdict-header", 1),
        ("", "verdict-header", 1),
        ("context,role\na.b,nurse\na.b,nurse\n", "review-duplicate", 3),
        ("context,role\na.b,Maria Ivanova\n", "review-role", 2),
        ("context,role\na.b,\n", "review-role", 2),
        ("context,role\na.b\n", "review-role", 2),
        ('context,role\n"a" b,c\n', "verdict-row", 2),
    ],
)
def test_bad_verdicts(text: str, code: str, line: int, tmp_path: Path) -> None:
    path = tmp_path / "verdicts.csv"
    path.write_text(text, "utf-8")
    _, (fault,) = read_verdicts(path, accept=True)
    assert (fault.code, fault.where.line) == (code, line)


def test_files_of_verdicts_on_the_command_line(root: Path, path: Path, tmp_path: Path) -> None:
    right, wrong = tmp_path / "right.csv", tmp_path / "wrong.csv"
    right.write_text(f"context,role\n{ILL},interpreter\n", "utf-8")
    wrong.write_text(f"context,role,note\n{FEVER},interpreter,Not polite.\n", "utf-8")
    result = run(root, "fa", "--accept", str(right), "--reject", str(wrong))
    assert (result.exit_code, result.output) == (0, "1 accepted, 1 rejected\n")
    assert reviewed(root, path) == 1
    before = path.read_bytes()
    both = run(root, "fa", "--accept", str(right), "--reject", str(right))
    assert isinstance(both.exception, UserError)
    assert [d.code for d in both.exception.diagnostics] == ["review-duplicate"]
    assert path.read_bytes() == before


def test_a_note_cannot_break_the_catalog(root: Path, path: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(f'context,role,note\n{ILL},nurse,"a\a\u2028b\n#~ \x85c\x00"\n', "utf-8")
    assert run(root, "fa", "--reject", str(wrong)).exit_code == 0
    result = run(root, "fa", "--role", "nurse", keys="s\nr\nd\x7fe\n")
    assert result.exit_code == 0, result.output
    assert read(path).entries[ILL].draft
    assert entry(path, ILL).tcomment.endswith(": a b #~ c")
    assert entry(path, FEVER).tcomment.endswith(": d e")
    assert one_line("\udcff f") == "f"  # a byte that the terminal could not read


def test_a_reviewer_walks_through_the_drafts(root: Path, path: Path) -> None:
    result = run(root, "fa", keys="Maria\ninterpreter\na\nr\nToo long.\n")
    assert result.exit_code == 0, result.output
    for shown in ("2 drafts", "1 of 2", "I am ill.", "من بیمارم.", "Picture: ill", "2 of 2"):
        assert shown in result.output
    assert row(path, ILL)[3] == "interpreter"
    assert entry(path, FEVER).tcomment.endswith(": Too long.")
    again = run(root, "fa", "--role", "nurse", keys="s\n")
    assert ("1 drafts" in again.output, "Too long." in again.output) == (True, True)


def test_who_stops_midway_loses_nothing(root: Path, path: Path) -> None:
    assert run(root, "fa", "--role", "nurse", keys="a\n").exit_code == 1  # no more input
    assert reviewed(root, path) == 1
    assert run(root, "fa", "--role", "nurse", keys="q\n").exit_code == 0
    assert reviewed(root, path) == 1


def test_a_language_without_catalog_cannot_be_reviewed(root: Path) -> None:
    assert run(root, "fa").exit_code == 2


def test_a_reviewer_may_ask_for_some_lines(root: Path, path: Path) -> None:
    for options, count in (
        (("--card", "illness"), 2),
        (("--card", "time"), 0),
        (("--only", "draft"), 2),
        (("--only", "stale"), 0),
    ):
        result = run(root, "Persian" if count else "fa", "--role", "nurse", *options, keys="q\n")
        assert f"{count} drafts to review" in result.output
    assert read(path).entries[ILL].draft
    assert run(root, "fa", "--card", "ilness").exit_code == 2
