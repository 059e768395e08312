from __future__ import annotations

import csv
import subprocess
from io import StringIO
from pathlib import Path

import polib
import pytest
from babel.messages.pofile import read_po

from commcards.base.diagnostics import Location
from commcards.base.errors import UserError
from commcards.base.files import write_atomic
from commcards.model.cards import Message
from commcards.model.catalogs import Translation
from commcards.model.languages import Language
from commcards.translation.catalogs import read_catalog
from commcards.translation.po_write import Merge, init, sync, write_template
from tests.support.drafts import fill

DATA = Path(__file__).parents[1] / "data" / "po"
SOUND = ("good", "crlf", "byte-order-mark", "blank-revision-date")
BULGARIAN = Language("bg", "български", "Bulgarian", "Cyrl", "ltr", ())
ARABIC = Language(
    "ar",
    "العربية",
    "Arabic",
    "Arab",
    "rtl",
    (),
    plural="nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 "
    ": n%100>=11 ? 4 : 5);",
)


def message(key: str, text: str, line: int = 3, note: str = "") -> Message:
    return Message(key, text, note, Location("cards/a.yaml", line, 7))


ILL = message("a.ill", "I am ill.", 12, "The person speaks of themselves, now.")
COLD = message("a.cold", "I am cold.", 14)
STOP = message("a.stop", 'Say "stop"\\.', 20)


def msgfmt(path: Path) -> str:
    """Return what gettext itself has to say; empty is good."""
    run = subprocess.run(
        ["msgfmt", "-c", "-o", "/dev/null", str(path)], capture_output=True, text=True, check=True
    )
    return run.stderr


def entries(path: Path) -> dict[str, Translation]:
    catalog, faults = read_catalog(path, path.parents[3], path.parents[1].name)
    assert faults == []
    return dict(catalog.entries)


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    path = init([ILL, COLD], BULGARIAN, tmp_path)
    fill(path, {"a.ill": "Болен съм.", "a.cold": "Студено ми е."})
    return path


def sign(path: Path, key: str) -> None:
    """Do what a reviewer does: take the flag away, and note the role."""
    po = polib.pofile(str(path), wrapwidth=0)
    for entry in po:
        if entry.msgctxt == key:
            entry.flags.remove("fuzzy")
    path.write_text(str(po), "utf-8")
    review = path.with_name("review.csv")
    rows = list(csv.reader(StringIO(review.read_text("utf-8"))))
    signed = [[*row[:3], "interpreter", "2030-01-31"] if row[0] == key else row for row in rows]
    review.write_text("\n".join(",".join(row) for row in signed) + "\n", "utf-8")


@pytest.mark.parametrize("language", [BULGARIAN, ARABIC])
def test_new_catalog_pleases_gettext(language: Language, tmp_path: Path) -> None:
    path = init([ILL, COLD, STOP], language, tmp_path)
    assert path == tmp_path / "locales" / language.tag / "LC_MESSAGES" / "commcards.po"
    assert msgfmt(path) == ""
    header = polib.pofile(str(path)).metadata
    assert header["Language"] == language.tag
    assert header["Plural-Forms"] == language.plural
    assert header["Content-Type"] == "text/plain; charset=UTF-8"
    assert [(e.key, e.source, e.text) for e in entries(path).values()] == [
        (m.key, m.text, "") for m in (ILL, COLD, STOP)
    ]
    assert path.with_name("review.csv").read_bytes() == (
        b"msgctxt,sha256,origin,reviewer_role,date\n"
    )


def test_babel_takes_the_new_catalog(tmp_path: Path) -> None:
    path = init([ILL], BULGARIAN, tmp_path)
    with path.open("rb") as stream:
        assert [m.context for m in read_po(stream, abort_invalid=True) if m.id] == ["a.ill"]


def test_init_does_not_overwrite(catalog: Path, tmp_path: Path) -> None:
    before = catalog.read_bytes()
    with pytest.raises(UserError) as caught:
        init([ILL], BULGARIAN, tmp_path)
    assert [d.code for d in caught.value.diagnostics] == ["catalog-exists"]
    assert catalog.read_bytes() == before


def test_template_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    first, second = tmp_path / "a.pot", tmp_path / "deep" / "b.pot"
    assert write_template([ILL, COLD], first)
    assert write_template([ILL, COLD], second)
    assert not write_template([ILL, COLD], second)
    assert first.read_bytes() == second.read_bytes()
    assert first.read_text("utf-8").endswith(
        "#. The person speaks of themselves, now.\n"
        "#: cards/a.yaml:12\n"
        'msgctxt "a.ill"\nmsgid "I am ill."\nmsgstr ""\n'
        "\n"
        '#: cards/a.yaml:14\nmsgctxt "a.cold"\nmsgid "I am cold."\nmsgstr ""\n'
    )
    assert "POT-Creation-Date" not in first.read_text("utf-8")
    msgfmt(first)


def test_msgcat_would_write_the_same_bytes(catalog: Path) -> None:
    run = subprocess.run(["msgcat", "--no-wrap", str(catalog)], capture_output=True, check=True)
    assert run.stdout == catalog.read_bytes()


