"""Writes what the other programs print: HTML, Typst and SVG files, and a list of them.

usage: python -m benchmarks.write PROJECT FOLDER LANGUAGE...
"""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path

import uharfbuzz

from benchmarks.documents import LIST, Document, fontconfig
from benchmarks.faces import Planner, Set
from benchmarks.typstfile import lines_of, source
from benchmarks.workload import LAYOUTS, STAFF
from commcards.faces.items import Picture
from commcards.model.languages import Language
from commcards.typesetting.typesetter import BASE_URL, Job
from commcards.workspace.workspace import Workspace
from tests.support import plainface


class Writer:
    """Writes the documents of one project into a folder, and each picture once."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._folder = folder
        (folder / "pictures").mkdir(parents=True)
        self._planner = Planner(root)
        self._pictures: dict[str, str] = {}

    @property
    def workspace(self) -> Workspace:
        """The project."""
        return self._planner.workspace

    def write(self, languages: tuple[str, ...], layouts: tuple[str, ...]) -> list[Document]:
        """Write the documents of some languages."""
        xml = self.workspace.fonts.fontconfig_xml(self._folder / "fonts-cache")
        fontconfig(self._folder).write_text(xml, "utf-8")
        documents = [self._document(faces) for faces in self._planner.sets(languages, layouts)]
        (self._folder / LIST).write_text(json.dumps(documents, ensure_ascii=False), "utf-8")
        return documents

    def _document(self, faces: Set) -> Document:
        name = f"{faces.language}-{faces.layout}"
        articles = [
            plainface.article(face, job.category, faces.spec, partial(self._picture, job))
            for job in faces.jobs
            for face in job.faces
        ]
        staff = self.workspace.project.languages[STAFF]
        html = plainface.bound(articles, self._planner.css, faces.spec, staff.bcp47)
        (self._folder / f"{name}.html").write_text(html, "utf-8")
        typst = source(faces, staff, self._edges, self._picture)
        (self._folder / f"{name}.typ").write_text(typst, "utf-8")
        return Document(name, faces.language, faces.layout, faces.count, faces.words)

    def _picture(self, job: Job, item: Picture) -> str:
        """Return the path of a picture's SVG file, below the folder."""
        url = job.picture(item)
        if url not in self._pictures:
            path = (
                f"pictures/{url.removeprefix(BASE_URL).replace('/', '-').removesuffix('.html')}.svg"
            )
            svg, _ = plainface.drawn(self.workspace, url)
            (self._folder / path).write_text(svg, "utf-8")
            self._pictures[url] = path
        return self._pictures[url]

    def _edges(self, language: Language) -> tuple[float, float]:
        file = self.workspace.fonts.files[language.fonts[0], "regular"]
        face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(file.path))
        extents = uharfbuzz.Font(face).get_font_extents("ltr")
        em = face.upem
        return lines_of((extents.ascender / em, -extents.descender / em), language.line_height)


if __name__ == "__main__":
    Writer(Path(sys.argv[1]), Path(sys.argv[2])).write(tuple(sys.argv[3:]), LAYOUTS)
