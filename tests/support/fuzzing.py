"""Readers of other people's files, each with files to begin from: for fuzzers of any kind."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic
from commcards.pictures.concepts import read_concepts
from commcards.pictures.svgfile import parse_svg
from commcards.project import yamlnodes
from commcards.project.cards import read_cards, read_words
from commcards.project.decks import read_project
from commcards.project.fields import Faults
from commcards.project.languages import read_languages
from commcards.translation.catalogs import read_catalog
from commcards.translation.glossary import read_glossary
from commcards.translation.spreadsheets.phrasetable import read_table
from commcards.translation.spreadsheets.workbook import read_workbook
from commcards.translation.verdicts import read_verdicts
from tests.support.badinput import PROJECT, REPOSITORY

_SHEET = "xl/worksheets/sheet1.xml"
_TAG = "fa"


@dataclass(frozen=True)
class Target:
    """A reader: bytes of a file -> what is wrong with it."""

    seeds: Sequence[bytes]
    grammar: bytes
    read: Callable[[bytes], Iterable[Diagnostic]]

    @property
    def words(self) -> list[bytes]:
        """What its files are made of, and what readers stumble over."""
        return [*self.grammar.split(b"~"), *_ODD.split(b"~"), b"9" * 400]


# Words of the grammars, with tildes between them.
_ODD = b"\x00~\xff~\xcc\x81~\xe2\x80\xae~\xef\xbb\xbf~\r~\t"  # a mark, a bidi control, a BOM
_YAML = b": ~- ~\n~  ~{~}~[~]~'~\"~&a ~*a~<<: ~!!x ~|\n~---\n~...\n~%TAG ! x\n~#~null~true~-1~1e9mm"
_PO = b'msgid "~msgstr "~msgctxt "~msgstr[0] ~"\n~\n\n~\\~#, fuzzy\n~#| ~#~ ~<<<<<<< ~nplurals=99;'
_CSV = b',~"~\n~;~|~*~=~context~role'
_SVG = b"<g>~</g>~<path d='~'/>~M1 1~A1 1 0 0 1 2 2~1e9~-~.~,~<!DOCTYPE x>~<?x?>~&#0;~&a;~nan"
_XML = b"<row>~</row>~<c t='s'>~<v>9</v>~<is>~<t>~</c>~<f>1</f>~r='XFD1'~t='d'~1e999~<!DOCTYPE x>"
_ZIP = b"PK\x01\x02~PK\x03\x04~PK\x05\x06"


def targets(folder: Path) -> Mapping[str, Target]:
    """Return the readers by name; they read files that they write below an empty folder."""
    root = Path(shutil.copytree(PROJECT, folder / "project"))
    languages = read_languages(REPOSITORY)[0]

    def file(name: str) -> Path:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def of_project(name: str, read: Callable[[], Iterable[Diagnostic]], *seeds: bytes) -> Target:
        path = file(name)
        good = path.read_bytes() if path.exists() else seeds[0]

        def attempt(data: bytes) -> Iterable[Diagnostic]:
            path.write_bytes(data)
            try:
                return read()
            finally:
                path.write_bytes(good)

        return Target(seeds or (good,), _YAML, attempt)

    def symbols(data: bytes) -> Iterable[Diagnostic]:
        file(paths.CONCEPTS).write_bytes(data)
        node, found = yamlnodes.read(root, paths.CONCEPTS)
        faults = Faults(found)
        if node:
            read_concepts(node, faults)
        return faults.found

    def catalog(data: bytes) -> Iterable[Diagnostic]:
        path = file(paths.catalog(_TAG))
        path.write_bytes(data)
        return read_catalog(path, root, _TAG)[1]

    def reviews(data: bytes) -> Iterable[Diagnostic]:
        path = file(paths.reviews(_TAG))
        path.write_bytes(data)
        try:
            return read_catalog(file(paths.catalog(_TAG)), root, _TAG)[1]
        finally:
            path.unlink()

    def glossary(data: bytes) -> Iterable[Diagnostic]:
        file(paths.GLOSSARY).write_bytes(data)
        return read_glossary(root, [_TAG])[1]

    def verdicts(data: bytes) -> Iterable[Diagnostic]:
        file("verdicts.csv").write_bytes(data)
        return read_verdicts(file("verdicts.csv"), accept=True)[1]

    def table(data: bytes) -> Iterable[Diagnostic]:
        file("table.csv").write_bytes(data)
        return read_table(file("table.csv"), languages, _TAG)[1]

    def workbook(data: bytes) -> Iterable[Diagnostic]:
        file("book.xlsx").write_bytes(data)
        return read_workbook(file("book.xlsx"))[1]

    def sheet(data: bytes) -> Iterable[Diagnostic]:
        return workbook(_zipped({**parts, _SHEET: data}))

    parts = _parts()
    own = REPOSITORY / paths.OWN_DRAWINGS
    svgs = tuple(path.read_bytes() for path in sorted(own.glob("*.svg"))[:3])
    po = (REPOSITORY / paths.catalog(_TAG)).read_bytes()[:3000].rpartition(b"\n\n")[0] + b"\n"
    concepts = (REPOSITORY / paths.CONCEPTS).read_text("utf-8")
    concepts = "".join(re.split(r"(?m)^(?=[a-z\"])", concepts)[:9])
    services = (REPOSITORY / paths.SERVICES).read_bytes()
    row = b"a.b," + b"0" * 64 + b",edit,nurse,2030-12-31\n"
    return {
        "cards": of_project("cards/illness.yaml", lambda: read_cards(root)[1]),
        "decks": of_project("decks.yaml", lambda: read_project(root)[1]),
        "languages": of_project("languages.yaml", lambda: read_project(root)[1]),
        "layouts": of_project("layouts/card.yaml", lambda: read_project(root)[1]),
        "services": of_project("services.yaml", lambda: read_project(root)[1], services),
        "words": of_project("templates/words.yaml", lambda: read_words(root)[1]),
        "symbols": Target((concepts.encode(),), _YAML, symbols),
        "po": Target((po,), _PO, catalog),
        "reviews": Target((b"msgctxt,sha256,origin,reviewer_role,date\n" + row,), _CSV, reviews),
        "glossary": Target(
            (b"term,meaning,english,safety,fa\na,b,c|*d,consent,e*\n",), _CSV, glossary
        ),
        "verdicts": Target((b"context,role,note\na.b,nurse,fine\n",), _CSV, verdicts),
        "table": Target((b"English,Persian\nYes,b\n", b"en\tfa\na\tb\n"), _CSV, table),
        "svg": Target(svgs, _SVG, lambda data: parse_svg(data, "a.svg")[1]),
        "sheet": Target((parts[_SHEET],), _XML, sheet),
        "workbook": Target((_zipped(parts),), _ZIP, workbook),
    }


def _parts() -> dict[str, bytes]:
    book = Workbook()
    assert book.active is not None
    for row in (["context", "source", "target", "id"], ["a.b", "Yes.", "=1+1", 5]):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return file.getvalue()
