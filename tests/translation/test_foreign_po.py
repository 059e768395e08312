"""PO files as other projects write them, made of the quirks that theirs have.

`scripts/read_foreign_po.py` reads files of other projects themselves; none of them is kept here.
"""

from __future__ import annotations

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commcards.base.diagnostics import has_errors
from commcards.translation.catalogs import read_catalog
from commcards.translation.polines import parse

REASONS = {"po-no-context", "po-plural", "po-language", "po-duplicate", "byte-order-mark"}

words = st.text(st.sampled_from('ab \n\t\\"%({é我ش\u200c\u00a0'), min_size=1, max_size=120)
comments = st.sampled_from(["", "note", "  two\n\nlines", "#", "~ msgid", ", fuzzy"])
plurals = st.dictionaries(st.sampled_from([0, 1, 5]), words, min_size=1)


@st.composite
def entries(draw: st.DrawFn) -> polib.POEntry:
    """Return an entry with or without context, plural, flags, an older source and comments."""
    flags = st.lists(st.sampled_from(["fuzzy", "c-format", "no-wrap", "range: 0..6"]), unique=True)
    entry = polib.POEntry(
        msgctxt=draw(st.none() | words),
        msgid=draw(words),
        msgstr=draw(words | st.just("")),
        comment=draw(comments),
        tcomment=draw(comments),
        occurrences=draw(st.lists(st.sampled_from([("a b.c", "1"), ("x.py", "")]), max_size=3)),
        flags=draw(flags),
        obsolete=draw(st.booleans()),
        previous_msgid=draw(st.none() | words),
    )
    if draw(st.booleans()) and draw(st.booleans()):
        entry.msgid_plural, entry.msgstr_plural = draw(words), draw(plurals)
    return entry


@st.composite
def files(draw: st.DrawFn) -> polib.POFile:
    """Return a file whose header may lack anything, broken at any width."""
    file = polib.POFile(wrapwidth=draw(st.sampled_from([0, 20, 78])))
    file.header = draw(comments)
    file.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    header = {
        "Language": st.sampled_from(["", "zh-Hant", "be@tarask", "ku_TR", "xx"]),
        "PO-Revision-Date": st.just(""),
        "Plural-Forms": st.just("nplurals=INTEGER; plural=EXPRESSION;"),
        "X-Generator": st.just("Poedit 3"),
        "Report-Msgid-Bugs-To": st.just("\\n"),
    }
    file.metadata |= draw(st.fixed_dictionaries({}, optional=header))
    file.metadata_is_fuzzy = draw(st.booleans())
    file.extend(draw(st.lists(entries(), max_size=5)))
    return file


@given(files())
def test_quirks_are_read_as_polib_writes_them(file: polib.POFile) -> None:
    found, faults = parse(str(file), "x.po")
    assert {fault.code for fault in faults} <= {"po-plural"}
    assert bool(faults) is any(entry.msgid_plural for entry in file)
    if not faults:
        wanted = [(e.msgctxt, e.msgid, e.msgstr, e.fuzzy) for e in file if not e.obsolete]
        assert [entry[:4] for entry in found[1:]] == wanted


@given(files(), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff"]))
def test_a_foreign_file_is_read_or_refused_with_reasons(
    tmp_path_factory: pytest.TempPathFactory, file: polib.POFile, end: str, mark: str
) -> None:
    path = tmp_path_factory.mktemp("po") / "x.po"
    path.write_text(mark + str(file), "utf-8", newline=end)
    catalog, faults = read_catalog(path, path.parent, "bg")
    assert {fault.code for fault in faults} <= REASONS
    assert all(fault.where.line and fault.message for fault in faults)
    if not has_errors(faults):
        wanted = {e.msgctxt: e.msgstr for e in file if not e.obsolete}
        assert {key: entry.text for key, entry in catalog.entries.items()} == wanted