def test_filled_text_is_a_draft_of_known_origin(catalog: Path) -> None:
    assert msgfmt(catalog) == ""
    found = entries(catalog)
    assert (found["a.ill"].text, found["a.ill"].draft) == ("Болен съм.", True)
    assert catalog.read_text("utf-8").count("#, fuzzy\n") == 2
    rows = catalog.with_name("review.csv").read_text("utf-8").splitlines()
    assert [(row.split(",")[0], row.split(",")[2:]) for row in rows[1:]] == [
        ("a.cold", ["mt", "", ""]),
        ("a.ill", ["mt", "", ""]),
    ]


def test_put_counts_what_is_new(catalog: Path) -> None:
    before = catalog.read_bytes()
    assert fill(catalog, {"a.ill": "Болен съм."}) == 0
    assert catalog.read_bytes() == before
    assert fill(catalog, {"a.ill": "Болна съм."}) == 1
    assert entries(catalog)["a.ill"].text == "Болна съм."


def test_put_refuses_unknown_messages_and_changes_nothing(catalog: Path) -> None:
    before = catalog.read_bytes()
    with pytest.raises(UserError) as caught:
        fill(catalog, {"a.ill": "Друго.", "a.x": "Х", "a.y": "У"})
    assert [d.code for d in caught.value.diagnostics] == ["unknown-key", "unknown-key"]
    assert catalog.read_bytes() == before


def test_sync_without_change_does_not_touch_the_file(catalog: Path) -> None:
    before = catalog.stat()
    assert sync([ILL, COLD], catalog, BULGARIAN) == Merge(0, (), 0, written=False)
    after = catalog.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_sync_keeps_a_changed_text_as_fuzzy_with_its_source(catalog: Path) -> None:
    sign(catalog, "a.ill")
    changed = message("a.ill", "I feel ill.", 12)
    assert sync([changed, COLD], catalog, BULGARIAN) == Merge(0, (ILL.key,), 0, written=True)
    assert (
        '#: cards/a.yaml:12\n#, fuzzy\n#| msgid "I am ill."\n'
        'msgctxt "a.ill"\nmsgid "I feel ill."\nmsgstr "Болен съм."\n'
    ) in catalog.read_text("utf-8")
    assert entries(catalog)["a.ill"].draft
    assert msgfmt(catalog) == ""
    again = message("a.ill", "I am very ill.", 12)
    sync([again, COLD], catalog, BULGARIAN)
    assert '#| msgid "I am ill."\n' in catalog.read_text("utf-8")
    sync([ILL, COLD], catalog, BULGARIAN)
    assert "#|" not in catalog.read_text("utf-8")
    assert entries(catalog)["a.ill"].draft


def test_sync_changes_an_empty_entry_without_a_flag(tmp_path: Path) -> None:
    path = init([ILL], BULGARIAN, tmp_path)
    sync([message("a.ill", "I feel ill.")], path, BULGARIAN)
    assert "fuzzy" not in path.read_text("utf-8")
    assert entries(path)["a.ill"].source == "I feel ill."


def test_sync_never_guesses_from_a_similar_text(catalog: Path) -> None:
    same_text_elsewhere = message("b.ill", "I am ill.")
    report = sync([COLD, same_text_elsewhere], catalog, BULGARIAN)
    assert report == Merge(1, (), 1, written=True)
    assert entries(catalog)["b.ill"].text == ""
    assert msgfmt(catalog) == ""


def test_sync_makes_obsolete_and_brings_back(catalog: Path) -> None:
    full = catalog.read_bytes()
    sync([COLD], catalog, BULGARIAN)
    assert '#, fuzzy\n#~ msgctxt "a.ill"\n#~ msgid "I am ill."\n' in catalog.read_text("utf-8")
    assert list(entries(catalog)) == ["a.cold"]
    assert msgfmt(catalog) == ""
    assert not sync([COLD], catalog, BULGARIAN).written
    assert sync([ILL, COLD], catalog, BULGARIAN) == Merge(1, (), 0, written=True)
    assert catalog.read_bytes() == full


def test_sync_keeps_comments_headers_and_flags(catalog: Path) -> None:
    text = catalog.read_text("utf-8")
    text = text.replace("# The cards", "# Kept at the top.\n#\n# The cards")
    text = text.replace('"Language: bg\\n"', '"Language: bg\\n"\n"X-Team-Room: 7\\n"')
    text = text.replace("#. The person", "# Kept at an entry.\n#. The person")
    text = text.replace("#, fuzzy\n", "#, fuzzy, no-wrap\n", 1)
    catalog.write_text(text, "utf-8")
    sync([STOP, COLD], catalog, BULGARIAN)
    synced = catalog.read_text("utf-8")
    for kept in ("# Kept at the top.\n#", "X-Team-Room: 7", "# Kept at an entry.", "no-wrap"):
        assert kept in synced
    assert list(entries(catalog)) == ["a.stop", "a.cold"]


