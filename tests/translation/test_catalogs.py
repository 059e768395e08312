from __future__ import annotations

import os
import shutil
from io import StringIO
from pathlib import Path

import polib
import pytest
from babel.messages.pofile import read_po
from hypothesis import example, given
from hypothesis import strategies as st

from commcards.base.diagnostics import MOST_FAULTS, Diagnostic, Severity
from commcards.model.catalogs import Catalog
from commcards.translation import polines
from commcards.translation.catalogs import MAX_BYTES, fingerprint, read_catalog, review_rows

ROOT = Path(__file__).parents[2]
DATA = Path(__file__).parents[1] / "data" / "po"
SIGNED = "msgctxt,sha256,origin,reviewer_role,date\n"

# One file a fault: its code, line and column.
FAULTY = [
    ("not-utf-8", "not-utf-8", 16, 9),
    ("control-character", "control-character", 16, 16),
    ("po-conflict", "po-conflict", 16, 1),
    ("po-conflict", "po-conflict", 18, 1),
    ("po-conflict", "po-conflict", 20, 1),
    ("po-duplicate", "po-duplicate", 18, 1),
    ("po-duplicate-header", "po-duplicate", 19, 1),
    ("po-nplurals", "po-nplurals", 2, 1),
    ("po-charset", "po-charset", 2, 1),
    ("po-language", "po-language", 2, 1),
    ("po-header", "po-header", 1, 1),
    ("po-no-context", "po-no-context", 14, 1),
    ("po-comment", "po-comment", 14, 1),
    ("po-comment-unspaced", "po-comment", 14, 1),
    ("po-quote-unclosed", "po-quote", 16, 8),
    ("po-quote-inner", "po-quote", 16, 8),
    ("po-quote-previous", "po-quote", 14, 10),
    ("po-escape", "po-escape", 16, 15),
    ("po-plural", "po-plural", 16, 1),
    ("po-plural", "po-plural", 17, 1),
    ("po-plural", "po-plural", 18, 1),
    ("po-syntax-no-msgstr", "po-syntax", 14, 1),
    ("po-syntax-no-msgid", "po-syntax", 15, 1),
    ("po-syntax-no-msgid-at-end", "po-syntax", 18, 1),
    ("po-syntax-empty-msgid", "po-syntax", 14, 1),
    ("po-syntax-two-msgstr", "po-syntax", 17, 1),
    ("po-syntax-loose-text", "po-syntax", 19, 1),
    ("po-syntax-word", "po-syntax", 18, 1),
    ("po-syntax-half-obsolete", "po-syntax", 14, 4),
]


def read(name: str) -> tuple[Catalog, list[Diagnostic]]:
    return read_catalog(DATA / f"{name}.po", DATA, "bg")


def as_read(text: str, tmp_path: Path) -> tuple[Catalog, list[Diagnostic]]:
    path = tmp_path / "commcards.po"
    path.write_bytes(text.encode())
    return read_catalog(path, tmp_path, "bg")


@pytest.mark.parametrize(("name", "code", "line", "column"), FAULTY)
def test_fault_is_placed_and_leaves_no_entries(
    name: str, code: str, line: int, column: int
) -> None:
    catalog, faults = read(name)
    assert catalog.entries == {}
    places = [(f.where.file, f.code, f.where.line, f.where.column) for f in faults]
    assert (f"{name}.po", code, line, column) in places
    assert {fault.code for fault in faults} == {code}
    assert {fault.severity for fault in faults} == {Severity.ERROR}


def test_every_data_file_is_tested() -> None:
    good = {"good", "crlf", "byte-order-mark", "blank-revision-date"}
    assert {path.stem for path in DATA.glob("*.po")} == good | {name for name, *_ in FAULTY}


@pytest.mark.parametrize("name", ["good", "crlf"])
def test_entries_know_source_text_draft_and_line(name: str) -> None:
    catalog, faults = read(name)
    assert faults == []
    assert catalog.language == "bg"
    entries = [(e.key, e.source, e.text, e.where.line) for e in catalog.entries.values()]
    assert entries == [
        ("illness.i-am-ill", "I am ill.", "Болен съм.", 20),
        ("illness.fever", "Do you have a fever?", 'Имате ли "температура"?\n\\t', 25),
        ("illness.help", "We will help.", "", 34),
    ]
    assert all(entry.draft for entry in catalog.entries.values())


def test_byte_order_mark_warns_and_reads() -> None:
    catalog, (fault,) = read("byte-order-mark")
    assert (fault.code, fault.severity, fault.where.line) == (
        "byte-order-mark",
        Severity.WARNING,
        1,
    )
    assert list(catalog.entries) == ["illness.i-am-ill"]


def test_blank_revision_date_is_no_fault() -> None:
    catalog, faults = read("blank-revision-date")
    assert (len(catalog.entries), faults) == (1, [])


def test_duplicate_names_both_lines() -> None:
    _, (fault,) = read("po-duplicate")
    assert "line 14" in fault.message
    assert fault.where.line == 18


def test_all_faults_of_a_file_are_found(tmp_path: Path) -> None:
    lines = (DATA / "good.po").read_text("utf-8").splitlines()
    lines[19] = "msgctxt illness"
    lines[33] = "nonsense"
    _, faults = as_read("\n".join(lines), tmp_path)
    assert {(f.code, f.where.line) for f in faults} >= {("po-syntax", 20), ("po-syntax", 34)}


def test_a_file_that_is_no_catalog_gives_few_faults(tmp_path: Path) -> None:
    _, faults = as_read('"\n' * 100_000, tmp_path)
    assert len(faults) == MOST_FAULTS


def test_a_language_that_nobody_has_begun_has_no_entries(tmp_path: Path) -> None:
    assert read_catalog(tmp_path / "none.po", tmp_path, "bg") == (Catalog("bg", {}), [])


def test_a_folder_is_a_fault(tmp_path: Path) -> None:
    _, (folder,) = read_catalog(tmp_path, tmp_path, "bg")
    assert folder.code == "unreadable-file"


def test_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "commcards.po")
    _, (fault,) = read_catalog(tmp_path / "commcards.po", tmp_path, "bg")
    assert fault.code == "unreadable-file"


def test_large_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "commcards.po"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    _, (fault,) = read_catalog(path, tmp_path, "bg")
    assert fault.code == "file-too-large"


def reviewed(tmp_path: Path, row: str, flag: str = "") -> bool:
    header = (DATA / "good.po").read_text("utf-8").split("\n\n")[0]
    entry = f'{flag}msgctxt "a"\nmsgid "Stop."\nmsgstr "Спри."\n'
    (tmp_path / "review.csv").write_text(SIGNED + row, "utf-8")
    catalog, faults = as_read(f"{header}\n\n{entry}", tmp_path)
    assert faults == []
    return not catalog.entries["a"].draft


def test_review_holds_for_the_very_text_alone(tmp_path: Path) -> None:
    good = fingerprint("Stop.", "Спри.")
    assert reviewed(tmp_path, f"a,{good},mt,interpreter,2030-01-31\n")
    assert reviewed(tmp_path, f'a,{good},mt,"nurse, native speaker",2030-01-31\n')
    assert not reviewed(tmp_path, f"a,{good},mt,interpreter,2030-01-31\n", "#, fuzzy\n")
    assert not reviewed(tmp_path, f"a,{good},mt,,\n")
    assert not reviewed(tmp_path, f"a,{fingerprint('Stop.', 'Спри!')},mt,nurse,2030-01-31\n")
    assert not reviewed(tmp_path, f"a,{fingerprint('Stop', 'Спри.')},mt,nurse,2030-01-31\n")
    assert not reviewed(tmp_path, f"b,{good},mt,interpreter,2030-01-31\n")
    assert not reviewed(tmp_path, "")


def test_a_flag_is_for_one_entry(tmp_path: Path) -> None:
    header = (DATA / "good.po").read_text("utf-8").split("\n\n")[0]
    flagged = '#, no-wrap, fuzzy\nmsgctxt "a"\nmsgid "A."\nmsgstr "А."\n'
    found, _ = polines.parse(f"{header}\n{flagged}{flagged[18:]}", "x.po")
    assert [entry.fuzzy for entry in found] == [False, True, False]


def test_fingerprint_is_sha256_of_source_nul_text() -> None:
    # printf 'a\\0b' | sha256sum
    expected = "59b271ae1bbcb1d31d41929817f4b16fb439eb4f31520b5ad1d5ce98920a7138"
    assert fingerprint("a", "b") == expected