def test_sync_refuses_to_lose_a_loose_comment(catalog: Path) -> None:
    with catalog.open("a", encoding="utf-8") as stream:
        stream.write("\n# A last word.\n")
    before = catalog.read_bytes()
    with pytest.raises(UserError) as caught:
        sync([COLD], catalog, BULGARIAN)
    (fault,) = caught.value.diagnostics
    assert (fault.code, fault.where.line) == ("po-loose-comment", before.count(b"\n"))
    assert catalog.read_bytes() == before


FAULTY = sorted({*DATA.glob("*.po")} - {DATA / f"{name}.po" for name in SOUND})


@pytest.mark.parametrize("path", FAULTY, ids=lambda path: path.stem)
def test_sync_leaves_a_faulty_catalog_alone(path: Path, tmp_path: Path) -> None:
    catalog = tmp_path / "locales" / "bg" / "LC_MESSAGES" / "commcards.po"
    write_atomic(catalog, path.read_bytes())
    with pytest.raises(UserError):
        sync([ILL], catalog, BULGARIAN)
    assert catalog.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("name", SOUND)
def test_sync_takes_what_the_reader_takes(name: str, tmp_path: Path) -> None:
    catalog = tmp_path / "locales" / "bg" / "LC_MESSAGES" / "commcards.po"
    write_atomic(catalog, (DATA / f"{name}.po").read_bytes())
    before, _ = read_catalog(catalog, tmp_path, "bg")
    wanted = [Message(e.key, e.source, "", e.where) for e in before.entries.values()]
    sync(wanted, catalog, BULGARIAN)
    data = catalog.read_bytes()
    assert b"\r" not in data
    assert not data.startswith(b"\xef\xbb\xbf")
    texts = {key: (entry.source, entry.text) for key, entry in before.entries.items()}
    assert {key: (e.source, e.text) for key, e in entries(catalog).items()} == texts


def test_write_atomic_keeps_the_old_file_when_it_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new" / "file"
    write_atomic(path, b"old")

    def fail(descriptor: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(UserError, match="disk full"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


def test_sync_names_the_source_that_the_text_translates(catalog: Path) -> None:
    text = catalog.read_text("utf-8")
    # A flag taken away by hand: the older source, left behind, says nothing any more.
    older = '#| msgid "I am sick."\nmsgctxt "a.ill"'
    catalog.write_text(text.replace('#, fuzzy\nmsgctxt "a.ill"', older), "utf-8")
    sync([message("a.ill", "I feel ill."), COLD], catalog, BULGARIAN)
    assert '#, fuzzy\n#| msgid "I am ill."\nmsgctxt "a.ill"\n' in catalog.read_text("utf-8")


def test_sync_twice_is_sync_once_for_an_obsolete_draft(catalog: Path) -> None:
    sync([message("a.ill", "I feel ill."), COLD], catalog, BULGARIAN)
    sync([COLD], catalog, BULGARIAN)
    assert not sync([COLD], catalog, BULGARIAN).written


def test_sync_forgets_an_obsolete_entry_that_nobody_worked_on(tmp_path: Path) -> None:
    path = init([ILL, COLD], BULGARIAN, tmp_path)
    assert sync([COLD], path, BULGARIAN) == Merge(0, (), 1, written=True)
    assert "a.ill" not in path.read_text("utf-8")


def test_sync_adds_the_headers_that_are_not_there(catalog: Path) -> None:
    lines = catalog.read_text("utf-8").splitlines(keepends=True)
    dropped = [line for line in lines if not line.startswith(('"Language: ', '"Plural-Forms'))]
    catalog.write_text("".join(dropped), "utf-8")
    assert sync([ILL, COLD], catalog, BULGARIAN).written
    assert catalog.read_text("utf-8") == "".join(lines)


def test_sync_leaves_lines_as_another_program_broke_them(catalog: Path) -> None:
    long = message("a.long", "One word and another. " * 9 + "End.")
    sync([ILL, COLD, long], catalog, BULGARIAN)
    fill(catalog, {"a.long": "Дума и дума. " * 9 + "Край."})
    subprocess.run(["msgcat", "-w", "60", "-o", str(catalog), str(catalog)], check=True)
    broken = catalog.read_bytes()
    assert b'msgstr ""\n"' in broken.partition(b"a.long")[2]
    assert not sync([ILL, COLD, long], catalog, BULGARIAN).written
    assert catalog.read_bytes() == broken
    assert sync([ILL, message("a.cold", "It is cold.", 14), long], catalog, BULGARIAN).written
    assert entries(catalog)["a.long"].text == "Дума и дума. " * 9 + "Край."


def test_sync_keeps_the_comments_of_what_is_gone(catalog: Path) -> None:
    text = catalog.read_text("utf-8")
    catalog.write_text(text.replace("#. The person", "# Kept with it.\n#. The person"), "utf-8")
    sync([COLD], catalog, BULGARIAN)
    assert "# Kept with it.\n" in catalog.read_text("utf-8")
    sync([ILL, COLD], catalog, BULGARIAN)
    assert "# Kept with it.\n" in catalog.read_text("utf-8").partition("a.ill")[0]