@pytest.mark.parametrize(
    ("row", "code", "line"),
    [
        ("a,b\n", "review-row", 2),
        (f"a,{'0' * 63},mt,,\n", "review-row", 2),
        (f"a,{'A' * 64},mt,,\n", "review-row", 2),
        (f",{'0' * 64},mt,,\n", "review-row", 2),
        (f"a,{'0' * 64},,,\n", "review-row", 2),
        (f"b,{'1' * 64},mt,,\na,{'0' * 64},mt,nurse,31.1.2030\n", "review-date", 3),
        (f"a,{'0' * 64},mt,nurse,\n", "review-date", 2),
        (f"a,{'0' * 64},mt,Maria Ivanova,2030-01-31\n", "review-role", 2),
        (f"a,{'0' * 64},mt,,\n\na,{'1' * 64},mt,,\n", "review-duplicate", 4),
        ('"a" b,c\n', "review-row", 2),
    ],
)
def test_bad_review_rows(row: str, code: str, line: int, tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    path.write_text(SIGNED + row, "utf-8")
    _, (fault,) = review_rows(path, tmp_path)
    assert (fault.where.file, fault.code, fault.where.line) == ("review.csv", code, line)


def test_good_review_rows_survive_bad_ones(tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    path.write_text(f"{SIGNED}a,b\nc,{'0' * 64},mt,,\n", "utf-8")
    rows, faults = review_rows(path, tmp_path)
    assert (list(rows), rows["c"].origin, len(faults)) == (["c"], "mt", 1)


def test_review_columns_are_fixed(tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    path.write_text("msgctxt,sha256\n", "utf-8")
    rows, (fault,) = review_rows(path, tmp_path)
    assert (rows, fault.code, fault.where.line) == ({}, "review-header", 1)


def test_bad_review_does_not_hide_the_catalog(tmp_path: Path) -> None:
    shutil.copy(DATA / "good.po", tmp_path / "commcards.po")
    (tmp_path / "review.csv").write_bytes(b"\xff")
    catalog, faults = read_catalog(tmp_path / "commcards.po", tmp_path, "bg")
    assert len(catalog.entries) == 3
    assert [(f.where.file, f.code) for f in faults] == [("review.csv", "not-utf-8")]


# What a PO file can hold: no control characters but line feed and tab, no surrogates.
texts = st.text(
    st.one_of(
        st.sampled_from('\n\t\\"#~ abn'),
        st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")),
    ),
    max_size=30,
)


@given(st.dictionaries(texts.filter(bool), st.tuples(texts.filter(bool), texts), max_size=4))
@example({"a": ("\\n", '"'), "\\": ("\n", "\\\\n\n")})
def test_polib_and_babel_read_the_same(entries: dict[str, tuple[str, str]]) -> None:
    written = polib.POFile(wrapwidth=0)
    written.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    for key, (source, text) in entries.items():
        written.append(polib.POEntry(msgctxt=key, msgid=source, msgstr=text))
    found, faults = polines.parse(str(written), "x.po")
    assert faults == []
    mine = {(e.key, e.source): e.text for e in found if e.key is not None}
    assert mine == {(key, source): text for key, (source, text) in entries.items()}
    babel = read_po(StringIO(str(written), newline="\n"), abort_invalid=True)
    assert mine == {(m.context, m.id): m.string for m in babel if m.context is not None}


@given(st.text(st.sampled_from('msgctxidr "\\\n#~|,.<=[0]fuzy\t\ufeff'), max_size=200))
def test_no_text_raises(text: str) -> None:
    entries, faults = polines.parse(text, "x.po")
    assert all(fault.where.line >= 1 and fault.where.column >= 1 for fault in faults)
    assert all(entry.text is not None for entry in entries)


def test_nearly_all_of_our_catalogs_is_read_a_paragraph_at_once() -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "locales").glob("*/*/commcards.po")]
    found = [polines._plain("", 1, each) for text in texts for each in polines._paragraphs(text)]
    assert found.count(None) < 0.01 * len(found)


paragraphs = st.lists(
    st.sampled_from(
        [
            "# note",
            "#. note",
            "#: a.yaml:1",
            "#x",
            "#, fuzzy",
            "#, no-wrap, fuzzy ",
            '#| msgid "older"',
            '#| "older"',
            '#~ msgid "gone"',
            '#~ msgstr "gone"',
            'msgctxt "a.b"',
            ' msgid  "I am ill."',
            'msgid "I am ill."',
            'msgid ""',
            'msgstr "Болен съм."',
            'msgstr "\\n"',
            '"more"',
            'msgstr "a" b"',
            "=======",
            "nonsense",
            "",
        ]
    ),
    max_size=14,
)


@given(paragraphs)
@example(['msgid "a"', 'msgstr "b"', "", '"more"'])
@example(["#, fuzzy", "", 'msgid "a"', 'msgstr "b"'])
@example(["", "", 'msgctxt "a.b"', 'msgid "a"', 'msgstr "b"', "", "", "nonsense"])
def test_paragraphs_at_once_are_the_same_as_line_by_line(lines: list[str]) -> None:
    text = "\n".join(lines)
    with pytest.MonkeyPatch.context() as patch:
        at_once = polines.parse(text, "x.po")
        patch.setattr(polines, "_plain", lambda *_: None)
        assert polines.parse(text, "x.po") == at_once


@pytest.mark.parametrize("blank", ["\n", "\n\n ", " \n", "\n\t\n"], ids=repr)
def test_a_megabyte_of_blank_lines_is_read_in_no_time(blank: str) -> None:
    """Each of them was looked at again from each of those before it: for a minute, or for ever."""
    start = 'msgid ""\nmsgstr ""\n\nmsgctxt "a.b"\nmsgid "A"\nmsgstr "Б"\n'
    text = start + blank * (1_000_000 // len(blank)) + '"В"\n'
    entries, faults = polines.parse(text, "f.po")
    assert [(entry.key, entry.text) for entry in entries] == [(None, ""), ("a.b", "БВ")]
    assert faults == []
